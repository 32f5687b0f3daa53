import { api } from "../api.js";
import { problemText } from "../problem-text.js";
import { Concerns } from "../programme/concerns.js";
import { PARTS } from "../programme/frame.js";
import { Health } from "../programme/health.js";
import { useAsked } from "../programme/live.js";
import { MeetingsAndFeedback } from "../programme/meetings.js";
import { Pairs } from "../programme/pairs.js";
import { People } from "../programme/people.js";
import { Settings } from "../programme/settings.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Banner } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";
import Missing from "./missing.js";
/** @import { Part } from "../programme/frame.js" */
/** @import { Programme as Shown } from "../protocol.js" */

const SHOW = { health: Health, pairs: Pairs, people: People, meetings: MeetingsAndFeedback, concerns: Concerns, settings: Settings };

/** A programme as its manager sees it, in parts. No word of what pairs write. @param {{ programme: string, part?: string }} props */
export default function Programme({ programme: id, part = "" }) {
  const { shown, error, again } = useAsked(() => /** @type {Promise<Shown>} */ (api.programme(id)), id);
  const open = PARTS.find(([, path]) => path === (part && `/${part}`))?.[0];
  const name = shown?.programme.name ?? t("nav.programme");
  useTitle(open && open !== "health" ? `${t(`programme.part-${open}`)} · ${name}` : name);
  if (!open || (error && ["not_found", "forbidden"].includes(error.code))) return html`<${Missing} />`;
  if (!shown || shown.programme.programme_id !== id)
    return html`<main id="main" class="page" tabindex="-1">${error && html`<${Banner} tone="stop" icon="wifi-off"><div>${problemText(error)}</div><//>`}</main>`;
  return html`<${SHOW[/** @type {Part} */ (open)]} key=${open} shown=${shown} again=${again} />`;
}
