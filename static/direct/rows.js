import { saidBy } from "../attachments/words.js";
import { me, online } from "../session.js";
import { clock, day, daysBetween } from "../dates.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Avatar, Count } from "../ui/parts.js";
/** @import { DirectConversation, Me, Message } from "../protocol.js" */

/** With whom one writes, and what was said last. @param {{ directs: DirectConversation[] }} props */
export function DirectRows({ directs }) {
  const self = /** @type {Me} */ (me.value);
  return html`<ul class="rows direct-rows" role="list">
    ${directs.map(({ other, conversation: { last_message: last, unread } }) => {
      const at = last && new Date(last.sent_at);
      return html`<li class="row" key=${other.user_id}>
        <${Avatar} person=${other} online=${online.value.has(other.user_id)} />
        <div class="row-body">
          <p class="row-title"><a href=${`/direct/${other.user_id}`} dir="auto">${other.name}</a></p>
          <p class="row-note one-line" dir="auto">${words(last, self)}</p>
        </div>
        ${at && html`<time class="row-note" datetime=${at.toISOString()}>${when(at, self.time_zone)}</time>`}
        ${unread > 0 && html`<${Count} of=${unread} label=${t("unread", { count: unread })} />`}
      </li>`;
    })}
  </ul>`;
}

/** @param {Message | null} last @param {Me} self */
function words(last, self) {
  if (!last) return t("home.no-message");
  if (last.body === null) return t("home.deleted");
  return last.sender_id === self.user_id ? t("home.you-wrote", { text: saidBy(last) }) : saidBy(last);
}

/** @param {Date} at @param {string} zone */
function when(at, zone) {
  const ago = daysBetween(at, now.value, zone);
  return ago === 0 ? clock(at, zone) : ago === 1 ? t("day.yesterday") : day(at, zone, now.value);
}
