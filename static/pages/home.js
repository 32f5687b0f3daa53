import { useState } from "preact/hooks";
import { agreements, useAgreements } from "../about/live.js";
import { owed } from "../after/live.js";
import { saidBy } from "../attachments/words.js";
import { senderOf, shortNameOf } from "../bots/sender.js";
import { clock, day, daysBetween, hour, place } from "../dates.js";
import { areas, goals, useGoals } from "../goals/live.js";
import { DirectNews } from "../direct/home.js";
import { Begin, memberships, Memberships, PitchNews } from "../home/before.js";
import { NextMeeting } from "../home/next-meeting.js";
import { Nudges } from "../home/nudges.js";
import { OpenActions } from "../home/open-actions.js";
import { Waiting } from "../home/waiting.js";
import { waitsFor } from "../home/waits.js";
import { allPitches, pitches, programmes, talks } from "../matching/live.js";
import { waitsBefore } from "../matching/words.js";
import { book, useMeetings } from "../meetings/live.js";
import { unreadToTell } from "../notify/live.js";
import { calls, me, mentorships, online } from "../session.js";
import { firstName, listed, t } from "../strings/index.js";
import { Clocks } from "../ui/clocks.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Avatar, Count, Empty, Icon, Pair } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";
import { nextStep } from "./next-step.js";
/** @import { Me, Mentorship, Message } from "../protocol.js" */
/** @import { Step } from "./next-step.js" */

export default function Home() {
  useTitle(t("home.page"));
  const self = /** @type {Me} */ (me.value);
  const all = mentorships.value;
  const at = now.value;
  const there = hour(at, self.time_zone);
  const greeting = there < 12 ? "home.morning" : there < 18 ? "home.afternoon" : "home.evening";
  const today = day(at, self.time_zone);
  const ids = (all ?? []).map((m) => m.mentorship_id);
  const [failed, setFailed] = useState(false);
  useMeetings(ids, () => setFailed(true));
  useGoals(ids);
  useAgreements(ids);
  const found = programmes.value && pitches.value;
  const ready = failed || (found && ids.every((id) => book.listed.value[id]?.past));
  const step = nextStep(all ?? [], calls.value, at, self.time_zone, book.next(ids));
  const before = waitsBefore({ programmes: programmes.value ?? [], pitches: allPitches(), talks: talks.value }, self.user_id);
  const within = (all ?? []).flatMap((mentorship) => waitsFor(mentorship, self.user_id, { past: book.past(mentorship.mentorship_id).filter((m) => m.meeting_id !== owed.value[0]?.meeting_id), waiting: book.waiting.value, goals: goals.of(mentorship.mentorship_id), areas: areas.of(mentorship.mentorship_id), agreement: agreements.value[mentorship.mentorship_id], now: at }));
  const waits = [...before, ...within];
  const soon = ids.flatMap((id) => book.upcoming(id)).filter((m) => Date.parse(m.starts_at) - at.getTime() < 7 * 86_400_000).length;
  const news = [soon && t("home.meetings", { count: soon }), unreadToTell.value && t("home.unread", { count: unreadToTell.value }), waits.length && t("home.waits", { count: waits.length })].filter(Boolean);
  return html`<main id="main" class="page" tabindex="-1">
    <header class="page-head"><div>
      <h1>${t(greeting, { name: firstName(self.name) })}</h1>
      <p>${
        step?.kind === "room"
          ? t("home.in-room", { day: today, name: firstName(step.mentorship.other.name) })
          : news.length
            ? t("home.today", { day: today, what: listed(/** @type {string[]} */ (news)) })
            : t("home.nothing-waits", { day: today })
      }</p>
    </div>
    <a class="button quiet only-icon account only-narrow" href="/search" aria-label=${t("nav.search")}><${Icon} name="search" /></a>
    </header>
    ${all &&
    ready &&
    html`<div class="columns">
      <div class="stack">
        ${step?.meeting ? html`<${NextMeeting} meeting=${step.meeting} mentorship=${step.mentorship} self=${self} />` : step && html`<${Next} step=${step} self=${self} />`}
        <${Nudges} self=${self} mentorships=${all} />
        <${Waiting} waits=${waits} />
        ${all.length === 0 && html`<section class="panel"><${Nobody} self=${self} /></section>`}
        ${all.length > 0 && (self.manages.length > 0 || self.is_admin) && html`<${Managed} self=${self} />`}
      </div>
      <div class="stack">
        ${all.length > 0 &&
        html`<section aria-labelledby="pairs">
            <div class="section-head"><h2 id="pairs">${t("home.mentorships")}</h2></div>
            <ul class="rows" role="list">${all.map((m) => html`<${Row} key=${m.mentorship_id} mentorship=${m} self=${self} />`)}</ul>
          </section>
          <${OpenActions} mentorships=${all} self=${self} />`}
        <${DirectNews} />
        <${PitchNews} self=${self} />
        <${Memberships} />
      </div>
    </div>`}
  </main>`;
}

/** @param {{ step: Step, self: Me }} props */
function Next({ step, self }) {
  const { mentorship } = step;
  const kind = /** @type {Exclude<Step["kind"], "meeting">} */ (step.kind);
  const { other, mentorship_id, conversation } = mentorship;
  const name = firstName(other.name);
  const room = kind === "room";
  const last = conversation.last_message;
  return html`<section class="panel tinted next-step" aria-labelledby="next">
    <div class="stack fields">
      <div class="meta">
        ${room && html`<span class="tag good">${t("next.room-tag")}</span>`}
        ${kind === "read" && html`<span class="tag good">${t("next.read-tag", { count: conversation.unread })}</span>`}
        ${kind === "hello" && html`<span class="tag good">${t("next.hello-tag")}</span>`}
        <span><${Pair} people=${[self, other]} size="tiny" />${t("next.with", { name })}</span>
      </div>
      <div class="stack closer">
        <h2 id="next">${t(`next.${kind}-title`, { name })}</h2>
        ${(room || kind === "hello") && html`<p>${t(room ? "next.room-text" : "next.hello-text")}</p>`}
      </div>
      <${Clocks} at=${now.value} me=${self} other=${other} big=${true} />
      <div class="actions">
        <a class="button primary" href=${`/m/${mentorship_id}${room ? "/lobby" : ""}`}>${t(`next.${kind}-action`)}</a>
        ${!room && html`<a class="button quiet" href=${`/m/${mentorship_id}/lobby`}>${t("next.sound-check")}</a>`}
      </div>
    </div>
    ${last && last.body !== null && !room && html`<${Quote} message=${last} self=${self} name=${shortNameOf(senderOf(mentorship, last.sender_id))} />`}
  </section>`;
}

/** @param {{ message: Message, self: Me, name: string }} props */
function Quote({ message, self, name }) {
  const at = new Date(message.sent_at);
  const ago = daysBetween(at, now.value, self.time_zone);
  const when = ago === 0 ? clock(at, self.time_zone) : ago === 1 ? t("day.yesterday") : day(at, self.time_zone, now.value);
  return html`<figure class="last-words">
    <blockquote dir="auto">${shortened(saidBy(message), 220)}</blockquote>
    <figcaption class="row-note">${t("next.wrote-at", { name: message.sender_id === self.user_id ? t("nav.you") : name, day: when })}</figcaption>
  </figure>`;
}

/** @param {{ mentorship: Mentorship, self: Me }} props */
function Row({ mentorship, self }) {
  const { mentorship_id, other, role, status, conversation } = mentorship;
  const { last_message: last, unread: count } = conversation;
  const line = !last
    ? t("home.no-message")
    : last.body === null
      ? t("home.deleted")
      : last.sender_id === self.user_id || last.sender_id === other.user_id
        ? t(last.sender_id === self.user_id ? "home.you-wrote" : "home.quote", { text: shortened(saidBy(last), 110) })
        : t("home.bot-wrote", { name: shortNameOf(senderOf(mentorship, last.sender_id)), text: shortened(saidBy(last), 110) });
  return html`<li class="row top">
    <${Avatar} person=${other} size="large" online=${online.value.has(other.user_id)} />
    <div class="row-body stack closer">
      <div>
        <p class="row-title"><a href=${`/m/${mentorship_id}`} dir="auto">${other.name}</a></p>
        <p class="row-note">${t("home.role-and-time", {
          role: t(role === "mentor" ? "role.your-mentee" : "role.your-mentor"),
          time: clock(now.value, other.time_zone),
          place: place(other.time_zone),
        })}</p>
      </div>
      <p class=${`small-text ${last?.body ? "" : "quiet-text"}`} dir="auto">${line}</p>
    </div>
    ${status !== "active" && html`<span class="tag">${t(status === "ended" ? "home.ended" : "home.paused")}</span>`}
    ${count > 0 && html`<${Count} of=${count} label=${t("unread", { count })} />`}
  </li>`;
}

/** @param {{ self: Me }} props */
function Nobody({ self }) {
  const programme = self.manages[0];
  const [begin] = memberships();
  if (begin) return html`<${Begin} programme=${begin} self=${self} />`;
  const text = programme ? t("home.empty-manager", { programme: programme.name }) : t(self.is_admin ? "home.empty-admin" : "home.empty-text");
  return html`<${Empty} icon="coffee" title=${t("home.empty-title")}>
    <p>${text}</p>
    ${programme
      ? html`<a class="button primary" href=${`/programmes/${programme.programme_id}`}>${t("home.open-programme")}</a>`
      : self.is_admin && html`<a class="button primary" href="/users">${t("home.open-users")}</a>`}
  <//>`;
}

/** @param {{ self: Me }} props */
const Managed = ({ self }) =>
  html`<section aria-labelledby="managed">
    <div class="section-head"><h2 id="managed">${t("home.programmes")}</h2></div>
    <ul class="rows" role="list">
      ${self.manages.map(
        (p) => html`<li class="row" key=${p.programme_id}>
          <span class="row-mark"><${Icon} name="sprout" /></span>
          <div class="row-body"><p class="row-title"><a href=${`/programmes/${p.programme_id}`}>${p.name}</a></p><p class="row-note">${t("home.programme-note")}</p></div>
        </li>`,
      )}
      ${self.is_admin &&
      html`<li class="row">
        <span class="row-mark"><${Icon} name="users" /></span>
        <div class="row-body"><p class="row-title"><a href="/users">${t("nav.users")}</a></p><p class="row-note">${t("home.users-note")}</p></div>
      </li>`}
    </ul>
  </section>`;

/** @param {string} text @param {number} most */
function shortened(text, most) {
  const letters = Array.from(text);
  return letters.length > most ? `${letters.slice(0, most).join("").trimEnd()}…` : text;
}
