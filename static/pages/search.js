import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api.js";
import { problemText } from "../problem-text.js";
import { route } from "../router.js";
import { FoundRow } from "../search/found.js";
import { address, asked, grouped, NOTHING, read } from "../search/question.js";
import { me, mentorships } from "../session.js";
import { firstName, t } from "../strings/index.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { Banner, Empty, Icon, Readers } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";
/** @import { Found, FoundKind, Me } from "../protocol.js" */
/** @import { Question } from "../search/question.js" */

const WAIT_MS = 200; // while somebody types
const KINDS = /** @type {FoundKind[]} */ (["message", "meeting", "goal", "area", "work"]);

/** Everything one may read, by its words. The address bar holds the question: it can be kept, and gone back to. */
export default function Search() {
  const self = me.value;
  useTitle(t("search.page"));
  return self && html`<${Asked} self=${self} />`;
}

/** @param {{ self: Me }} props */
function Asked({ self }) {
  const at = route.value; // another one after each step in the history
  const [question, setQuestion] = useState(() => read(location.search));
  const answer = useAnswer(question, self.time_zone);
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => setQuestion(read(location.search)), [at]);
  const ask = (/** @type {Partial<Question>} */ change) => {
    const next = { ...question, ...change };
    history.replaceState(null, "", address(next));
    setQuestion(next);
  };
  return html`<main id="main" class="page" tabindex="-1">
    <header class="page-head"><div><h1>${t("search.title")}</h1><p>${t("search.lead")}</p></div></header>
    <search class="search-form" onKeyDown=${(/** @type {KeyboardEvent} */ event) => event.key === "ArrowDown" && event.target instanceof HTMLInputElement && event.target.type === "search" && step(list.current, event)}>
      <${Words} question=${question} ask=${ask} />
      <${Filters} question=${question} ask=${ask} self=${self} />
    </search>
    <div class="stack search-found" ref=${list} onKeyDown=${(/** @type {KeyboardEvent} */ event) => step(list.current, event)}>
      <${Answer} answer=${answer} question=${question} self=${self} />
    </div>
  </main>`;
}

/** @param {{ question: Question, ask: (change: Partial<Question>) => void }} props */
function Words({ question, ask }) {
  const field = useRef(/** @type {HTMLInputElement | null} */ (null));
  useEffect(() => field.current?.focus(), []);
  return html`<div class="field">
    <label for="search-words">${t("search.words")}</label>
    <div class="search-field">
      <${Icon} name="search" />
      <input class="input" id="search-words" type="search" ref=${field} maxlength="200" autocomplete="off" spellcheck=${false} dir="auto" aria-describedby="search-hint"
        value=${question.q} onInput=${(/** @type {any} */ event) => ask({ q: event.currentTarget.value })} />
    </div>
    <div class="hint" id="search-hint">${t("search.hint")}</div>
  </div>`;
}

/** @param {{ question: Question, ask: (change: Partial<Question>) => void, self: Me }} props */
function Filters({ question, ask, self }) {
  const pairs = mentorships.value ?? [];
  const people = new Map(pairs.map(({ other }) => [other.user_id, other.name]));
  const narrowed = address({ ...question, q: "" }) !== "/search";
  const on = (/** @type {keyof Question} */ name) => ({ value: question[name], onChange: (/** @type {any} */ event) => ask({ [name]: event.currentTarget.value }) });
  return html`<details open=${narrowed || undefined}>
    <summary>${t("search.more")}</summary>
    <div class="search-filters">
      <${Field} label=${t("search.kind")} ...${on("kind")} options=${[{ value: "", label: t("search.any-kind") }, ...KINDS.map((kind) => ({ value: kind, label: t(`search.${kind}`) }))]} />
      <${Field} label=${t("search.where")} ...${on("mentorship")} options=${[{ value: "", label: t("search.everywhere") }, ...pairs.map((m) => ({ value: m.mentorship_id, label: t("search.with", { name: firstName(m.other.name) }) }))]} />
      <${Field} label=${t("search.who")} ...${on("person")} options=${[{ value: "", label: t("search.anybody") }, { value: self.user_id, label: t("search.you") }, ...[...people].map(([value, label]) => ({ value, label }))]} />
      <${Field} label=${t("search.from")} type="date" ...${on("from")} max=${question.to || undefined} />
      <${Field} label=${t("search.to")} type="date" ...${on("to")} min=${question.from || undefined} />
      <${Field} label=${t("search.order")} ...${on("order")} options=${[{ value: "", label: t("search.newest") }, { value: "best", label: t("search.best") }]} />
      ${narrowed && html`<button class="button quiet" type="button" onClick=${() => ask({ ...NOTHING, q: question.q })}>${t("search.clear")}</button>`}
    </div>
  </details>`;
}

/** @typedef {{ found: Found[] | null, cursor: string | null, error: unknown, more: () => void }} AnswerState */

/** What the server finds, a moment after the last key. @param {Question} question @param {string} zone @returns {AnswerState} */
function useAnswer(question, zone) {
  const [{ found, cursor, error }, set] = useState({ found: /** @type {Found[] | null} */ (null), cursor: /** @type {string | null} */ (null), error: /** @type {unknown} */ (null) });
  const key = address(question);
  const latest = useRef(key);
  latest.current = key;
  const load = (/** @type {string | null} */ from, /** @type {Found[]} */ before) =>
    api.search(asked(question, zone, from)).then(
      (page) => latest.current === key && set({ found: [...before, ...page.found], cursor: page.next_cursor, error: null }),
      (problem) => latest.current === key && set({ found: before.length ? before : null, cursor: from, error: problem }),
    );
  useEffect(() => {
    if (!question.q.trim()) return set({ found: null, cursor: null, error: null });
    const timer = setTimeout(() => void load(null, []), WAIT_MS);
    return () => clearTimeout(timer);
  }, [key]);
  return { found, cursor, error, more: () => void load(cursor, found ?? []) };
}

/** @param {{ answer: AnswerState, question: Question, self: Me }} props */
function Answer({ answer: { found, cursor, error, more }, question, self }) {
  if (error) return html`<${Banner} tone="stop" icon="wifi-off"><div>${problemText(error)}</div><//>`;
  if (!found) return html`<${Readers} icon="eye-off">${t("search.sees")}<//>`;
  const narrowed = address({ ...question, q: "" }) !== "/search";
  return html`<p class="only-for-screen-readers" role="status">${found.length ? t(cursor ? "search.counted-more" : "search.counted", { count: found.length }) : t("search.none")}</p>
    ${found.length === 0 && html`<${Empty} icon="search" title=${t("search.none")}><p>${t("search.none-why")} ${narrowed && t("search.none-narrow")}</p><//>`}
    ${grouped(found).map(
      ([kind, some]) => html`<section key=${kind} aria-labelledby=${`found-${kind}`}>
        <div class="section-head"><h2 id=${`found-${kind}`}>${t(`search.${kind}`)}</h2></div>
        <ul class="rows" role="list">${some.map((each) => html`<${FoundRow} key=${`${each.source} ${each.thing_id} ${each.seq}`} found=${each} self=${self} />`)}</ul>
      </section>`,
    )}
    ${cursor && html`<p><button class="button" type="button" onClick=${more}>${t("search.go-on")}</button></p>`}`;
}

/** Up and down between the finds; up from the first is the field again. @param {HTMLElement | null} list @param {KeyboardEvent} event */
function step(list, event) {
  if (event.key === "Escape") return document.getElementById("search-words")?.focus();
  if (!list || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
  const links = [...list.querySelectorAll("a")];
  const next = links.indexOf(/** @type {any} */ (document.activeElement)) + (event.key === "ArrowDown" ? 1 : -1);
  event.preventDefault();
  if (next < 0) document.getElementById("search-words")?.focus();
  else links[Math.min(next, links.length - 1)]?.focus();
}
