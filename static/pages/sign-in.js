import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { problemText } from "../problem-text.js";
import { begin } from "../session.js";
import { t } from "../strings/index.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { Banner, Brand } from "../ui/parts.js";
import { ThresholdSide } from "../ui/threshold.js";
import { useTitle } from "../ui/title.js";

export default function SignIn() {
  useTitle(t("sign-in.page"));
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const [isNew, setIsNew] = useState(false);
  useEffect(() => {
    /** @type {HTMLElement | null} */ (document.querySelector("input[name=email]"))?.focus();
    void api.setup().then(({ open }) => setIsNew(open)).catch(() => {});
  }, []);

  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError("");
    try {
      begin(await api.signIn({ email: email.trim(), password }));
    } catch (problem) {
      const { code, message } = /** @type {any} */ (problem);
      // The server counts the tries that are left, and says so.
      setError(code === "unauthenticated" ? message || t("sign-in.wrong") : problemText(problem));
      setBusy(false);
    }
  };

  return html`<main class="threshold" id="main" tabindex="-1">
    <div class="threshold-form">
      <div class="stack">
        <div><${Brand} /></div>
        <div class="stack closer"><h1>${t("sign-in.title")}</h1><p class="quiet-text">${t("sign-in.lead")}</p></div>
        ${isNew && html`<${Banner} icon="sprout"><div>${t("sign-in.setup-open")}</div><//>`}
        <form class="stack fields" onSubmit=${submit}>
          <${Field} label=${t("field.email")} type="email" name="email" autocomplete="username" required value=${email}
            onInput=${(/** @type {any} */ event) => setEmail(event.currentTarget.value)} />
          <${Field} label=${t("field.password")} type="password" name="password" autocomplete="current-password" required value=${password} error=${error}
            onInput=${(/** @type {any} */ event) => setPassword(event.currentTarget.value)} />
          <button class="button primary wide" type="submit" aria-busy=${busy ? "true" : undefined}>${t("sign-in.action")}</button>
        </form>
        <p class="small-text quiet-text">${t("sign-in.no-account")}</p>
      </div>
    </div>
    <${ThresholdSide} />
  </main>`;
}
