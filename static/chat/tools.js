import { useRef, useState } from "preact/hooks";
import { emojiNames, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Menu } from "../ui/menu.js";
import { Icon } from "../ui/parts.js";
/** @import { Message } from "../protocol.js" */
/** @import { Acts } from "./acts.js" */

const COLUMNS = 6;

/** What can be done with a message: two at hand, the rest in a menu. @param {{ message: Message, mine: boolean, acts: Acts }} props */
export function Tools({ message, mine, acts }) {
  const [open, setOpen] = useState(/** @type {"menu" | "picker" | null} */ (null));
  const more = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const react = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const close = () => setOpen(null);
  /** @param {((message: Message) => void) | undefined} act @param {string} icon @param {import("../strings/index.js").Key} key @param {boolean} [stop] */
  const item = (act, icon, key, stop) =>
    act &&
    html`<li role="none"><button type="button" role="menuitem" class=${stop ? "danger" : ""} onClick=${() => {
      more.current?.focus();
      close();
      act(message);
    }}><${Icon} name=${icon} />${t(key)}</button></li>`;
  return html`<span class=${`message-tools ${open ? "shown" : ""}`}>
    ${acts.react &&
    html`<button type="button" ref=${react} aria-label=${t("words.react")} title=${t("words.react")} aria-haspopup="dialog" aria-expanded=${open === "picker"} onClick=${() => setOpen("picker")}><${Icon} name="smile-plus" /></button>`}
    ${acts.reply && html`<button type="button" aria-label=${t("words.reply")} title=${t("words.reply")} onClick=${() => acts.reply?.(message)}><${Icon} name="reply" class="turns" /></button>`}
    <button class="more" type="button" ref=${more} aria-label=${t("words.more")} title=${t("words.more")} aria-haspopup="menu" aria-expanded=${open === "menu"} onClick=${() => setOpen("menu")}><${Icon} name="ellipsis" /></button>
    ${open === "menu" && more.current &&
    html`<${Menu} label=${t("words.menu")} by=${more.current} onClose=${close}>
      <ul role="none">
        ${item(acts.react && (() => setOpen("picker")), "smile-plus", "words.react")}
        ${item(acts.reply, "reply", "words.reply")}
        ${item(mine ? acts.edit : undefined, "pencil", "chat.edit")}
        ${item(acts.pin, message.pinned_at ? "pin-off" : "pin", message.pinned_at ? "words.unpin" : "words.pin")}
        ${item(acts.make, "list-checks", "words.make")}
        ${item(acts.copyLink, "link", "words.copy-link")}
        ${item(mine ? undefined : acts.markUnread, "mail", "words.unread")}
        ${item(message.edited_at ? acts.showHistory : undefined, "history", "words.history")}
        ${item(mine ? undefined : acts.report, "flag", "report.message")}
        ${item(mine ? acts.remove : undefined, "trash-2", "chat.delete", true)}
      </ul>
    <//>`}
    ${open === "picker" &&
    html`<${Picker} by=${react.current?.checkVisibility() ? react.current : more.current} onClose=${close} onPick=${(/** @type {string} */ emoji) => (close(), acts.react?.(message, emoji))} />`}
  </span>`;
}

/** @param {{ by: HTMLElement | null, onClose: () => void, onPick: (emoji: string) => void }} props */
function Picker({ by, onClose, onPick }) {
  const [typed, setTyped] = useState("");
  if (!by) return null;
  const pick = (/** @type {string} */ emoji) => {
    by.focus();
    onPick(emoji);
  };
  return html`<${Menu} label=${t("words.react")} by=${by} role="dialog" columns=${COLUMNS} onClose=${onClose}>
    <div class="emoji-grid">
      ${Object.entries(emojiNames).map(([emoji, name]) => html`<button type="button" key=${emoji} aria-label=${name} title=${name} onClick=${() => pick(emoji)}>${emoji}</button>`)}
    </div>
    <form class="emoji-other" onSubmit=${(/** @type {Event} */ event) => (event.preventDefault(), typed.trim() && pick(typed.trim()))}>
      <input class="input" aria-label=${t("words.other-emoji")} placeholder=${t("words.other-emoji")} maxlength="32" value=${typed} onInput=${(/** @type {any} */ event) => setTyped(event.currentTarget.value)} />
      <button class="button small" type="submit">${t("words.add")}</button>
    </form>
  <//>`;
}
