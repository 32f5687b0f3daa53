import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Tabs } from "../ui/tabs.js";
/** @import { Programme } from "../protocol.js" */

/** @typedef {"health" | "pairs" | "people" | "meetings" | "concerns" | "settings"} Part */

/** Part → the rest of its address. */
export const PARTS = /** @type {const} */ ([
  ["health", ""],
  ["pairs", "/pairs"],
  ["people", "/people"],
  ["meetings", "/meetings"],
  ["concerns", "/concerns"],
  ["settings", "/settings"],
]);

/** Which programme, and the parts of it; the part that is open stands below. @param {{ shown: Programme, part: Part, actions?: any, children?: any }} props */
export function Frame({ shown, part, actions, children }) {
  const { programme, mentorships, members } = shown;
  const living = mentorships.filter((m) => m.status !== "ended").length;
  const people = new Set(members.map(({ person }) => person.user_id)).size;
  return html`<main id="main" class="page" tabindex="-1">
    <header class="page-head">
      <div><h1 dir="auto">${programme.name}</h1><p>${t("programme.lead", { pairs: t("programme.pairs-count", { count: living }), people: t("programme.people-count", { count: people }) })}</p></div>
      ${actions && html`<div class="actions">${actions}</div>`}
    </header>
    <${Tabs} class="programme-tabs" label=${t("programme.parts")} current=${part} links=${PARTS.map(([name, path]) => ({ name, href: `/programmes/${programme.programme_id}${path}`, text: t(`programme.part-${name}`) }))} />
    ${children}
  </main>`;
}
