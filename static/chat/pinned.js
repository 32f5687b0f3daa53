import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { gist, nameOf } from "./quote.js";
/** @import { Message } from "../protocol.js" */
/** @import { Who } from "./quote.js" */
/** @import { Acts } from "./acts.js" */

/** What is kept in view above the conversation. @param {{ messages: Message[], who: Who, acts: Acts }} props */
export function Pinned({ messages, who, acts }) {
  if (!messages.length) return null;
  return html`<details class="pinned">
    <summary><${Icon} name="pin" />${t("words.pinned", { count: messages.length })}<${Icon} name="chevron-down" /></summary>
    <ul role="list">
      ${messages.map((message) => {
        const name = nameOf(message.sender_id, who);
        return html`<li key=${message.seq}>
          <button class="pinned-one" type="button" title=${t("words.show", { name })} onClick=${() => acts.reveal(message.seq)}><b dir="auto">${name}</b><span dir="auto">${gist(message)}</span></button>
          ${acts.pin && html`<button class="button quiet only-icon small" type="button" aria-label=${t("words.unpin")} title=${t("words.unpin")} onClick=${() => acts.pin?.(message)}><${Icon} name="pin-off" /></button>`}
        </li>`;
      })}
    </ul>
  </details>`;
}
