import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { date } from "../dates.js";
import { me } from "../session.js";
import { on } from "../socket.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Avatar, Icon } from "../ui/parts.js";
import { about } from "../work/words.js";
/** @import { Me, SharedDocument } from "../protocol.js" */

/** What owners let the managers read; nothing when nobody does. @param {{ programmeId: string }} props */
export function SharedDocuments({ programmeId }) {
  const [documents, setDocuments] = useState(/** @type {SharedDocument[]} */ ([]));
  useEffect(() => {
    const load = () => void api.sharedDocuments(programmeId).then((answer) => setDocuments(answer.documents), () => {});
    load();
    const stop = [on("shared_documents_changed", load), on("welcome", load), on("resync", load)];
    return () => stop.forEach((undo) => undo());
  }, [programmeId]);
  if (!documents.length) return null;
  const zone = /** @type {Me} */ (me.value).time_zone;
  return html`<section aria-labelledby="shared-documents">
    <div class="section-head"><h2 id="shared-documents">${t("programme.documents")}</h2><span class="small-text quiet-text">${t("programme.documents-why")}</span></div>
    <ul class="rows" role="list">
      ${documents.map(({ document_id, owner, name, versions, shared_at }) => {
        const last = versions[versions.length - 1];
        return html`<li class="row" key=${document_id}>
          <${Avatar} person=${owner} size="small" />
          <div class="row-body">
            <p class="row-title" dir="auto">${name}</p>
            <div class="meta"><span>${t("programme.document-by", { name: owner.name, day: date(new Date(shared_at), zone, now.value) })}</span><span>${about(last)}</span></div>
          </div>
          <div class="row-end"><a class="button small" href=${api.filePath(last.version_id)} download aria-label=${t("document.download-which", { name })}><${Icon} name="download" />${t("document.download")}</a></div>
        </li>`;
      })}
    </ul>
  </section>`;
}
