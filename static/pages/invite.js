import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { ownZone, zones } from "../dates.js";
import { ConductWords } from "../matching/conduct.js";
import { problemText } from "../problem-text.js";
import { go } from "../router.js";
import { begin } from "../session.js";
import { parts, t } from "../strings/index.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { Banner, Brand } from "../ui/parts.js";
import { ThresholdSide } from "../ui/threshold.js";
import { useTitle } from "../ui/title.js";
/** @import { Invitation } from "../protocol.js" */

/** An invitation is read, and taken up. @param {{ token: string }} props */
export default function Invite({ token }) {
  useTitle(t("invite.page"));
  const [invitation, setInvitation] = useState(/** @type {Invitation | null} */ (null));
  const [over, setOver] = useState("");
  useEffect(() => {
    api.invitation(token).then(setInvitation, (problem) =>
      setOver(["not_found", "gone"].includes(problem.code) ? t("invite.over") : problemText(problem)));
  }, [token]);
  return html`<main class="threshold" id="main" tabindex="-1">
    <div class="threshold-form"><div class="stack">
      <div><${Brand} /></div>
      ${over
        ? html`<div class="stack closer"><h1>${t("invite.over-title")}</h1><p class="quiet-text">${over}</p></div>
            <div class="actions"><a class="button" href="/">${t("invite.to-sign-in")}</a></div>`
        : invitation && html`<${Accept} token=${token} invitation=${invitation} />`}
    </div></div>
    <${ThresholdSide} />
  </main>`;
}

/** @param {{ token: string, invitation: Invitation }} props */
function Accept({ token, invitation }) {
  const { programme, role, email, invited_by, has_account } = invitation;
  const [{ conduct, conduct_revision }, setConduct] = useState(invitation);
  const [form, setForm] = useState({ name: invitation.name, password: "", time_zone: invitation.time_zone || ownZone() });
  const [error, setError] = useState(/** @type {{ field: string | null, text: string } | null} */ (null));
  const [busy, setBusy] = useState(false);
  /** @param {"name" | "password" | "time_zone"} name */
  const bind = (name) => ({
    name,
    value: form[name],
    error: error?.field === name ? error.text : undefined,
    onInput: (/** @type {any} */ event) => setForm({ ...form, [name]: event.currentTarget.value }),
  });
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setError(null);
    try {
      begin(await api.acceptInvitation(token, { ...form, name: form.name.trim(), conduct_revision }));
      go("/", { replace: true });
    } catch (problem) {
      const { code, field } = /** @type {any} */ (problem);
      const text = code === "unauthenticated" ? /** @type {any} */ (problem).message || t("sign-in.wrong") : code === "gone" ? t("invite.over") : problemText(problem);
      setError({ field: code === "unauthenticated" ? "password" : field in form ? field : null, text });
      setBusy(false);
      if (code === "conflict") await api.invitation(token).then(setConduct, () => {}); // its code of conduct has other words
    }
  };
  return html`<div class="stack closer">
      <h1>${t("invite.title", { programme: programme.name })}</h1>
      <p class="quiet-text">${t(`invite.as-${role}`, { name: invited_by })}</p>
    </div>
    ${error && !error.field && html`<${Banner} tone="stop" icon="circle-alert" role="alert"><div>${error.text}</div><//>`}
    <form class="stack fields" onSubmit=${submit}>
      ${email && html`<${Field} label=${t("field.email")} type="email" name="email" autocomplete="username" readonly value=${email} hint=${has_account ? t("invite.has-account") : undefined} />`}
      ${!has_account && html`<${Field} label=${t("field.your-name")} ...${bind("name")} autocomplete="name" required maxlength="200" hint=${t("field.name-hint")} />`}
      <${Field} label=${t("field.password")} type="password" ...${bind("password")} required minlength=${has_account ? undefined : 10}
        autocomplete=${has_account ? "current-password" : "new-password"} hint=${has_account ? undefined : t("field.password-hint")} />
      ${!has_account &&
      html`<${Field} label=${t("field.time-zone")} ...${bind("time_zone")} hint=${t("field.time-zone-hint")}
        options=${zones(form.time_zone).map((value) => ({ value, label: value.replaceAll("_", " ") }))} />`}
      <details class="fold"><summary>${t("conduct.read")}</summary><${ConductWords} text=${conduct} /></details>
      <p class="small-text quiet-text">${parts("conduct.joining", { conduct: html`<b>${t("conduct.joining-whose", { programme: programme.name })}</b>` })}</p>
      <button class="button primary wide" type="submit" aria-busy=${busy ? "true" : undefined}>${t("invite.accept")}</button>
    </form>`;
}
