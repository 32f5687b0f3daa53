import { useState } from "preact/hooks";
import { api } from "../api.js";
import { ownZone, zones } from "../dates.js";
import { problemText } from "../problem-text.js";
import { go } from "../router.js";
import { begin } from "../session.js";
import { parts, t } from "../strings/index.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { Banner, Brand, Icon, Readers } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";

const STEPS = /** @type {const} */ (["setup.step-account", "setup.step-place", "setup.step-start"]);
const LEAST_PASSWORD = 10;
/** Which step asks for what, so that a refusal leads back to its field. @type {Record<string, number>} */
const STEP_OF = { name: 0, email: 0, password: 0, time_zone: 0, programme_name: 1 };

/** The first run: who looks after this server, what the place is called, what it begins with. */
export default function Setup() {
  useTitle(t("setup.page"));
  const [token] = useState(() => new URLSearchParams(location.search).get("token") ?? "");
  const [step, setStep] = useState(0);
  const [form, setForm] = useState({ name: "", email: "", password: "", time_zone: ownZone(), programme_name: "", with_demo: true });
  const [error, setError] = useState(/** @type {{ field: string | null, text: string } | null} */ (null));
  const [busy, setBusy] = useState(false);
  const last = step === STEPS.length - 1;

  /** @param {string} name */
  const bind = (name) => ({
    name,
    value: /** @type {any} */ (form)[name],
    error: error?.field === name ? error.text : undefined,
    onInput: (/** @type {any} */ event) => setForm({ ...form, [name]: event.currentTarget.value }),
  });
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    setError(null);
    if (!last) return setStep(step + 1);
    if (busy) return;
    setBusy(true);
    try {
      begin(await api.finishSetup({ ...form, token, name: form.name.trim(), email: form.email.trim(), programme_name: form.programme_name.trim() }));
      go("/", { replace: true });
    } catch (problem) {
      const { field, code } = /** @type {any} */ (problem);
      const tokenIsOver = field === "token" || ["gone", "not_found", "forbidden", "conflict"].includes(code);
      setError({ field: field in STEP_OF ? field : null, text: tokenIsOver ? t("setup.token-over") : problemText(problem) });
      setStep(STEP_OF[field] ?? step);
      setBusy(false);
    }
  };

  return html`<main class="setup" id="main" tabindex="-1">
    <div><${Brand} /></div>
    <ol class="steps">
      ${STEPS.map((key, i) => html`<li key=${key} class=${i < step ? "done" : ""} aria-current=${i === step ? "step" : undefined}>${t(key)}</li>`)}
    </ol>
    <div class="stack closer"><h1>${t(`setup.title-${/** @type {0 | 1 | 2} */ (step)}`)}</h1><p class="quiet-text">${t(`setup.lead-${/** @type {0 | 1 | 2} */ (step)}`)}</p></div>
    ${!token && html`<${Banner} tone="wait" icon="key-round"><div>${t("setup.no-token")}</div><//>`}
    ${error && !error.field && html`<${Banner} tone="stop" icon="circle-alert" role="alert"><div>${error.text}</div><//>`}
    <form class="stack setup-form" onSubmit=${submit} key=${step}>
      ${step === 0 && html`<${Account} bind=${bind} />`}
      ${step === 1 &&
      html`<${Field} label=${t("setup.programme-name")} ...${bind("programme_name")} required maxlength="200" hint=${t("setup.programme-hint")} />
        <${Readers} icon="shield-check" framed=${true}>${parts("setup.honest", { promise: html`<b>${t("setup.honest-promise")}</b>` })}<//>`}
      ${step === 2 &&
      html`<fieldset class="stack closer">
        <legend class="only-for-screen-readers">${t("setup.step-start")}</legend>
        <${Start} name="demo" chosen=${form.with_demo} onChoose=${() => setForm({ ...form, with_demo: true })} />
        <${Start} name="empty" chosen=${!form.with_demo} onChoose=${() => setForm({ ...form, with_demo: false })} />
      </fieldset>`}
      <div class="actions spread">
        ${step > 0
          ? html`<button class="button quiet" type="button" onClick=${() => setStep(step - 1)}><${Icon} name="arrow-left" class="turns" />${t("setup.back")}</button>`
          : html`<span></span>`}
        <button class="button primary" type="submit" aria-busy=${busy ? "true" : undefined}>${t(last ? "setup.finish" : "setup.continue")}</button>
      </div>
    </form>
  </main>`;
}

/** @param {{ bind: (name: string) => any }} props */
const Account = ({ bind }) =>
  html`<${Field} label=${t("field.your-name")} ...${bind("name")} autocomplete="name" required maxlength="200" />
    <${Field} label=${t("field.email")} type="email" ...${bind("email")} autocomplete="username" required />
    <${Field} label=${t("field.password")} type="password" ...${bind("password")} autocomplete="new-password" required minlength=${LEAST_PASSWORD} hint=${t("field.password-hint")} />
    <${Field} label=${t("field.time-zone")} ...${bind("time_zone")} hint=${t("field.time-zone-hint")}
      options=${zones(bind("time_zone").value).map((value) => ({ value, label: value.replaceAll("_", " ") }))} />`;

/** @param {{ name: "demo" | "empty", chosen: boolean, onChoose: () => void }} props */
const Start = ({ name, chosen, onChoose }) =>
  html`<label class="choice card">
    <input type="radio" name="start" value=${name} checked=${chosen} onChange=${onChoose} />
    <span><b>${t(`setup.${name}`)}</b><span class="hint">${t(`setup.${name}-hint`)}</span></span>
  </label>`;
