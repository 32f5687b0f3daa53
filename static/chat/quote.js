import { saidBy } from "../attachments/words.js";
import { senderOf, shortNameOf } from "../bots/sender.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
/** @import { BotName, Me, Message, Person } from "../protocol.js" */

/** Who takes part. @typedef {{ self: Me, other: Person, bots?: BotName[] }} Who */

const LONGEST = 140;

/** The first line that says something. @param {string} text */
function firstLine(text) {
  const line = text.split("\n").map((each) => each.trim()).find(Boolean) ?? "";
  const letters = Array.from(line);
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST).join("")}…` : line;
}

/** @param {Message} message */
export const gist = (message) => (message.body === null ? t("chat.deleted") : firstLine(saidBy(message)));

/** "You", or how the other or the bot is called. @param {string} userId @param {Who} who */
export const nameOf = (userId, who) => (userId === who.self.user_id ? t("words.you") : shortNameOf(senderOf(who, userId)));

/** What a reply replies to; a click goes there. @param {{ seq: number, parent?: Message, who: Who, onReveal?: (seq: number) => void }} props */
export const Quote = ({ seq, parent, who, onReveal }) =>
  html`<button class=${`replied-to ${parent?.body === null ? "gone" : ""}`} type="button" onClick=${() => onReveal?.(seq)}>
    <span class="only-for-screen-readers">${t("words.in-reply-to")}</span>
    ${parent && html`<b dir="auto">${nameOf(parent.sender_id, who)}</b>`}<span dir="auto">${parent ? gist(parent) : t("words.parent-unknown")}</span>
  </button>`;
