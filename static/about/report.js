import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { api } from "../api.js";
import { senderOf, shortNameOf } from "../bots/sender.js";
import { conversationOf } from "../chat/conversations.js";
import { clock, date } from "../dates.js";
import { newId } from "../ids.js";
import { problemText } from "../problem-text.js";
import { firstName, t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon, Readers } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
import { concerns, loadConcerns } from "./live.js";
/** @import { Me, Mentorship, Message } from "../protocol.js" */

const MOST = 20;

/**
 * Tell one manager of a concern, in two steps: write and choose, then see exactly what is sent. `first` is the seq
 * of a message that one came from.
 *
 * @param {{ mentorship: Mentorship, self: Me, first?: number, onClose: () => void }} props
 */
export function ReportDialog({ mentorship, self, first, onClose }) {
  const { mentorship_id, other, conversation: { conversation_id } } = mentorship;
  const name = firstName(other.name);
  const [clientId] = useState(newId);
  const conversation = useMemo(() => conversationOf(conversation_id), [conversation_id]);
  const [managerId, setManagerId] = useState("");
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(() => new Set(first === undefined ? [] : [first]));
  const [checking, setChecking] = useState(false);
  const [error, setError] = useState("");
  useEffect(() => {
    void conversation.open();
    loadConcerns(mentorship_id).catch((problem) => setError(problemText(problem)));
  }, [conversation, mentorship_id]);
  const managers = concerns.value[mentorship_id]?.managers ?? [];
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const loaded = conversation.timeline.loaded.value;
  // The one that somebody came from, or else the newest ones.
  useLayoutEffect(() => {
    const box = list.current;
    const from = box?.querySelector(":checked")?.closest("label");
    if (box) box.scrollTop = from ? from.offsetTop - box.offsetTop : box.scrollHeight;
  }, [loaded, checking, managers.length > 0]);
  const manager = managers.find((each) => each.user_id === managerId) ?? managers[0];
  const messages = conversation.timeline.messages.value.filter((message) => message.body !== null);
  const excerpts = messages.filter((message) => chosen.has(message.seq));

  const send = async () => {
    try {
      await api.reportConcern(mentorship_id, { client_id: clientId, manager_id: manager.user_id, text: text.trim(), excerpts: excerpts.map((message) => message.seq) });
      toast(t("report.sent", { name: manager.name }));
      onClose();
      void loadConcerns(mentorship_id).catch(() => {});
    } catch (problem) {
      setError(problemText(problem));
    }
  };
  const wrong = error && html`<p class="field-error" role="alert"><${Icon} name="circle-alert" /><span>${error}</span></p>`;
  if (!manager)
    return html`<${Dialog} title=${t("report.title")} action=${t("report.understood")} noWayBack=${true} onClose=${onClose} onAction=${onClose}>
      ${wrong || (concerns.value[mentorship_id] && html`<p>${t("report.nobody")}</p>`)}
    <//>`;
  const words = { manager: manager.name, name };
  if (checking)
    return html`<${Dialog} key="check" title=${t("report.check-title", words)} action=${t("report.send", { name: firstName(manager.name) })} wide=${true} onClose=${() => setChecking(false)} onAction=${send}>
      <p class="quiet-text">${t("report.check-text", words)}</p>
      <div class="quoted stack close">
        <p class="row-note">${t("report.from", { name: self.name, other: other.name })}</p>
        <p class="kept-text" dir="auto">${text.trim()}</p>
        ${excerpts.map((message) => html`<${Excerpt} key=${message.seq} message=${message} self=${self} mentorship=${mentorship} whole=${true} />`)}
        ${excerpts.length === 0 && html`<p class="row-note">${t("report.no-excerpts")}</p>`}
      </div>
      <${Readers} icon="eye" framed=${true}>${t("report.readers", words)}<//>
      ${wrong}
    <//>`;
  const tick = (/** @type {number} */ seq) => {
    const next = new Set(chosen);
    if (!next.delete(seq)) next.add(seq);
    setChosen(next);
  };
  return html`<${Dialog} key="write" title=${t("report.title")} action=${t("report.check")} wide=${true} onClose=${onClose} onAction=${() => (setError(""), setChecking(true))}>
    <${Field} label=${t("report.whom")} value=${manager.user_id} onChange=${(/** @type {any} */ event) => setManagerId(event.currentTarget.value)}
      options=${managers.map((each) => ({ value: each.user_id, label: each.name }))} />
    <div class="field">
      <label for="report-text">${t("report.what")}</label>
      <textarea class="input" id="report-text" rows="4" required maxlength="5000" dir="auto" aria-describedby="report-readers" value=${text} onInput=${(/** @type {any} */ event) => setText(event.currentTarget.value)}></textarea>
      <${Readers} icon="eye" framed=${true} id="report-readers">${t("report.readers", words)}<//>
    </div>
    <fieldset class="field">
      <legend>${t("report.messages")} <span class="optional">${t("field.optional")}</span></legend>
      <p class="hint">${t("report.messages-hint")}</p>
      <div class="choose-messages" ref=${list} tabindex="0" role="group" aria-label=${t("report.messages")}>
        ${conversation.timeline.hasMore.value && html`<button class="button small quiet" type="button" onClick=${() => conversation.loadOlder()}>${t("report.earlier")}</button>`}
        ${messages.length === 0 && html`<p class="quiet-text">${t("report.none")}</p>`}
        ${messages.map(
          (message) => html`<label class="choice" key=${message.seq}>
            <input type="checkbox" checked=${chosen.has(message.seq)} disabled=${!chosen.has(message.seq) && chosen.size >= MOST} onChange=${() => tick(message.seq)} />
            <${Excerpt} message=${message} self=${self} mentorship=${mentorship} />
          </label>`,
        )}
      </div>
      <p class="hint" role="status">${t("report.with", { count: excerpts.length })}</p>
    </fieldset>
    ${wrong}
  <//>`;
}

/** @param {{ message: Message, self: Me, mentorship: Mentorship, whole?: boolean }} props */
function Excerpt({ message, self, mentorship, whole = false }) {
  const at = new Date(message.sent_at);
  return html`<span class="excerpt">
    <span class="row-note">${message.sender_id === self.user_id ? t("nav.you") : shortNameOf(senderOf(mentorship, message.sender_id))}, ${date(at, self.time_zone, now.value)}, ${clock(at, self.time_zone)}</span>
    <span class=${whole ? "kept-text" : "clamped"} dir="auto">${message.body || (message.attachments ?? []).map((each) => each.name).join(", ")}</span>
  </span>`;
}
