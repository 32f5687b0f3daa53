import { useState } from "preact/hooks";
import { api } from "../api.js";
import { day } from "../dates.js";
import { newId } from "../ids.js";
import { problemText } from "../problem-text.js";
import { me } from "../session.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
import { LinkMade } from "./invite.js";
/** @import { InvitationRow, Me } from "../protocol.js" */

/** What a server may answer, in words; any other reason has passed the server's own log. */
const REASONS = new Set(["refused", "busy", "unreachable", "sign_in", "sender", "stopped"]);

/** Who was invited and is not here yet, and what became of the letter. @param {{ invitations: InvitationRow[], sendsMail: boolean, again: () => Promise<void> }} props */
export function Invitations({ invitations, sendsMail, again }) {
  const [made, setMade] = useState(/** @type {InvitationRow | null} */ (null));
  if (invitations.length === 0) return null;
  const doing = (/** @type {() => Promise<any>} */ act) => async () => {
    try {
      const answer = await act();
      if (answer?.url) setMade(answer);
    } catch (problem) {
      toast(problemText(problem), { icon: "circle-alert" });
    }
    await again();
  };
  return html`<section aria-labelledby="invited">
    <div class="section-head"><h2 id="invited">${t("programme.invited")}</h2><span class="small-text quiet-text">${t("programme.people-count", { count: invitations.length })}</span></div>
    <ul class=${`rows ${invitations.length > 8 ? "long-list" : ""}`} role="list" tabindex=${invitations.length > 8 ? 0 : undefined} aria-labelledby="invited">
      ${invitations.map(
        (one) => html`<${Row} key=${one.invitation_id} invitation=${one} sendsMail=${sendsMail}
          onSend=${doing(() => api.resendInvitation(one.invitation_id, { client_id: newId(), by: sendsMail ? "mail" : "link" }))}
          onWithdraw=${doing(() => api.withdrawInvitation(one.invitation_id))} />`,
      )}
    </ul>
    ${made && html`<${LinkMade} url=${made.url ?? ""} email=${made.email ?? ""} onClose=${() => setMade(null)} />`}
  </section>`;
}

/** @param {{ invitation: InvitationRow, sendsMail: boolean, onSend: () => void, onWithdraw: () => void }} props */
function Row({ invitation: { email, name, role, expires_at, mail }, sendsMail, onSend, onWithdraw }) {
  const until = day(new Date(expires_at), /** @type {Me} */ (me.value).time_zone, now.value);
  const failed = mail?.state === "failed";
  return html`<li class="row folds">
    <span class=${`row-mark ${failed ? "plain" : "wait"}`}><${Icon} name=${failed ? "mail-x" : mail?.state === "sent" ? "mail-check" : "hourglass"} /></span>
    <div class="row-body">
      <p class="row-title" dir="auto">${name ? t("programme.invited-name", { name, email }) : email}</p>
      <p class="row-note">${t("programme.invited-as", { role: t(`role.${role}`), day: until })}${mail && html` ${mailWords(mail)}`}</p>
    </div>
    <div class="row-end">
      <button class="button small" type="button" aria-label=${t(sendsMail ? "programme.send-again-whose" : "programme.new-link-whose", { email })} onClick=${onSend}>${t(sendsMail ? "programme.send-again" : "programme.new-link")}</button>
      <button class="button small" type="button" aria-label=${t("programme.withdraw-whose", { email })} onClick=${onWithdraw}>${t("programme.withdraw")}</button>
    </div>
  </li>`;
}

/** @param {NonNullable<InvitationRow["mail"]>} mail */
function mailWords({ state, reason }) {
  const why = reason && t(/** @type {"mail.why-busy"} */ (`mail.why-${REASONS.has(reason) ? reason : "other"}`));
  if (state === "sent") return t("mail.sent");
  if (state === "failed") return t("mail.failed", { why: why ?? "" });
  return why ? t("mail.again", { why }) : t("mail.waiting");
}
