import { useEffect, useState } from "preact/hooks";
import { api } from "../api.js";
import { day, daysBetween } from "../dates.js";
import { mentorsPath } from "../matching/words.js";
import { problemText } from "../problem-text.js";
import { PairDialog, InviteDialog } from "../programme/dialogs.js";
import { SharedDocuments } from "../programme/documents.js";
import { GivenWords } from "../programme/given.js";
import { ManagedMeetings } from "../programme/meetings.js";
import { me } from "../session.js";
import { t } from "../strings/index.js";
import { Dialog } from "../ui/dialog.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Avatar, Banner, Empty, Icon, Pair } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";
import { toast } from "../ui/toast.js";
import Missing from "./missing.js";
/** @import { InvitationRow, Me, Member, MentorshipOverview, Programme as Shown } from "../protocol.js" */

/** A programme as its manager sees it: who is there, who is paired, when a pair was last alive. No word of what they write. @param {{ programme: string }} props */
export default function Programme({ programme: id }) {
  const [shown, setShown] = useState(/** @type {Shown | null} */ (null));
  const [error, setError] = useState(/** @type {any} */ (null));
  const [open, setOpen] = useState(/** @type {"pair" | "invite" | null} */ (null));
  const [ending, setEnding] = useState(/** @type {MentorshipOverview | null} */ (null));
  useTitle(shown?.programme.name ?? t("nav.programme"));
  const load = () => api.programme(id).then(setShown, setError);
  useEffect(() => void load(), [id]);
  if (error && ["not_found", "forbidden"].includes(error.code)) return html`<${Missing} />`;
  if (!shown) return html`<main id="main" class="page" tabindex="-1">${error && html`<${Banner} tone="stop" icon="wifi-off"><div>${problemText(error)}</div><//>`}</main>`;

  const { programme, members, mentorships, invitations } = shown;
  const pairs = [...mentorships].sort((a, b) => Number(a.status === "ended") - Number(b.status === "ended") || (b.last_active_day ?? "").localeCompare(a.last_active_day ?? ""));
  const people = byPerson(members);
  const living = mentorships.filter((m) => m.status !== "ended").length;
  const end = async () => {
    const pair = ending;
    setEnding(null);
    try {
      await api.endPair(pair?.mentorship_id ?? "");
      toast(t("programme.ended-toast"));
      await load();
    } catch (problem) {
      toast(problemText(problem), { icon: "circle-alert" });
    }
  };
  const withdraw = async (/** @type {InvitationRow} */ invitation) => {
    await api.withdrawInvitation(invitation.invitation_id).catch((problem) => toast(problemText(problem), { icon: "circle-alert" }));
    await load();
  };

  return html`<main id="main" class="page" tabindex="-1">
    <header class="page-head">
      <div><h1>${programme.name}</h1><p>${t("programme.lead", { pairs: t("programme.pairs-count", { count: living }), people: t("programme.people-count", { count: people.length }) })}</p></div>
      <div class="actions">
        <a class="button quiet" href=${mentorsPath(id)}>${t("nav.mentors")}</a>
        <button class="button" type="button" onClick=${() => setOpen("invite")}><${Icon} name="mail" />${t("programme.invite")}</button>
        <button class="button primary" type="button" onClick=${() => setOpen("pair")}><${Icon} name="handshake" />${t("programme.new-pair")}</button>
      </div>
    </header>
    <div class="columns">
      <div class="stack">
        <section aria-labelledby="pairs">
          <div class="section-head"><h2 id="pairs">${t("programme.pairs")}</h2></div>
          ${pairs.length === 0
            ? html`<div class="panel"><${Empty} icon="handshake" title=${t("programme.no-pairs")}><p>${t("programme.no-pairs-why")}</p><//></div>`
            : html`<ul class="rows" role="list">${pairs.map((m) => html`<${PairRow} key=${m.mentorship_id} pair=${m} onEnd=${() => setEnding(m)} />`)}</ul>`}
        </section>
        <${ManagedMeetings} programmeId=${id} mentorships=${mentorships} />
        <${GivenWords} programmeId=${id} />
        <${SharedDocuments} programmeId=${id} />
        ${invitations.length > 0 &&
        html`<section aria-labelledby="invited">
          <div class="section-head"><h2 id="invited">${t("programme.invited")}</h2></div>
          <ul class="rows" role="list">
            ${invitations.map(
              (one) => html`<li class="row" key=${one.invitation_id}>
                <span class="row-mark wait"><${Icon} name="hourglass" /></span>
                <div class="row-body"><p class="row-title">${one.email}</p><p class="row-note">${t("programme.invited-as", { role: t(`role.${one.role}`), day: dayOf(one.expires_at) })}</p></div>
                <div class="row-end"><button class="button small" type="button" aria-label=${t("programme.withdraw-whose", { email: one.email })} onClick=${() => withdraw(one)}>${t("programme.withdraw")}</button></div>
              </li>`,
            )}
          </ul>
        </section>`}
        <section aria-labelledby="members">
          <div class="section-head"><h2 id="members">${t("programme.members")}</h2></div>
          <ul class="rows" role="list">
            ${people.map(
              ({ person, roles }) => html`<li class="row" key=${person.user_id}>
                <${Avatar} person=${person} />
                <div class="row-body"><p class="row-title" dir="auto">${person.name}</p><p class="row-note">${roles.map((role) => t(`role.${role}`)).join(", ")}</p></div>
              </li>`,
            )}
          </ul>
        </section>
      </div>
      <${WhatYouSee} />
    </div>
    ${open === "pair" && html`<${PairDialog} programmeId=${id} members=${members} onClose=${() => setOpen(null)} onDone=${() => (setOpen(null), load())} />`}
    ${open === "invite" && html`<${InviteDialog} programmeId=${id} onClose=${() => (setOpen(null), load())} />`}
    ${ending &&
    html`<${Dialog} title=${t("programme.end-title", { mentor: ending.mentor.name, mentee: ending.mentee.name })} action=${t("programme.end-action")} stop=${true} onClose=${() => setEnding(null)} onAction=${end}>
      <p>${t("programme.end-text")}</p>
    <//>`}
  </main>`;
}

/** @param {{ pair: MentorshipOverview, onEnd: () => void }} props */
function PairRow({ pair: { mentor, mentee, status, last_active_day }, onEnd }) {
  const self = /** @type {Me} */ (me.value);
  const names = t("programme.names", { mentor: mentor.name, mentee: mentee.name });
  const active = last_active_day ? t("programme.last-active", { day: dayOf(last_active_day) }) : t("programme.not-begun");
  const quiet = last_active_day && status === "active" && daysBetween(new Date(last_active_day), now.value, self.time_zone) >= 21;
  return html`<li class="row pair-row">
    <${Pair} people=${[mentor, mentee]} />
    <div class="row-body"><p class="row-title" dir="auto">${names}</p><p class="row-note">${quiet ? `${active} ${t("programme.hello")}` : active}</p></div>
    <div class="row-end">
      ${status === "active"
        ? html`<button class="button small" type="button" aria-label=${t("programme.end-whose", { names })} onClick=${onEnd}>${t("programme.end")}</button>`
        : html`<span class="tag">${t(status === "ended" ? "home.ended" : "home.paused")}</span>`}
    </div>
  </li>`;
}

/** @param {string} iso a day or an instant */
function dayOf(iso) {
  const isDay = iso.length === 10;
  return day(new Date(iso), isDay ? "UTC" : /** @type {Me} */ (me.value).time_zone, now.value);
}

/** @param {Member[]} members */
function byPerson(members) {
  /** @type {Map<string, { person: Member["person"], roles: Member["role"][] }>} */
  const found = new Map();
  for (const { person, role } of members) {
    const known = found.get(person.user_id);
    if (known) known.roles.push(role);
    else found.set(person.user_id, { person, roles: [role] });
  }
  return [...found.values()].sort((a, b) => a.person.name.localeCompare(b.person.name));
}

const WhatYouSee = () =>
  html`<section class="panel stack close" aria-labelledby="see">
    <h2 id="see">${t("programme.see")}</h2>
    <div class="sees">
      <ul role="list">
        <li><${Icon} name="eye" /><span>${t("programme.see-pairs")}</span></li>
        <li><${Icon} name="eye" /><span>${t("programme.see-day")}</span></li>
        <li><${Icon} name="eye" /><span>${t("programme.see-meetings")}</span></li>
        <li><${Icon} name="eye" /><span>${t("programme.see-given")}</span></li>
      </ul>
      <h3>${t("programme.not-see")}</h3>
      <ul role="list" class="hidden-from">
        <li><${Icon} name="eye-off" /><span>${t("programme.not-chats")}</span></li>
        <li><${Icon} name="eye-off" /><span>${t("programme.not-calls")}</span></li>
      </ul>
    </div>
  </section>`;
