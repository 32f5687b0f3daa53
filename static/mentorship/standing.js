import { api } from "../api.js";
import { date } from "../dates.js";
import { me } from "../session.js";
import { firstName, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Banner } from "../ui/parts.js";
import { changing } from "./changing.js";
/** @import { Me, Mentorship } from "../protocol.js" */

/** While a mentorship rests, is over or is behind a block: so on each of its pages, with the way on. @param {{ mentorship: Mentorship }} props */
export function Standing({ mentorship }) {
  const { mentorship_id, other, status, pause, ended_at, blocked } = mentorship;
  const self = /** @type {Me} */ (me.value);
  const name = firstName(other.name);
  const day = (/** @type {string} */ at) => date(new Date(at), self.time_zone, now.value);
  if (status === "ended")
    return html`<div class="standing"><${Banner} icon="lock"><div>${ended_at ? t("standing.ended", { day: day(ended_at), name }) : t("mentorship.ended")}</div><//></div>`;
  if (blocked)
    return html`<div class="standing"><${Banner} tone="wait" icon="ban">
      <div>${t("mentorship.blocked", { name })}</div>
      <button class="button small" type="button" onClick=${() => changing(api.unblock(other.user_id))}>${t("block.undo-short")}</button>
    <//></div>`;
  if (status !== "paused" || !pause) return null;
  return html`<div class="standing"><${Banner} tone="wait" icon="pause">
    <div>
      <p>${t(pause.by === self.user_id ? "standing.paused-you" : "standing.paused", { name, day: day(pause.at) })}</p>
      ${pause.reason && html`<p class="kept-text" dir="auto">${t("home.quote", { text: pause.reason })}</p>`}
    </div>
    <button class="button small" type="button" onClick=${() => changing(api.resume(mentorship_id))}>${t("rest.resume")}</button>
  <//></div>`;
}
