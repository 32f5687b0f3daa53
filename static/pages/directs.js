import { useState } from "preact/hooks";
import { byNewest, directs } from "../direct/live.js";
import { NewMessage } from "../direct/new-message.js";
import { DirectRows } from "../direct/rows.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Empty, Icon } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";

/** All direct conversations, the newest word first. */
export default function Directs() {
  useTitle(t("direct.title"));
  const [writing, setWriting] = useState(false);
  const all = byNewest();
  return html`<main id="main" class="page" tabindex="-1">
    <header class="page-head">
      <div><h1>${t("direct.title")}</h1><p>${t("direct.lead")}</p></div>
      <div class="actions"><button class="button primary" type="button" onClick=${() => setWriting(true)}><${Icon} name="pencil" />${t("direct.new")}</button></div>
    </header>
    ${directs.value && (all.length ? html`<div class="stack narrow"><${DirectRows} directs=${all} /></div>` : html`<section class="panel"><${Empty} icon="message-circle" title=${t("direct.empty-title")}><p>${t("direct.empty-text")}</p><//></section>`)}
    ${writing && html`<${NewMessage} onClose=${() => setWriting(false)} />`}
  </main>`;
}
