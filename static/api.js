import { Problem } from "./problem.js";

/**
 * One question over HTTP. Raises Problem for every answer that is not 2xx.
 *
 * @param {"GET" | "POST" | "PATCH" | "DELETE"} method
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

  mentorships: () => request("GET", "/api/mentorships"),
  /** @param {string} mentorshipId */
  mentorship: (mentorshipId) => request("GET", `/api/mentorships/${id(mentorshipId)}`),
  /** @param {string} conversationId @param {number} [before] */
  messages: (conversationId, before) =>
    request("GET", `/api/conversations/${id(conversationId)}/messages?limit=50${before === undefined ? "" : `&before=${before}`}`),

  /** @param {string} token */
  invitation: (token) => request("GET", `/api/invitations/${id(token)}`),
  /** @param {string} token @param {{ name: string, password: string, time_zone: string }} form */
  acceptInvitation: (token, form) => request("POST", `/api/invitations/${id(token)}/accept`, form),

  /** @param {string} programmeId */
  programme: (programmeId) => request("GET", `/api/programmes/${id(programmeId)}`),
  /** @param {string} programmeId @param {{ email: string, role: string }} form */
  invite: (programmeId, form) => request("POST", `/api/programmes/${id(programmeId)}/invitations`, form),
  /** @param {string} invitationId */
  withdrawInvitation: (invitationId) => request("DELETE", `/api/invitations/${id(invitationId)}`),
  /** @param {string} programmeId @param {{ mentor_id: string, mentee_id: string }} form */
  makePair: (programmeId, form) => request("POST", `/api/programmes/${id(programmeId)}/mentorships`, form),
  /** @param {string} mentorshipId */
  endPair: (mentorshipId) => request("POST", `/api/mentorships/${id(mentorshipId)}/end`),

  users: () => request("GET", "/api/users"),
  /** @param {string} userId */
  ban: (userId) => request("POST", `/api/users/${id(userId)}/ban`),
  /** @param {string} userId */
  unban: (userId) => request("POST", `/api/users/${id(userId)}/unban`),
};
