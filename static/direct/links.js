import { useState } from "preact/hooks";
import { levelOf } from "../notify/live.js";
import { online } from "../session.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Avatar, Count, Icon } from "../ui/parts.js";
import { byNewest } from "./live.js";
/** @import { DirectConversation } from "../protocol.js" */

const SHOWN = 6;

/** In the sidebar: with whom one wrote last, whatever is unread, and the way to somebody new. @param {{ here: string | undefined, isList: boolean }} props */
export function DirectLinks({ here, isList }) {
  const [Writing, setWriting] = useState(/** @type {import("preact").ComponentType<{ onClose: () => void }> | null} */ (null));
  const write = () => void import("./new-message.js").then(({ NewMessage }) => setWriting(() => NewMessage), () => {}); // nobody starts with it
  const all = byNewest();
  const shown = all.filter(({ other, conversation }, place) => place < SHOWN || conversation.unread > 0 || other.user_id === here);
  return html`<div>
    <div class="side-head">
      <h2>${t("direct.title")}</h2>
      <button class="button quiet only-icon small" type="button" aria-label=${t("direct.new")} title=${t("direct.new")} onClick=${write}><${Icon} name="plus" /></button>
    </div>
    <ul role="list">
      ${shown.map((direct) => html`<${PersonLink} key=${direct.other.user_id} direct=${direct} here=${here === direct.other.user_id} />`)}
      ${all.length > shown.length && html`<li><a class="side-link" href="/direct" aria-current=${isList ? "page" : undefined}><${Icon} name="message-circle" />${t("direct.all")}</a></li>`}
    </ul>
    ${Writing && html`<${Writing} onClose=${() => setWriting(null)} />`}
  </div>`;
}

/** @param {{ direct: DirectConversation, here: boolean }} props */
function PersonLink({ direct: { other, conversation }, here }) {
  return html`<li>
    <a class="side-link" href=${`/direct/${other.user_id}`} aria-current=${here ? "page" : undefined}>
      <${Avatar} person=${other} size="small" online=${online.value.has(other.user_id)} />
      <span class="who"><span dir="auto">${other.name}</span></span>
      ${conversation.unread > 0 && html`<${Count} of=${conversation.unread} label=${t("unread", { count: conversation.unread })} muted=${levelOf(conversation.conversation_id) === "none"} />`}
    </a>
  </li>`;
}
