import { api } from "../api.js";
import { day } from "../dates.js";
import { problemText } from "../problem-text.js";
import { me } from "../session.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
/** @import { InvitationRow, Me } from "../protocol.js" */

/** Who was invited and is not here yet. @param {{ invitations: InvitationRow[], again: () => Promise<void> }} props */
export function Invitations({ invitations, again }) {
  if (invitations.length === 0) return null;
  const withdraw = async (/** @type {InvitationRow} */ invitation) => {
    await api.withdrawInvitation(invitation.invitation_id).catch((problem) => toast(problemText(problem), { icon: "circle-alert" }));
    await again();
  };
  return html`<section aria-labelledby="invited">
    <div class="section-head"><h2 id="invited">${t("programme.invited")}</h2></div>
    <ul class="rows" role="list">
      ${invitations.map((one) => html`<${Row} key=${one.invitation_id} invitation=${one} onWithdraw=${() => withdraw(one)} />`)}
    </ul>
  </section>`;
}

/** @param {{ invitation: InvitationRow, onWithdraw: () => void }} props */
function Row({ invitation: { email, role, expires_at }, onWithdraw }) {
  const until = day(new Date(expires_at), /** @type {Me} */ (me.value).time_zone, now.value);
  return html`<li class="row">
    <span class="row-mark wait"><${Icon} name="hourglass" /></span>
    <div class="row-body"><p class="row-title">${email}</p><p class="row-note">${t("programme.invited-as", { role: t(`role.${role}`), day: until })}</p></div>
    <div class="row-end"><button class="button small" type="button" aria-label=${t("programme.withdraw-whose", { email })} onClick=${onWithdraw}>${t("programme.withdraw")}</button></div>
  </li>`;
}
