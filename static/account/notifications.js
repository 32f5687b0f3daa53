import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { askPermission, notices, permission, sound } from "../notify/device.js";
import { hear, settings } from "../notify/live.js";
import { pushing, turnOff, turnOn } from "../notify/push.js";
import { Problem } from "../problem.js";
import { problemText } from "../problem-text.js";
import { t } from "../strings/index.js";
import { Field } from "../ui/field.js";
import { Tick } from "../ui/held.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { toast } from "../ui/toast.js";
/** @import { Me, NotificationSettings } from "../protocol.js" */

const NIGHT = { begins: "22:00", ends: "07:00" };

/** When and how one is told of messages. @param {{ self: Me }} props */
export const Notifications = ({ self }) =>
  html`<section class="panel stack fields" aria-labelledby="notifications">
    <h2 id="notifications">${t("notify.title")}</h2>
    <${Quiet} self=${self} />
    <fieldset class="stack closer">
      <legend class="panel-label">${t("notify.here")}</legend>
      <label class="choice">
        <input type="checkbox" role="switch" checked=${sound.value} onChange=${(/** @type {any} */ { currentTarget }) => (sound.value = currentTarget.checked)} />
        <span>${t("notify.sound")}<span class="hint">${t("notify.sound-hint")}</span></span>
      </label>
      <${Notices} />
    </fieldset>
  </section>`;

/** @param {{ self: Me }} props */
function Quiet({ self }) {
  const kept = settings.value.quiet_hours;
  const [hours, setHours] = useState(kept ?? NIGHT);
  const [error, setError] = useState(/** @type {{ field?: string | null, text: string } | null} */ (null));
  useEffect(() => {
    if (kept) setHours(kept);
  }, [kept]);
  const keep = (/** @type {Promise<NotificationSettings>} */ done) =>
    done.then(
      (now) => (hear(now), setError(null)),
      (problem) => setError({ field: problem.field, text: problemText(problem) }),
    );
  /** @param {"begins" | "ends"} which */
  const field = (which) =>
    html`<${Field} label=${t(`notify.${which}`)} type="time" required value=${hours[which]} error=${error?.field === which && error.text}
      onChange=${(/** @type {any} */ { currentTarget }) => {
        const next = { ...hours, [which]: currentTarget.value };
        setHours(next);
        if (next.begins && next.ends) keep(api.setQuietHours(next));
      }} />`;
  return html`<div class="stack close">
    <label class="choice">
      <${Tick} role="switch" checked=${kept !== null} onChoose=${(/** @type {boolean} */ quiet) => keep(quiet ? api.setQuietHours(hours) : api.endQuietHours())} />
      <span>${t("notify.quiet")}<span class="hint">${t("notify.quiet-hint", { zone: self.time_zone.replaceAll("_", " ") })}</span></span>
    </label>
    ${kept && html`<div class="two-fields">${field("begins")}${field("ends")}</div>`}
    ${error && !error.field && html`<p class="field-error" role="alert"><${Icon} name="circle-alert" />${error.text}</p>`}
  </div>`;
}

/** Who wants none while a page is open wants none while there is none. @param {boolean} wanted */
function chooseNotices(wanted) {
  notices.value = wanted;
  if (!wanted && pushing.value === "on") void turnOff().catch((problem) => toast(problemText(problem), { icon: "circle-alert" }));
}

/** And when there is no page to show them. */
function Push() {
  const [error, setError] = useState("");
  if (pushing.value === "missing") return null;
  const choose = async (/** @type {boolean} */ wanted) => {
    setError("");
    try {
      await (wanted ? turnOn() : turnOff());
    } catch (problem) {
      setError(problem instanceof Problem ? problemText(problem) : t("notify.push-failed"));
    }
  };
  return html`<label class="choice">
      <${Tick} role="switch" checked=${pushing.value === "on"} onChoose=${choose} />
      <span>${t("notify.push")}<span class="hint">${t("notify.push-hint")}</span></span>
    </label>
    ${error && html`<p class="field-error" role="alert"><${Icon} name="circle-alert" />${error}</p>`}`;
}

/** Safari on iPhones and iPads gives notices to what stands on the home screen, and only there knows this name. */
const onlyFromHomeScreen = () => /** @type {any} */ (navigator).standalone === false;

/** Notices of this browser: asked for after a click, and beside the reason. */
function Notices() {
  const state = permission.value;
  if (state === "missing") return html`<p class="quiet-text small-text">${t(onlyFromHomeScreen() ? "notify.home-screen" : "notify.missing")}</p>`;
  if (state === "denied") return html`<p class="quiet-text small-text">${t("notify.denied")}</p>`;
  if (state === "granted")
    return html`<label class="choice">
        <input type="checkbox" role="switch" checked=${notices.value} onChange=${(/** @type {any} */ { currentTarget }) => chooseNotices(currentTarget.checked)} />
        <span>${t("notify.notices")}<span class="hint">${t("notify.notices-hint")}</span></span>
      </label>
      ${notices.value && html`<${Push} />`}`;
  return html`<div class="stack closer">
    <p>${t("notify.why")}</p>
    <div class="actions"><button class="button small" type="button" onClick=${() => askPermission()}><${Icon} name="bell" />${t("notify.allow")}</button></div>
  </div>`;
}
