import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { spentMinutes } from "./timebox.js";
/** @import { AgendaItem } from "../protocol.js" */

/** How long it took, of how long it was to take: "13 of 15 min". @param {{ item: AgendaItem }} props */
export function Spent({ item }) {
  const { minutes } = item;
  const spent = spentMinutes(item);
  const words = spent ? (minutes === null ? t("timebox.spent-only", { count: spent }) : t("timebox.spent-of", { spent, count: minutes })) : minutes === null ? "" : t("agenda.minutes", { count: minutes });
  return words && html`<span class=${`minutes ${minutes !== null && spent > minutes ? "over" : ""}`}>${words}</span>`;
}
