import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { day, nearDay } from "../dates.js";
import { problemText } from "../problem-text.js";
import { on } from "../socket.js";
import { firstName, parts, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon, Readers } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
/** @import { Me, Meeting, Person, Recap as Shown } from "../protocol.js" */

const SOON_MS = 400;

/** What a past meeting came to; kept once both have said yes. @param {{ meeting: Meeting, self: Me, other: Person, canWrite: boolean }} props */
export function Recap({ meeting, self, other, canWrite }) {
  const [recap, setRecap] = useRecap(meeting);
  if (!recap) return null;
  const name = firstName(other.name);
  const { content, approved_by: approved, kept_at: keptAt } = recap;
  const mine = approved.includes(self.user_id);
  const theirs = approved.includes(other.user_id);
  const isEmpty = !content.agenda.length && !content.actions.length && !content.notes.trim();
  const answer = (/** @type {Promise<Shown>} */ asked) =>
    asked.then(setRecap, async (error) => {
      toast(error.code === "conflict" ? t("recap.changed") : problemText(error));
      setRecap(await api.recap(meeting.meeting_id));
    });
  return html`<section class="stack close" aria-labelledby="recap">
    <div class="section-head">
      <h2 id="recap">${t("recap.title")}</h2>
      <span class="row-note">${keptAt ? t("recap.kept", { day: day(new Date(keptAt), self.time_zone, now.value) }) : t("recap.made")}</span>
    </div>
    ${isEmpty ? html`<p class="quiet-text">${t("recap.empty")}</p>` : html`<${Words} content=${content} self=${self} />`}
    <${Readers} id="recap-readers">${parts("recap.readers", { both: html`<b>${t("agenda.you-and", { name })}</b>` })}<//>
    ${!keptAt && !isEmpty && html`<p class="row-note" role="status">${mine ? t("recap.approved", { name }) : theirs ? t("recap.theirs", { name }) : t("recap.neither")}</p>`}
    <div class="actions">
      ${!keptAt && !isEmpty && canWrite && !mine && html`<button class="button" type="button" aria-describedby="recap-readers" onClick=${() => answer(api.approveRecap(meeting.meeting_id, recap.version))}><${Icon} name="check" />${t("recap.approve")}</button>`}
      ${!keptAt && canWrite && mine && html`<button class="button" type="button" onClick=${() => answer(api.takeBackApproval(meeting.meeting_id))}>${t("recap.withdraw")}</button>`}
      <a class="button quiet" href=${api.recapPath(meeting.meeting_id, "pdf")} download><${Icon} name="file-text" />${t("recap.pdf")}</a>
      <a class="button quiet" href=${api.recapPath(meeting.meeting_id, "md")} download><${Icon} name="file-text" />${t("recap.markdown")}</a>
    </div>
  </section>`;
}

/** @param {{ content: Shown["content"], self: Me }} props */
function Words({ content: { agenda, actions, notes }, self }) {
  return html`<div class="stack">
    ${agenda.length > 0 &&
    html`<ol class="timeline">
      ${agenda.map(
        ({ title, minutes, spent_minutes: spent, state }) => html`<li class=${state === "done" ? "done" : "wait"}>
          <b dir="auto">${title}</b>
          <p class="row-note">${[t(state === "done" ? "recap.done" : "recap.left"), minutes && t("recap.minutes", { count: minutes }), spent && t("recap.spent", { count: spent })].filter(Boolean).join(", ")}</p>
        </li>`,
      )}
    </ol>`}
    ${actions.length > 0 &&
    html`<div class="stack closer">
      <h3>${t("recap.actions")}</h3>
      <ul class="plain-list">
        ${actions.map(({ text, owner, due_on }) => html`<li dir="auto">${due_on ? t("recap.action-by", { name: owner, text, day: nearDay(due_on, now.value, self.time_zone) }) : t("recap.action", { name: owner, text })}</li>`)}
      </ul>
    </div>`}
    ${notes.trim() && html`<div class="stack closer"><h3>${t("recap.notes")}</h3><p class="kept-text" dir="auto">${notes.trim()}</p></div>`}
  </div>`;
}

/** As it stands now: asked for again when what it is made of changes. @param {Meeting} meeting @returns {[Shown | null, (recap: Shown) => void]} */
function useRecap({ meeting_id: id, revision }) {
  const [recap, setRecap] = useState(/** @type {Shown | null} */ (null));
  useEffect(() => {
    let isGone = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    const load = () => void api.recap(id).then((found) => isGone || setRecap(found), () => {});
    const hear = (/** @type {{ meeting_id?: string }} */ heard) => {
      if (heard.meeting_id && heard.meeting_id !== id) return;
      clearTimeout(timer);
      timer = setTimeout(load, SOON_MS);
    };
    load();
    const stop = ["notes_changed", "recap_changed", "welcome", "resync"].map((event) => on(event, hear));
    return () => {
      isGone = true;
      clearTimeout(timer);
      for (const undo of stop) undo();
    };
  }, [id, revision]);
  return [recap, setRecap];
}
