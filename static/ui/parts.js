import { html } from "./html.js";
/** @import { Person } from "../protocol.js" */

/** Small pieces that every page shares. */

/** One of tools/icons.txt. Alone it needs a label; beside words it is decoration. @param {{ name: string, label?: string, class?: string }} props */
export function Icon({ name, label, class: extra = "" }) {
  return html`<svg class=${`icon ${extra}`} role=${label ? "img" : undefined} aria-label=${label} aria-hidden=${label ? undefined : "true"}>
    <use href=${`#icon-${name}`} />
  </svg>`;
}

/** "IC" of Inês Carvalho. @param {string} name */
export function initials(name) {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const chosen = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return chosen.map((word) => Array.from(word)[0]?.toLocaleUpperCase() ?? "").join("");
}

/** The same person has the same colour everywhere. @param {string} userId */
export function hue(userId) {
  let sum = 0;
  for (const letter of userId) sum = (sum * 31 + /** @type {number} */ (letter.codePointAt(0))) >>> 0;
  return (sum % 8) + 1;
}

/** @param {{ person: { user_id: string, name: string }, size?: "tiny" | "small" | "large" | "huge", online?: boolean }} props */
export function Avatar({ person, size, online = false }) {
  const letters = initials(person.name);
  return html`<span class=${`avatar ${size ?? ""} ${online ? "online" : ""}`} data-hue=${hue(person.user_id)} aria-hidden="true">
    ${size === "tiny" ? Array.from(letters)[0] : letters}
  </span>`;
}

/** @param {{ people: Person[], size?: "tiny" | "small" }} props */
export const Pair = ({ people, size }) =>
  html`<span class="pair">${people.map((person) => html`<${Avatar} key=${person.user_id} person=${person} size=${size} />`)}</span>`;

/** Two circles and what they share. @param {{ big?: boolean }} props */
export const Mark = ({ big = false }) =>
  big
    ? html`<svg viewBox="0 0 400 264" aria-hidden="true">
        <circle class="brand-left" cx="132" cy="132" r="125" /><circle class="brand-right" cx="268" cy="132" r="125" />
        <path class="brand-both" d="M200 27.1a125 125 0 0 1 0 209.8a125 125 0 0 1 0-209.8z" />
      </svg>`
    : html`<svg viewBox="0 0 40 26" aria-hidden="true">
        <circle class="brand-left" cx="13" cy="13" r="12.5" /><circle class="brand-right" cx="27" cy="13" r="12.5" />
        <path class="brand-both" d="M20 2.65a12.5 12.5 0 0 1 0 20.7a12.5 12.5 0 0 1 0-20.7z" />
      </svg>`;

export const Brand = () => html`<a class="brand" href="/"><${Mark} /><span>MentorPitch</span></a>`;

/** Says who reads what is written here. @param {{ icon?: string, framed?: boolean, id?: string, children?: any }} props */
export const Readers = ({ icon = "lock", framed = false, id, children }) =>
  html`<p class=${`readers ${framed ? "framed" : ""}`} id=${id}><${Icon} name=${icon} /><span>${children}</span></p>`;

/** @param {{ tone?: "wait" | "stop", icon: string, role?: string, children?: any }} props */
export const Banner = ({ tone, icon, role = "status", children }) =>
  html`<div class=${`banner ${tone ?? ""}`} role=${role}><${Icon} name=${icon} />${children}</div>`;

/** What belongs here, why, one action. @param {{ icon: string, title: string, children?: any }} props */
export const Empty = ({ icon, title, children }) =>
  html`<div class="empty"><${Icon} name=${icon} /><h2>${title}</h2>${children}</div>`;

/** A number of unread, with its word for those who hear it; muted where one wants to be told of none. @param {{ of: number, label: string, muted?: boolean }} props */
export const Count = ({ of, label, muted = false }) =>
  html`<span class=${`count ${muted ? "muted" : ""}`}><span aria-hidden="true">${of > 99 ? "99+" : of}</span><span class="only-for-screen-readers">${label}</span></span>`;
