import { useId, useState } from "preact/hooks";
import { api } from "../api.js";
import { youAnd } from "../bots/readers.js";
import { clock, hour, instantOf, place } from "../dates.js";
import { newId } from "../ids.js";
import { problemText } from "../problem-text.js";
import { firstName, parts, t } from "../strings/index.js";
import { Clocks } from "../ui/clocks.js";
import { Dialog } from "../ui/dialog.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon, Readers } from "../ui/parts.js";
import { book } from "./live.js";
import { Scope } from "./scope.js";
import { firstOffer, KIND_ICON } from "./when.js";
/** @import { Me, Meeting, MeetingKind, Mentorship } from "../protocol.js" */

const KINDS = /** @type {MeetingKind[]} */ (["video", "sound", "chat", "in_person"]);
const WEEKS = [1, 2, 3, 4];

/**
 * Plan a meeting, or move one that is planned. The clocks of both stand beside the time while one chooses it.
 *
 * @typedef {{ title: string, kind: MeetingKind, place: string, local: string, zone: string, minutes: string }} Draft what a new one begins with
 * @param {{ mentorship: Mentorship, self: Me, meeting?: Meeting, kind?: MeetingKind, draft?: Draft, onClose: () => void, onDone: (meeting: Meeting) => void }} props
 */
export function PlanDialog({ mentorship, self, meeting, kind, draft, onClose, onDone }) {
  const { other, mentorship_id } = mentorship;
  const name = firstName(other.name);
  const [clientId] = useState(newId);
  const [form, setForm] = useState(() => ({
    title: meeting?.title ?? "",
    kind: meeting?.kind ?? kind ?? /** @type {MeetingKind} */ ("video"),
    place: meeting?.place ?? "",
    local: meeting?.local_start ?? firstOffer(self.time_zone, other.time_zone, now.peek()),
    zone: meeting?.time_zone ?? self.time_zone,
    minutes: String(meeting?.minutes ?? 30),
    weeks: "",
    times: "",
    ...draft,
    scope: /** @type {"this" | "following"} */ ("this"),
  }));
  const [error, setError] = useState("");
  const set = (/** @type {Partial<typeof form>} */ part) => (setError(""), setForm({ ...form, ...part }));
  const typed = (/** @type {keyof typeof form} */ field) => (/** @type {any} */ event) => set({ [field]: event.currentTarget.value });
  const at = instantOf(form.local, form.zone);
  const zones = [...new Set([form.zone, self.time_zone, other.time_zone])];

  const save = async () => {
    if (!at) return;
    const what = { title: form.title.trim(), kind: form.kind, place: form.kind === "in_person" ? form.place.trim() : null, local_start: form.local.slice(0, 16), time_zone: form.zone, minutes: Number(form.minutes) };
    try {
      const answer = meeting
        ? await api.changeMeeting(meeting.meeting_id, { ...what, scope: form.scope, revision: meeting.revision })
        : await api.planMeeting(mentorship_id, { ...what, client_id: clientId, every_weeks: form.weeks ? Number(form.weeks) : null, times: form.weeks && form.times ? Number(form.times) : null });
      book.hear(answer);
      onDone(answer);
    } catch (problem) {
      const overtaken = meeting && /** @type {any} */ (problem).code === "conflict";
      setError(overtaken ? t("plan.overtaken", { name }) : problemText(problem));
    }
  };

  return html`<${Dialog} title=${t(meeting ? "plan.change-title" : "plan.new-title")} action=${t(meeting ? "plan.save" : "plan.make")} onClose=${onClose} onAction=${save}>
    <${Field} label=${t("plan.name")} required maxlength="200" dir="auto" value=${form.title} onInput=${typed("title")}
      hint=${html`<${Readers}>${parts("plan.name-readers", { both: html`<b>${youAnd("chat.you-and", name, mentorship.bots, "meetings:read")}</b>` })}<//>`} />
    <fieldset class="field">
      <legend>${t("plan.kind")}</legend>
      <div class="segments wraps">
        ${KINDS.map(
          (kind) => html`<label key=${kind}><input type="radio" name="kind" value=${kind} checked=${form.kind === kind} onChange=${() => set({ kind })} /><${Icon} name=${KIND_ICON[kind]} />${t(`meeting.kind-${kind}`)}</label>`,
        )}
      </div>
    </fieldset>
    ${form.kind === "in_person" && html`<${Field} label=${t("plan.where")} hint=${t("plan.where-hint")} required maxlength="200" dir="auto" value=${form.place} onInput=${typed("place")} />`}
    <${When} form=${form} at=${at} self=${self} other=${other} onLocal=${typed("local")} />
    <div class="two-fields">
      <${Field} label=${t("plan.minutes")} type="number" min="5" max="480" required value=${form.minutes} onInput=${typed("minutes")} />
      ${zones.length > 1 &&
      html`<${Field} label=${t("plan.zone")} value=${form.zone} onChange=${typed("zone")}
        options=${zones.map((zone) => ({ value: zone, label: zone === self.time_zone ? t("plan.zone-mine", { place: place(zone) }) : zone === other.time_zone ? t("plan.zone-theirs", { place: place(zone), name }) : place(zone) }))} />`}
      ${!meeting &&
      html`<${Field} label=${t("plan.repeats")} value=${form.weeks} onChange=${typed("weeks")}
        options=${[{ value: "", label: t("plan.never") }, ...WEEKS.map((count) => ({ value: String(count), label: t("plan.weeks", { count }) }))]} />`}
      ${!meeting && form.weeks && html`<${Field} label=${t("plan.times")} hint=${t("plan.times-hint")} type="number" min="2" max="52" value=${form.times} onInput=${typed("times")} />`}
    </div>
    ${meeting?.every_weeks && html`<${Scope} scope=${form.scope} onScope=${(/** @type {"this" | "following"} */ scope) => set({ scope })} />`}
    ${error && html`<p class="field-error" role="alert"><${Icon} name="circle-alert" /><span>${error}</span></p>`}
  <//>`;
}

/** The time, and at once what it is in both places. @param {{ form: { local: string, zone: string, minutes: string }, at: Date | null, self: Me, other: Mentorship["other"], onLocal: (event: Event) => void }} props */
function When({ form, at, self, other, onLocal }) {
  const id = useId();
  const name = firstName(other.name);
  const asleep = (/** @type {string} */ zone) => at && (hour(at, zone) < 7 || hour(at, zone) >= 22);
  const note = !at
    ? ""
    : at < now.value
      ? t("plan.past")
      : asleep(other.time_zone)
        ? t("plan.night", { time: clock(at, other.time_zone), name })
        : asleep(self.time_zone)
          ? t("plan.night-you", { time: clock(at, self.time_zone) })
          : "";
  const length = Number(form.minutes) || 0;
  return html`<div class="field">
    <label for=${id}>${t("plan.when-zone", { place: place(form.zone) })}</label>
    <input class="input" id=${id} type="datetime-local" required value=${form.local} aria-describedby=${`${id}-clocks`} onInput=${onLocal} />
    <div class="when-clocks" id=${`${id}-clocks`} role="status">
      ${at && html`<${Clocks} at=${at} until=${length ? new Date(at.getTime() + length * 60_000) : undefined} days=${true} me=${self} other=${other} />`}
      ${note && html`<p class="wait-note"><${Icon} name="moon-star" />${note}</p>`}
    </div>
  </div>`;
}
