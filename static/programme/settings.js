import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { ConductPanel } from "../matching/conduct.js";
import { useProgramme } from "../matching/live.js";
import { problemText } from "../problem-text.js";
import { t } from "../strings/index.js";
import { Field } from "../ui/field.js";
import { Tick } from "../ui/held.js";
import { html } from "../ui/html.js";
import { toast } from "../ui/toast.js";
import { Frame } from "./frame.js";
import { Webhooks } from "./webhooks.js";
import { WhatYouSee } from "./sees.js";
/** @import { Programme } from "../protocol.js" */

/** How the programme does things. @param {{ shown: Programme }} props */
export function Settings({ shown }) {
  const id = shown.programme.programme_id;
  const { conduct, hearConduct } = useProgramme(id);
  return html`<${Frame} shown=${shown} part="settings">
    <div class="columns">
      <div class="stack narrow">
        <${QuietDays} programmeId=${id} />
        <${Sealed} programmeId=${id} />
        ${conduct && html`<${ConductPanel} programme=${shown.programme} conduct=${conduct} runs=${true} onChange=${hearConduct} />`}
        <${Webhooks} programmeId=${id} />
      </div>
      <div class="stack"><${WhatYouSee} /></div>
    </div>
  <//>`;
}

/** @param {{ programmeId: string }} props */
function QuietDays({ programmeId }) {
  const [days, setDays] = useState("");
  const [error, setError] = useState("");
  useEffect(() => void api.programmeHealth(programmeId).then(({ quiet_days }) => setDays(String(quiet_days)), () => {}), [programmeId]);
  const keep = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const wanted = Number(days);
    if (!Number.isInteger(wanted) || wanted < 1 || wanted > 365) return setError(t("settings.quiet-range"));
    setError("");
    try {
      await api.changeProgramme(programmeId, { quiet_days: wanted });
      toast(t("settings.kept"));
    } catch (problem) {
      setError(problemText(problem));
    }
  };
  return html`<section class="panel stack close" aria-labelledby="quiet">
    <h2 id="quiet">${t("settings.quiet")}</h2>
    <form class="stack close" onSubmit=${keep} noValidate>
      <${Field} label=${t("settings.quiet-days")} type="number" inputmode="numeric" min="1" max="365" value=${days} error=${error} hint=${t("settings.quiet-hint")} onInput=${(/** @type {any} */ event) => setDays(event.currentTarget.value)} />
      <div class="actions"><button class="button" type="submit">${t("settings.keep")}</button></div>
    </form>
  </section>`;
}

/** Whether feedback and rating open together. @param {{ programmeId: string }} props */
function Sealed({ programmeId }) {
  const [sealed, setSealed] = useState(/** @type {boolean | null} */ (null));
  useEffect(() => void api.programmeOptions(programmeId).then((options) => setSealed(options.sealed_exchange), () => {}), [programmeId]);
  const change = async (/** @type {boolean} */ wanted) => {
    try {
      setSealed((await api.changeProgrammeOptions(programmeId, { sealed_exchange: wanted })).sealed_exchange);
    } catch (problem) {
      toast(problemText(problem), { icon: "circle-alert" });
    }
  };
  return html`<section class="panel stack close" aria-labelledby="exchange">
    <h2 id="exchange">${t("settings.exchange")}</h2>
    ${sealed !== null &&
    html`<label class="choice"><${Tick} role="switch" checked=${sealed} onChoose=${change} /><span>${t("programme.sealed")}<span class="hint">${t("programme.sealed-hint")}</span></span></label>`}
  </section>`;
}
