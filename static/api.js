import { Problem } from "./problem.js";
/** @import { MentorProfile, NotificationLevel, QuietHours, Recap, SearchPage, WebhookEvent } from "./protocol.js" */

/**
 * One question over HTTP. Raises Problem for every answer that is not 2xx.
 *
 * @param {"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>}
 */
async function request(method, path, body) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      credentials: "same-origin",
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw Problem.unreachable();
  }
  const text = await answer.text();
  let content = null;
  try {
    content = text ? JSON.parse(text) : null;
  } catch {
    // A proxy in between may answer with a page of its own.
  }
  if (answer.ok) return content;
  throw new Problem(content?.error ?? { code: answer.status === 401 ? "unauthenticated" : "unavailable", message: answer.statusText });
}

/** @param {string} part */
const id = (part) => encodeURIComponent(part);

export const api = {
  setup: () => request("GET", "/api/setup"),
  /** @param {{ token: string, name: string, email: string, password: string, time_zone: string, programme_name: string, with_demo: boolean }} form */
  finishSetup: (form) => request("POST", "/api/setup", form),

  session: () => request("GET", "/api/session"),
  /** @param {{ email: string, password: string }} form */
  signIn: (form) => request("POST", "/api/session", form),
  signOut: () => request("DELETE", "/api/session"),
  signOutEverywhere: () => request("DELETE", "/api/sessions"),
  /** @param {{ name?: string, time_zone?: string }} change */
  changeMe: (change) => request("PATCH", "/api/me", change),

  /** @param {Record<string, string>} question q, and what narrows it @returns {Promise<SearchPage>} */
  search: (question) => request("GET", `/api/search?${new URLSearchParams(question)}`),

  mentorships: () => request("GET", "/api/mentorships"),
  /** @param {string} mentorshipId */
  mentorship: (mentorshipId) => request("GET", `/api/mentorships/${id(mentorshipId)}`),
  /** @param {string} conversationId @param {{ before?: number, after?: number, around?: number, limit?: number }} [where] */
  messages: (conversationId, where = {}) =>
    request("GET", `/api/conversations/${id(conversationId)}/messages?${new URLSearchParams(Object.entries({ limit: 50, ...where }).map(([name, value]) => [name, String(value)]))}`),
  /** @param {string} conversationId */
  pins: (conversationId) => request("GET", `/api/conversations/${id(conversationId)}/pins`),
  /** @param {string} conversationId */
  filesPath: (conversationId) => `/api/conversations/${id(conversationId)}/files`,
  /** @param {string} conversationId */
  filesToSend: (conversationId) => request("GET", `/api/conversations/${id(conversationId)}/files`),
  /** @param {string} conversationId @param {string} fileId */
  discardFile: (conversationId, fileId) => request("DELETE", `/api/conversations/${id(conversationId)}/files/${id(fileId)}`),
  /** @param {string} conversationId @param {string} fileId */
  filePathOf: (conversationId, fileId) => `/api/conversations/${id(conversationId)}/files/${id(fileId)}`,
  /** @param {string} conversationId @param {string} fileId */
  previewPath: (conversationId, fileId) => `/api/conversations/${id(conversationId)}/files/${id(fileId)}/preview`,
  /** @param {string} conversationId @param {string} fileId @param {number} page */
  filePagePath: (conversationId, fileId, page) => `/api/conversations/${id(conversationId)}/files/${id(fileId)}/pages/${page}`,
  /** @param {string} conversationId @param {string} fileId */
  fileText: (conversationId, fileId) => request("GET", `/api/conversations/${id(conversationId)}/files/${id(fileId)}/text`),
  /** @param {string} conversationId @param {number} seq */
  messageHistory: (conversationId, seq) => request("GET", `/api/conversations/${id(conversationId)}/messages/${seq}/history`),

  /** @param {string} conversationId */
  draft: (conversationId) => request("GET", `/api/conversations/${id(conversationId)}/draft`),
  /** @param {string} conversationId @param {{ text: string, revision: number }} draft */
  keepDraft: (conversationId, draft) => request("PUT", `/api/conversations/${id(conversationId)}/draft`, draft),
  /** @param {string} conversationId @param {number} revision */
  eraseDraft: (conversationId, revision) => request("DELETE", `/api/conversations/${id(conversationId)}/draft?revision=${revision}`),

  notifications: () => request("GET", "/api/me/notifications"),
  /** @param {string} conversationId @param {NotificationLevel} level */
  setNotificationLevel: (conversationId, level) => request("PUT", `/api/conversations/${id(conversationId)}/notifications`, { level }),
  /** @param {QuietHours} hours */
  setQuietHours: (hours) => request("PUT", "/api/me/quiet-hours", hours),
  endQuietHours: () => request("DELETE", "/api/me/quiet-hours"),

  directs: () => request("GET", "/api/direct"),
  /** @param {string} q @param {string | null} cursor */
  fellows: (q, cursor) => request("GET", `/api/fellows?q=${id(q)}${cursor ? `&cursor=${id(cursor)}` : ""}`),
  /** @param {string} userId */
  openDirect: (userId) => request("PUT", `/api/direct/${id(userId)}`),

  /** @param {string} mentorshipId @param {"upcoming" | "past"} state @param {string | null} [cursor] */
  meetings: (mentorshipId, state, cursor) =>
    request("GET", `/api/mentorships/${id(mentorshipId)}/meetings?state=${state}&limit=20${cursor ? `&cursor=${id(cursor)}` : ""}`),
  /** @param {string} mentorshipId @param {object} form */
  planMeeting: (mentorshipId, form) => request("POST", `/api/mentorships/${id(mentorshipId)}/meetings`, form),
  /** @param {string} mentorshipId */
  actions: (mentorshipId) => request("GET", `/api/mentorships/${id(mentorshipId)}/actions`),
  /** @param {string} meetingId */
  meeting: (meetingId) => request("GET", `/api/meetings/${id(meetingId)}`),
  /** @param {string} meetingId @param {object} change */
  changeMeeting: (meetingId, change) => request("PATCH", `/api/meetings/${id(meetingId)}`, change),
  /** @param {string} meetingId @param {"this" | "following"} scope */
  cancelMeeting: (meetingId, scope) => request("POST", `/api/meetings/${id(meetingId)}/cancel`, { scope }),
  /** @param {string} meetingId @param {import("./protocol.js").Answer} answer */
  answerMeeting: (meetingId, answer) => request("PUT", `/api/meetings/${id(meetingId)}/answer`, { answer }),
  /** @param {string} meetingId @param {boolean} attended */
  attend: (meetingId, attended) => request("PUT", `/api/meetings/${id(meetingId)}/attendance`, { attended }),
  /** @param {string} meetingId @param {object} item */
  addItem: (meetingId, item) => request("POST", `/api/meetings/${id(meetingId)}/agenda`, item),
  /** @param {string} meetingId @param {string} itemId @param {object} change */
  changeItem: (meetingId, itemId, change) => request("PATCH", `/api/meetings/${id(meetingId)}/agenda/${id(itemId)}`, change),
  /** @param {string} meetingId @param {string} itemId */
  removeItem: (meetingId, itemId) => request("DELETE", `/api/meetings/${id(meetingId)}/agenda/${id(itemId)}`),
  /** What is talked about now. @param {string} meetingId @param {{ item_id: string | null, running?: boolean, done?: string }} what */
  time: (meetingId, what) => request("PUT", `/api/meetings/${id(meetingId)}/timebox`, what),
  /** @param {string} meetingId @param {object} action */
  addAction: (meetingId, action) => request("POST", `/api/meetings/${id(meetingId)}/actions`, action),
  /** @param {string} meetingId @param {string} actionId @param {object} change */
  changeAction: (meetingId, actionId, change) => request("PATCH", `/api/meetings/${id(meetingId)}/actions/${id(actionId)}`, change),
  /** @param {string} meetingId @param {string} actionId */
  removeAction: (meetingId, actionId) => request("DELETE", `/api/meetings/${id(meetingId)}/actions/${id(actionId)}`),
  /** @param {string} meetingId @returns {Promise<Recap>} */
  recap: (meetingId) => request("GET", `/api/meetings/${id(meetingId)}/recap`),
  /** @param {string} meetingId @param {string} version what was read @returns {Promise<Recap>} */
  approveRecap: (meetingId, version) => request("PUT", `/api/meetings/${id(meetingId)}/recap/approval`, { version }),
  /** @param {string} meetingId @returns {Promise<Recap>} */
  takeBackApproval: (meetingId) => request("DELETE", `/api/meetings/${id(meetingId)}/recap/approval`),
  /** @param {string} meetingId @param {"md" | "pdf"} kind */
  recapPath: (meetingId, kind) => `/api/meetings/${id(meetingId)}/recap.${kind}`,
  /** @param {string} meetingId */
  ownNotes: (meetingId) => request("GET", `/api/meetings/${id(meetingId)}/private-notes`),
  /** @param {string} meetingId @param {{ text: string, revision: number }} notes */
  keepOwnNotes: (meetingId, notes) => request("PUT", `/api/meetings/${id(meetingId)}/private-notes`, notes),
  /** @param {string} meetingId */
  feedback: (meetingId) => request("GET", `/api/meetings/${id(meetingId)}/feedback`),
  /** @param {string} meetingId @param {{ client_id: string, body: string }} form */
  giveFeedback: (meetingId, form) => request("POST", `/api/meetings/${id(meetingId)}/feedback`, form),
  /** @param {string} meetingId @param {{ body: string }} form */
  changeFeedback: (meetingId, form) => request("PATCH", `/api/meetings/${id(meetingId)}/feedback`, form),
  /** @param {string} meetingId @param {{ client_id: string, body: string }} form */
  addToFeedback: (meetingId, form) => request("POST", `/api/meetings/${id(meetingId)}/feedback/additions`, form),
  /** @param {string} meetingId */
  rating: (meetingId) => request("GET", `/api/meetings/${id(meetingId)}/rating`),
  /** @param {string} meetingId @param {{ client_id: string, score: number, comment: string | null }} form */
  rate: (meetingId, form) => request("POST", `/api/meetings/${id(meetingId)}/rating`, form),
  /** @param {string} meetingId @param {{ score: number, comment: string | null }} form */
  changeRating: (meetingId, form) => request("PATCH", `/api/meetings/${id(meetingId)}/rating`, form),
  /** @param {string} meetingId */
  withdrawRating: (meetingId) => request("DELETE", `/api/meetings/${id(meetingId)}/rating`),
  owed: () => request("GET", "/api/owed"),
  /** @param {string} meetingId */
  setAside: (meetingId) => request("PUT", `/api/meetings/${id(meetingId)}/set-aside`),
  reminders: () => request("GET", "/api/reminders"),
  /** @param {string} meetingId */
  seeReminder: (meetingId) => request("DELETE", `/api/meetings/${id(meetingId)}/reminder`),
  reminderSettings: () => request("GET", "/api/me/reminders"),
  /** @param {object} change */
  chooseReminders: (change) => request("PATCH", "/api/me/reminders", change),
  push: () => request("GET", "/api/me/push"),
  /** @param {{ endpoint: string, p256dh: string, auth: string }} device */
  pushTo: (device) => request("PUT", "/api/me/push", device),
  endPush: () => request("DELETE", "/api/me/push"),
  calendarFeed: () => request("GET", "/api/me/calendar"),
  /** @param {number} revision of the address that it replaces */
  renewCalendarFeed: (revision) => request("PUT", "/api/me/calendar", { revision }),
  removeCalendarFeed: () => request("DELETE", "/api/me/calendar"),
  /** A file to be kept: where it is. @param {string} meetingId */
  calendarPath: (meetingId) => `/api/meetings/${id(meetingId)}/calendar`,
  /** @param {string} token */
  unsubscribe: (token) => request("POST", `/unsubscribe/${id(token)}`),
  myRating: () => request("GET", "/api/me/rating"),

  /** @param {string} mentorshipId */
  goals: (mentorshipId) => request("GET", `/api/mentorships/${id(mentorshipId)}/goals`),
  /** @param {string} mentorshipId @param {object} form */
  addGoal: (mentorshipId, form) => request("POST", `/api/mentorships/${id(mentorshipId)}/goals`, form),
  /** @param {string} goalId @param {object} change */
  changeGoal: (goalId, change) => request("PATCH", `/api/goals/${id(goalId)}`, change),
  /** @param {string} goalId @param {{ client_id: string, text: string }} step */
  addStep: (goalId, step) => request("POST", `/api/goals/${id(goalId)}/items`, step),
  /** @param {string} goalId @param {string} itemId @param {object} change */
  changeStep: (goalId, itemId, change) => request("PATCH", `/api/goals/${id(goalId)}/items/${id(itemId)}`, change),
  /** @param {string} goalId @param {string} itemId */
  removeStep: (goalId, itemId) => request("DELETE", `/api/goals/${id(goalId)}/items/${id(itemId)}`),
  /** @param {string} goalId @param {number} revision */
  agree: (goalId, revision) => request("POST", `/api/goals/${id(goalId)}/agree`, { revision }),
  /** @param {string} goalId */
  proposeRemoval: (goalId) => request("POST", `/api/goals/${id(goalId)}/removal`),
  /** @param {string} goalId */
  dropRemoval: (goalId) => request("DELETE", `/api/goals/${id(goalId)}/removal`),
  /** @param {string} goalId */
  removeGoal: (goalId) => request("DELETE", `/api/goals/${id(goalId)}`),
  /** @param {string} goalId */
  goalActivity: (goalId) => request("GET", `/api/goals/${id(goalId)}/activity`),

  /** @param {string} mentorshipId */
  areas: (mentorshipId) => request("GET", `/api/mentorships/${id(mentorshipId)}/areas`),
  /** @param {string} mentorshipId @param {object} form */
  addArea: (mentorshipId, form) => request("POST", `/api/mentorships/${id(mentorshipId)}/areas`, form),
  /** @param {string} areaId @param {object} change */
  changeArea: (areaId, change) => request("PATCH", `/api/areas/${id(areaId)}`, change),
  /** @param {string} areaId @param {object} form */
  setLevel: (areaId, form) => request("POST", `/api/areas/${id(areaId)}/levels`, form),
  /** @param {string} areaId @param {object} form */
  suggestLevel: (areaId, form) => request("POST", `/api/areas/${id(areaId)}/suggestions`, form),
  /** @param {string} areaId @param {number} revision @param {"accept" | "decline"} answer */
  answerLevel: (areaId, revision, answer) => request("POST", `/api/areas/${id(areaId)}/suggestions/${revision}/${answer}`),
  /** @param {string} areaId */
  areaHistory: (areaId) => request("GET", `/api/areas/${id(areaId)}/history`),

  /** @param {string} mentorshipId */
  handover: (mentorshipId) => request("GET", `/api/mentorships/${id(mentorshipId)}/handover`),
  /** @param {string} mentorshipId @param {{ from: string, goal_ids: string[], area_ids: string[] }} chosen */
  takeOver: (mentorshipId, chosen) => request("POST", `/api/mentorships/${id(mentorshipId)}/handover`, chosen),
  /** @param {string} mentorshipId */
  work: (mentorshipId) => request("GET", `/api/mentorships/${id(mentorshipId)}/work`),
  /** @param {string} mentorshipId @param {object} form */
  addWork: (mentorshipId, form) => request("POST", `/api/mentorships/${id(mentorshipId)}/work`, form),
  /** @param {string} workId @param {object} change */
  changeWork: (workId, change) => request("PATCH", `/api/work/${id(workId)}`, change),
  /** @param {string} workId */
  removeWork: (workId) => request("DELETE", `/api/work/${id(workId)}`),
  /** @param {string} workId @param {"open" | "done"} status */
  setWorkStatus: (workId, status) => request("PUT", `/api/work/${id(workId)}/status`, { status }),
  /** Where files go: see work/upload.js. @param {string} workId */
  documentsPath: (workId) => `/api/work/${id(workId)}/documents`,
  /** @param {string} documentId */
  versionsPath: (documentId) => `/api/documents/${id(documentId)}/versions`,
  /** @param {string} documentId @param {{ name: string }} change */
  renameDocument: (documentId, change) => request("PATCH", `/api/documents/${id(documentId)}`, change),
  /** @param {string} documentId */
  removeDocument: (documentId) => request("DELETE", `/api/documents/${id(documentId)}`),
  /** @param {string} documentId */
  shareDocument: (documentId) => request("PUT", `/api/documents/${id(documentId)}/sharing`),
  /** @param {string} documentId */
  withdrawDocument: (documentId) => request("DELETE", `/api/documents/${id(documentId)}/sharing`),
  /** @param {string} versionId */
  filePath: (versionId) => `/api/versions/${id(versionId)}/file`,
  /** @param {string} versionId @param {number} page */
  pagePath: (versionId, page) => `/api/versions/${id(versionId)}/pages/${page}`,
  /** @param {string} versionId */
  text: (versionId) => request("GET", `/api/versions/${id(versionId)}/text`),
  /** @param {string} versionId */
  remarks: (versionId) => request("GET", `/api/versions/${id(versionId)}/feedback`),
  /** @param {string} versionId @param {{ client_id: string, body: string, reply_to?: string }} form */
  writeRemark: (versionId, form) => request("POST", `/api/versions/${id(versionId)}/feedback`, form),
  /** @param {string} remarkId @param {{ body: string }} change */
  changeRemark: (remarkId, change) => request("PATCH", `/api/feedback/${id(remarkId)}`, change),
  /** @param {string} remarkId */
  deleteRemark: (remarkId) => request("DELETE", `/api/feedback/${id(remarkId)}`),
  /** @param {string} programmeId */
  sharedDocuments: (programmeId) => request("GET", `/api/programmes/${id(programmeId)}/documents`),

  /** @param {string} mentorshipId */
  agreement: (mentorshipId) => request("GET", `/api/mentorships/${id(mentorshipId)}/agreement`),
  /** @param {string} mentorshipId @param {{ revision: number, text: string }} words */
  writeAgreement: (mentorshipId, words) => request("PUT", `/api/mentorships/${id(mentorshipId)}/agreement`, words),
  /** @param {string} mentorshipId @param {number} revision */
  acceptAgreement: (mentorshipId, revision) => request("POST", `/api/mentorships/${id(mentorshipId)}/agreement/accept`, { revision }),
  /** @param {string} mentorshipId @param {string} reason */
  pause: (mentorshipId, reason) => request("POST", `/api/mentorships/${id(mentorshipId)}/pause`, { reason }),
  /** @param {string} mentorshipId */
  resume: (mentorshipId) => request("POST", `/api/mentorships/${id(mentorshipId)}/resume`),
  /** @param {string} mentorshipId */
  inPerson: (mentorshipId) => request("GET", `/api/mentorships/${id(mentorshipId)}/in-person`),
  /** @param {string} mentorshipId */
  accessLog: (mentorshipId) => request("GET", `/api/mentorships/${id(mentorshipId)}/access-log`),
  /** @param {string} mentorshipId */
  consentsPath: (mentorshipId) => `/api/mentorships/${id(mentorshipId)}/consents`,
  /** @param {string} mentorshipId */
  consents: (mentorshipId) => request("GET", api.consentsPath(mentorshipId)),
  /** @param {string} mentorshipId */
  talkChoice: (mentorshipId) => request("GET", `/api/mentorships/${id(mentorshipId)}/talk`),
  /** @param {string} mentorshipId @param {boolean} agrees */
  sayOnTalk: (mentorshipId, agrees) => request("PUT", `/api/mentorships/${id(mentorshipId)}/talk`, { agrees }),
  /** @param {string} meetingId */
  talkBalance: (meetingId) => request("GET", `/api/meetings/${id(meetingId)}/talk`),
  myConsentsPath: "/api/me/consents",
  myConsents: () => request("GET", api.myConsentsPath),
  /** @param {string} mentorshipId */
  concerns: (mentorshipId) => request("GET", `/api/mentorships/${id(mentorshipId)}/concerns`),
  /** @param {string} mentorshipId @param {{ client_id: string, manager_id: string, text: string, excerpts: number[] }} concern */
  reportConcern: (mentorshipId, concern) => request("POST", `/api/mentorships/${id(mentorshipId)}/concerns`, concern),
  blocks: () => request("GET", "/api/me/blocks"),
  /** @param {string} userId */
  block: (userId) => request("PUT", `/api/me/blocks/${id(userId)}`),
  /** @param {string} userId */
  unblock: (userId) => request("DELETE", `/api/me/blocks/${id(userId)}`),
  nudges: () => request("GET", "/api/nudges"),
  /** @param {string} mentorshipId @param {number | null} days null: this one never again */
  snooze: (mentorshipId, days) => request("POST", `/api/nudges/${id(mentorshipId)}/snooze`, { days }),

  /** @param {string} token */
  invitation: (token) => request("GET", `/api/invitations/${id(token)}`),
  /** @param {string} token @param {{ name: string, password: string, time_zone: string, conduct_revision: number }} form */
  acceptInvitation: (token, form) => request("POST", `/api/invitations/${id(token)}/accept`, form),

  myProgrammes: () => request("GET", "/api/programmes"),
  /** @param {string} programmeId */
  mentors: (programmeId) => request("GET", `/api/programmes/${id(programmeId)}/mentors`),
  /** @param {string} programmeId */
  profile: (programmeId) => request("GET", `/api/programmes/${id(programmeId)}/profile`),
  /** @param {string} programmeId @param {MentorProfile} profile */
  keepProfile: (programmeId, profile) => request("PUT", `/api/programmes/${id(programmeId)}/profile`, profile),
  /** @param {string} programmeId */
  conduct: (programmeId) => request("GET", `/api/programmes/${id(programmeId)}/conduct`),
  /** @param {string} programmeId @param {{ revision: number, text: string }} words */
  writeConduct: (programmeId, words) => request("PUT", `/api/programmes/${id(programmeId)}/conduct`, words),
  /** @param {string} programmeId @param {number} revision */
  acceptConduct: (programmeId, revision) => request("POST", `/api/programmes/${id(programmeId)}/conduct`, { revision }),
  pitches: () => request("GET", "/api/pitches"),
  /** @param {string} programmeId @param {{ client_id: string, mentor_id: string, want: string, why: string }} pitch */
  pitch: (programmeId, pitch) => request("POST", `/api/programmes/${id(programmeId)}/pitches`, pitch),
  /** @param {string} pitchId @param {"accept" | "withdraw"} answer */
  answerPitch: (pitchId, answer) => request("POST", `/api/pitches/${id(pitchId)}/${answer}`),
  /** @param {string} pitchId @param {"decline" | "talk"} answer @param {string} note */
  answerPitchWith: (pitchId, answer, note) => request("POST", `/api/pitches/${id(pitchId)}/${answer}`, { note }),

  /** @param {string} programmeId */
  programme: (programmeId) => request("GET", `/api/programmes/${id(programmeId)}`),
  /** @param {string} programmeId */
  programmeHealth: (programmeId) => request("GET", `/api/programmes/${id(programmeId)}/health`),
  /** @param {string} programmeId @param {{ quiet_days: number }} change */
  changeProgramme: (programmeId, change) => request("PATCH", `/api/programmes/${id(programmeId)}`, change),
  /** @param {string} programmeId */
  suggestions: (programmeId) => request("GET", `/api/programmes/${id(programmeId)}/suggestions`),
  /** @param {string} programmeId @param {{ client_id: string, mentor_id: string, mentee_id: string, why: string }} form */
  suggest: (programmeId, form) => request("POST", `/api/programmes/${id(programmeId)}/suggestions`, form),
  /** @param {string} programmeId */
  concernsFor: (programmeId) => request("GET", `/api/programmes/${id(programmeId)}/concerns`),
  /** @param {string} concernId @param {{ note: string }} form */
  closeConcern: (concernId, form) => request("PUT", `/api/concerns/${id(concernId)}/closing`, form),
  /** @param {string} programmeId @param {{ email: string, role: string, by: string }} form */
  invite: (programmeId, form) => request("POST", `/api/programmes/${id(programmeId)}/invitations`, form),
  /** @param {string} programmeId @param {string} userId */
  removeMember: (programmeId, userId) => request("DELETE", `/api/programmes/${id(programmeId)}/members/${id(userId)}`),
  /** @param {string} programmeId @param {{ text: string }} form */
  previewImport: (programmeId, form) => request("POST", `/api/programmes/${id(programmeId)}/import/preview`, form),
  /** @param {string} programmeId @param {{ client_id: string, text: string }} form */
  runImport: (programmeId, form) => request("POST", `/api/programmes/${id(programmeId)}/import`, form),
  /** @param {string} invitationId @param {{ client_id: string, by: string }} form */
  resendInvitation: (invitationId, form) => request("POST", `/api/invitations/${id(invitationId)}/send`, form),
  /** @param {string} invitationId */
  withdrawInvitation: (invitationId) => request("DELETE", `/api/invitations/${id(invitationId)}`),
  /** @param {string} programmeId @param {{ mentor_id: string, mentee_id: string }} form */
  makePair: (programmeId, form) => request("POST", `/api/programmes/${id(programmeId)}/mentorships`, form),
  /** @param {string} mentorshipId */
  endPair: (mentorshipId) => request("POST", `/api/mentorships/${id(mentorshipId)}/end`),

  /** @param {string} programmeId @param {string | null} [cursor] */
  managedMeetings: (programmeId, cursor) => request("GET", `/api/programmes/${id(programmeId)}/meetings?limit=20${cursor ? `&cursor=${id(cursor)}` : ""}`),
  /** @param {string} programmeId */
  programmeOptions: (programmeId) => request("GET", `/api/programmes/${id(programmeId)}/options`),
  /** @param {string} programmeId @param {{ sealed_exchange: boolean }} change */
  changeProgrammeOptions: (programmeId, change) => request("PATCH", `/api/programmes/${id(programmeId)}/options`, change),

  /** @param {string} programmeId */
  webhooks: (programmeId) => request("GET", `/api/programmes/${id(programmeId)}/webhooks`),
  /** @param {string} programmeId @param {{ client_id: string, url: string, events: WebhookEvent[] }} webhook */
  addWebhook: (programmeId, webhook) => request("POST", `/api/programmes/${id(programmeId)}/webhooks`, webhook),
  /** @param {string} webhookId @param {{ url?: string, events?: WebhookEvent[], enabled?: boolean }} change */
  changeWebhook: (webhookId, change) => request("PATCH", `/api/webhooks/${id(webhookId)}`, change),
  /** @param {string} webhookId */
  removeWebhook: (webhookId) => request("DELETE", `/api/webhooks/${id(webhookId)}`),
  /** @param {string} webhookId @param {{ client_id: string }} again */
  rotateWebhook: (webhookId, again) => request("POST", `/api/webhooks/${id(webhookId)}/secret`, again),
  /** @param {string} webhookId @param {{ client_id: string }} again */
  tryWebhook: (webhookId, again) => request("POST", `/api/webhooks/${id(webhookId)}/test`, again),
  /** @param {string} webhookId */
  deliveries: (webhookId) => request("GET", `/api/webhooks/${id(webhookId)}/deliveries`),
  /** @param {string} deliveryId @param {{ client_id: string }} again */
  deliverAgain: (deliveryId, again) => request("POST", `/api/deliveries/${id(deliveryId)}/send`, again),

  /** @param {string} programmeId @param {string | null} [cursor] */
  givenFeedback: (programmeId, cursor) => request("GET", `/api/programmes/${id(programmeId)}/feedback?limit=20${cursor ? `&cursor=${id(cursor)}` : ""}`),

  bots: () => request("GET", "/api/bots"),
  /** @param {{ client_id: string, name: string, purpose: string, scopes: string[], programme_id: string | null }} form */
  makeBot: (form) => request("POST", "/api/bots", form),
  /** @param {string} botId */
  makeBotToken: (botId) => request("POST", `/api/bots/${id(botId)}/token`),
  /** @param {string} botId */
  retireBot: (botId) => request("DELETE", `/api/bots/${id(botId)}`),
  /** @param {string} mentorshipId */
  guests: (mentorshipId) => request("GET", `/api/mentorships/${id(mentorshipId)}/bots`),
  /** @param {string} mentorshipId @param {string} botId */
  inviteBot: (mentorshipId, botId) => request("PUT", `/api/mentorships/${id(mentorshipId)}/bots/${id(botId)}`),
  /** @param {string} mentorshipId @param {string} botId */
  confirmBot: (mentorshipId, botId) => request("POST", `/api/mentorships/${id(mentorshipId)}/bots/${id(botId)}/confirm`),
  /** @param {string} mentorshipId @param {string} botId */
  withdrawBot: (mentorshipId, botId) => request("DELETE", `/api/mentorships/${id(mentorshipId)}/bots/${id(botId)}`),

  users: () => request("GET", "/api/users"),
  /** @param {string} userId */
  ban: (userId) => request("POST", `/api/users/${id(userId)}/ban`),
  /** @param {string} userId */
  unban: (userId) => request("POST", `/api/users/${id(userId)}/unban`),
};
