import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";

export default function Missing() {
  useTitle(t("missing.page"));
  return html`<main id="main" class="page" tabindex="-1">
    <div class="panel"><div class="empty">
      <${Icon} name="map-pin" /><h1>${t("missing.title")}</h1><p>${t("missing.text")}</p>
      <a class="button" href="/">${t("missing.action")}</a>
    </div></div>
  </main>`;
}
