import { clock, place } from "../dates.js";
import { NotifyMenu } from "../notify/menu.js";
import { go } from "../router.js";
import { calls, me, mentorshipOf, mentorships, online } from "../session.js";
import { firstName, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Avatar, Icon } from "../ui/parts.js";
import { Tabs } from "../ui/tabs.js";
import Missing from "../pages/missing.js";
import { mayMeet } from "./may.js";
import { Standing } from "./standing.js";
/** @import { Me, Mentorship } from "../protocol.js" */

const PARTS = /** @type {const} */ ([
  ["chat", ""],
  ["meetings", "/meetings"],
  ["goals", "/goals"],
  ["work", "/work"],
  ["about", "/about"],
]);

/**
 * A page of a mentorship: found among one's own, or missing.
 *
 * @param {(props: any) => any} Page takes { mentorship: Mentorship, self: Me } and the rest of the address
 */
export const withMentorship = (Page) => (/** @type {{ mentorship: string } & Record<string, string>} */ { mentorship: id, ...rest }) => {
  const mentorship = mentorshipOf(id);
  if (mentorship && me.value) return html`<${Page} mentorship=${mentorship} self=${me.value} ...${rest} />`;
  return mentorships.value ? html`<${Missing} />` : html`<main id="main" class="mentorship" tabindex="-1"></main>`;
};

/** Who it is with, and the parts of it; the part that is open stands below. @param {{ mentorship: Mentorship, part: typeof PARTS[number][0], children?: any }} props */
export function Frame({ mentorship, part, children }) {
  const { mentorship_id, other, role } = mentorship;
  const inRoom = calls.value[mentorship_id]?.includes(other.user_id);
  const name = firstName(other.name);
  return html`<main id="main" class="mentorship" tabindex="-1">
    <header class="mentorship-head">
      <div class="mentorship-top">
        <${Avatar} person=${other} online=${online.value.has(other.user_id)} />
        <div class="mentorship-who">
          <h1><a href=${`/m/${mentorship_id}/about`} title=${t("mentorship.about-who", { name })} dir="auto">${other.name}</a><span class="tag only-wide">${t(role === "mentor" ? "role.your-mentee" : "role.your-mentor")}</span></h1>
          <div class="meta">
            ${inRoom
              ? html`<span class="in-room"><${Icon} name="video" />${t("mentorship.in-room", { name })}</span>`
              : html`<span><${Icon} name="clock" />${t("clock.there", { time: clock(now.value, other.time_zone), place: place(other.time_zone) })}</span>`}
            <span class="only-wide"><${Icon} name="lock" />${t("mentorship.private")}</span>
          </div>
        </div>
        ${part === "chat" && html`<${NotifyMenu} conversationId=${mentorship.conversation.conversation_id} />`}
        <a class="button quiet only-icon only-narrow" href=${`/m/${mentorship_id}/about`} aria-label=${t("part.about")} aria-current=${part === "about" ? "page" : undefined}><${Icon} name="ellipsis" /></a>
        ${mayMeet(mentorship) &&
        html`<button class=${`button join-call ${inRoom ? "primary" : ""}`} type="button" aria-label=${t("mentorship.join")} onClick=${() => go(`/m/${mentorship_id}/lobby`)}>
          <${Icon} name="video" /><span class="only-wide">${t("mentorship.join")}</span>
        </button>`}
      </div>
      <${Tabs} label=${t("part.nav")} current=${part} links=${PARTS.map(([name, path]) => ({ name, href: `/m/${mentorship_id}${path}`, text: t(`part.${name}`) }))} />
      <${Standing} mentorship=${mentorship} />
    </header>
    ${children}
  </main>`;
}
