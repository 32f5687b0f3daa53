import { emojiNames, firstName, listed, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { grouped } from "./fold.js";
/** @import { Me, Message, Person } from "../protocol.js" */

/** What they say of it, with one sign each; a click gives the same or takes one's own back. @param {{ message: Message, self: Me, other: Person, onReact?: (message: Message, emoji: string) => void }} props */
export function Reactions({ message, self, other, onReact }) {
  const groups = grouped(message.reactions ?? []);
  if (!groups.length) return null;
  return html`<ul class="reactions" role="list">
    ${groups.map(({ emoji, user_ids }) => {
      const mine = user_ids.includes(self.user_id);
      const people = listed(user_ids.map((id) => (id === self.user_id ? t("words.you") : firstName(other.name))));
      const label = t("words.reaction", { emoji, name: emojiNames[emoji] ?? "", people });
      return html`<li key=${emoji}>
        <button class=${`chip ${mine ? "mine" : ""}`} type="button" aria-pressed=${mine} aria-label=${label} title=${people} disabled=${!onReact} onClick=${() => onReact?.(message, emoji)}>${emoji}<span>${user_ids.length}</span></button>
      </li>`;
    })}
  </ul>`;
}
