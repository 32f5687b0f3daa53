import { useEffect, useState } from "preact/hooks";
import { dayAndClock } from "../dates.js";
import { problemText } from "../problem-text.js";
import { t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { versionsOf } from "./acts.js";
import { Said } from "./said.js";
/** @import { Message, MessageVersion } from "../protocol.js" */

/** What a message has said, the newest first. @param {{ message: Message, zone: string, onClose: () => void }} props */
export function HistoryDialog({ message, zone, onClose }) {
  const [versions, setVersions] = useState(/** @type {MessageVersion[] | null} */ (null));
  const [error, setError] = useState("");
  useEffect(() => {
    versionsOf(message.conversation_id, message.seq).then(setVersions, (problem) => setError(problemText(problem)));
  }, [message.seq, message.edited_at]);
  return html`<${Dialog} title=${t("words.history-title")} action=${t("words.close")} noWayBack=${true} onClose=${onClose} onAction=${onClose}>
    ${error && html`<p class="field-error" role="alert"><span>${error}</span></p>`}
    ${versions?.length === 0 && html`<p>${t("words.history-none")}</p>`}
    ${versions &&
    html`<ol class="versions" role="list">
      ${versions.map(({ at, body, html: markup }, i) => {
        const when = new Date(at);
        return html`<li key=${at}>
          <p class="small-text quiet-text">${i === 0 && html`<b>${t("words.history-now")}</b> · `}<time datetime=${at}>${dayAndClock(when, zone)}</time></p>
          <div class="bubble"><${Said} text=${body} markup=${markup} /></div>
        </li>`;
      })}
    </ol>`}
  <//>`;
}
