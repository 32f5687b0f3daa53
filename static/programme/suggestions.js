import { date } from "../dates.js";
import { me } from "../session.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Pair } from "../ui/parts.js";
/** @import { Me, SuggestionOverview } from "../protocol.js" */

/** What became of the matches that were suggested; nothing of what the two said. @param {{ suggestions: SuggestionOverview[] }} props */
export function Suggestions({ suggestions }) {
  if (suggestions.length === 0) return null;
  const zone = /** @type {Me} */ (me.value).time_zone;
  return html`<section aria-labelledby="suggested">
    <div class="section-head"><h2 id="suggested">${t("match.suggested")}</h2></div>
    <ul class="rows" role="list">
      ${suggestions.map(
        ({ pitch_id, mentor, mentee, status, created_at }) => html`<li class="row folds" key=${pitch_id}>
          <${Pair} people=${[mentor, mentee]} />
          <div class="row-body">
            <p class="row-title" dir="auto">${t("programme.names", { mentor: mentor.name, mentee: mentee.name })}</p>
            <p class="row-note">${t("match.suggested-on", { day: date(new Date(created_at), zone, now.value) })}</p>
          </div>
          <div class="row-end"><span class=${`tag ${status === "accepted" ? "good" : ""}`}>${t(`match.status-${status}`)}</span></div>
        </li>`,
      )}
    </ul>
  </section>`;
}
