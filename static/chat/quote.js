import { firstName, t } from "../strings/index.js";
import { html } from "../ui/html.js";
/** @import { Me, Message, Person } from "../protocol.js" */

const LONGEST = 140;

/** The first line that says something, without its markup. @param {string} body */
export function firstLine(body) {
  const line = body.split("\n").map((each) => each.replace(/[*_~`>#]+/g, "").trim()).find(Boolean) ?? body.trim();
  const letters = Array.from(line);
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST).join("")}…` : line;
}

/** @param {Message} message */
export const gist = (message) => (message.body === null ? t("chat.deleted") : firstLine(message.body));

/** @param {Message} message @param {{ self: Me, other: Person }} who */
export const authorOf = (message, { self, other }) => (message.sender_id === self.user_id ? t("words.you") : firstName(other.name));

/** What a reply replies to; a click goes there. @param {{ seq: number, parent?: Message, self: Me, other: Person, onReveal?: (seq: number) => void }} props */
export const Quote = ({ seq, parent, self, other, onReveal }) =>
  html`<button class=${`replied-to ${parent?.body === null ? "gone" : ""}`} type="button" onClick=${() => onReveal?.(seq)}>
    <span class="only-for-screen-readers">${t("words.in-reply-to")}</span>
    ${parent && html`<b dir="auto">${authorOf(parent, { self, other })}</b>`}<span dir="auto">${parent ? gist(parent) : t("words.parent-unknown")}</span>
  </button>`;
