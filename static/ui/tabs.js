import { useEffect, useRef } from "preact/hooks";
import { html } from "./html.js";

/**
 * The parts of something, as links in a row; where they do not fit, the one that is open is scrolled into sight.
 * @param {{ label: string, current: string, class?: string, links: { name: string, href: string, text: string }[] }} props
 */
export function Tabs({ label, current, links, class: more = "" }) {
  const row = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const open = /** @type {HTMLElement | null | undefined} */ (row.current?.querySelector("[aria-current]"));
    // Not scrollIntoView: that would move the page too.
    if (row.current && open) row.current.scrollLeft = open.offsetLeft - (row.current.clientWidth - open.clientWidth) / 2;
  }, [current]);
  return html`<nav class=${`tabs ${more}`} ref=${row} aria-label=${label}>
    ${links.map(({ name, href, text }) => html`<a key=${name} href=${href} aria-current=${name === current ? "page" : undefined}>${text}</a>`)}
  </nav>`;
}
