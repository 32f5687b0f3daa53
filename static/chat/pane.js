import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useState } from "preact/hooks";
import { ReportDialog } from "../about/report.js";
import { useDropping } from "../attachments/dropping.js";
import { limit } from "../attachments/tray-list.js";
import { trayOf } from "../attachments/trays.js";
import { mayWrite } from "../mentorship/may.js";
import { route } from "../router.js";
import { me } from "../session.js";
import { firstName, t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { actsOf } from "./acts.js";
import { withChanges } from "./arrange.js";
import { Composer } from "./composer.js";
import { conversationOf, outbox } from "./conversations.js";
import { HistoryDialog } from "./history.js";
import { Log } from "./log.js";
import { MakeDialog } from "./make.js";
import { mentionedIn } from "./mentions.js";
import { Pinned } from "./pinned.js";
import { useShown } from "./watching.js";
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
  const tray = useMemo(() => trayOf(self.user_id, conversation_id), [conversation_id]);
  const editing = useSignal(/** @type {Message | null} */ (null));
  const replying = useSignal(/** @type {Message | null} */ (null));
  const [deleting, setDeleting] = useState(/** @type {Message | null} */ (null));
  const [making, setMaking] = useState(/** @type {Message | null} */ (null));
  const [looking, setLooking] = useState(/** @type {Message | null} */ (null));
  useShown(conversation_id);
  useEffect(() => {
    void conversation.open();
    return () => {
      conversation.newAfter.value = null;
    };
  }, [conversation]);
  const place = route.value; // a new one each time somebody follows a link
  useEffect(() => {
    const seq = Number(new URLSearchParams(location.search).get("message"));
    if (Number.isSafeInteger(seq) && seq > 0) void conversation.reveal(seq);
  }, [conversation, place]);

  const entries = box.entries.value.filter((entry) => entry.conversation_id === conversation_id);
  const messages = withChanges(conversation.timeline.messages.value, entries);
  const canWrite = mayWrite(mentorship);
  const [reporting, setReporting] = useState(/** @type {Message | null} */ (null));

  const direct = actsOf(conversation, self.user_id, pair ? `/m/${pair.mentorship_id}` : location.pathname);
  const written = {
    ...direct,
    /** @param {Message} message */
    reply: (message) => ((editing.value = null), (replying.value = message)),
    /** @param {Message} message */
    edit: (message) => ((replying.value = null), (editing.value = message)),
    remove: setDeleting,
    make: pair ? setMaking : undefined,
  };
  const { copyLink, markUnread, reveal } = direct;
  const acts = { ...(canWrite ? written : { copyLink, markUnread, reveal }), showHistory: setLooking, report: pair ? setReporting : undefined };

  const { over, ...dropping } = useDropping(canWrite && !editing.value ? (files) => tray.add(files) : null);
  /** @param {string} body @param {import("../attachments/tray.js").Waiting[]} files */
  const send = (body, files) => {
    const target = editing.value;
    const mentions = mentionedIn(body, [self, other]);
    const reply_to = replying.value?.seq;
    editing.value = null;
    replying.value = null;
    if (!target) box.add({ conversation_id, event: "send_message", body, mentions, ...(files.length && { files }), ...(reply_to !== undefined && { reply_to }) });
    else if (target.body !== body) box.add({ conversation_id, event: "edit_message", target: target.seq, body, mentions });
  };

  return html`<div class="chat-main" ...${dropping}>
    ${over && html`<div class="drop-here"><${Icon} name="paperclip" /><p>${t("files.drop")}</p><p class="small-text quiet-text">${limit(tray)}</p></div>`}
    <div class="chat-body">
      <${Pinned} messages=${conversation.pinned.value} who=${{ self, other, bots: pair?.bots }} acts=${acts} />
      <${Log} key=${conversation_id} conversation=${conversation} messages=${messages} entries=${entries} self=${self} other=${other} bots=${pair?.bots} acts=${acts} canWrite=${canWrite}
        onRetry=${(/** @type {number} */ order) => box.retry(order)} onDiscard=${(/** @type {number} */ order) => box.discard(order)} />
    </div>
    ${canWrite
      ? html`<${Composer} key=${`c-${conversation_id}`} conversation=${conversation} self=${self} other=${other} tray=${tray} editing=${editing} replying=${replying} onSend=${send}
          onEditLast=${() => (editing.value = messages.findLast((m) => m.sender_id === self.user_id && m.body !== null) ?? null)} />`
      : html`<div class="chat-foot"><p class="chat-closed"><${Icon} name="lock" />${mentorship.blocked ? t("mentorship.blocked", { name: firstName(other.name) }) : closed}</p></div>`}
    ${pair && making && html`<${MakeDialog} mentorship=${pair} self=${self} message=${making} onClose=${() => setMaking(null)} />`}
    ${looking && html`<${HistoryDialog} message=${looking} zone=${self.time_zone} onClose=${() => setLooking(null)} />`}
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
