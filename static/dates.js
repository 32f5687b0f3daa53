import { locale, t } from "./strings/index.js";

/**
 * Every time has two clocks: yours and the other's. Zones are IANA names; instants are Dates.
 * Nothing here reads the clock of the machine: `now` is always given.
 */

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

/** Building a format costs a hundred times using one. @param {string} zone @param {Intl.DateTimeFormatOptions} how */
function format(zone, how) {
  const key = zone + JSON.stringify(how);
  let made = formats.get(key);
  if (!made) {
    try {
      made = new Intl.DateTimeFormat(locale, { ...how, timeZone: zone });
    } catch {
      made = new Intl.DateTimeFormat(locale, { ...how, timeZone: "UTC" }); // a zone this browser has not heard of
    }
    formats.set(key, made);
  }
  return made;
}

/** "17:20" @param {Date} at @param {string} zone */
export const clock = (at, zone) => format(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);

/** "16:00 in Lisbon, 19:00 in Nairobi", or once when that is the same place. @param {Date} at @param {string} mine @param {string} theirs */
export const inBothPlaces = (at, mine, theirs) =>
  [...new Set([mine, theirs])].map((zone) => t("clock.there", { time: clock(at, zone), place: place(zone) })).join(", ");

/** "Thursday 26 November", with the year when it is not this one. @param {Date} at @param {string} zone @param {Date} [now] */
export function day(at, zone, now = at) {
  const year = yearOf(at, zone) === yearOf(now, zone) ? undefined : "numeric";
  return format(zone, { weekday: "long", day: "numeric", month: "long", year }).format(at).replace(/^(\p{L}+), /u, "$1 ");
}

/** "Thursday 26 November 2026, 17:20" @param {Date} at @param {string} zone */
export const dayAndClock = (at, zone) => `${day(at, zone)} ${yearOf(at, zone)}, ${clock(at, zone)}`;

/** @param {Date} at @param {string} zone */
const yearOf = (at, zone) => format(zone, { year: "numeric" }).format(at);

/** "2026-11-26": equal for two instants of one local day. @param {Date} at @param {string} zone */
export function dayKey(at, zone) {
  const parts = Object.fromEntries(
    format(zone, { year: "numeric", month: "2-digit", day: "2-digit" }).formatToParts(at).map((part) => [part.type, part.value]),
  );
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** Whole local days from `at` to `now`: 0 today, 1 yesterday. @param {Date} at @param {Date} now @param {string} zone */
export const daysBetween = (at, now, zone) =>
  Math.round((Date.parse(dayKey(now, zone)) - Date.parse(dayKey(at, zone))) / 86_400_000);

/** "Lisbon" of Europe/Lisbon. @param {string} zone */
export const place = (zone) => (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");

/** 0–23 there. @param {Date} at @param {string} zone */
export const hour = (at, zone) => Number(clock(at, zone).slice(0, 2));

/** The icon of that hour: people sleep under the moon. @param {Date} at @param {string} zone */
export function dayPart(at, zone) {
  const there = hour(at, zone);
  if (there >= 7 && there < 17) return "sun";
  return there >= 17 && there < 21 ? "sunset" : "moon-star";
}

/** Every zone this browser knows, the wanted one certainly among them. @param {string} wanted */
export function zones(wanted) {
  const known = Intl.supportedValuesOf?.("timeZone") ?? [];
  return [...new Set([wanted, "UTC", ...known])].sort((a, b) => a.localeCompare(b, "en"));
}

/** The zone of this machine. */
export const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
