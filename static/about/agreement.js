import { useState } from "preact/hooks";
import { api } from "../api.js";
import { date } from "../dates.js";
import { mayWrite } from "../mentorship/may.js";
import { problemText } from "../problem-text.js";
import { firstName, parts, t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Banner, Empty, Icon, Readers } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
import { agreements, hearAgreement, loadAgreement } from "./live.js";
import { Sees } from "./sees.js";
import { standing } from "./standing.js";
/** @import { Agreement, Me, Mentorship } from "../protocol.js" */

/** What the two promise each other, and what others see; written by either, accepted by both. @param {{ mentorship: Mentorship, self: Me, agreement: Agreement }} props */
export function AgreementPanel({ mentorship, self, agreement }) {
  const { mentorship_id, other, programme } = mentorship;
  const name = firstName(other.name);
  const [writing, setWriting] = useState(false);
  const canWrite = mayWrite(mentorship);
  const stands = standing(agreement, self.user_id, other.user_id);
  const say = async (/** @type {Promise<Agreement>} */ said) => {
    try {
      hearAgreement(await said);
    } catch (problem) {
      void loadAgreement(mentorship_id).catch(() => {}); // it may have been changed: show what it says now
      toast(problemText(problem), { icon: "circle-alert" });
    }
  };
  const accept = () => say(api.acceptAgreement(mentorship_id, agreement.revision));
  const acceptAnew = () => say(api.writeAgreement(mentorship_id, { revision: agreement.revision, text: agreement.text }));

  return html`<section class="panel stack fields" aria-labelledby="agreement">
    <div class="panel-head">
      <h2 id="agreement">${t("agreement.title")}</h2>
      <${Mark} stands=${stands} name=${name} />
    </div>
    ${stands === "none"
      ? html`<${Empty} icon="handshake" title=${t("agreement.none-title")}>
          <p>${t("agreement.none-why")}</p>
          ${canWrite && html`<button class="button primary" type="button" onClick=${() => setWriting(true)}><${Icon} name="pencil" />${t("agreement.write")}</button>`}
        <//>`
      : html`<p class="agreement-text" dir="auto">${agreement.text}</p><${Yeses} agreement=${agreement} self=${self} mentorship=${mentorship} />`}
    ${stands === "outdated" && html`<${Banner} tone="wait" icon="eye"><div>${t("agreement.outdated", { programme: programme.name })}</div><//>`}
    ${stands === "waits-for-you" && html`<p>${t(agreement.revision === 1 ? "agreement.is-new" : "agreement.is-changed", { name })}</p>`}
    ${canWrite &&
    stands !== "none" &&
    html`<div class="actions">
      ${stands === "waits-for-you" && html`<button class="button primary" type="button" onClick=${accept}><${Icon} name="handshake" />${t("agreement.accept")}</button>`}
      ${stands === "outdated" && html`<button class="button primary" type="button" onClick=${acceptAnew}><${Icon} name="handshake" />${t("agreement.accept-anew")}</button>`}
      <button class="button" type="button" onClick=${() => setWriting(true)}><${Icon} name="pencil" />${t("agreement.change")}</button>
    </div>`}
    <${Sees} mentorship=${mentorship} sees=${agreement.manager_sees_now} />
    ${writing && html`<${WriteDialog} mentorship=${mentorship} agreement=${agreement} onClose=${() => setWriting(false)} />`}
  </section>`;
}

/** @param {{ stands: ReturnType<typeof standing>, name: string }} props */
function Mark({ stands, name }) {
  if (stands === "none") return null;
  if (stands === "agreed") return html`<span class="tag good"><${Icon} name="handshake" />${t("agreement.agreed")}</span>`;
  return html`<span class="tag wait">${stands === "waits-for-other" ? t("agreement.waits-for", { name }) : t("agreement.waits-for-you")}</span>`;
}

/** Who wrote it, and who has said yes. @param {{ agreement: Agreement, self: Me, mentorship: Mentorship }} props */
function Yeses({ agreement, self, mentorship: { other } }) {
  const name = firstName(other.name);
  const day = date(new Date(agreement.written_at ?? 0), self.time_zone, now.value);
  return html`<div class="meta">
    <span>${t(agreement.written_by === self.user_id ? "agreement.you-wrote" : "agreement.wrote", { name, day })}</span>
    ${[self, other].map((person) => {
      const yes = agreement.accepted_by.includes(person.user_id);
      const who = person === self ? "you" : "other";
      return html`<span key=${who}><${Icon} name=${yes ? "check" : "hourglass"} />${t(`agreement.${who}-${yes ? "accepted" : "open"}`, { name })}</span>`;
    })}
  </div>`;
}

/**
 * The words, with a template to begin from. When the other changes them meanwhile, both versions stand side by
 * side: nothing that was typed is lost, and nothing of theirs is written over unseen.
 *
 * @param {{ mentorship: Mentorship, agreement: Agreement, onClose: () => void }} props
 */
function WriteDialog({ mentorship: { mentorship_id, other }, agreement, onClose }) {
  const name = firstName(other.name);
  const [begun] = useState(agreement.text);
  const [text, setText] = useState(agreement.text || t("agreement.template"));
  const [error, setError] = useState("");
  const overtaken = agreement.text !== begun;
  const save = async () => {
    try {
      hearAgreement(await api.writeAgreement(mentorship_id, { revision: agreement.revision, text: text.trim() }));
      onClose();
    } catch (problem) {
      if (/** @type {any} */ (problem).code !== "conflict") return setError(problemText(problem));
      await loadAgreement(mentorship_id).catch(() => {});
      setError(agreements.value[mentorship_id]?.text === begun ? problemText(problem) : "");
    }
  };
  return html`<${Dialog} title=${t(begun ? "agreement.change-title" : "agreement.write-title")} action=${t(overtaken ? "agreement.save-mine" : "agreement.save")} wide=${true} onClose=${onClose} onAction=${save}>
    ${overtaken &&
    html`<div class="stack close" role="alert">
      <p class="wait-note"><${Icon} name="refresh-cw" />${t("agreement.overtaken", { name })}</p>
      <blockquote class="quoted" dir="auto">${agreement.text}</blockquote>
    </div>`}
    <div class="field">
      <label for="agreement-text">${t("agreement.words")}</label>
      <textarea class="input" id="agreement-text" rows="10" required maxlength="5000" dir="auto" aria-describedby="agreement-readers" value=${text} onInput=${(/** @type {any} */ event) => setText(event.currentTarget.value)}></textarea>
      <${Readers} id="agreement-readers">${parts("agreement.readers", { both: html`<b>${t("chat.you-and", { name })}</b>` })}<//>
    </div>
    ${error && html`<p class="field-error" role="alert"><${Icon} name="circle-alert" /><span>${error}</span></p>`}
  <//>`;
}
