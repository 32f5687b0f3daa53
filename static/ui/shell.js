import { Afterwards } from "../after/banner.js";
import { DirectLinks } from "../direct/links.js";
import { directs, directUnread } from "../direct/live.js";
import { programmes } from "../matching/live.js";
import { levelOf } from "../notify/live.js";
import { Reminders } from "../reminders/banner.js";
import { SHORTCUT, useSearchShortcut } from "../search/shortcut.js";
import { calls, me, mentorships, online, unread } from "../session.js";
import { t } from "../strings/index.js";
import { html } from "./html.js";
import { Avatar, Brand, Count, Icon } from "./parts.js";
/** @import { Route } from "../router.js" */
/** @import { Mentorship } from "../protocol.js" */

/** The frame of every page within: sidebar on the side, a bar below on a small screen. @param {{ route: Route, children?: any }} props */
export function Shell({ route, children }) {
  const { page, params } = route;
  const person = me.value;
  useSearchShortcut();
  if (!person) return null;
  const all = mentorships.value ?? [];
  const own = programmes.value ?? person.manages;
  return html`
    <a class="skip-link" href="#main">${t("nav.skip")}</a>
    <div class=${`shell ${page === "mentorship" || page === "direct" ? "fixed-height" : ""}`}>
      <nav class="sidebar" aria-label=${t("nav.main")}>
        <${Brand} />
        <ul role="list">
          <li><${SideLink} href="/" icon="house" here=${page === "home"}>${t("nav.home")}<//></li>
          <li>
            <a class="side-link" href="/search" aria-current=${page === "search" ? "page" : undefined} aria-keyshortcuts=${SHORTCUT.aria}>
              <${Icon} name="search" />${t("nav.search")}<kbd aria-hidden="true">${SHORTCUT.words}</kbd>
            </a>
          </li>
        </ul>
        ${
          /* Home itself is the list of mentorships: there it would stand twice. */
          page !== "home" && all.length > 0 &&
          html`<div>
            <h2>${t("nav.mentorships")}</h2>
            <ul role="list">${all.map((m) => html`<${PairLink} key=${m.mentorship_id} mentorship=${m} here=${params.mentorship === m.mentorship_id} />`)}</ul>
          </div>`
        }
        ${(own.length > 0 || directs.value?.length) && html`<${DirectLinks} here=${params.person} isList=${page === "directs"} />`}
        ${own.length > 0 &&
        html`<div>
          <h2>${t("nav.programmes")}</h2>
          <ul role="list">
            ${own.map(
              (p) => html`<li key=${p.programme_id}>
                <${SideLink} href=${`/programmes/${p.programme_id}`} icon="sprout" here=${params.programme === p.programme_id}>${p.name}<//>
              </li>`,
            )}
          </ul>
        </div>`}
        ${person.is_admin &&
        html`<div>
          <h2>${t("nav.admin")}</h2>
          <ul role="list"><li><${SideLink} href="/users" icon="users" here=${page === "users"}>${t("nav.users")}<//></li></ul>
        </div>`}
        <div class="sidebar-end">
          <a class="side-link" href="/account" aria-current=${page === "account" ? "page" : page === "bots" ? "true" : undefined}>
            <${Avatar} person=${person} size="small" />
            <span class="who"><span dir="auto">${person.name}</span><small>${t("nav.account")}</small></span>
          </a>
        </div>
      </nav>
      <div class="shell-column">
        <${Reminders} route=${route}><${Afterwards} route=${route} /><//>
        ${children}
      </div>
      <${BottomBar} route=${route} />
    </div>`;
}

/** @param {{ href: string, icon: string, here: boolean, children?: any }} props */
const SideLink = ({ href, icon, here, children }) =>
  html`<a class="side-link" href=${href} aria-current=${here ? "page" : undefined}><${Icon} name=${icon} />${children}</a>`;

/** @param {{ mentorship: Mentorship, here: boolean }} props */
function PairLink({ mentorship, here }) {
  const { other, role, conversation, mentorship_id } = mentorship;
  const inRoom = calls.value[mentorship_id]?.includes(other.user_id);
  return html`<li>
    <a class="side-link" href=${`/m/${mentorship_id}`} aria-current=${here ? "true" : undefined}>
      <${Avatar} person=${other} size="small" online=${online.value.has(other.user_id)} />
      <span class="who"><span dir="auto">${other.name}</span><small>${t(inRoom ? "nav.in-room" : role === "mentor" ? "role.your-mentee" : "role.your-mentor")}</small></span>
      ${conversation.unread > 0 && html`<${Count} of=${conversation.unread} label=${t("unread", { count: conversation.unread })} muted=${levelOf(conversation.conversation_id) === "none"} />`}
    </a>
  </li>`;
}

/** Five at most: who has a mentorship finds a programme and the accounts at home. @param {{ route: Route }} props */
function BottomBar({ route: { page, params } }) {
  const person = me.value;
  const latest = [...(mentorships.value ?? [])].sort((a, b) => lastAt(b) - lastAt(a))[0];
  const pair = params.mentorship ?? latest?.mentorship_id;
  const programme = programmes.value?.[0] ?? person?.manages[0];
  return html`<nav class="bottom-bar" aria-label=${t("nav.main")}>
    <${BarLink} href="/" icon="house" here=${page === "home"}>${t("nav.home")}<//>
    ${pair
      ? html`<${BarLink} href=${`/m/${pair}`} icon="message-circle" here=${page === "mentorship"}>
            ${t("nav.chat")}${page !== "mentorship" && unread.value > 0 && html`<${Count} of=${unread.value} label=${t("unread", { count: unread.value })} />`}
          <//>
          <${BarLink} href=${`/m/${pair}/meetings`} icon="calendar" here=${page === "meetings" || page === "meeting"}>${t("part.meetings")}<//>
          <${BarLink} href=${`/m/${pair}/goals`} icon="target" here=${page === "goals"}>${t("part.goals")}<//>
          <${BarLink} href=${`/m/${pair}/work`} icon="file-text" here=${page === "work" || page === "work-item" || page === "document"}>${t("part.work")}<//>`
      : html`${programme && html`<${BarLink} href=${`/programmes/${programme.programme_id}`} icon="sprout" here=${page === "programme" || page === "mentors"}>${t("nav.programme")}<//>`}
          ${(programme || directs.value?.length) && html`<${BarLink} href="/direct" icon="message-circle" here=${page === "directs" || page === "direct"}>
            ${t("nav.messages")}${page !== "direct" && directUnread.value > 0 && html`<${Count} of=${directUnread.value} label=${t("unread", { count: directUnread.value })} />`}
          <//>`}
          ${person?.is_admin && html`<${BarLink} href="/users" icon="users" here=${page === "users"}>${t("nav.users")}<//>`}
          <${BarLink} href="/account" icon="user-round" here=${page === "account"}>${t("nav.you")}<//>`}
  </nav>`;
}

/** @param {{ href: string, icon: string, here: boolean, children?: any }} props */
const BarLink = ({ href, icon, here, children }) =>
  html`<a href=${href} aria-current=${here ? "page" : undefined}><${Icon} name=${icon} />${children}</a>`;

/** @param {Mentorship} mentorship */
const lastAt = ({ conversation }) => Date.parse(conversation.last_message?.sent_at ?? "") || 0;
