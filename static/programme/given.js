import { useEffect } from "preact/hooks";
import { api } from "../api.js";
import { date } from "../dates.js";
import { problemText } from "../problem-text.js";
import { me } from "../session.js";
import { on } from "../socket.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Pair, Readers } from "../ui/parts.js";
import { usePaged } from "./paged.js";
/** @import { GivenFeedback, Me } from "../protocol.js" */

/** What was written for whoever runs the programme: feedback and ratings. @param {{ programmeId: string }} props */
export function GivenWords({ programmeId }) {
  const { rows, more, again } = usePaged(async (cursor) => {
    const { given, next_cursor } = await api.givenFeedback(programmeId, cursor);
    return { rows: /** @type {GivenFeedback[]} */ (given), next_cursor };
  }, programmeId);
  useEffect(() => {
    const stop = [on("feedback_changed", again), on("rating_changed", again)];
    return () => stop.forEach((undo) => undo());
  }, [programmeId]);
  if (!rows) return null;
  const zone = /** @type {Me} */ (me.value).time_zone;
  return html`<section aria-labelledby="given" class="stack close">
    <div class="section-head"><h2 id="given">${t("programme.given")}</h2></div>
    <${Readers} icon="eye">${t("programme.given-readers")}<//>
    ${rows.length === 0 && html`<p class="quiet-text">${t("programme.no-given")}</p>`}
    <ul class="rows" role="list">
      ${rows.map(
        ({ meeting_id, mentor, mentee, starts_at, feedback, rating }) => html`<li class="row top" key=${meeting_id}>
          <${Pair} people=${[mentor, mentee]} size="small" />
          <div class="row-body stack close">
            <div>
              <p class="row-title" dir="auto">${t("programme.names", { mentor: mentor.name, mentee: mentee.name })}</p>
              <p class="row-note"><time datetime=${starts_at}>${date(new Date(starts_at), zone, now.value)}</time></p>
            </div>
            ${feedback &&
            html`<div class="stack closer">
              <p class="row-note">${t("programme.feedback-by", { name: mentor.name })}</p>
              ${[feedback.body, ...feedback.additions.map((one) => one.body)].map((body, i) => html`<p class="kept-text" dir="auto" key=${i}>${body}</p>`)}
            </div>`}
            ${rating?.score &&
            html`<div class="stack closer">
              <p class="row-note">${t("programme.rating-by", { name: mentee.name, score: rating.score, word: t(/** @type {"rating.word-1"} */ (`rating.word-${rating.score}`)) })}</p>
              ${rating.comment && html`<p class="kept-text" dir="auto">${rating.comment}</p>`}
            </div>`}
          </div>
        </li>`,
      )}
    </ul>
    ${more && html`<p><button class="button small quiet" type="button" onClick=${more}>${t("programme.more-given")}</button></p>`}
  </section>`;
}
