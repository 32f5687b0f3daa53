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

/** "26 November", with the year when it is not this one. @param {Date} at @param {string} zone @param {Date} [now] */
export const date = (at, zone, now = at) =>
  format(zone, { day: "numeric", month: "long", year: yearOf(at, zone) === yearOf(now, zone) ? undefined : "numeric" }).format(at);

/** "Thursday" @param {Date} at @param {string} zone */
export const weekday = (at, zone) => format(zone, { weekday: "long" }).format(at);

/** A leaf of the calendar: "26" and "Nov". @param {Date} at @param {string} zone */
export const leaf = (at, zone) => ({ day: format(zone, { day: "numeric" }).format(at), month: format(zone, { month: "short" }).format(at).slice(0, 3) });

/** A day without a time, such as "2026-11-30": its weekday while it is near, else its date. @param {string} iso @param {Date} now @param {string} zone */
export function nearDay(iso, now, zone) {
  const at = new Date(`${iso}T12:00:00Z`);
  const ahead = Math.round((Date.parse(iso) - Date.parse(dayKey(now, zone))) / 86_400_000);
  if (ahead === 0) return t("day.today-within");
  return ahead > 0 && ahead < 7 ? weekday(at, "UTC") : date(at, "UTC", now);
}

/** What the clocks of a zone show, to the minute: "2026-11-26T16:00". @param {Date} at @param {string} zone */
export const localOf = (at, zone) => `${dayKey(at, zone)}T${clock(at, zone)}`;

/**
 * The moment at which the clocks of a zone show this. What they show twice is the first of the two; what they
 * leap over is as much later as they leap.
 *
 * @param {string} local "2026-11-26T16:00" @param {string} zone
 * @returns {Date | null} null: not a time yet
 */
export function instantOf(local, zone) {
  const asUtc = Date.parse(`${local.slice(0, 16)}Z`);
  if (Number.isNaN(asUtc)) return null;
  const offset = (/** @type {number} */ at) => Date.parse(`${localOf(new Date(at), zone)}Z`) - at;
  const [before, after] = [offset(asUtc - 86_400_000), offset(asUtc + 86_400_000)];
  const first = asUtc - before;
  if (offset(first) === before) return new Date(first);
  const second = asUtc - after;
  return new Date(offset(second) === after ? second : first);
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
