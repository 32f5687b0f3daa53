import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { date, dayAndClock } from "../dates.js";
import { newId } from "../ids.js";
import { problemText } from "../problem-text.js";
import { on } from "../socket.js";
import { firstName, parts, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon, Readers } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
import { book } from "./live.js";
import { ReadersOf } from "./readers-of.js";
/** @import { Feedback as Given, FeedbackView, Me, Meeting, Person } from "../protocol.js" */

/** The mentor's words on a meeting that is over: the mentor writes them, the mentee reads them. @param {{ meeting: Meeting, self: Me, other: Person, canWrite: boolean }} props */
export function Feedback({ meeting: { meeting_id }, self, other, canWrite }) {
  const [view, setView] = useState(/** @type {FeedbackView | null} */ (null));
  const take = (/** @type {FeedbackView} */ next) => setView((known) => ((known?.feedback?.revision ?? -1) > (next.feedback?.revision ?? 0) ? known : next));
  const load = () => void api.feedback(meeting_id).then(take, () => {});
  useEffect(() => {
    load();
    // One's own on another device, or the other's that just opened: the view says what one may do now.
    const stop = [on("feedback_changed", (/** @type {Given} */ given) => given.meeting_id === meeting_id && load()), on("rating_changed", load), on("welcome", load)];
    return () => stop.forEach((undo) => undo());
  }, [meeting_id]);
  const name = firstName(other.name);
  if (!view) return html`<section class="panel" aria-busy="true"><h2>${t("feedback.title")}</h2></section>`;
  const mine = view.feedback?.author_id === self.user_id || (canWrite && view.may !== null);
  if (canWrite && view.may === "write")
    return html`<section class="panel" aria-labelledby="feedback"><${Form} view=${view} meetingId=${meeting_id} self=${self} name=${name} title=${t("feedback.ask", { name })} onDone=${(/** @type {FeedbackView} */ next) => (book.said(meeting_id), take(next))} /></section>`;
  return html`<section class="panel stack close" aria-labelledby="feedback">
    <h2 id="feedback">${mine ? t("feedback.yours") : t("feedback.theirs", { name })}</h2>
    ${view.feedback ? html`<${Words} feedback=${view.feedback} self=${self} />` : html`<p>${notYet(view, name, self.time_zone)}</p>`}
    ${view.feedback && !mine && html`<${Readers} icon="eye">${t("feedback.also-read", { names: view.readers.filter((reader) => reader.role === "manager").map((reader) => reader.name).join(", ") })}<//>`}
    ${!view.feedback && view.sealed_until && html`<${Readers} icon="handshake">${t("feedback.why-sealed")}<//>`}
    ${canWrite && view.may && html`<${More} view=${view} meetingId=${meeting_id} self=${self} name=${name} onDone=${take} />`}
  </section>`;
}

/** @param {FeedbackView} view @param {string} name @param {string} zone */
const notYet = ({ sealed_until }, name, zone) =>
  sealed_until ? t("feedback.sealed", { name, day: date(new Date(sealed_until), zone, now.value) }) : t("feedback.none", { name });

/** @param {{ feedback: Given, self: Me }} props */
const Words = ({ feedback, self }) => {
  const when = (/** @type {string} */ at) => html`<time class="row-note" datetime=${at}>${dayAndClock(new Date(at), self.time_zone)}</time>`;
  return html`<div class="stack closer"><p class="kept-text" dir="auto">${feedback.body}</p>${when(feedback.changed_at ?? feedback.written_at)}</div>
    ${feedback.additions.map((one) => html`<div class="stack closer" key=${one.at}><p class="kept-text" dir="auto">${one.body}</p>${when(one.at)}</div>`)}`;
};

/** Change it for a day, add to it after. @param {{ view: FeedbackView, meetingId: string, self: Me, name: string, onDone: (view: FeedbackView) => void }} props */
function More({ view, onDone, ...rest }) {
  const [open, setOpen] = useState(false);
  const title = t(view.may === "change" ? "feedback.change" : "feedback.add");
  if (!open) return html`<p><button class="button small" type="button" onClick=${() => setOpen(true)}>${title}</button></p>`;
  return html`<${Form} ...${rest} view=${view} title=${title} onDone=${(/** @type {FeedbackView} */ next) => (setOpen(false), onDone(next))} onBack=${() => setOpen(false)} />`;
}

/** @param {{ view: FeedbackView, meetingId: string, self: Me, name: string, title: string, onDone: (view: FeedbackView) => void, onBack?: () => void }} props */
function Form({ view, meetingId, self, name, title, onDone, onBack }) {
  const { may } = view;
  const [clientId] = useState(newId);
  const [body, setBody] = useState(may === "change" ? (view.feedback?.body ?? "") : "");
  const [error, setError] = useState("");
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!body.trim()) return setError(t("feedback.empty"));
    const words = { client_id: clientId, body: body.trim() };
    try {
      onDone(await (may === "write" ? api.giveFeedback(meetingId, words) : may === "change" ? api.changeFeedback(meetingId, { body: words.body }) : api.addToFeedback(meetingId, words)));
      toast(t("feedback.sent"));
    } catch (problem) {
      setError(problemText(problem));
    }
  };
  const inner = may === "write" ? "feedback" : "feedback-form";
  return html`<form class="stack fields" onSubmit=${send} aria-labelledby=${inner}>
    ${may === "write" ? html`<h2 id=${inner}>${title}</h2>` : html`<h3 id=${inner}>${title}</h3>`}
    <div class="field">
      <label for="feedback-text">${t("feedback.label", { name })}</label>
      <textarea class="input" id="feedback-text" rows="5" maxlength="10000" dir="auto" value=${body} aria-describedby="feedback-readers" aria-invalid=${error ? "true" : undefined}
        onInput=${(/** @type {any} */ event) => (setBody(event.currentTarget.value), setError(""))}></textarea>
      ${error && html`<p class="field-error" role="alert"><${Icon} name="circle-alert" /><span>${error}</span></p>`}
    </div>
    <${ReadersOf} id="feedback-readers" readers=${view.readers} self=${self} more=${t(may === "append" ? "feedback.stays" : "feedback.a-day")} />
    <div class="actions">
      <button class="button primary" type="submit">${t("feedback.send")}</button>
      ${onBack && html`<button class="button quiet" type="button" onClick=${onBack}>${t("dialog.back")}</button>`}
    </div>
  </form>`;
}
