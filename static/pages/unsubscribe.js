import { useState } from "preact/hooks";
import { api } from "../api.js";
import { problemText } from "../problem-text.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Brand, Icon } from "../ui/parts.js";
import { ThresholdSide } from "../ui/threshold.js";
import { useTitle } from "../ui/title.js";

/** No more letters of a kind, without signing in. Opening the link alone does nothing: machines open links too. @param {{ token: string }} props */
export default function Unsubscribe({ token }) {
  const isDigest = token.startsWith("digest-");
  useTitle(t(isDigest ? "unsubscribe.digest-page" : "unsubscribe.page"));
  const [done, setDone] = useState(false);
  const [error, setError] = useState("");
  const stop = async () => {
    try {
      await api.unsubscribe(token);
      setDone(true);
    } catch (problem) {
      setError(/** @type {any} */ (problem).code === "not_found" ? t("unsubscribe.wrong") : problemText(problem));
    }
  };
  return html`<main class="threshold" id="main" tabindex="-1">
    <div class="threshold-form"><div class="stack">
      <div><${Brand} /></div>
      <div class="stack closer" role="status"><h1>${t(done ? "unsubscribe.done" : isDigest ? "unsubscribe.digest-title" : "unsubscribe.title")}</h1><p class="quiet-text">${t(done ? "unsubscribe.done-text" : isDigest ? "unsubscribe.digest-text" : "unsubscribe.text")}</p></div>
      ${error && html`<p class="field-error" role="alert"><${Icon} name="circle-alert" />${error}</p>`}
      <div class="actions">
        ${done ? html`<a class="button" href="/account">${t("unsubscribe.settings")}</a>` : html`<button class="button primary" type="button" onClick=${stop}>${t("unsubscribe.action")}</button>`}
      </div>
    </div></div>
    <${ThresholdSide} />
  </main>`;
}
