import { useState } from "preact/hooks";
import { api } from "../api.js";
import { saidBy } from "../attachments/words.js";
import { date } from "../dates.js";
import { goals } from "../goals/live.js";
import { newId } from "../ids.js";
import { book, useMeetings } from "../meetings/live.js";
import { problemText } from "../problem-text.js";
import { firstName, parts, t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon, Readers } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
/** @import { Me, Meeting, Mentorship, Message } from "../protocol.js" */

const KINDS = /** @type {const} */ (["item", "action", "goal"]);
const READERS = /** @type {const} */ ({ item: "agenda.readers", action: "actions.readers", goal: "goal.readers" });
const LONGEST = { item: 300, action: 500, goal: 300 };

/** What somebody said becomes an agenda item, an action or a goal, in words that can still be changed. @param {{ mentorship: Mentorship, self: Me, message: Message, onClose: () => void }} props */
export function MakeDialog({ mentorship, self, message, onClose }) {
  const { mentorship_id, other } = mentorship;
  useMeetings([mentorship_id]);
  const [clientId] = useState(newId);
  const [kind, setKind] = useState(/** @type {typeof KINDS[number]} */ ("item"));
  const [text, setText] = useState(() => saidBy(message).split(/\s+/).filter(Boolean).join(" "));
  const [chosen, setChosen] = useState("");
  const [owner, setOwner] = useState(message.sender_id);
  const [error, setError] = useState("");
  const upcoming = book.upcoming(mentorship_id);
  // What is agreed on afterwards belongs to the last meeting.
  const meetings = kind === "item" ? upcoming : [...upcoming, ...book.past(mentorship_id).slice(0, 3)];
  const meeting = meetings.find((each) => each.meeting_id === chosen) ?? meetings[0];
  const loaded = book.listed.value[mentorship_id]?.upcoming ?? false;
  const cannot = kind !== "goal" && loaded && !meeting;

  const make = async () => {
    const words = text.trim().slice(0, LONGEST[kind]);
    if (!words || (kind !== "goal" && !meeting)) return;
    try {
      if (kind === "item") book.hear(await api.addItem(meeting.meeting_id, { client_id: clientId, title: words, minutes: null, goal_id: null }));
      if (kind === "action") book.hear(await api.addAction(meeting.meeting_id, { client_id: clientId, text: words, owner_id: owner, due_on: null }));
      if (kind === "goal") goals.hear(await api.addGoal(mentorship_id, { client_id: clientId, what: words, how: "", due_on: null, checklist: [] }));
      toast(t(`words.made-${kind}`));
      onClose();
    } catch (problem) {
      setError(problemText(problem));
    }
  };
  const label = (/** @type {Meeting} */ each) => `${date(new Date(each.starts_at), self.time_zone, now.value)}: ${each.title}`;
  return html`<${Dialog} title=${t("words.make-title")} action=${t("words.make-save")} onClose=${onClose} onAction=${make}>
    <fieldset>
      <legend class="only-for-screen-readers">${t("words.make-what")}</legend>
      <div class="segments">
        ${KINDS.map((each) => html`<label key=${each}><input type="radio" name="make-kind" checked=${kind === each} onChange=${() => setKind(each)} />${t(`words.make-${each}`)}</label>`)}
      </div>
    </fieldset>
    <${Field} label=${t("words.make-text")} required maxlength=${LONGEST[kind]} dir="auto" value=${text.slice(0, LONGEST[kind])} onInput=${(/** @type {any} */ event) => setText(event.currentTarget.value)}
      hint=${html`<${Readers}>${parts(READERS[kind], { both: html`<b>${t("agenda.you-and", { name: firstName(other.name) })}</b>` })}<//>`} />
    ${kind !== "goal" && meeting &&
    html`<${Field} label=${t("words.make-meeting")} value=${meeting.meeting_id} options=${meetings.map((each) => ({ value: each.meeting_id, label: label(each) }))} onChange=${(/** @type {any} */ event) => setChosen(event.currentTarget.value)} />`}
    ${kind === "action" && meeting &&
    html`<${Field} label=${t("words.make-owner")} value=${owner} options=${[self, other].map((each) => ({ value: each.user_id, label: each.name }))} onChange=${(/** @type {any} */ event) => setOwner(event.currentTarget.value)} />`}
    ${cannot && html`<p class="quiet-text">${t(kind === "item" ? "words.make-no-meeting" : "words.make-no-action")}</p>`}
    ${error && html`<p class="field-error" role="alert"><${Icon} name="circle-alert" /><span>${error}</span></p>`}
  <//>`;
}
