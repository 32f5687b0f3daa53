import { me } from "../session.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Avatar } from "../ui/parts.js";
import { otherOf, pathOfPitch, standOf, standWords, whoseWords } from "./words.js";
/** @import { Me, Pitch } from "../protocol.js" */

/** Pitches and matches of mine, each with how it stands. @param {{ pitches: Pitch[] }} props */
export function PitchList({ pitches }) {
  const self = /** @type {Me} */ (me.value).user_id;
  if (!pitches.length) return null;
  return html`<section aria-labelledby="pitches">
    <div class="section-head"><h2 id="pitches">${t("pitches.title")}</h2></div>
    <ul class="rows" role="list">
      ${pitches.map(
        (pitch) => html`<li class="row" key=${pitch.pitch_id}>
          <${Avatar} person=${otherOf(pitch, self)} />
          <div class="row-body">
            <p class="row-title"><a href=${pathOfPitch(pitch)} dir="auto">${whoseWords(pitch, self)}</a></p>
            <p class=${`row-note ${standOf(pitch, self) === "answer" ? "waits" : ""}`} dir="auto">${standWords(pitch, self)}</p>
          </div>
        </li>`,
      )}
    </ul>
  </section>`;
}
