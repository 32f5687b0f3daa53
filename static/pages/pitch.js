import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../api.js";
import { ChatPane } from "../chat/pane.js";
import { date } from "../dates.js";
import { DeclineDialog, TalkDialog, WithdrawDialog } from "../matching/answers.js";
import { ConductDialog } from "../matching/conduct.js";
import { hear, pitches, talks } from "../matching/live.js";
import { isOpen, mentorsPath, otherOf, standOf } from "../matching/words.js";
import { problemText } from "../problem-text.js";
import { go } from "../router.js";
import { me, mentorshipOf, online } from "../session.js";
import { firstName, t } from "../strings/index.js";
import { Clocks } from "../ui/clocks.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Avatar, Icon } from "../ui/parts.js";
import { useTitle } from "../ui/title.js";
import { toast } from "../ui/toast.js";
import Missing from "./missing.js";
/** @import { Me, Person, Pitch as Shown } from "../protocol.js" */

/** A pitch, or a match that was suggested, between the two whom it concerns. @param {{ pitch: string }} props */
export default function Pitch({ pitch: id }) {
  const pitch = pitches.value?.[id];
  if (pitch && me.value) return html`<${Between} pitch=${pitch} self=${me.value} />`;
  return pitches.value ? html`<${Missing} />` : html`<main id="main" class="page" tabindex="-1"></main>`;
}

/** @param {{ pitch: Shown, self: Me }} props */
function Between({ pitch, self }) {
  const other = otherOf(pitch, self.user_id);
  const name = firstName(other.name);
  const kind = pitch.origin === "manager" ? "match" : pitch.mentor.user_id === self.user_id ? "from" : "to";
  const { programme, conversation_id } = pitch;
  useTitle(t(`pitch.page-${kind}`, { name }));
  useNewPair(pitch);
  return html`<main id="main" class="page" tabindex="-1">
    <header class="page-head">
      <div>
        <a class="crumb" href=${mentorsPath(programme.programme_id)}><${Icon} name="arrow-left" class="turns" />${programme.name}</a>
        <h1 dir="auto">${t(`pitch.title-${kind}`, { name })}</h1>
        <p class="meta">
          <span><${Icon} name="lock" />${t("pitch.private", { name })}</span>
          <span><${Icon} name="calendar" />${date(new Date(pitch.created_at), self.time_zone, now.value)}</span>
        </p>
      </div>
    </header>
    <div class="columns pitch">
      <section class="panel stack close" aria-label=${t(`pitch.page-${kind}`, { name })}>
        <div class="panel-head"><span class="meta"><${Avatar} person=${other} online=${online.value.has(other.user_id)} /><b dir="auto">${other.name}</b></span></div>
        <${Clocks} at=${now.value} me=${self} other=${other} />
        ${kind === "match" && html`<p>${t(pitch.mentor.user_id === self.user_id ? "pitch.match-mentor" : "pitch.match-mentee", { programme: programme.name, name })}</p>`}
        ${kind !== "match" && html`<${Words} title=${t(kind === "to" ? "pitch.you-want" : "pitch.they-want", { name })} text=${pitch.want} />`}
        <${Words} title=${t(kind === "match" ? "pitch.match-why" : kind === "to" ? "pitch.you-why" : "pitch.they-why", { name })} text=${pitch.why} />
      </section>
      <${Standing} pitch=${pitch} self=${self} other=${other} />
      ${conversation_id && pitch.status !== "accepted" && html`<${Talk} pitch=${pitch} conversationId=${conversation_id} other=${other} />`}
    </div>
  </main>`;
}

/** @param {{ title: string, text: string }} props */
const Words = ({ title, text }) => (text ? html`<div class="stack closer"><h2 class="panel-label">${title}</h2><blockquote class="own-words" dir="auto">${text}</blockquote></div>` : null);

/** The talk before the yes: the same chat that the pair keeps. @param {{ pitch: Shown, conversationId: string, other: Person }} props */
function Talk({ pitch, conversationId, other }) {
  const conversation = talks.value[conversationId] ?? { conversation_id: conversationId, last_seq: 0, unread: 0, reads: [], last_message: null };
  return html`<section class="panel talk" aria-labelledby="talk">
    <h2 id="talk">${t("pitch.talk-heading")}</h2>
    <${ChatPane} mentorship=${{ other, conversation, status: isOpen(pitch) ? "active" : "ended", blocked: false }} closed=${t("pitch.talk-closed")} />
  </section>`;
}

/** How it stands, and what I may do. @param {{ pitch: Shown, self: Me, other: Person }} props */
function Standing({ pitch, self, other }) {
  const name = firstName(other.name);
  const stand = standOf(pitch, self.user_id);
  const [open, setOpen] = useState(/** @type {"decline" | "talk" | "withdraw" | null} */ (null));
  const [pending, setPending] = useState(/** @type {{ answer: () => Promise<Shown> } | null} */ (null)); // until the code of conduct is agreed to
  const close = () => setOpen(null);
  /** @param {() => Promise<Shown>} answer */
  const act = async (answer) => {
    close();
    try {
      hear(await answer());
    } catch (problem) {
      if (/** @type {any} */ (problem).code === "conduct_not_accepted") setPending({ answer });
      else toast(problemText(problem), { icon: "circle-alert" });
    }
  };
  const { pitch_id } = pitch;
  const isMatch = pitch.origin === "manager";
  const byMe = pitch.answered_by === self.user_id;
  return html`<section class=${`panel stack close standing ${stand === "answer" ? "waiting" : ""}`} aria-labelledby="standing">
    <h2 id="standing">${t(stand === "answer" ? "pitch.answer" : "pitches.title")}</h2>
    <div class="stack closer" role="status">${standing(pitch, self.user_id, name).map((line) => html`<p>${line}</p>`)}</div>
    ${pitch.note && html`<div class="stack closer"><h3 class="panel-label">${t(byMe ? "pitch.note-yours" : "pitch.note-of", { name })}</h3><blockquote class="own-words" dir="auto">${pitch.note}</blockquote></div>`}
    <div class="actions">
      ${stand === "answer" &&
      html`<button class="button primary" type="button" onClick=${() => act(() => api.answerPitch(pitch_id, "accept"))}>${t(isMatch ? "pitch.accept-match" : "pitch.accept")}</button>
        ${pitch.status === "open" && html`<button class="button" type="button" onClick=${() => setOpen("talk")}>${t("pitch.talk")}</button>`}
        <button class="button quiet" type="button" onClick=${() => setOpen("decline")}>${t("pitch.decline")}</button>`}
      ${stand === "wait" && html`<button class="button" type="button" onClick=${() => setOpen("withdraw")}>${t("pitch.withdraw")}</button>`}
      ${stand === "pair" && html`<a class="button primary" href=${`/m/${pitch.mentorship_id}`}>${t("pitch.to-mentorship")}</a>`}
      ${(stand === "declined" || stand === "withdrawn") && pitch.mentee.user_id === self.user_id && html`<a class="button" href=${mentorsPath(pitch.programme.programme_id)}>${t("pitch.to-mentors")}</a>`}
    </div>
    ${open === "decline" && html`<${DeclineDialog} pitch=${pitch} other=${other} onClose=${close} onDecline=${(/** @type {string} */ note) => act(() => api.answerPitchWith(pitch_id, "decline", note))} />`}
    ${open === "talk" && html`<${TalkDialog} pitch=${pitch} other=${other} onClose=${close} onAsk=${(/** @type {string} */ note) => act(() => api.answerPitchWith(pitch_id, "talk", note))} />`}
    ${open === "withdraw" && html`<${WithdrawDialog} other=${other} onClose=${close} onWithdraw=${() => act(() => api.answerPitch(pitch_id, "withdraw"))} />`}
    ${pending && html`<${ConductDialog} programme=${pitch.programme} onClose=${() => setPending(null)} onAgreed=${() => (setPending(null), void act(pending.answer))} />`}
  </section>`;
}

/** @param {Shown} pitch @param {string} self @param {string} name @returns {string[]} */
function standing(pitch, self, name) {
  const stand = standOf(pitch, self);
  const byMe = pitch.answered_by === self;
  if (stand === "pair") return [t("pitch.stand-pair")];
  if (stand === "declined" || stand === "withdrawn") return [t(byMe ? `pitch.stand-${stand}-you` : `pitch.stand-${stand}`, { name })];
  const theyYes = pitch.accepted_by.length > 0 && !pitch.accepted_by.includes(self);
  const lines = theyYes ? [t("pitch.stand-their-yes", { name })] : [];
  if (pitch.status === "talk") lines.push(t(byMe ? "pitch.stand-talk-you" : stand === "answer" ? "pitch.stand-talk-decide" : "pitch.stand-talk-them", { name }));
  if (stand === "wait" && pitch.accepted_by.includes(self)) lines.push(t("pitch.stand-yes", { name }));
  else if (stand === "wait" && pitch.status === "open") lines.push(t("pitch.stand-wait", { name }));
  if (stand === "answer" && pitch.status === "open") lines.push(...(pitch.origin === "mentee" ? [t("pitch.accept-text"), t("pitch.answer-text")] : [t("pitch.answer-text")]));
  return lines;
}

/** Who looks on while the last yes is said finds themself in the new mentorship. @param {Shown} pitch */
function useNewPair({ status, mentorship_id }) {
  const wasOpen = useRef(status !== "accepted");
  const isHere = mentorship_id !== null && mentorshipOf(mentorship_id) !== undefined;
  useEffect(() => {
    if (wasOpen.current && isHere) go(`/m/${mentorship_id}`, { replace: true });
  }, [isHere]);
}
