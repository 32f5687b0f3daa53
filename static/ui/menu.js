import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { html } from "./html.js";

const EDGE_PX = 8;
const AWAY_PX = 24;
const STEPS = /** @type {Record<string, (columns: number) => number>} */ ({
  ArrowDown: (columns) => columns,
  ArrowUp: (columns) => -columns,
  ArrowRight: (columns) => (columns > 1 ? 1 : 0),
  ArrowLeft: (columns) => (columns > 1 ? -1 : 0),
});

/**
 * A menu, or a grid of choices, beside the button that opened it; it is open as long as it is rendered. Arrow keys
 * move in it, Escape and a click elsewhere close it, and the focus goes back to the button.
 *
 * @param {{ label: string, by: HTMLElement, role?: "menu" | "dialog", columns?: number, onClose: () => void, children?: any }} props
 */
export function Menu({ label, by, role = "menu", columns = 1, onClose, children }) {
  const ref = useRef(/** @type {HTMLElement | null} */ (null));
  useLayoutEffect(() => {
    const menu = ref.current;
    menu?.showPopover();
    items(menu)[0]?.focus({ preventScroll: true });
    if (menu) place(menu, by);
  }, []);
  // What it is about may scroll away beneath it.
  useEffect(() => {
    const { top } = by.getBoundingClientRect();
    const close = () => Math.abs(by.getBoundingClientRect().top - top) > AWAY_PX && onClose();
    addEventListener("scroll", close, { capture: true, passive: true });
    addEventListener("resize", close);
    return () => {
      removeEventListener("scroll", close, { capture: true });
      removeEventListener("resize", close);
    };
  }, []);
  /** @param {KeyboardEvent} event */
  const onKeyDown = (event) => {
    const all = items(ref.current);
    const now = all.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const step = STEPS[event.key]?.(columns) ?? 0;
    const next = event.key === "Home" ? 0 : event.key === "End" ? all.length - 1 : step && (now + step + all.length) % all.length;
    if (event.key === "Escape" || (event.key === "Tab" && role === "menu")) {
      if (event.key === "Escape") event.preventDefault();
      by.focus();
      onClose();
    } else if ((step || event.key === "Home" || event.key === "End") && document.activeElement?.localName !== "input") {
      event.preventDefault();
      all[next]?.focus();
    }
    event.stopPropagation();
  };
  const onToggle = (/** @type {any} */ event) => event.newState === "closed" && onClose();
  return html`<div class="menu placed" popover="auto" role=${role} aria-label=${label} ref=${ref} onKeyDown=${onKeyDown} onToggle=${onToggle}>${children}</div>`;
}

/** @param {HTMLElement | null} menu @returns {HTMLElement[]} */
const items = (menu) => [...(menu?.querySelectorAll("button, a") ?? [])].filter((item) => !item.closest("form") && item.checkVisibility()).map((item) => /** @type {HTMLElement} */ (item));

/** Below the button, above it where there is no room; never over an edge of the window. @param {HTMLElement} menu @param {HTMLElement} by */
function place(menu, by) {
  const at = by.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const below = at.bottom + height + EDGE_PX < innerHeight;
  const top = below ? at.bottom + EDGE_PX / 2 : Math.max(EDGE_PX, at.top - height - EDGE_PX / 2);
  const left = Math.min(Math.max(EDGE_PX, at.right - width), innerWidth - width - EDGE_PX);
  menu.style.setProperty("--top", `${top}px`);
  menu.style.setProperty("--left", `${left}px`);
}
