import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { ChatPane } from "../chat/pane.js";
import { clock, place } from "../dates.js";
import { directs, hear, withPerson } from "../direct/live.js";
import { DirectMenu } from "../direct/menu.js";
import { NotifyMenu } from "../notify/menu.js";
import { problemText } from "../problem-text.js";
import { online } from "../session.js";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Avatar, Empty, Icon } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";
import Missing from "./missing.js";
/** @import { DirectConversation } from "../protocol.js" */

/** Writing with one person, whose id the address has: the first visit opens the conversation. @param {{ person: string }} props */
export default function Direct({ person }) {
  const direct = withPerson(person);
  const [problem, setProblem] = useState(/** @type {any} */ (null));
  const isUnknown = directs.value !== null && !direct;
  useEffect(() => {
    if (isUnknown) api.openDirect(person).then(hear, setProblem);
  }, [person, isUnknown]);
  if (direct) return html`<${Chat} key=${person} direct=${direct} />`;
  if (problem?.code === "not_found") return html`<${Missing} />`;
  return html`<main id="main" class="page" tabindex="-1">
    ${problem && html`<${Empty} icon="circle-alert" title=${problemText(problem)} />`}
  </main>`;
}

/** @param {{ direct: DirectConversation }} props */
function Chat({ direct }) {
  const { other, conversation, apart, blocked } = direct;
  useTitle(other.name);
  return html`<main id="main" class="mentorship" tabindex="-1">
    <header class="mentorship-head">
      <div class="mentorship-top direct-top">
        <a class="button quiet only-icon only-narrow" href="/direct" aria-label=${t("direct.all")}><${Icon} name="arrow-left" class="turns" /></a>
        <${Avatar} person=${other} online=${online.value.has(other.user_id)} />
        <div class="mentorship-who">
          <h1><span dir="auto">${other.name}</span></h1>
          <div class="meta">
            <span><${Icon} name="clock" />${t("clock.there", { time: clock(now.value, other.time_zone), place: place(other.time_zone) })}</span>
            <span class="only-wide"><${Icon} name="lock" />${t("mentorship.private")}</span>
          </div>
        </div>
        <${NotifyMenu} conversationId=${conversation.conversation_id} />
        <${DirectMenu} direct=${direct} />
      </div>
    </header>
    <${ChatPane} mentorship=${{ other, conversation, status: apart ? "ended" : "active", blocked }} closed=${t("direct.apart")} />
  </main>`;
}
