import { useRef, useState } from "preact/hooks";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Menu } from "../ui/menu.js";
import { Icon } from "../ui/parts.js";
import { COMMANDS } from "./commands.js";
import { keysOf } from "./shortcuts.js";
/** @import { CommandName } from "./commands.js" */
/** @import { Desk } from "./desk.js" */

/** One of the bar. What is `roomy` stands in the menu instead where there is little room. @param {CommandName} name @param {{ roomy?: boolean, Mark?: any }} [how] `Mark`: what it has to say besides */
const button = (name, { roomy = false, Mark } = {}) =>
  function OneButton(/** @type {{ desk: Desk }} */ { desk }) {
    const command = COMMANDS[name];
    if (command.may && !command.may()) return null;
    const { icon, label, on } = command.look(desk);
    const device = name === "microphone" || name === "camera";
    const look = device ? (on ? "" : "off") : on ? "on" : "";
    const { words, aria } = keysOf(command, desk.viewing.value.letters);
    return html`<button class=${`call-button ${look} ${roomy ? "only-wide" : ""}`} type="button" aria-label=${label} aria-pressed=${device || on === undefined ? undefined : String(on)}
      aria-describedby=${Mark && `${name}-mark`} aria-keyshortcuts=${aria} title=${words ? `${label} (${words})` : label} onClick=${() => command.run(desk)}>
      <${Icon} name=${icon} />${Mark && html`<${Mark} desk=${desk} id=${`${name}-mark`} />`}
    </button>`;
  };

/** @param {{ desk: Desk, id: string }} props */
const Unread = ({ desk: { panel, mentorship }, id }) =>
  panel.value !== "chat" && mentorship.conversation.unread > 0
    ? html`<span class="dot"></span><span class="only-for-screen-readers" id=${id}>${t("unread", { count: mentorship.conversation.unread })}</span>`
    : null;

/** @type {{ roomy: CommandName[], always: CommandName[] }} in the menu: what left a narrow bar, and the rest */
const MENU = { roomy: ["share", "react", "hand", "people"], always: ["layout", "self", "float", "devices", "help"] };

/** @param {{ desk: Desk }} props */
function More({ desk }) {
  const [open, setOpen] = useState(false);
  const by = useRef(/** @type {HTMLButtonElement | null} */ (null));
  const close = () => setOpen(false);
  /** @param {CommandName} name */
  const item = (name) => {
    const command = COMMANDS[name];
    if (command.may && !command.may()) return null;
    const { icon, label, on } = command.look(desk);
    const { words } = keysOf(command, desk.viewing.value.letters);
    const pick = () => {
      by.current?.focus();
      close();
      command.run(desk);
    };
    return html`<li role="none" key=${name}><button type="button" role=${on === undefined ? "menuitem" : "menuitemcheckbox"} aria-checked=${on} onClick=${pick}>
      <${Icon} name=${icon} />${label}${on ? html`<${Icon} name="check" class="at-end" />` : words && html`<kbd aria-hidden="true">${words}</kbd>`}
    </button></li>`;
  };
  return html`<button class=${`call-button ${open ? "on" : ""}`} type="button" ref=${by} aria-label=${t("call.more")} title=${t("call.more")} aria-haspopup="menu" aria-expanded=${open}
      onClick=${() => setOpen(!open)}><${Icon} name="ellipsis" /></button>
    ${open && by.current &&
    html`<${Menu} label=${t("call.more")} by=${by.current} onClose=${close}>
      <ul role="none" class="only-narrow">${MENU.roomy.map(item)}<li role="separator" class="menu-line"></li></ul>
      <ul role="none">${MENU.always.map(item)}</ul>
    <//>`}`;
}

/** @param {{ desk: Desk }} props */
const Leave = ({ desk }) =>
  html`<button class="call-button leave" type="button" aria-label=${t("call.leave")} onClick=${() => COMMANDS.leave.run(desk)}><${Icon} name="phone-off" /><span>${t("call.leave-short")}</span></button>`;

/** From start to end; between the groups there is room. */
const BAR = [
  [button("microphone"), button("camera"), button("share", { roomy: true })],
  [button("react", { roomy: true }), button("hand", { roomy: true })],
  [button("chat", { Mark: Unread }), button("agenda"), button("people", { roomy: true }), More],
  [Leave],
];

// What is pressed with the mouse takes no focus: the space bar is for talking then.
const stay = (/** @type {Event} */ event) => event.preventDefault();

/** @param {{ desk: Desk }} props */
export const Bar = ({ desk }) =>
  html`<footer class="call-foot">
    <div class="call-bar" role="group" aria-label=${t("call.controls")} onMouseDown=${stay}>
      ${BAR.map((group, i) => html`<div class="call-group" key=${i}>${group.map((One, j) => html`<${One} key=${j} desk=${desk} />`)}</div>`)}
    </div>
  </footer>`;
