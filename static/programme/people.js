import { useState } from "preact/hooks";
import { api } from "../api.js";
import { problemText } from "../problem-text.js";
import { me } from "../session.js";
import { firstName, listed, t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { Avatar, Icon } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
import { Frame } from "./frame.js";
import { Import } from "./import.js";
import { InviteDialog } from "./invite.js";
import { Invitations } from "./invitations.js";
/** @import { Member, Programme } from "../protocol.js" */

/** @typedef {{ person: Member["person"], roles: Member["role"][] }} PersonRow */

/** Who is here, and who is invited. @param {{ shown: Programme, again: () => Promise<void> }} props */
export function People({ shown, again }) {
  const [doing, setDoing] = useState(/** @type {"invite" | "import" | null} */ (null));
  const id = shown.programme.programme_id;
  const people = byPerson(shown.members);
  const [leaving, setLeaving] = useState(/** @type {PersonRow | null} */ (null));
  const remove = async () => {
    const row = leaving;
    setLeaving(null);
    try {
      await api.removeMember(id, row?.person.user_id ?? "");
      toast(t("programme.removed-toast", { name: row?.person.name }));
    } catch (problem) {
      toast(problemText(problem), { icon: "circle-alert" });
    }
    await again();
  };
  const done = () => (setDoing(null), void again());
  const actions = html`<button class="button" type="button" onClick=${() => setDoing("import")}><${Icon} name="upload" />${t("import.action")}</button>
    <button class="button primary" type="button" onClick=${() => setDoing("invite")}><${Icon} name="mail" />${t("programme.invite")}</button>`;
  return html`<${Frame} shown=${shown} part="people" actions=${actions}>
    ${doing === "import" && html`<${Import} programmeId=${id} onDone=${done} />`}
    <${Invitations} invitations=${shown.invitations} sendsMail=${shown.sends_mail} again=${again} />
    <section aria-labelledby="members">
      <div class="section-head"><h2 id="members">${t("programme.members")}</h2></div>
      <ul class="rows" role="list">${people.map((row) => html`<${PersonRow} key=${row.person.user_id} row=${row} onRemove=${row.person.user_id === me.value?.user_id ? null : () => setLeaving(row)} />`)}</ul>
    </section>
    ${leaving && html`<${RemoveDialog} row=${leaving} shown=${shown} onClose=${() => setLeaving(null)} onAction=${remove} />`}
    ${doing === "invite" && html`<${InviteDialog} programmeId=${id} sendsMail=${shown.sends_mail} onClose=${done} />`}
  <//>`;
}

/** @param {{ row: PersonRow, shown: Programme, onClose: () => void, onAction: () => void }} props */
function RemoveDialog({ row: { person }, shown, onClose, onAction }) {
  const others = shown.mentorships
    .filter(({ status, mentor, mentee }) => status !== "ended" && [mentor.user_id, mentee.user_id].includes(person.user_id))
    .map(({ mentor, mentee }) => (mentor.user_id === person.user_id ? mentee : mentor).name);
  return html`<${Dialog} title=${t("programme.remove-title", { name: person.name, programme: shown.programme.name })} action=${t("programme.remove-action")} stop=${true} onClose=${onClose} onAction=${onAction}>
    ${others.length > 0 && html`<p>${t("programme.remove-pairs", { names: listed(others) })}</p>`}
    <p>${t("programme.remove-text", { name: firstName(person.name) })}</p>
  <//>`;
}

/** @param {{ row: PersonRow, onRemove: (() => void) | null }} props */
const PersonRow = ({ row: { person, roles }, onRemove }) =>
  html`<li class="row">
    <${Avatar} person=${person} />
    <div class="row-body"><p class="row-title" dir="auto">${person.name}</p><p class="row-note">${roles.map((role) => t(`role.${role}`)).join(", ")}</p></div>
    ${onRemove && html`<div class="row-end"><button class="button small" type="button" aria-label=${t("programme.remove-whose", { name: person.name })} onClick=${onRemove}>${t("programme.remove")}</button></div>`}
  </li>`;

/** @param {Member[]} members @returns {PersonRow[]} */
function byPerson(members) {
  /** @type {Map<string, PersonRow>} */
  const found = new Map();
  for (const { person, role } of members) {
    const known = found.get(person.user_id);
    if (known) known.roles.push(role);
    else found.set(person.user_id, { person, roles: [role] });
  }
  return [...found.values()].sort((a, b) => a.person.name.localeCompare(b.person.name));
}
