import { clock, dayAndClock } from "../dates.js";
import { connection } from "../socket.js";
import { Badge, BotMark } from "../bots/parts.js";
import { shortNameOf } from "../bots/sender.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Avatar, Icon } from "../ui/parts.js";
import { findLinks } from "./links.js";
/** @import { BotName, Me, Message, Person } from "../protocol.js" */
/** @import { GroupRow } from "./arrange.js" */
/** @import { Entry } from "./outbox.js" */

/**
 * Messages of one person or bot that belong together: time and state stand once.
 *
 * @param {{
 *   row: GroupRow, self: Me, other: Person | BotName, readUpTo: number, entries: Entry[],
 *   onEdit?: (message: Message) => void, onDelete?: (message: Message) => void, onReport?: (message: Message) => void,
 *   onRetry: (order: number) => void, onDiscard: (order: number) => void,
 * }} props
 */
export function Group({ row, self, other, readUpTo, entries, onEdit, onDelete, onReport, onRetry, onDiscard }) {
  const last = /** @type {Message} */ (row.messages.at(-1));
  const at = html`<time datetime=${row.at.toISOString()} title=${dayAndClock(row.at, self.time_zone)}>${clock(row.at, self.time_zone)}</time>`;
  const name = shortNameOf(other);
  return html`<li class=${`message ${row.mine ? "mine" : "theirs"}`}>
    ${!row.mine && ("bot" in other ? html`<${BotMark} />` : html`<${Avatar} person=${other} />`)}
    <div class="message-said">
      ${!row.mine && html`<p class="message-by"><b dir="auto">${name}</b>${"bot" in other && html`<${Badge} />`}${at}</p>`}
      ${row.messages.map((message) => {
        const refused = entries.find((entry) => entry.target === message.seq && entry.failed);
        const mayChange = row.mine && message.body !== null;
        return html`<${Bubble} key=${message.seq} message=${message} zone=${self.time_zone}
            onEdit=${mayChange ? onEdit : undefined} onDelete=${mayChange ? onDelete : undefined} onReport=${row.mine ? undefined : onReport} />
          ${refused && html`<${Refusal} text="chat.not-changed" entry=${refused} onRetry=${onRetry} onDiscard=${onDiscard} />`}`;
      })}
      ${row.mine &&
      html`<p class="message-state">${at}
        ${last.body !== null &&
        (readUpTo >= last.seq ? html`<${Icon} name="check-check" label=${t("chat.read-by", { name })} />` : html`<${Icon} name="check" label=${t("chat.sent")} />`)}
      </p>`}
    </div>
  </li>`;
}

/** @param {{ message: Message, zone: string, onEdit?: (message: Message) => void, onDelete?: (message: Message) => void, onReport?: (message: Message) => void }} props */
function Bubble({ message, zone, onEdit, onDelete, onReport }) {
  if (message.body === null) return html`<div class="bubble tombstone" data-seq=${message.seq}><p>${t("chat.deleted")}</p></div>`;
  const edited = message.edited_at && new Date(message.edited_at);
  return html`<div class="bubble" data-seq=${message.seq}>
    ${(onEdit || onDelete || onReport) &&
    html`<span class="message-tools">
      ${onEdit && html`<button type="button" aria-label=${t("chat.edit")} title=${t("chat.edit")} onClick=${() => onEdit(message)}><${Icon} name="pencil" /></button>`}
      ${onDelete && html`<button type="button" aria-label=${t("chat.delete")} title=${t("chat.delete")} onClick=${() => onDelete(message)}><${Icon} name="trash-2" /></button>`}
      ${onReport && html`<button type="button" aria-label=${t("report.message")} title=${t("report.message")} onClick=${() => onReport(message)}><${Icon} name="flag" /></button>`}
    </span>`}
    <${Said} text=${message.body} />
    ${edited && html`<small class="edited" title=${dayAndClock(edited, zone)}>${t("chat.edited")}</small>`}
  </div>`;
}

/** Plain text in paragraphs, with its links. Each paragraph finds its own direction. @param {{ text: string }} props */
const Said = ({ text }) =>
  text.split(/\n{2,}/).map(
    (paragraph, i) =>
      html`<p dir="auto" key=${i}>${findLinks(paragraph).map((part) =>
        "href" in part ? html`<a href=${part.href} target="_blank" rel="noopener noreferrer nofollow">${part.text}</a>` : part.text,
      )}</p>`,
  );

/** Written, and not acknowledged yet. @param {{ entry: Entry, onRetry: (order: number) => void, onDiscard: (order: number) => void }} props */
export function Waiting({ entry, onRetry, onDiscard }) {
  const lost = connection.value === "lost";
  return html`<li class=${`message mine ${entry.failed ? "failed" : "waiting"}`}>
    <div class="message-said">
      <div class="bubble"><${Said} text=${entry.body ?? ""} /></div>
      ${entry.failed
        ? html`<${Refusal} text="chat.not-sent" entry=${entry} onRetry=${onRetry} onDiscard=${onDiscard} />`
        : html`<p class="message-state">
            ${lost && html`<span>${t("chat.waits")}</span>`}<${Icon} name="clock" label=${lost ? undefined : t("chat.sending")} />
          </p>`}
    </div>
  </li>`;
}

/** @type {Record<string, import("../strings/index.js").Key>} */
const WHY = { forbidden: "chat.why-forbidden", conflict: "chat.why-conflict", too_large: "chat.why-too_large" };

/** @param {{ text: "chat.not-sent" | "chat.not-changed", entry: Entry, onRetry: (order: number) => void, onDiscard: (order: number) => void }} props */
const Refusal = ({ text, entry, onRetry, onDiscard }) =>
  html`<p class="message-state refused">
    <${Icon} name="circle-alert" /><span>${t(text, { why: t(WHY[entry.failed ?? ""] ?? "chat.why-other") })}</span>
    <button type="button" onClick=${() => onRetry(entry.order)}>${t("chat.try-again")}</button>
    <button type="button" onClick=${() => onDiscard(entry.order)}>${t("chat.discard")}</button>
  </p>`;
