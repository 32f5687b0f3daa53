import { useState } from "preact/hooks";
import { api } from "../api.js";
import { problemText } from "../problem-text.js";
import { t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
/** @import { InvitationRow } from "../protocol.js" */

/** Invite one person, by mail where the server sends any, or by a link to pass on. @param {{ programmeId: string, sendsMail: boolean, onClose: () => void }} props */
export function InviteDialog({ programmeId, sendsMail, onClose }) {
  const [email, setEmail] = useState("");
  const [role, setRole] = useState("mentee");
  const [by, setBy] = useState(sendsMail ? "mail" : "link");
  const [made, setMade] = useState(/** @type {InvitationRow | null} */ (null));
  const [error, setError] = useState("");
  const make = async () => {
    try {
      const invited = await api.invite(programmeId, { email: email.trim(), role, by });
      if (invited.url) return setMade(invited);
      toast(t("programme.mailed-toast", { email: invited.email }));
      onClose();
    } catch (problem) {
      setError(problemText(problem));
    }
  };
  if (made) return html`<${LinkMade} url=${made.url ?? ""} email=${made.email ?? ""} onClose=${onClose} />`;
  return html`<${Dialog} title=${t("programme.invite-title")} action=${t(by === "mail" ? "programme.invite-mail" : "programme.invite-action")} onClose=${onClose} onAction=${make}>
    <${Field} label=${t("field.email")} type="email" required value=${email} error=${error} onInput=${(/** @type {any} */ event) => setEmail(event.currentTarget.value)} />
    <${Field} label=${t("programme.invite-as")} value=${role} onChange=${(/** @type {any} */ event) => setRole(event.currentTarget.value)}
      options=${/** @type {const} */ (["mentee", "mentor", "manager"]).map((value) => ({ value, label: t(`role.${value}`) }))} />
    ${sendsMail &&
    html`<fieldset class="field">
      <legend>${t("programme.invite-by")}</legend>
      <div class="segments">
        ${/** @type {const} */ (["mail", "link"]).map((way) => html`<label key=${way}><input type="radio" name="by" checked=${by === way} onChange=${() => setBy(way)} />${t(`programme.by-${way}`)}</label>`)}
      </div>
    </fieldset>`}
  <//>`;
}

/** @param {{ url: string, email: string, onClose: () => void }} props */
export function LinkMade({ url, email, onClose }) {
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
