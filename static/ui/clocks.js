import { clock, dayPart, place } from "../dates.js";
import { firstName, t } from "../strings/index.js";
import { html } from "./html.js";
import { Icon } from "./parts.js";
/** @import { Me, Person } from "../protocol.js" */

/** The same moment in both places. @param {{ at: Date, me: Me, other: Person, big?: boolean }} props */
export function Clocks({ at, me, other, big = false }) {
  const own = { zone: me.time_zone, who: t("clock.you") };
  const theirs = { zone: other.time_zone, who: firstName(other.name) };
  const both = me.time_zone === other.time_zone ? [{ zone: me.time_zone, who: t("clock.both") }] : [own, theirs];
  return html`<div class=${`clocks ${big ? "big" : ""}`}>
    ${both.map(
      ({ zone, who }) => html`<span>
        <time datetime=${at.toISOString()}>${clock(at, zone)}</time>${" "}
        <span class="place">${big && html`<${Icon} name=${dayPart(at, zone)} />`}${big ? t("clock.place-of", { place: place(zone), who }) : place(zone)}</span>
      </span>`,
    )}
  </div>`;
}
