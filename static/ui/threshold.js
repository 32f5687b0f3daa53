import { t } from "../strings/index.js";
import { html } from "./html.js";
import { Mark, Readers } from "./parts.js";

/** What this place is, beside the door. */
export const ThresholdSide = () =>
  html`<aside class="threshold-side" aria-label=${t("sign-in.about")}>
    <${Mark} big=${true} />
    <p class="claim">${t("sign-in.claim")}</p>
    <p>${t("sign-in.promise")}</p>
    <${Readers} icon="server">${t("sign-in.server")}<//>
  </aside>`;
