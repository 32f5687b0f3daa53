import { useMemo, useState } from "preact/hooks";
import { api } from "../api.js";
import { dayAndClock } from "../dates.js";
import { goals, useGoals } from "../goals/live.js";
import { withMentorship } from "../mentorship/frame.js";
import { problemText } from "../problem-text.js";
import { go } from "../router.js";
import { firstName, parts, t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { Banner, Icon, Readers } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";
import { toast } from "../ui/toast.js";
import { RenameDialog } from "../work/dialogs.js";
import { Drop } from "../work/drop.js";
import { changeWork, useWork, works } from "../work/live.js";
import { Preview, fromVersion } from "../work/preview.js";
import { Feedback } from "../work/thread.js";
import { Uploads } from "../work/upload.js";
import { about, newest, pathOf } from "../work/words.js";
import Missing from "./missing.js";
/** @import { Document as Shown, Me, Mentorship, Work } from "../protocol.js" */

export default withMentorship(Document);

/** @param {{ mentorship: Mentorship, self: Me, document: string }} props */
function Document(props) {
  const { mentorship, document: id } = props;
  const [error, setError] = useState(/** @type {unknown} */ (null));
  useWork(mentorship.mentorship_id, setError);
  useGoals([mentorship.mentorship_id]);
  const item = works.of(mentorship.mentorship_id).find((work) => work.documents.some((one) => one.document_id === id));
  const found = item?.documents.find((one) => one.document_id === id);
  useTitle(found?.name ?? t("part.work"));
  if (item && found) return html`<${Page} ...${props} item=${item} document=${found} />`;
  if (works.listed.value.has(mentorship.mentorship_id)) return html`<${Missing} />`;
  return html`<main id="main" class="page" tabindex="-1">${error && html`<${Banner} tone="stop" icon="wifi-off"><div>${problemText(error)}</div><//>`}</main>`;
}

/** A document: one of its versions, and what the two say of it. @param {{ mentorship: Mentorship, self: Me, item: Work, document: Shown }} props */
function Page({ mentorship, self, item, document }) {
  const { mentorship_id, other, programme, status } = mentorship;
  const name = firstName(other.name);
  const last = newest(document);
  const [chosen, setChosen] = useState(/** @type {string | null} */ (null)); // null: always the newest
  const [open, setOpen] = useState(/** @type {"rename" | "remove" | "share" | null} */ (null));
  const uploads = useMemo(() => new Uploads(api.versionsPath(document.document_id)), [document.document_id]);
  const version = document.versions.find((one) => one.version_id === chosen) ?? last;
  const mine = document.created_by === self.user_id;
  const ended = status === "ended";
  const goal = item.goal_id ? goals.all.value[item.goal_id] : null;
  const close = () => setOpen(null);
  const remove = async () => {
    close();
    if (await changeWork(api.removeDocument(document.document_id))) {
      go(pathOf(item), { replace: true });
      toast(t("document.removed"));
    }
  };
  const share = async () => {
    close();
    await changeWork(api.shareDocument(document.document_id));
  };
  return html`<main id="main" class="page" tabindex="-1">
    <header class="stack close">
      <a class="crumb" href=${pathOf(item)}><${Icon} name="chevron-left" class="turns" /><span dir="auto">${item.title}</span></a>
      <div class="page-head">
        <div>
          <h1 dir="auto">${document.name}</h1>
          <div class="meta">
            ${goal && html`<a class="chip" href=${`/m/${mentorship_id}/goals`}><${Icon} name="target" /><span dir="auto">${goal.what}</span></a>`}
            <span>${about(version)}</span>
          </div>
        </div>
        <div class="actions">
          <a class="button" href=${api.filePath(version.version_id)} download><${Icon} name="download" />${t("document.download")}</a>
        </div>
      </div>
    </header>
    <div class="columns wide-aside">
      <div class="stack close">
        <div class="version-head">
          ${document.versions.length > 1
            ? html`<div class="segments" role="radiogroup" aria-label=${t("document.version")}>
                ${document.versions.map((one) => html`<label key=${one.version_id}><input type="radio" name="version" checked=${one === version} onChange=${() => setChosen(one === last ? null : one.version_id)} />${one === version ? t("document.version-number", { number: one.number }) : html`<span class="only-for-screen-readers">${t("document.version")} </span>${one.number}`}</label>`)}
              </div>`
            : html`<span class="small-text quiet-text">${t("document.version-number", { number: version.number })}</span>`}
          <span class="small-text quiet-text">${t("document.by-at", { name: version.user_id === self.user_id ? t("call.you") : name, when: dayAndClock(new Date(version.at), self.time_zone) })}</span>
        </div>
        <${Preview} file=${version} name=${document.name} from=${fromVersion(version)} />
      </div>
      <div class="stack">
        <${Feedback} version=${version} self=${self} other=${other} canWrite=${!ended} isShared=${Boolean(document.shared_at)} />
        ${mine &&
        html`<section class="stack close" aria-labelledby="own">
          <h2 id="own">${t("document.yours")}</h2>
          ${!ended && html`<${Drop} uploads=${uploads} label=${t("document.add-version", { number: last.number + 1 })} primary=${true} onDone=${() => (setChosen(null), toast(t("upload.done")))} />`}
          <${Sharing} document=${document} programme=${programme.name} ended=${ended} onShare=${() => setOpen("share")} />
          ${!ended &&
          html`<div class="actions">
            <button class="button small" type="button" onClick=${() => setOpen("rename")}>${t("document.rename")}</button>
            <button class="button small quiet" type="button" onClick=${() => setOpen("remove")}>${t("document.remove")}</button>
          </div>`}
        </section>`}
      </div>
    </div>
    ${open === "rename" && html`<${RenameDialog} document=${document} onClose=${close} />`}
    ${open === "remove" && html`<${Dialog} title=${t("document.remove-title")} action=${t("document.remove-action")} stop=${true} onClose=${close} onAction=${remove}><p>${t("document.remove-text", { name })}</p><//>`}
    ${open === "share" && html`<${Dialog} title=${t("document.share-title")} action=${t("document.share-action")} onClose=${close} onAction=${share}><p>${t("document.share-text", { programme: programme.name })}</p><//>`}
  </main>`;
}

/** Who outside the pair reads this one document, and the way back. @param {{ document: Shown, programme: string, ended: boolean, onShare: () => void }} props */
function Sharing({ document, programme, ended, onShare }) {
  if (document.shared_at)
    return html`<${Readers} icon="eye" framed=${true}>${parts("document.shared-with", { programme: html`<b>${programme}</b>` })} <button class="button small" type="button" onClick=${() => changeWork(api.withdrawDocument(document.document_id))}>${t("document.withdraw")}</button><//>`;
  return ended ? null : html`<p><button class="button small" type="button" onClick=${onShare}><${Icon} name="eye" />${t("document.share")}</button></p>`;
}
