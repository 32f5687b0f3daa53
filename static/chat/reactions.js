import { emojiNames, listed, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { grouped } from "./fold.js";
import { nameOf } from "./quote.js";
/** @import { Message } from "../protocol.js" */
/** @import { Who } from "./quote.js" */

/** What they say of it, with one sign each; a click gives the same or takes one's own back. @param {{ message: Message, who: Who, onReact?: (message: Message, emoji: string) => void }} props */
export function Reactions({ message, who, onReact }) {
  const groups = grouped(message.reactions ?? []);
  if (!groups.length) return null;
  return html`<ul class="reactions" role="list">
    ${groups.map(({ emoji, user_ids }) => {
      const mine = user_ids.includes(who.self.user_id);
      const people = listed(user_ids.map((id) => nameOf(id, who)));
      const label = t("words.reaction", { emoji, name: emojiNames[emoji] ?? "", people });
      return html`<li key=${emoji}>
        <button class=${`chip ${mine ? "mine" : ""}`} type="button" aria-pressed=${mine} aria-label=${label} title=${people} disabled=${!onReact} onClick=${() => onReact?.(message, emoji)}>${emoji}<span>${user_ids.length}</span></button>
      </li>`;
    })}
  </ul>`;
}
