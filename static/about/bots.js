import { useState } from "preact/hooks";
import { api } from "../api.js";
import { guests, hearGuests, useGuests } from "../bots/live.js";
import { Badge, BotMark, CanDo } from "../bots/parts.js";
import { mayWrite } from "../mentorship/may.js";
import { problemText } from "../problem-text.js";
import { firstName, t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { Readers } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
/** @import { Me, Mentorship } from "../protocol.js" */
/** @import { Bot, GuestBot, Guests } from "../bots/shapes.js" */

/** The programs that are guests of the two, and the way in and out. @param {{ mentorship: Mentorship, self: Me }} props */
export function Bots({ mentorship, self }) {
  const { mentorship_id: id, other } = mentorship;
  useGuests([id]);
  const [inviting, setInviting] = useState(false);
  const [leaving, setLeaving] = useState(/** @type {Bot | null} */ (null));
  const found = guests.value[id];
  if (!found) return null;
  const change = async (/** @type {Promise<Guests>} */ answer) => {
    try {
      hearGuests(await answer);
      setInviting(false);
      setLeaving(null);
    } catch (problem) {
      toast(problemText(problem), { icon: "circle-alert" });
    }
  };
  const canInvite = mayWrite(mentorship);
  return html`<section class="stack close" aria-labelledby="guests">
    <div class="stack closer">
      <h2 id="guests">${t("guests.title")}</h2>
      <p class="small-text quiet-text">${t("guests.what")}</p>
    </div>
    ${found.guests.length === 0 && html`<p class="quiet-text">${t("guests.none")}</p>`}
    ${found.guests.length > 0 &&
    html`<ul class="rows" role="list">
      ${found.guests.map((guest) => html`<${Guest} key=${guest.bot.bot_id} guest=${guest} self=${self} name=${firstName(other.name)}
          onConfirm=${() => change(api.confirmBot(id, guest.bot.bot_id))} onDecline=${() => change(api.withdrawBot(id, guest.bot.bot_id))} onWithdraw=${() => setLeaving(guest.bot)} />`)}
    </ul>`}
    ${canInvite && html`<div class="actions">${found.can_invite.length ? html`<button class="button small" type="button" onClick=${() => setInviting(true)}>${t("guests.invite")}</button>` : html`<p class="small-text quiet-text">${t("guests.make")} <a href="/account/bots">${t("guests.your-bots")}</a></p>`}</div>`}
    ${inviting && html`<${Invite} bots=${found.can_invite} self=${self} name=${firstName(other.name)} onClose=${() => setInviting(false)} onInvite=${(/** @type {string} */ botId) => change(api.inviteBot(id, botId))} />`}
    ${leaving &&
    html`<${Dialog} title=${t("guests.withdraw-title", { name: leaving.name })} action=${t("guests.withdraw-action")} stop=${true} onClose=${() => setLeaving(null)} onAction=${() => change(api.withdrawBot(id, leaving.bot_id))}>
      <p>${t("guests.withdraw-text")}</p>
    <//>`}
  </section>`;
}

/** @param {{ guest: GuestBot, self: Me, name: string, onConfirm: () => void, onDecline: () => void, onWithdraw: () => void }} props */
function Guest({ guest: { bot, confirmed_at, invited_by }, self, name, onConfirm, onDecline, onWithdraw }) {
  const mine = invited_by === self.user_id;
  const waitsForMe = !confirmed_at && !mine;
  return html`<li class="row top">
    <${BotMark} />
    <div class="row-body stack closer">
      <p class="row-title bot-name"><span dir="auto">${bot.name}</span> <${Badge} />
        <span class=${`tag ${confirmed_at ? "good" : "wait"}`}>${confirmed_at ? t("guests.here") : mine ? t("guests.waits-for", { name }) : t("guests.waits-for-you")}</span>
      </p>
      <p class="row-note"><span dir="auto">${bot.purpose}</span></p>
      <p class="row-note">${runBy(bot, self)}</p>
      <${CanDo} bot=${bot} self=${self.user_id} />
      <div class="actions">
        ${waitsForMe &&
        html`<button class="button small primary" type="button" aria-label=${t("guests.confirm-whose", { name: bot.name })} onClick=${onConfirm}>${t("guests.confirm")}</button>
          <button class="button small quiet" type="button" aria-label=${t("guests.decline-whose", { name: bot.name })} onClick=${onDecline}>${t("guests.decline")}</button>`}
        ${!waitsForMe && html`<button class="button small" type="button" aria-label=${t("guests.withdraw-whose", { name: bot.name })} onClick=${onWithdraw}>${t("guests.withdraw")}</button>`}
      </div>
    </div>
  </li>`;
}

/** @param {{ bots: Bot[], self: Me, name: string, onClose: () => void, onInvite: (botId: string) => void }} props */
function Invite({ bots, self, name, onClose, onInvite }) {
  const [chosen, setChosen] = useState(bots[0].bot_id);
  return html`<${Dialog} title=${t("guests.invite-title")} action=${t("guests.invite-action")} wide=${true} onClose=${onClose} onAction=${() => onInvite(chosen)}>
    <fieldset class="field">
      <legend>${t("guests.which")}</legend>
      ${bots.map(
        (bot) => html`<label class="choice card" key=${bot.bot_id}>
          <input type="radio" name="bot" checked=${chosen === bot.bot_id} onChange=${() => setChosen(bot.bot_id)} />
          <span class="stack closer"><span class="row-title" dir="auto">${bot.name}</span><span class="row-note" dir="auto">${bot.purpose}</span><span class="row-note">${runBy(bot, self)}</span></span>
        </label>`,
      )}
    </fieldset>
    ${bots.filter((bot) => bot.bot_id === chosen).map((bot) => html`<${CanDo} key=${bot.bot_id} bot=${bot} self=${self.user_id} />`)}
    <${Readers} icon="users">${t("guests.needs-both", { name })}<//>
  <//>`;
}

/** @param {Bot} bot @param {Me} self */
function runBy(bot, self) {
  if (bot.owner.user_id === self.user_id) return t("guests.of-you");
  return bot.programme ? t("guests.of-manager", { name: bot.owner.name, programme: bot.programme.name }) : t("guests.of", { name: bot.owner.name });
}
