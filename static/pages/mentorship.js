import { ChatPane } from "../chat/pane.js";
import { Frame, withMentorship } from "../mentorship/frame.js";
import { firstName, t } from "../strings/index.js";
import { Clocks } from "../ui/clocks.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";
/** @import { Me, Mentorship } from "../protocol.js" */

export default withMentorship(Chat);

/** @param {{ mentorship: Mentorship, self: Me }} props */
function Chat({ mentorship, self }) {
  const { other } = mentorship;
  const name = firstName(other.name);
  useTitle(other.name);
  return html`<${Frame} mentorship=${mentorship} part="chat">
    <div class="chat">
      <${ChatPane} mentorship=${mentorship} />
      <aside class="chat-side" aria-label=${t("mentorship.glance")}>
        <section class="side-block"><h2>${t("mentorship.now")}</h2><${Clocks} at=${now.value} me=${self} other=${other} big=${true} /></section>
        <section class="side-block sees">
          <h2>${t("mentorship.who-sees")}</h2>
          <ul role="list">
            <li><${Icon} name="lock" /><span>${t("mentorship.sees-both", { name })}</span></li>
            <li><${Icon} name="eye" /><span>${t("mentorship.sees-programme", { programme: mentorship.programme.name })}</span></li>
            <li><${Icon} name="eye-off" /><span>${t("mentorship.sees-nobody")}</span></li>
          </ul>
        </section>
      </aside>
    </div>
  <//>`;
}
