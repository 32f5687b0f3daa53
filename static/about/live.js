import { effect, signal } from "@preact/signals";
import { api } from "../api.js";
import { me } from "../session.js";
import { on } from "../socket.js";
import { watch } from "../watch.js";
/** @import { AccessEntry, Agreement, InPerson, Meeting, MyConcerns } from "../protocol.js" */

/** What is true of a mentorship as a whole, kept current by the socket. */

/** @template T @typedef {import("@preact/signals").Signal<Readonly<Record<string, T>>>} ByMentorship */

export const agreements = /** @type {ByMentorship<Agreement>} */ (signal({}));
export const logs = /** @type {ByMentorship<AccessEntry[]>} */ (signal({}));
export const concerns = /** @type {ByMentorship<MyConcerns>} */ (signal({}));
export const inPerson = /** @type {ByMentorship<InPerson>} */ (signal({}));

const ALL = [agreements, logs, concerns, inPerson];
let owner = me.peek()?.user_id;

effect(() => {
  if (me.value?.user_id === owner) return;
  owner = me.value?.user_id;
  for (const each of ALL) each.value = {};
});

/** The newest revision stays, in whichever order they come. @param {Agreement} agreement */
export function hearAgreement(agreement) {
  const id = agreement.mentorship_id;
  if ((agreements.value[id]?.revision ?? -1) > agreement.revision) return;
  agreements.value = { ...agreements.value, [id]: agreement };
}

/** @template T @param {ByMentorship<T>} place @param {string} id @param {Promise<T>} answer */
async function put(place, id, answer) {
  const asker = owner;
  const found = await answer;
  if (asker === owner) place.value = { ...place.value, [id]: found };
}

/** @param {string} id */
const loadLog = (id) => put(logs, id, api.accessLog(id).then((answer) => answer.entries));
/** @param {string} id */
const loadInPerson = (id) => put(inPerson, id, api.inPerson(id));
/** @param {string} id */
export const loadConcerns = (id) => put(concerns, id, api.concerns(id));

/** @param {string} id */
export async function loadAgreement(id) {
  const asker = owner;
  const agreement = await api.agreement(id);
  if (asker === owner) hearAgreement(agreement);
}

const agreed = watch(loadAgreement);
const about = watch((id) => Promise.all([loadLog(id), loadConcerns(id)]));
const faceToFace = watch(loadInPerson);

/** What these pairs promise each other. */
export const useAgreements = agreed.use;
/** The access log and the concerns of these mentorships. */
export const useAbout = about.use;
/** Whether these pairs have met in person. */
export const useInPerson = faceToFace.use;

on("agreement_changed", (/** @type {{ agreement: Agreement }} */ { agreement }) => hearAgreement(agreement));
for (const event of ["mentorship_changed", "bots_changed"])
  on(event, (/** @type {{ mentorship_id: string | null }} */ { mentorship_id }) => {
    if (mentorship_id && about.has(mentorship_id)) void loadLog(mentorship_id).catch(() => {});
  });
on("meeting_changed", (/** @type {Meeting} */ { mentorship_id, meeting_id, kind }) => {
  const { met, planned } = inPerson.value[mentorship_id] ?? {};
  const concerned = kind === "in_person" || met?.meeting_id === meeting_id || planned?.meeting_id === meeting_id;
  if (concerned && faceToFace.has(mentorship_id)) void loadInPerson(mentorship_id).catch(() => {});
});
