import { useState } from "preact/hooks";
import { api } from "../api.js";
import { problemText } from "../problem-text.js";
import { t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
/** @import { InvitationRow, Member } from "../protocol.js" */

/** Bring two members together. @param {{ programmeId: string, members: Member[], onClose: () => void, onDone: () => void }} props */
export function PairDialog({ programmeId, members, onClose, onDone }) {
  /** @param {string} role */
  const options = (role) =>
    members.filter((m) => m.role === role).map(({ person }) => ({ value: person.user_id, label: person.name })).sort((a, b) => a.label.localeCompare(b.label));
  const mentors = options("mentor");
  const mentees = options("mentee");
  const [mentor, setMentor] = useState(mentors[0]?.value ?? "");
  const [mentee, setMentee] = useState(mentees.find((o) => o.value !== mentor)?.value ?? "");
  const [error, setError] = useState("");
  if (!mentors.length || !mentees.length)
    return html`<${Dialog} title=${t("programme.new-pair")} action=${t("programme.understood")} noWayBack=${true} onClose=${onClose} onAction=${onClose}><p>${t("programme.too-few")}</p><//>`;
  const make = async () => {
    if (mentor === mentee) return setError(t("programme.same-person"));
    try {
      await api.makePair(programmeId, { mentor_id: mentor, mentee_id: mentee });
      toast(t("programme.paired-toast"));
      onDone();
    } catch (problem) {
      setError(problemText(problem));
    }
  };
  return html`<${Dialog} title=${t("programme.new-pair")} action=${t("programme.pair-action")} onClose=${onClose} onAction=${make}>
    <${Field} label=${t("role.mentor")} options=${mentors} value=${mentor} onChange=${(/** @type {any} */ event) => setMentor(event.currentTarget.value)} />
    <${Field} label=${t("role.mentee")} options=${mentees} value=${mentee} error=${error} onChange=${(/** @type {any} */ event) => setMentee(event.currentTarget.value)} />
    <p class="small-text quiet-text">${t("programme.pair-note")}</p>
  <//>`;
}

/** Invite by link: the manager passes it on as they like. @param {{ programmeId: string, onClose: () => void }} props */
export function InviteDialog({ programmeId, onClose }) {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState("mentee");
  const [made, setMade] = useState(/** @type {InvitationRow | null} */ (null));
  const [error, setError] = useState("");
  const make = async () => {
    try {
      setMade(await api.invite(programmeId, { email: email.trim(), role }));
    } catch (problem) {
      setError(problemText(problem));
    }
  };
  if (made) return html`<${LinkMade} url=${made.url ?? ""} email=${email} onClose=${onClose} />`;
  return html`<${Dialog} title=${t("programme.invite-title")} action=${t("programme.invite-action")} onClose=${onClose} onAction=${make}>
    <${Field} label=${t("field.email")} type="email" required value=${email} error=${error} onInput=${(/** @type {any} */ event) => setEmail(event.currentTarget.value)} />
    <${Field} label=${t("programme.invite-as")} value=${role} onChange=${(/** @type {any} */ event) => setRole(event.currentTarget.value)}
      options=${/** @type {const} */ (["mentee", "mentor", "manager"]).map((value) => ({ value, label: t(`role.${value}`) }))} />
  <//>`;
}

/** @param {{ url: string, email: string, onClose: () => void }} props */
function LinkMade({ url, email, onClose }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard?.writeText(url).then(() => setCopied(true), () => {});
  };
  return html`<${Dialog} title=${t("programme.link-title")} action=${t("programme.link-done")} noWayBack=${true} onClose=${onClose} onAction=${onClose}>
    <p>${t("programme.link-text", { email })}</p>
    <div class="input-with-button">
      <input class="input" readonly value=${url} aria-label=${t("programme.link")} onFocus=${(/** @type {any} */ event) => event.currentTarget.select()} />
      <button class="button only-icon" type="button" aria-label=${t(copied ? "programme.copied" : "programme.copy")} onClick=${copy}><${Icon} name=${copied ? "check" : "copy"} /></button>
    </div>
  <//>`;
}
