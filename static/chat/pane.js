import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useState } from "preact/hooks";
import { ReportDialog } from "../about/report.js";
import { mayWrite } from "../mentorship/may.js";
import { me } from "../session.js";
import { firstName, t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { withChanges } from "./arrange.js";
import { Composer } from "./composer.js";
import { conversationOf, outbox } from "./conversations.js";
import { Log } from "./log.js";
/** @import { Me, Mentorship, Message } from "../protocol.js" */

/**
 * A whole chat: the log above, the composer below. `closed` says why nobody can write any more. A talk before there
 * is a mentorship is a chat like any other, of which no concern can be told.
 *
 * @param {{ mentorship: Mentorship | Pick<Mentorship, "other" | "conversation" | "status" | "blocked">, closed?: string }} props
 */
export function ChatPane({ mentorship, closed = t("mentorship.ended") }) {
  const { other, conversation: { conversation_id } } = mentorship;
  const pair = "mentorship_id" in mentorship ? mentorship : null;
  const self = /** @type {Me} */ (me.value);
  const box = /** @type {import("./outbox.js").Outbox} */ (outbox());
  const conversation = useMemo(() => conversationOf(conversation_id), [conversation_id]);
  const editing = useSignal(/** @type {Message | null} */ (null));
  const [deleting, setDeleting] = useState(/** @type {Message | null} */ (null));
  useEffect(() => {
    void conversation.open();
    return () => {
      conversation.newAfter.value = null;
    };
  }, [conversation]);

  const entries = box.entries.value.filter((entry) => entry.conversation_id === conversation_id);
  const messages = withChanges(conversation.timeline.messages.value, entries);
  const canWrite = mayWrite(mentorship);
  const [reporting, setReporting] = useState(/** @type {Message | null} */ (null));

  /** @param {string} body */
  const send = (body) => {
    const target = editing.value;
    editing.value = null;
    if (!target) box.add({ conversation_id, event: "send_message", body });
    else if (target.body !== body) box.add({ conversation_id, event: "edit_message", target: target.seq, body });
  };

  return html`<div class="chat-main">
    <${Log} key=${conversation_id} conversation=${conversation} messages=${messages} entries=${entries} self=${self} other=${other} bots=${pair?.bots}
      onEdit=${canWrite ? (/** @type {Message} */ message) => (editing.value = message) : undefined}
      onDelete=${canWrite ? setDeleting : undefined} onReport=${pair ? setReporting : undefined}
      onRetry=${(/** @type {number} */ order) => box.retry(order)} onDiscard=${(/** @type {number} */ order) => box.discard(order)} />
    ${canWrite
      ? html`<${Composer} key=${`c-${conversation_id}`} conversation=${conversation} self=${self} other=${other} editing=${editing} onSend=${send}
          onEditLast=${() => (editing.value = messages.findLast((m) => m.sender_id === self.user_id && m.body !== null) ?? null)} />`
      : html`<div class="chat-foot"><p class="chat-closed"><${Icon} name="lock" />${mentorship.blocked ? t("mentorship.blocked", { name: firstName(other.name) }) : closed}</p></div>`}
    ${pair && reporting && html`<${ReportDialog} mentorship=${pair} self=${self} first=${reporting.seq} onClose=${() => setReporting(null)} />`}
    ${deleting &&
    html`<${Dialog} title=${t("chat.delete-title")} action=${t("chat.delete-action")} stop=${true} onClose=${() => setDeleting(null)}
      onAction=${() => {
        if (editing.value?.seq === deleting.seq) editing.value = null;
        box.add({ conversation_id, event: "delete_message", target: deleting.seq });
        setDeleting(null);
      }}><p>${t("chat.delete-text", { name: firstName(other.name) })}</p><//>`}
  </div>`;
}
