import { instantOf } from "../dates.js";
/** @import { Found } from "../protocol.js" */

/**
 * What is looked for, as the address bar keeps it and as the server is asked. Pure.
 *
 * @typedef {{ q: string, kind: string, mentorship: string, person: string, from: string, to: string, order: string }} Question
 */

/** @type {Question} */
export const NOTHING = { q: "", kind: "", mentorship: "", person: "", from: "", to: "", order: "" };
const NAMES = /** @type {(keyof Question)[]} */ (Object.keys(NOTHING));
const KINDS = ["message", "meeting", "goal", "area", "work"];
const A_DAY = /^\d{4}-\d\d-\d\d$/;

/** @param {string} search "?q=harbour&kind=message" @returns {Question} */
export function read(search) {
  const given = new URLSearchParams(search);
  const question = /** @type {Question} */ (Object.fromEntries(NAMES.map((name) => [name, given.get(name) ?? ""])));
  if (!KINDS.includes(question.kind)) question.kind = "";
  for (const day of /** @type {const} */ (["from", "to"])) if (!A_DAY.test(question[day])) question[day] = "";
  return question;
}

/** @param {Question} question */
export function address(question) {
  const given = new URLSearchParams(NAMES.filter((name) => question[name]).map((name) => [name, question[name]]));
  return given.size ? `/search?${given}` : "/search";
}

/**
 * The parameters of GET /api/search. Days are those of `zone`, both included.
 *
 * @param {Question} question @param {string} zone @param {string | null} [cursor]
 * @returns {Record<string, string>}
 */
export function asked({ q, kind, mentorship, person, from, to, order }, zone, cursor) {
  const since = from && instantOf(`${from}T00:00`, zone);
  const until = to && instantOf(`${dayAfter(to)}T00:00`, zone);
  const all = {
    q,
    kind,
    mentorship_id: mentorship,
    person_id: person,
    since: since ? since.toISOString() : "",
    until: until ? until.toISOString() : "",
    order: order === "best" ? "best" : "",
    cursor: cursor ?? "",
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value));
}

/** @param {string} day */
const dayAfter = (day) => new Date(Date.parse(`${day}T00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** Where a find leads. @param {Found} found */
export function pathOf({ source, thing_id, seq, inside_id, mentorship_id, pitch_id, with_people }) {
  const pair = `/m/${mentorship_id}`;
  switch (source) {
    case "message":
      if (mentorship_id) return `${pair}?message=${seq}`;
      return pitch_id ? `/pitches/${pitch_id}?message=${seq}` : `/direct/${with_people[0]?.user_id}?message=${seq}`;
    case "meeting":
    case "agenda":
    case "notes":
    case "own_notes":
      return `${pair}/meetings/${inside_id}`;
    case "work":
      return `${pair}/work/${inside_id}`;
    case "document":
      return `${pair}/documents/${thing_id}`;
    default:
      return `${pair}/goals`;
  }
}

/** In groups, each where its first find stands; within them as they came. @param {Found[]} found */
export function grouped(found) {
  const groups = new Map();
  for (const each of found) groups.set(each.kind, [...(groups.get(each.kind) ?? []), each]);
  return /** @type {[Found["kind"], Found[]][]} */ ([...groups]);
}
