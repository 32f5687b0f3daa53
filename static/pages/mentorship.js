import { clock, place } from "../dates.js";
import { ChatPane } from "../chat/pane.js";
import { go } from "../router.js";
import { calls, me, mentorshipOf, mentorships, online } from "../session.js";
import { firstName, t } from "../strings/index.js";
import { Clocks } from "../ui/clocks.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Avatar, Icon } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";
import Missing from "./missing.js";
/** @import { Me, Mentorship as Pair } from "../protocol.js" */

/** @param {{ mentorship: string }} props */
export default function Mentorship({ mentorship: id }) {
  const mentorship = mentorshipOf(id);
  if (mentorship) return html`<${Page} mentorship=${mentorship} />`;
  return mentorships.value ? html`<${Missing} />` : html`<main id="main" class="mentorship" tabindex="-1"></main>`;
}

/** @param {{ mentorship: Pair }} props */
function Page({ mentorship }) {
  const self = /** @type {Me} */ (me.value);
  const { mentorship_id, other, role, status } = mentorship;
  useTitle(other.name);
  const inRoom = calls.value[mentorship_id]?.includes(other.user_id);
  const name = firstName(other.name);
  return html`<main id="main" class="mentorship" tabindex="-1">
    <header class="mentorship-head">
      <div class="mentorship-top">
        <${Avatar} person=${other} online=${online.value.has(other.user_id)} />
        <div class="mentorship-who">
          <h1><span dir="auto">${other.name}</span><span class="tag only-wide">${t(role === "mentor" ? "role.your-mentee" : "role.your-mentor")}</span></h1>
          <div class="meta">
            ${inRoom
              ? html`<span class="in-room"><${Icon} name="video" />${t("mentorship.in-room", { name })}</span>`
              : html`<span><${Icon} name="clock" />${t("clock.there", { time: clock(now.value, other.time_zone), place: place(other.time_zone) })}</span>`}
            <span class="only-wide"><${Icon} name="lock" />${t("mentorship.private")}</span>
          </div>
        </div>
        ${status === "paused" && html`<span class="tag">${t("home.paused")}</span>`}
        ${status === "active" &&
        html`<button class=${`button join-call ${inRoom ? "primary" : ""}`} type="button" aria-label=${t("mentorship.join")} onClick=${() => go(`/m/${mentorship_id}/lobby`)}>
          <${Icon} name="video" /><span class="only-wide">${t("mentorship.join")}</span>
        </button>`}
      </div>
    </header>
    <div class="chat">
      <${ChatPane} mentorship=${mentorship} />
      <aside class="chat-side" aria-label=${t("mentorship.glance")}>
        <section class="side-block"><h2>${t("mentorship.now")}</h2><${Clocks} at=${now.value} me=${self} other=${other} big=${true} /></section>
        <section class="side-block sees">
          <h2>${t("mentorship.who-sees")}</h2>
          <ul role="list">
            <li><${Icon} name="lock" /><span>${t("mentorship.sees-both", { name })}</span></li>
            <li><${Icon} name="eye" /><span>${t("mentorship.sees-programme", { programme: mentorship.programme.name })}</span></li>
            <li><${Icon} name="eye-off" /><span>${t("mentorship.sees-nobody")}</span></li>
          </ul>
        </section>
      </aside>
    </div>
  </main>`;
}
