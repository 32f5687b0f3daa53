import { useEffect, useState } from "preact/hooks";
import { eventsOf, groupsOf, problemsOf, search, searchEvents, shapesOf, shortName } from "../docs/spec.js";
import { problemText } from "../problem-text.js";
import { Problem } from "../problem.js";
import { t } from "../strings/index.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { Banner, Brand } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";
/** @import { EventShown, Field as FieldShown, Group, Kind, Operation, ShapeShown } from "../docs/spec.js" */

const SPEC = "/api/openapi.json";
const LIVE = "/api/asyncapi.json";

/** What the API offers, made of its own description; for everybody, because it holds nothing private. */
export default function Docs() {
  useTitle(t("docs.title"));
  const [spec, setSpec] = useState(/** @type {any} */ (null));
  const [live, setLive] = useState(/** @type {any} */ (null));
  const [error, setError] = useState(/** @type {unknown} */ (null));
  const [words, setWords] = useState("");
  useEffect(() => {
    for (const [path, set] of /** @type {const} */ ([[SPEC, setSpec], [LIVE, setLive]]))
      fetch(path).then((answer) => answer.json()).then(set, () => setError(Problem.unreachable()));
  }, []);
  useEffect(() => {
    if (spec && live && location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [spec, live]);
  const groups = spec ? groupsOf(spec) : [];
  const found = search(groups, words);
  const events = live ? searchEvents(eventsOf(live), words) : [];
  return html`<main id="main" class="page docs" tabindex="-1">
    <div><${Brand} /></div>
    <div class="page-head"><div><h1>${t("docs.title")}</h1>
      ${spec && html`<p>${t("docs.lead", { version: spec.info.version })} <a href=${SPEC}>openapi.json</a>, <a href=${LIVE}>asyncapi.json</a></p>`}
    </div></div>
    ${error && html`<${Banner} tone="stop" icon="wifi-off"><div>${problemText(error)}</div><//>`}
    ${spec &&
    html`<div class="stack docs-about">${spec.info.description.trim().split("\n\n").map((/** @type {string} */ text) => html`<p key=${text}>${marked(text)}</p>`)}</div>
      <search class="docs-search"><${Field} label=${t("docs.search")} hint=${t("docs.hint")} type="search" value=${words} onInput=${(/** @type {any} */ event) => setWords(event.currentTarget.value)} />
        <p role="status" class="small-text quiet-text">${found.length || events.length ? [t("docs.found", { count: found.reduce((sum, group) => sum + group.operations.length, 0) }), t("docs.found-events", { count: events.length })].join(", ") : t("docs.nothing")}</p>
      </search>
      <nav aria-label=${t("docs.groups")} class="docs-groups">
        ${found.map(({ name }) => html`<a class="chip" key=${name} href=${`#group-${name}`}>${name}</a>`)}
        ${events.length > 0 && html`<a class="chip" href="#events">${t("docs.events")}</a>`}
        <a class="chip" href="#problems">${t("docs.problems")}</a><a class="chip" href="#shapes">${t("docs.shapes")}</a>
      </nav>
      ${found.map((group) => html`<${GroupShown} key=${group.name} group=${group} />`)}
      ${live && events.length > 0 && html`<${Events} about=${live.info.description} events=${events} />`}
      <${Problems} spec=${spec} />
      <section aria-labelledby="shapes" class="stack">
        <h2 id="shapes">${t("docs.shapes")}</h2>
        <p class="quiet-text">${t("docs.shapes-lead")}</p>
        ${shapesOf(spec, live).map((shape) => html`<${Shape} key=${shape.name} shape=${shape} />`)}
      </section>`}
  </main>`;
}

/** @param {{ group: Group }} props */
const GroupShown = ({ group: { name, about, operations } }) =>
  html`<section aria-labelledby=${`group-${name}`} class="stack close">
    <h2 id=${`group-${name}`}>${name}</h2>
    <p class="quiet-text">${about}</p>
    <div class="panel docs-operations">${operations.map((operation) => html`<${OperationShown} key=${operation.id} operation=${operation} />`)}</div>
  </section>`;

/** @param {{ operation: Operation }} props */
const OperationShown = ({ operation: { id, method, path, summary, who, fields, body, answers } }) =>
  html`<details id=${id} class="docs-operation">
    <summary><span class=${`tag method ${method === "GET" ? "" : "good"}`}>${method}</span><code>${path}</code><span class="docs-summary">${summary}</span></summary>
    <div class="stack close">
      <p>${t("docs.for", { who })}</p>
      ${fields.length > 0 && html`<h3>${t("docs.given")}</h3><${Fields} of=${`${method} ${path}`} fields=${fields} />`}
      ${body && html`<p><b>${t("docs.body")}</b> <${Kinds} kinds=${[body]} /></p>`}
      <h3>${t("docs.answers")}</h3>
      <ul class="docs-answers" role="list">
        ${answers.map((answer) => html`<li key=${answer.status}><code>${answer.status}</code> ${answer.kind ? html`<${Kinds} kinds=${[answer.kind]} />` : marked(answer.about)}</li>`)}
      </ul>
    </div>
  </details>`;

/** @param {{ about: string, events: EventShown[] }} props */
const Events = ({ about, events }) =>
  html`<section aria-labelledby="events" class="stack close">
    <h2 id="events">${t("docs.events")}</h2>
    <div class="stack docs-about">${about.split("\n\n").map((text) => html`<p key=${text}>${marked(text)}</p>`)}</div>
    <div class="panel docs-operations">
      ${events.map(
        ({ name, asked, about, who, payload, ack }) => html`<details id=${`event-${name}`} class="docs-operation" key=${name}>
          <summary><span class=${`tag method ${asked ? "good" : ""}`}>${t(asked ? "docs.ask" : "docs.hear")}</span><code>${name}</code><span class="docs-summary">${about}</span></summary>
          <div class="stack close">
            <p>${t("docs.for", { who }).replace(/\.\.$/, ".")}</p>
            <p><b>${t("docs.body")}</b> <${Kinds} kinds=${payload} /></p>
            ${asked && html`<p><b>${t("docs.ack")}</b> <${Kinds} kinds=${ack} /></p>`}
          </div>
        </details>`,
      )}
    </div>
  </section>`;

/** @param {{ spec: any }} props */
const Problems = ({ spec }) =>
  html`<section aria-labelledby="problems" class="stack close">
    <h2 id="problems">${t("docs.problems")}</h2>
    <p class="quiet-text">${t("docs.problems-lead")}</p>
    <dl class="panel docs-problems">
      ${problemsOf(spec).map(({ code, status, about }) => html`<div key=${`${code}-${status}`}><dt id=${`problem-${code}${status === "405" ? "-405" : ""}`}><code>${code}</code> ${status}</dt><dd>${about}</dd></div>`)}
    </dl>
  </section>`;

/** @param {{ shape: ShapeShown }} props */
const Shape = ({ shape: { name, about, fields, kinds } }) =>
  html`<div class="stack close docs-shape" id=${`shape-${name}`}>
    <h3>${shortName(name)}</h3>
    ${about && html`<p>${about}</p>`}
    ${kinds.length > 0 && html`<p><${Kinds} kinds=${kinds} /></p>`}
    ${fields.length > 0 && html`<${Fields} of=${shortName(name)} fields=${fields} />`}
  </div>`;

/** @param {{ of: string, fields: FieldShown[] }} props */
const Fields = ({ of, fields }) =>
  html`<table class="docs-fields">
    <caption class="only-for-screen-readers">${t("docs.fields", { name: of })}</caption>
    <thead><tr><th scope="col">${t("docs.name")}</th><th scope="col">${t("docs.kind")}</th><th scope="col">${t("docs.notes")}</th></tr></thead>
    <tbody>
      ${fields.map(
        ({ name, kinds, required, notes }) => html`<tr key=${name}>
          <th scope="row"><code>${name}</code></th><td><${Kinds} kinds=${kinds} /></td>
          <td>${[required && t("docs.required"), ...notes].filter(Boolean).join(", ")}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;

/** @param {{ kinds: Kind[] }} props */
const Kinds = ({ kinds }) =>
  kinds.map(
    ({ text, shape, list }, i) =>
      html`${i > 0 && ` ${t("docs.or")} `}${list && `${t("docs.list-of")} `}${shape ? html`<a href=${`#shape-${shape}`}>${text}</a>` : html`<code>${text}</code>`}`,
  );

/** **Strong** words and `code`, as in the description. @param {string} text */
const marked = (text) => text.split(/(\*\*[^*]+\*\*|`[^`]+`)/).map((part) => (part.startsWith("**") ? html`<b>${part.slice(2, -2)}</b>` : part.startsWith("`") ? html`<code>${part.slice(1, -1)}</code>` : part));
