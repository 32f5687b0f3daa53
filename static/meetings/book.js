import { signal } from "@preact/signals";
/** @import { ActionItem, Meeting, MeetingPage } from "../protocol.js" */

/**
 * The meetings that are known here, by their newest revision: pages and events in any order come to the same.
 *
 * @typedef {{ upcoming: boolean, past: boolean, cursor: string | null }} Listed which lists of a mentorship were asked for, and where its past goes on
 */
export class MeetingBook {
  all = signal(/** @type {Readonly<Record<string, Meeting>>} */ ({}));
  listed = signal(/** @type {Readonly<Record<string, Listed>>} */ ({}));
  /** Past meetings that wait for my word. */
  waiting = signal(/** @type {ReadonlySet<string>} */ (new Set()));
  actions = signal(/** @type {Readonly<Record<string, ActionItem[]>>} */ ({}));

  /**
   * A meeting as it stands, live or as an answer.
   *
   * @param {Meeting} meeting
   * @returns {"older" | "same" | "turned" | "changed"} `turned`: it became another state, which lists and agendas feel
   */
  hear(meeting) {
    const known = this.all.value[meeting.meeting_id];
    if (known && known.revision > meeting.revision) return "older";
    this.all.value = { ...this.all.value, [meeting.meeting_id]: meeting };
    if (known?.state !== meeting.state) return "turned";
    return known.revision === meeting.revision ? "same" : "changed";
  }

  /** @param {string} mentorshipId @param {"upcoming" | "past"} which @param {MeetingPage} page @param {{ more?: boolean }} [how] */
  take(mentorshipId, which, page, { more = false } = {}) {
    for (const meeting of page.meetings) this.hear(meeting);
    const before = this.listed.value[mentorshipId] ?? { upcoming: false, past: false, cursor: null };
    const listed = { ...before, [which]: true };
    // What was shown of the past stays shown: only the first page, or a further one, says where it goes on.
    if (which === "past" && (more || !before.past)) listed.cursor = page.next_cursor;
    this.listed.value = { ...this.listed.value, [mentorshipId]: listed };
    if (which !== "past") return;
    const waiting = new Set(this.waiting.value);
    for (const { meeting_id } of page.meetings) waiting.delete(meeting_id);
    for (const id of page.waiting) waiting.add(id);
    this.waiting.value = waiting;
  }

  /** My word is in. @param {string} meetingId */
  said(meetingId) {
    const waiting = new Set(this.waiting.value);
    if (waiting.delete(meetingId)) this.waiting.value = waiting;
  }

  /** @param {string} mentorshipId @param {ActionItem[]} actions */
  takeActions(mentorshipId, actions) {
    this.actions.value = { ...this.actions.value, [mentorshipId]: actions };
  }

  /** Soonest first; the one that runs now is among them. @param {string} mentorshipId */
  upcoming(mentorshipId) {
    return this.#of(mentorshipId).filter((m) => m.state === "upcoming" || m.state === "current").sort(bySoonest);
  }

  /** Newest first; the cancelled are among them. @param {string} mentorshipId */
  past(mentorshipId) {
    return this.#of(mentorshipId).filter((m) => m.state === "past" || m.state === "cancelled").sort((a, b) => bySoonest(b, a));
  }

  /** The soonest of all, in whichever mentorship. @param {readonly string[]} mentorshipIds */
  next(mentorshipIds) {
    return mentorshipIds.flatMap((id) => this.upcoming(id).slice(0, 1)).sort(bySoonest)[0] ?? null;
  }

  clear() {
    this.all.value = {};
    this.listed.value = {};
    this.waiting.value = new Set();
    this.actions.value = {};
  }

  /** @param {string} mentorshipId */
  #of(mentorshipId) {
    return Object.values(this.all.value).filter((meeting) => meeting.mentorship_id === mentorshipId);
  }
}

/** @param {Meeting} a @param {Meeting} b */
const bySoonest = (a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at) || a.meeting_id.localeCompare(b.meeting_id);
