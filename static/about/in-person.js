import { useState } from "preact/hooks";
import { date, day } from "../dates.js";
import { PlanDialog } from "../meetings/plan.js";
import { pathOf } from "../meetings/when.js";
import { mayMeet } from "../mentorship/may.js";
import { go } from "../router.js";
import { firstName, parts, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
import { inPerson, useInPerson } from "./live.js";
/** @import { Me, Meeting, Mentorship } from "../protocol.js" */

/** Whether the two have met face to face; gently, because it is not possible for everybody. @param {{ mentorship: Mentorship, self: Me }} props */
export function InPerson({ mentorship, self }) {
  const { mentorship_id, other } = mentorship;
  const [planning, setPlanning] = useState(false);
  useInPerson([mentorship_id]);
  const known = inPerson.value[mentorship_id];
  if (!known) return null;
  const { met, planned } = known;
  const at = (/** @type {Meeting} */ meeting) => html`<a href=${pathOf(meeting)}>${(meeting === met ? date : day)(new Date(meeting.starts_at), self.time_zone, now.value)}</a>`;
  if (!met && !planned && !mayMeet(mentorship)) return null;
  return html`<section class="stack close" aria-labelledby="in-person">
    <h2 id="in-person">${t("in-person.title")}</h2>
    ${met && html`<p><${Icon} name="check" /> ${parts("in-person.met", { day: at(met), place: html`<span dir="auto">${met.place}</span>` })}</p>`}
    ${planned && html`<p><${Icon} name="map-pin" /> ${parts("in-person.planned", { day: at(planned), place: html`<span dir="auto">${planned.place}</span>` })}</p>`}
    ${!met && !planned && html`<p class="quiet-text">${t("in-person.not-yet")}</p>`}
    ${!planned && mayMeet(mentorship) && html`<p><button class="button small" type="button" onClick=${() => setPlanning(true)}><${Icon} name="calendar-plus" />${t(met ? "in-person.plan-again" : "in-person.plan")}</button></p>`}
    ${planning &&
    html`<${PlanDialog} mentorship=${mentorship} self=${self} kind="in_person" onClose=${() => setPlanning(false)}
      onDone=${(/** @type {Meeting} */ made) => {
        setPlanning(false);
        toast(t("plan.made", { name: firstName(other.name) }));
        go(pathOf(made));
      }} />`}
  </section>`;
}
