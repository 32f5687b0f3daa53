import { date } from "../dates.js";
import { firstName, listed, parts, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Readers } from "../ui/parts.js";
/** @import { ReaderOf } from "../protocol.js" */

/**
 * Who reads what is written here, by name, before it is written. `more` says what follows from it.
 *
 * @param {{ id: string, readers: ReaderOf[], self: { user_id: string, time_zone: string }, more?: string }} props
 */
export function ReadersOf({ id, readers, self, more = "" }) {
  const others = readers.filter((reader) => reader.user_id !== self.user_id);
  if (!others.length) return html`<${Readers} icon="eye-off" framed=${true} id=${id}>${t("readers.nobody")} ${more}<//>`;
  const outside = others.some((reader) => reader.role === "manager");
  const names = listed(others.map((reader) => (reader.role === "manager" ? t("readers.manager", { name: reader.name }) : firstName(reader.name))));
  const sealed = others.map((reader) => reader.from_at).find(Boolean);
  const when = sealed ? t("readers.sealed", { day: date(new Date(sealed), self.time_zone, now.value) }) : "";
  return html`<${Readers} icon=${outside ? "eye" : "lock"} framed=${outside} id=${id}>
    ${parts(others.length > 1 ? "readers.some" : "readers.one", { names: html`<b>${names}</b>` })} ${when} ${more}
  <//>`;
}
