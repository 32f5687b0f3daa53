import { useRef } from "preact/hooks";
import { ChatPane } from "../chat/pane.js";
import { Devices } from "../lobby/devices.js";
import { t } from "../strings/index.js";
import { useFocusBack } from "../ui/focus-back.js";
import { html } from "../ui/html.js";
import { Icon } from "../ui/parts.js";
import { TalkOwn } from "../talk/meter.js";
import { AgendaPanel } from "./agenda-panel.js";
import { People } from "./people.js";
import { ViewingChoices } from "./viewing-choices.js";
/** @import { Desk } from "./desk.js" */

/** What can stand beside the pictures, by its name. A panel's body gets the desk. */
const PANELS = {
  chat: (/** @type {{ desk: Desk }} */ { desk }) => html`<${ChatPane} mentorship=${desk.mentorship} />`,
  agenda: AgendaPanel,
  people: People,
  devices: (/** @type {{ desk: Desk }} */ { desk }) =>
    html`<div class="panel-scroll stack fields"><${Devices} media=${desk.media} /><${ViewingChoices} desk=${desk} /><${TalkOwn} mentorship=${desk.mentorship} /></div>`,
};

/** @typedef {keyof typeof PANELS} PanelName */

/** @param {{ desk: Desk, name: PanelName }} props */
export function Panel({ desk, name }) {
  const ref = useRef(/** @type {HTMLElement | null} */ (null));
  useFocusBack(ref);
  const title = t(`call.${name}`);
  return html`<aside class="call-panel" ref=${ref} aria-label=${title}>
    <header><h2>${title}</h2>
      <button class="button quiet only-icon small" type="button" aria-label=${t("call.close-panel")} onClick=${() => (desk.panel.value = null)}><${Icon} name="x" /></button></header>
    <${PANELS[name]} key=${name} desk=${desk} />
  </aside>`;
}
