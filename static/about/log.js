import { date } from "../dates.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
/** @import { AccessEntry, Me } from "../protocol.js" */

const DEEDS = new Set(["paired", "suggested", "ended", "closed_account", "opened_account", "read_chat", "wrote_chat", "read_meetings", "made_meetings", "read_agenda", "ticked_agenda", "read_times", "read_goals", "read_attendance"]);

/** Who other than the two did what, the newest first. @param {{ entries: AccessEntry[], self: Me }} props */
export function AccessLog({ entries, self }) {
  return html`<section class="stack close" aria-labelledby="log">
    <div class="stack closer">
      <h2 id="log">${t("log.title")}</h2>
      <p class="small-text quiet-text">${t("log.what")}</p>
    </div>
    ${entries.length === 0
      ? html`<p class="quiet-text">${t("log.nobody")}</p>`
      : html`<ol class="timeline" role="list">
          ${[...entries].reverse().map(
            ({ who, as, did, at }) => html`<li class="done" key=${`${at}-${did}-${who.user_id}`}>
              <p dir="auto">${t(DEEDS.has(did) ? /** @type {"log.did-paired"} */ (`log.did-${did}`) : "log.did-other", { name: who.name, what: did.replaceAll("_", " ") })}</p>
              <p class="row-note">${t(`log.as-${as}`)}, <time datetime=${at}>${date(new Date(at), self.time_zone, now.value)}</time></p>
            </li>`,
          )}
        </ol>`}
  </section>`;
}
