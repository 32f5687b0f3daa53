import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { date } from "../dates.js";
import { newId } from "../ids.js";
import { problemText } from "../problem-text.js";
import { on } from "../socket.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
import { book } from "./live.js";
import { ReadersOf } from "./readers-of.js";
/** @import { Me, Meeting, Rating as Given, RatingView } from "../protocol.js" */

const SCORES = /** @type {const} */ ([1, 2, 3, 4, 5]);

/** The mentee's word on a meeting that is over. The mentor never reads it. @param {{ meeting: Meeting, self: Me, name: string, canWrite: boolean }} props */
export function Rating({ meeting: { meeting_id }, self, name, canWrite }) {
  const [view, setView] = useState(/** @type {RatingView | null} */ (null));
  const [changing, setChanging] = useState(false);
  const take = (/** @type {RatingView} */ next) => setView((known) => ((known?.rating?.revision ?? -1) > (next.rating?.revision ?? 0) ? known : next));
  const load = () => void api.rating(meeting_id).then(take, () => {});
  useEffect(() => {
    load();
    const stop = [on("rating_changed", (/** @type {Given} */ given) => given.meeting_id === meeting_id && load()), on("welcome", load)];
    return () => stop.forEach((undo) => undo());
  }, [meeting_id]);
  if (!view) return html`<section class="panel" aria-busy="true"><h2>${t("rating.ask")}</h2></section>`;
  const given = view.rating?.score ? view.rating : null;
  if (canWrite && view.may && (!given || changing))
    return html`<section class="panel" aria-labelledby="rating">
      <${Form} view=${view} given=${given} meetingId=${meeting_id} self=${self} name=${name} onBack=${given ? () => setChanging(false) : undefined}
        onDone=${(/** @type {RatingView} */ next) => {
          setChanging(false);
          book.said(meeting_id);
          take(next);
        }} />
    </section>`;
  const withdraw = async () => {
    try {
      take(await api.withdrawRating(meeting_id));
      toast(t("rating.withdrawn"));
    } catch (problem) {
      toast(problemText(problem), { icon: "circle-alert" });
    }
  };
  return html`<section class="panel stack close" aria-labelledby="rating">
    <h2 id="rating">${t("rating.yours")}</h2>
    ${given
      ? html`<p><b>${t("rating.score", { score: given.score, word: t(/** @type {"rating.word-1"} */ (`rating.word-${given.score}`)) })}</b></p>
          ${given.comment && html`<p class="kept-text" dir="auto">${given.comment}</p>`}
          ${canWrite &&
          view.may &&
          html`<p class="row-note">${t("rating.until", { day: date(new Date(given.changeable_until), self.time_zone, now.value) })}</p>
            <div class="actions">
              <button class="button small" type="button" onClick=${() => setChanging(true)}>${t("rating.change")}</button>
              <button class="button small quiet" type="button" onClick=${withdraw}>${t("rating.withdraw")}</button>
            </div>`}`
      : html`<p class="quiet-text">${t("rating.none")}</p>`}
    <${ReadersOf} id="rating-readers" readers=${view.readers} self=${self} more=${t("rating.not-mentor", { name })} />
  </section>`;
}

/** @param {{ view: RatingView, given: Given | null, meetingId: string, self: Me, name: string, onDone: (view: RatingView) => void, onBack?: () => void }} props */
function Form({ view, given, meetingId, self, name, onDone, onBack }) {
  const [clientId] = useState(newId);
  const [score, setScore] = useState(given?.score ?? 0);
  const [comment, setComment] = useState(given?.comment ?? "");
  const [error, setError] = useState("");
  const send = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!score) return setError(t("rating.choose"));
    const words = { score, comment: comment.trim() || null };
    try {
      onDone(await (view.may === "rate" ? api.rate(meetingId, { client_id: clientId, ...words }) : api.changeRating(meetingId, words)));
      toast(t("rating.sent"));
    } catch (problem) {
      setError(problemText(problem));
    }
  };
  return html`<form class="stack fields" onSubmit=${send} aria-labelledby="rating">
    <h2 id="rating">${t("rating.ask")}</h2>
    <fieldset class="rating" aria-describedby="rating-readers">
      <legend class="only-for-screen-readers">${t("rating.yours")}</legend>
      ${SCORES.map(
        (one) => html`<label key=${one}><input type="radio" name="score" value=${one} checked=${score === one} onChange=${() => (setScore(one), setError(""))} /><b>${one}</b>${" "}<span>${t(`rating.word-${one}`)}</span></label>`,
      )}
    </fieldset>
    ${error && html`<p class="field-error" role="alert"><${Icon} name="circle-alert" /><span>${error}</span></p>`}
    <div class="field">
      <label for="rating-comment">${t("rating.comment")} <span class="optional">${t("field.optional")}</span></label>
      <textarea class="input" id="rating-comment" rows="3" maxlength="5000" dir="auto" value=${comment} aria-describedby="rating-readers" onInput=${(/** @type {any} */ event) => setComment(event.currentTarget.value)}></textarea>
    </div>
    <${ReadersOf} id="rating-readers" readers=${view.readers} self=${self} more=${t("rating.not-mentor-yet", { name })} />
    <div class="actions">
      <button class="button primary" type="submit">${t("rating.send")}</button>
      ${onBack && html`<button class="button quiet" type="button" onClick=${onBack}>${t("dialog.back")}</button>`}
    </div>
  </form>`;
}
