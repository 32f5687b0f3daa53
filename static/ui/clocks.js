import { clock, dayKey, dayPart, place, weekday } from "../dates.js";
import { firstName, t } from "../strings/index.js";
import { html } from "./html.js";
import { Icon } from "./parts.js";
/** @import { Me, Person } from "../protocol.js" */

/**
 * The same moment in both places; `until` makes it a span, `days` names the days where they differ.
 *
 * @param {{ at: Date, until?: Date, days?: boolean, me: Me, other: Person, big?: boolean }} props
 */
export function Clocks({ at, until, days = false, me, other, big = false }) {
  const own = { zone: me.time_zone, who: t("clock.you") };
  const theirs = { zone: other.time_zone, who: firstName(other.name) };
  const both = me.time_zone === other.time_zone ? [{ zone: me.time_zone, who: t("clock.both") }] : [own, theirs];
  const apart = dayKey(at, me.time_zone) !== dayKey(at, other.time_zone);
  return html`<div class=${`clocks ${big ? "big" : ""}`}>
    ${both.map(
      ({ zone, who }) => html`<span key=${who}>
        <time datetime=${at.toISOString()}>${(days || apart) && !big ? `${weekday(at, zone)} ` : ""}${clock(at, zone)}${until ? `–${clock(until, zone)}` : ""}</time>${" "}
        <span class="place">${big && html`<${Icon} name=${dayPart(at, zone)} />`}${big ? t("clock.place-of", { place: apart ? `${place(zone)}, ${weekday(at, zone)}` : place(zone), who }) : place(zone)}</span>
      </span>`,
    )}
  </div>`;
}
