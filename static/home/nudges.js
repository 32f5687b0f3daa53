import { useId, useState } from "preact/hooks";
import { PlanDialog } from "../meetings/plan.js";
import { pathOf } from "../meetings/when.js";
import { go } from "../router.js";
import { nudges, snooze, useNudges } from "../nudges.js";
import { firstName, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
/** @import { Me, Meeting, Mentorship, Nudge } from "../protocol.js" */

const LATER = /** @type {const} */ ([
  [3, "nudge.in-days"],
  [7, "nudge.in-week"],
  [30, "nudge.in-month"],
  [null, "nudge.dismiss"],
]);

/** A kind word after a silence, when it is my turn to hear it. @param {{ self: Me, mentorships: Mentorship[] }} props */
export function Nudges({ self, mentorships }) {
  useNudges();
  return nudges.value.map((nudge) => {
    const mentorship = mentorships.find((each) => each.mentorship_id === nudge.mentorship_id);
    return mentorship && html`<${Card} key=${nudge.mentorship_id} nudge=${nudge} mentorship=${mentorship} self=${self} />`;
  });
}

/** @param {{ nudge: Nudge, mentorship: Mentorship, self: Me }} props */
function Card({ nudge: { quiet_days }, mentorship, self }) {
  const { mentorship_id, other } = mentorship;
  const name = firstName(other.name);
  const id = useId();
  const [planning, setPlanning] = useState(false);
  return html`<section class="panel waiting nudge" aria-labelledby=${`${id}-title`}>
    <span class="row-mark wait"><${Icon} name="coffee" /></span>
    <div class="stack close">
      <div>
        <h2 id=${`${id}-title`}>${t("nudge.title", { name, count: quiet_days })}</h2>
        <p>${t("nudge.text")}</p>
      </div>
      <div class="actions">
        <a class="button small" href=${`/m/${mentorship_id}`}>${t("nudge.write")}</a>
        <button class="button small" type="button" onClick=${() => setPlanning(true)}>${t("nudge.plan")}</button>
        <button class="button small quiet" type="button" popovertarget=${id}>${t("nudge.later")}<${Icon} name="chevron-down" /></button>
        <div class="menu" popover id=${id} role="group" aria-label=${t("nudge.later-which", { name })}>
          <ul role="list">
            ${LATER.map(([days, words]) => html`<li key=${words}><button type="button" onClick=${() => snooze(mentorship_id, days)}>${t(words)}</button></li>`)}
          </ul>
        </div>
      </div>
    </div>
    ${planning &&
    html`<${PlanDialog} mentorship=${mentorship} self=${self} onClose=${() => setPlanning(false)}
      onDone=${(/** @type {Meeting} */ made) => {
        toast(t("plan.made", { name }));
        go(pathOf(made));
      }} />`}
  </section>`;
}
