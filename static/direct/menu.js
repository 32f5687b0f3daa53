import { useId, useState } from "preact/hooks";
import { BlockDialog } from "../about/block-dialog.js";
import { api } from "../api.js";
import { changing } from "../mentorship/changing.js";
import { firstName, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
/** @import { DirectConversation } from "../protocol.js" */

/** What else one may do with somebody one writes to. @param {{ direct: DirectConversation }} props */
export function DirectMenu({ direct: { other, blocked } }) {
  const id = useId();
  const [blocking, setBlocking] = useState(false);
  const name = firstName(other.name);
  return html`<button class="button quiet only-icon" type="button" aria-label=${t("direct.menu", { name })} popovertarget=${id}><${Icon} name="ellipsis" /></button>
    <div class="menu" popover id=${id} role="group" aria-label=${t("direct.menu", { name })}>
      ${blocked
        ? html`<button type="button" popovertarget=${id} onClick=${() => changing(api.unblock(other.user_id))}><${Icon} name="ban" />${t("block.undo", { name })}</button>`
        : html`<button class="danger" type="button" popovertarget=${id} onClick=${() => setBlocking(true)}><${Icon} name="ban" />${t("block.open", { name })}</button>`}
    </div>
    ${blocking && html`<${BlockDialog} other=${other} onClose=${() => setBlocking(false)} />`}`;
}
