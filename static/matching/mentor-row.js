import { clock, dayPart, place } from "../dates.js";
import { firstName, listed, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Avatar, Icon } from "../ui/parts.js";
import { pathOfPitch } from "./words.js";
/** @import { MentorShown, Mentorship, Pitch } from "../protocol.js" */

/**
 * A mentor as those who look for one see them: their time now, what they offer, and whether they have a place.
 *
 * @param {{ mentor: MentorShown, isSelf: boolean, online: boolean, pair?: Mentorship, waiting?: Pitch, onPitch?: () => void }} props
 */
export function MentorRow({ mentor: { person, profile, free_places, can_be_pitched }, isSelf, online, pair, waiting, onPitch }) {
  const { name, time_zone } = person;
  const { about, availability, skills, languages } = profile;
  const first = firstName(name);
  return html`<li class="row top mentor">
    <${Avatar} person=${person} size="large" online=${online} />
    <div class="row-body stack close">
      <div class="stack closer">
        <h3 class="row-title" dir="auto">${name}</h3>
        <p class="meta">
          <span><${Icon} name=${dayPart(now.value, time_zone)} />${t("clock.there", { time: clock(now.value, time_zone), place: place(time_zone) })}</span>
          ${languages.length > 0 && html`<span><${Icon} name="message-circle" /><span dir="auto">${t("mentors.speaks", { languages: listed(languages) })}</span></span>`}
          ${availability && html`<span><${Icon} name="calendar-clock" /><span dir="auto">${availability}</span></span>`}
        </p>
      </div>
      ${about ? html`<p class="mentor-about" dir="auto">${about}</p>` : html`<p class="quiet-text">${t("mentors.quiet", { name: first })}</p>`}
      ${skills.length > 0 && html`<ul class="tags" role="list" aria-label=${t("mentors.skills-of", { name: first })}>${skills.map((skill) => html`<li class="tag" key=${skill} dir="auto">${skill}</li>`)}</ul>`}
    </div>
    <div class="row-end mentor-end">
      ${isSelf
        ? html`<span class="tag">${t("mentors.you")}</span>`
        : pair
          ? html`<a class="button small" href=${`/m/${pair.mentorship_id}`}>${t("mentors.yours")}</a>`
          : waiting
            ? html`<a class="button small" href=${pathOfPitch(waiting)} aria-label=${t("pitch.open-to", { name })}><${Icon} name="hourglass" />${t("pitch.waits")}</a>`
            : can_be_pitched
              ? html`<span class="tag good">${t("mentors.places", { count: free_places })}</span>
                  ${onPitch && html`<button class="button small" type="button" aria-label=${t("pitch.to", { name })} onClick=${onPitch}>${t("pitch.to", { name: first })}</button>`}`
              : html`<span class="tag">${t(profile.taking_mentees ? "mentors.full" : "mentors.resting")}</span>`}
    </div>
  </li>`;
}
