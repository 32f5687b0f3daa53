import { useState } from "preact/hooks";
import { AgreementPanel } from "../about/agreement.js";
import { Bots } from "../about/bots.js";
import { InPerson } from "../about/in-person.js";
import { agreements, concerns, logs, useAbout, useAgreements } from "../about/live.js";
import { AccessLog } from "../about/log.js";
import { People } from "../about/people.js";
import { Respect } from "../about/respect.js";
import { Rest } from "../about/rest.js";
import { api } from "../api.js";
import { Consents } from "../consents/panel.js";
import { Frame, withMentorship } from "../mentorship/frame.js";
import { problemText } from "../problem-text.js";
import { firstName, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Banner } from "../ui/parts.js";
import { TalkSettings } from "../talk/choice.js";
import { useTitle } from "../ui/title.js";
/** @import { Me, Mentorship } from "../protocol.js" */

export default withMentorship(About);

/** The two, what they promised each other, and what keeps it respectful. @param {{ mentorship: Mentorship, self: Me }} props */
function About({ mentorship, self }) {
  const { mentorship_id: id, other } = mentorship;
  const [error, setError] = useState(/** @type {unknown} */ (null));
  useTitle(t("about.page", { name: firstName(other.name) }));
  useAgreements([id], setError);
  useAbout([id], setError);
  const agreement = agreements.value[id];
  const log = logs.value[id];
  return html`<${Frame} mentorship=${mentorship} part="about">
    <div class="page">
      <div class="page-head"><div><h2 class="part-title">${t("about.title")}</h2></div></div>
      <${People} mentorship=${mentorship} self=${self} />
      ${error && !agreement && html`<${Banner} tone="stop" icon="wifi-off"><div>${problemText(error)}</div><//>`}
      <div class="columns">
        <div class="stack">
          ${agreement && html`<${AgreementPanel} mentorship=${mentorship} self=${self} agreement=${agreement} />`}
          <${Bots} mentorship=${mentorship} self=${self} />
          ${log && html`<${AccessLog} entries=${log} self=${self} />`}
          <${Consents} key=${id} chain=${`mentorship:${id}`} load=${() => api.consents(id)} path=${api.consentsPath(id)} self=${self} other=${other} what=${t("consents.of-pair")} />
        </div>
        <div class="stack">
          <${InPerson} mentorship=${mentorship} self=${self} />
          <${TalkSettings} mentorship=${mentorship} />
          <${Rest} mentorship=${mentorship} />
          <${Respect} mentorship=${mentorship} self=${self} concerns=${concerns.value[id]?.concerns ?? []} />
        </div>
      </div>
    </div>
  <//>`;
}
