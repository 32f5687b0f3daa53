import { firstName, t } from "../strings/index.js";
/** @import { ConversationState, MentorShown, MyProgramme, Person, Pitch } from "../protocol.js" */
/** @import { Wait } from "../home/waits.js" */

/** What a pitch is to one of the two, and who is found: rules without DOM. */

/**
 * What it is to me: mine to answer, the other's to answer, or over.
 *
 * @typedef {"answer" | "wait" | "pair" | "declined" | "withdrawn"} Stand
 */

const NEWS_LASTS_MS = 7 * 86_400_000;

/** The greater revision stays. @param {Readonly<Record<string, Pitch>>} known @param {Pitch} pitch @returns {Readonly<Record<string, Pitch>>} */
export const newest = (known, pitch) => ((known[pitch.pitch_id]?.revision ?? -1) > pitch.revision ? known : { ...known, [pitch.pitch_id]: pitch });

/** @param {Pitch} pitch @param {string} self @returns {Person} */
export const otherOf = (pitch, self) => (pitch.mentor.user_id === self ? pitch.mentee : pitch.mentor);

/** @param {Pitch} pitch */
export const isOpen = ({ status }) => status === "open" || status === "talk";

/** A pitch asks its mentor, a suggested match both. @param {Pitch} pitch @param {string} self @returns {Stand} */
export function standOf(pitch, self) {
  if (pitch.status === "accepted") return "pair";
  if (pitch.status === "declined" || pitch.status === "withdrawn") return pitch.status;
  const asked = pitch.origin === "manager" || pitch.mentor.user_id === self;
  return asked && !pitch.accepted_by.includes(self) ? "answer" : "wait";
}

/** @param {Pitch} pitch */
export const pathOfPitch = ({ pitch_id }) => `/pitches/${pitch_id}`;

/** "To Margit" @param {Pitch} pitch @param {string} self */
export function whoseWords(pitch, self) {
  const { name } = otherOf(pitch, self);
  return t(pitch.origin === "manager" ? "pitches.match" : pitch.mentee.user_id === self ? "pitches.to" : "pitches.from", { name });
}

/** "Waits for Margit" @param {Pitch} pitch @param {string} self */
export function standWords(pitch, self) {
  const name = firstName(otherOf(pitch, self).name);
  const stand = standOf(pitch, self);
  if (stand === "declined" || stand === "withdrawn") return t(pitch.answered_by === self ? `pitches.${stand}-you` : `pitches.${stand}`, { name });
  return t(isOpen(pitch) && pitch.status === "talk" ? "pitches.talk" : `pitches.${stand}`, { name });
}

/** Closed a short while ago, or waiting for the other: worth a line, and no more. @param {Pitch} pitch @param {string} self @param {Date} now */
export function isNews(pitch, self, now) {
  const stand = standOf(pitch, self);
  if (stand === "declined" || stand === "withdrawn") return pitch.answered_by !== self && now.getTime() - Date.parse(pitch.changed_at) < NEWS_LASTS_MS;
  return stand === "wait";
}

/**
 * What waits for me before there is a pair: a code of conduct to read, a pitch or a match to answer, a line in a talk.
 *
 * @param {{ programmes: MyProgramme[], pitches: Pitch[], talks: Readonly<Record<string, ConversationState>> }} known
 * @param {string} self
 * @returns {Wait[]}
 */
export function waitsBefore({ programmes, pitches, talks }, self) {
  /** @type {Wait[]} */
  const waits = [];
  for (const { programme_id, name, roles, conduct_accepted_at } of programmes)
    if (!conduct_accepted_at && isMember(roles))
      waits.push({ key: `conduct-${programme_id}`, icon: "handshake", title: t("home.conduct", { programme: name }), note: t("home.conduct-note"), action: t("home.read-action"), href: mentorsPath(programme_id) });
  for (const pitch of pitches.filter(isOpen)) {
    const name = firstName(otherOf(pitch, self).name);
    const row = { key: pitch.pitch_id, href: pathOfPitch(pitch) };
    if (pitch.conversation_id && talks[pitch.conversation_id]?.unread)
      waits.push({ ...row, icon: "message-circle", title: t("home.talk-unread", { name }), note: t(pitch.mentor.user_id === self ? "home.talk-unread-mentor-note" : "home.talk-unread-note"), action: t("home.read-action") });
    else if (standOf(pitch, self) === "answer") {
      const what = pitch.status === "talk" ? "talk" : pitch.origin === "manager" ? "match" : "pitch";
      waits.push({ ...row, icon: what === "pitch" ? "mail" : "handshake", title: t(`home.${what}`, { name }), note: t(`home.${what}-note`), action: t(what === "pitch" ? "home.read-action" : "home.look-action") });
    }
  }
  return waits;
}

/** @param {MyProgramme["roles"]} roles */
export const isMember = (roles) => roles.includes("mentor") || roles.includes("mentee");

/** @param {string} programmeId */
export const mentorsPath = (programmeId) => `/programmes/${programmeId}/mentors`;

/**
 * Those who fit what is looked for: every word somewhere in what they tell. Whoever has a place comes first.
 *
 * @param {MentorShown[]} mentors
 * @param {{ words: string, language: string, onlyTaking: boolean }} wanted
 */
export function found(mentors, { words, language, onlyTaking }) {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  return mentors
    .filter(({ person, profile, can_be_pitched }) => {
      const told = plain([person.name, profile.about, profile.availability, ...profile.skills, ...profile.languages].join(" "));
      return (!onlyTaking || can_be_pitched) && (!language || profile.languages.some((one) => plain(one) === language)) && wanted.every((word) => told.includes(word));
    })
    .sort((a, b) => Number(b.can_be_pitched) - Number(a.can_be_pitched) || a.person.name.localeCompare(b.person.name));
}

/** Every language that somebody speaks, once, however it was written. @param {MentorShown[]} mentors */
export function languagesOf(mentors) {
  const spoken = new Map(mentors.flatMap(({ profile }) => profile.languages.map((one) => /** @type {const} */ ([plain(one), one.trim()]))));
  return [...spoken].map(([value, label]) => ({ value, label })).sort((a, b) => a.label.localeCompare(b.label));
}

/** Without case and accents. @param {string} text */
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase().trim();
