import { ChatPane } from "../chat/pane.js";
import { Frame, withMentorship } from "../mentorship/frame.js";
import { Glance } from "../mentorship/glance.js";
import { html } from "../ui/html.js";
import { useTitle } from "../ui/title.js";
/** @import { Me, Mentorship } from "../protocol.js" */

export default withMentorship(Chat);

/** @param {{ mentorship: Mentorship, self: Me }} props */
function Chat({ mentorship, self }) {
  useTitle(mentorship.other.name);
  return html`<${Frame} mentorship=${mentorship} part="chat">
    <div class="chat"><${ChatPane} mentorship=${mentorship} /><${Glance} mentorship=${mentorship} self=${self} /></div>
  <//>`;
}
