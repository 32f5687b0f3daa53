import { programmes } from "../matching/live.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { byNewest } from "./live.js";
import { DirectRows } from "./rows.js";

const SHOWN = 3;

/** At home on a small screen, where there is no sidebar: the latest few, and the way to all. */
export function DirectNews() {
  const all = byNewest();
  if (!all.length && !programmes.value?.length) return null;
  return html`<section class="only-narrow" aria-labelledby="direct">
    <div class="section-head"><h2 id="direct">${t("direct.title")}</h2></div>
    <${DirectRows} directs=${all.filter(({ conversation }, place) => place < SHOWN || conversation.unread > 0)} />
    <p><a class="button small quiet" href="/direct"><${Icon} name="message-circle" />${t("direct.all")}</a></p>
  </section>`;
}
