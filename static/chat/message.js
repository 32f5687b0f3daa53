import { Attachments, Leaving } from "../attachments/shown.js";
import { clock, dayAndClock } from "../dates.js";
import { connection } from "../socket.js";
import { Badge, BotMark } from "../bots/parts.js";
import { shortNameOf } from "../bots/sender.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Avatar, Icon } from "../ui/parts.js";
import { Quote } from "./quote.js";
import { Reactions } from "./reactions.js";
import { Said } from "./said.js";
import { Tools } from "./tools.js";
/** @import { BotName, Me, Message, Person } from "../protocol.js" */
/** @import { Acts } from "./acts.js" */
/** @import { Who } from "./quote.js" */
/** @import { GroupRow } from "./arrange.js" */
/** @import { Entry } from "./outbox.js" */

/**
 * Messages of one person or bot that belong together: time and state stand once.
 *
 * @param {{
 *   row: GroupRow, self: Me, other: Person | BotName, readUpTo: number, entries: Entry[], who: Who, acts: Acts, find: (seq: number) => Message | undefined,
 *   onRetry: (order: number) => void, onDiscard: (order: number) => void,
 * }} props
 */
export function Group({ row, self, other, readUpTo, entries, who, acts, find, onRetry, onDiscard }) {
  const last = /** @type {Message} */ (row.messages.at(-1));
  const at = html`<time datetime=${row.at.toISOString()} title=${dayAndClock(row.at, self.time_zone)}>${clock(row.at, self.time_zone)}</time>`;
  const name = shortNameOf(other);
  return html`<li class=${`message ${row.mine ? "mine" : "theirs"}`}>
    ${!row.mine && ("bot" in other ? html`<${BotMark} />` : html`<${Avatar} person=${other} />`)}
    <div class="message-said">
      ${!row.mine && html`<p class="message-by"><b dir="auto">${name}</b>${"bot" in other && html`<${Badge} />`}${at}</p>`}
      ${row.messages.map((message) => {
        const refused = entries.find((entry) => entry.target === message.seq && entry.failed);
        return html`<${Bubble} key=${message.seq} message=${message} mine=${row.mine} who=${who} acts=${acts} find=${find} />
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

/** @param {{ message: Message, mine: boolean, who: Who, acts: Acts, find: (seq: number) => Message | undefined }} props */
function Bubble({ message, mine, who, acts, find }) {
  const { self, other } = who;
  const { seq, body, reply_to } = message;
  if (body === null) return html`<div class="bubble tombstone" data-seq=${seq} tabindex="-1"><p>${t("chat.deleted")}</p></div>`;
  const edited = message.edited_at && new Date(message.edited_at);
  const mentioned = [self, other].filter(({ user_id }) => message.mentions?.includes(user_id));
  return html`<div class="bubble" data-seq=${seq} tabindex="-1">
      <${Tools} message=${message} mine=${mine} acts=${acts} />
      ${typeof reply_to === "number" && html`<${Quote} seq=${reply_to} parent=${find(reply_to)} who=${who} onReveal=${acts.reveal} />`}
      <${Attachments} conversationId=${message.conversation_id} attachments=${message.attachments ?? []} />
      ${body && html`<${Said} text=${body} markup=${message.html} mentioned=${mentioned} self=${self.user_id} />`}
      ${(edited || message.pinned_at) &&
      html`<small class="edited">
        ${message.pinned_at && html`<${Icon} name="pin" label=${t("words.pinned-here")} />`}
        ${edited && html`<button type="button" title=${dayAndClock(edited, self.time_zone)} onClick=${() => acts.showHistory?.(message)}>${t("chat.edited")}</button>`}
      </small>`}
    </div>
    <${Reactions} message=${message} who=${who} onReact=${acts.react} />`;
}

/**
 * Written, and not acknowledged yet.
 *
 * @param {{ entry: Entry, who: Who, find: (seq: number) => Message | undefined, onRetry: (order: number) => void, onDiscard: (order: number) => void }} props
 */
export function Waiting({ entry, who, find, onRetry, onDiscard }) {
  const lost = connection.value === "lost";
  return html`<li class=${`message mine ${entry.failed ? "failed" : "waiting"}`}>
    <div class="message-said">
      <div class="bubble">
        ${entry.reply_to !== undefined && html`<${Quote} seq=${entry.reply_to} parent=${find(entry.reply_to)} who=${who} />`}
        ${entry.files && html`<${Leaving} files=${entry.files} />`}
        ${entry.body && html`<${Said} text=${entry.body} mentioned=${[who.self, who.other].filter(({ user_id }) => entry.mentions?.includes(user_id))} />`}
      </div>
      ${entry.failed
        ? html`<${Refusal} text="chat.not-sent" entry=${entry} onRetry=${onRetry} onDiscard=${onDiscard} />`
        : html`<p class="message-state">
            ${lost && html`<span>${t("chat.waits")}</span>`}<${Icon} name="clock" label=${lost ? undefined : t("chat.sending")} />
          </p>`}
    </div>
  </li>`;
}

/** @type {Record<string, import("../strings/index.js").Key>} */
const WHY = { forbidden: "chat.why-forbidden", conflict: "chat.why-conflict", too_large: "chat.why-too_large", not_found: "files.gone" };

/** @param {{ text: "chat.not-sent" | "chat.not-changed", entry: Entry, onRetry: (order: number) => void, onDiscard: (order: number) => void }} props */
const Refusal = ({ text, entry, onRetry, onDiscard }) =>
  html`<p class="message-state refused">
    <${Icon} name="circle-alert" /><span>${t(text, { why: t(WHY[entry.failed ?? ""] ?? "chat.why-other") })}</span>
    <button type="button" onClick=${() => onRetry(entry.order)}>${t("chat.try-again")}</button>
    <button type="button" onClick=${() => onDiscard(entry.order)}>${t("chat.discard")}</button>
  </p>`;
