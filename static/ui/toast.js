import { signal } from "@preact/signals";
import { html } from "./html.js";
import { Icon } from "./parts.js";

/** A done thing that can be undone or is off screen. @typedef {{ id: number, text: string, icon: string }} Toast */

const shown = signal(/** @type {Toast[]} */ ([]));
const STAYS_MS = 6_000;
let count = 0;

/** @param {string} text @param {{ icon?: string }} [how] */
export function toast(text, { icon = "check" } = {}) {
  const id = (count += 1);
  shown.value = [...shown.value, { id, text, icon }];
  setTimeout(() => (shown.value = shown.value.filter((one) => one.id !== id)), STAYS_MS);
}

/** @param {{ children?: any }} props */
export const Toasts = ({ children }) =>
  html`<div class="toasts" role="status">
    ${children}
    ${shown.value.map((one) => html`<div class="toast" key=${one.id}><${Icon} name=${one.icon} /><span>${one.text}</span></div>`)}
  </div>`;
