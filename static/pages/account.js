import { useState } from "preact/hooks";
import { Blocks } from "../account/blocks.js";
import { Notifications } from "../account/notifications.js";
import { CalendarSettings } from "../account/calendar.js";
import { RatingMean } from "../account/rating-mean.js";
import { Reminders } from "../account/reminders.js";
import { api } from "../api.js";
import { Consents } from "../consents/panel.js";
import { ownZone, zones } from "../dates.js";
import { problemText } from "../problem-text.js";
import { me, mentorships, sendWaiting, signOut } from "../session.js";
import { t } from "../strings/index.js";
import { setTheme, theme } from "../theme.js";
import { Dialog } from "../ui/dialog.js";
import { Field } from "../ui/field.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";
import { toast } from "../ui/toast.js";
/** @import { Me } from "../protocol.js" */
/** @import { Theme } from "../theme.js" */

export default function Account() {
  useTitle(t("account.page"));
  const self = /** @type {Me} */ (me.value);
  return html`<main id="main" class="page" tabindex="-1">
    <header class="page-head"><div><h1>${t("account.title")}</h1><p>${self.email}</p></div></header>
    <div class="stack narrow">
      <${You} self=${self} />
      ${mentorships.value?.some((m) => m.role === "mentor") && html`<${RatingMean} />`}
      <${Reminders} />
      <${CalendarSettings} />
      <${Blocks} self=${self} />
      <${Notifications} self=${self} />
      <div class="panel"><${Consents} chain=${`person:${self.user_id}`} load=${api.myConsents} path=${api.myConsentsPath} self=${self} what=${t("consents.of-person")} /></div>
      <${Bots} />
      <${Look} />
      <${Leave} />
    </div>
  </main>`;
}

/** @param {{ self: Me }} props */
function You({ self }) {
  const [name, setName] = useState(self.name);
  const [zone, setZone] = useState(self.time_zone);
  const [error, setError] = useState("");
  const submit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    try {
      me.value = await api.changeMe({ name: name.trim(), time_zone: zone });
      setError("");
      toast(t("account.saved"));
    } catch (problem) {
      setError(problemText(problem));
    }
  };
  const known = zones(zone);
  return html`<section class="panel" aria-labelledby="you">
    <form class="stack fields" onSubmit=${submit}>
      <h2 id="you">${t("account.you")}</h2>
      <div class="two-fields">
        <${Field} label=${t("field.your-name")} name="name" autocomplete="name" required maxlength="200" value=${name} error=${error} hint=${t("field.name-hint")}
          onInput=${(/** @type {any} */ event) => setName(event.currentTarget.value)} />
        <${Field} label=${t("field.time-zone")} name="zone" value=${zone} hint=${t("field.time-zone-hint")}
          options=${(known.includes(ownZone()) ? known : [ownZone(), ...known]).map((value) => ({ value, label: value.replaceAll("_", " ") }))}
          onChange=${(/** @type {any} */ event) => setZone(event.currentTarget.value)} />
      </div>
      <div class="actions"><button class="button primary" type="submit">${t("account.save")}</button></div>
    </form>
  </section>`;
}

const Bots = () =>
  html`<section class="panel stack close" aria-labelledby="bots">
    <h2 id="bots">${t("bots.title")}</h2>
    <p class="quiet-text small-text">${t("bots.lead")}</p>
    <div class="actions"><a class="button" href="/account/bots"><${Icon} name="bot" />${t("account.bots")}</a></div>
  </section>`;

function Look() {
  const [chosen, setChosen] = useState(theme());
  const options = /** @type {{ value: Theme, icon: string }[]} */ ([
    { value: "light", icon: "sun" },
    { value: "dark", icon: "moon-star" },
    { value: "system", icon: "settings" },
  ]);
  return html`<section class="panel">
    <fieldset class="stack close">
      <legend class="panel-title">${t("account.look")}</legend>
      <div class="segments">
        ${options.map(
          ({ value, icon }) => html`<label key=${value}>
            <input type="radio" name="theme" value=${value} checked=${chosen === value} onChange=${() => (setTheme(value), setChosen(value))} />
            <${Icon} name=${icon} />${t(`account.${value}`)}
          </label>`,
        )}
      </div>
    </fieldset>
  </section>`;
}

function Leave() {
  const [error, setError] = useState("");
  const [unsent, setUnsent] = useState(/** @type {{ count: number, everywhere: boolean } | null} */ (null));
  const leave = async (/** @type {boolean} */ everywhere, anyway = false) => {
    const count = anyway ? 0 : await sendWaiting();
    if (count) return setUnsent({ count, everywhere });
    setUnsent(null);
    try {
      await signOut({ everywhere });
      history.replaceState(null, "", "/");
    } catch (problem) {
      setError(problemText(problem));
    }
  };
  return html`<section class="panel stack close" aria-labelledby="leave">
    <h2 id="leave">${t("account.sign-out-title")}</h2>
    <p class="quiet-text small-text">${t("account.sign-out-text")}</p>
    ${error && html`<p class="field-error" role="alert"><${Icon} name="circle-alert" />${error}</p>`}
    <div class="actions">
      <button class="button" type="button" onClick=${() => leave(false)}><${Icon} name="log-out" />${t("account.sign-out")}</button>
      <button class="button quiet" type="button" onClick=${() => leave(true)}>${t("account.everywhere")}</button>
    </div>
    ${unsent &&
    html`<${Dialog} title=${t("account.unsent-title")} action=${t("account.unsent-action")} stop=${true} onClose=${() => setUnsent(null)} onAction=${() => leave(unsent.everywhere, true)}>
      <p>${t("account.unsent", { count: unsent.count })}</p>
    <//>`}
  </section>`;
}
