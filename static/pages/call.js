import { useEffect, useMemo } from "preact/hooks";
import { CallBanner } from "../call/banner.js";
import { Bar } from "../call/bar.js";
import { CallClock } from "../call/call-clock.js";
import { closeCall, current } from "../call/current.js";
import { Desk } from "../call/desk.js";
import { useNewHands } from "../call/hands.js";
import { KeySheet, useKeys } from "../call/keys.js";
import { Network } from "../call/network.js";
import { Panel } from "../call/panels.js";
import { Reactions, ReactionTray } from "../call/reactions.js";
import { Sound } from "../call/sound.js";
import { Stage } from "../call/stage.js";
import { stayAwake } from "../call/wake.js";
import { watchPath } from "../call/watch-path.js";
import { inBothPlaces } from "../dates.js";
import { go } from "../router.js";
import { me, mentorshipOf } from "../session.js";
import { connection } from "../socket.js";
import { firstName, t } from "../strings/index.js";
import { TalkMeter } from "../talk/meter.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Icon } from "../ui/parts.js";
import { useLasting } from "../ui/lasting.js";
import { useOffline } from "../ui/offline.js";
import { useTitle } from "../ui/title.js";
/** @import { Call } from "../call/call.js" */
/** @import { Media } from "../call/media.js" */
/** @import { Me, Mentorship } from "../protocol.js" */

/** @param {{ mentorship: string }} props */
export default function CallPage({ mentorship: id }) {
  const mentorship = mentorshipOf(id);
  const open = current.value;
  const mine = open?.call.mentorshipId === id && open.call.phase.value !== "lobby" ? open : null;
  // One enters through the lobby: a link or a reload leads there.
  useEffect(() => {
    if (!mine) go(`/m/${id}/lobby`, { replace: true });
  }, []);
  useEffect(() => closeCall, []);
  if (!mine || !mentorship) return html`<main id="main" class="call on-stage" tabindex="-1"></main>`;
  const { call, media } = mine;
  if (call.phase.value === "ended") return html`<${Ended} mentorship=${mentorship} reason=${call.endedBy.value} />`;
  return html`<${Live} call=${call} media=${media} mentorship=${mentorship} />`;
}

/** @param {{ call: Call, media: Media, mentorship: Mentorship }} props */
function Live({ call, media, mentorship }) {
  const self = /** @type {Me} */ (me.value);
  const { other } = mentorship;
  const desk = useMemo(() => new Desk(call, media), [call, media]);
  useTitle(t("call.page", { name: firstName(other.name) }));
  useKeys(desk);
  useEffect(stayAwake, []);
  useEffect(() => watchPath(call, media), [call, media]);
  const room = call.room.value;
  const line = call.line.value;
  const panel = desk.panel.value;
  const socketLost = useLasting(connection.value !== "ready", 1_000);
  const lost = useOffline() || call.path.value === "down" || socketLost;
  useNewHands(desk);

  return html`<main id="main" class="call on-stage" tabindex="-1">
    <header class="call-top">
      <div class="call-title">
        <h1>${t("call.title", { name: other.name })}</h1>
        <p>${inBothPlaces(now.value, self.time_zone, other.time_zone)}</p>
      </div>
      <${TalkMeter} mentorship=${mentorship} self=${self} />
      <${CallClock} desk=${desk} />
      <${Network} quality=${call.quality.value} lost=${lost} />
    </header>
    ${room && html`<${Stage} desk=${desk} room=${room} self=${self} lost=${lost} over=${html`<${CallBanner} desk=${desk} lost=${lost} /><${Reactions} desk=${desk} />`}>
      ${panel && html`<${Panel} desk=${desk} name=${panel} />`}
      ${desk.reacting.value && html`<${ReactionTray} desk=${desk} />`}
    <//>`}
    <${Sound} line=${line} speaker=${media.choices.value.speaker} />
    <${Bar} desk=${desk} />
    ${desk.helping.value && html`<${KeySheet} desk=${desk} />`}
  </main>`;
}

/** @param {{ mentorship: Mentorship, reason: string | null }} props */
function Ended({ mentorship: { mentorship_id, other }, reason }) {
  const replaced = reason === "replaced";
  useTitle(t("call.ended-page"));
  return html`<main id="main" class="call-over on-stage" tabindex="-1">
    <div class="empty">
      <${Icon} name=${replaced ? "copy" : "lock"} />
      <h1>${t(replaced ? "call.moved-title" : "call.closed-title")}</h1>
      <p>${t(replaced ? "call.moved-text" : "call.closed-text", { name: firstName(other.name) })}</p>
      <div class="actions">
        <a class="button primary" href=${`/m/${mentorship_id}`}>${t("call.to-chat")}</a>
        ${replaced && html`<a class="button quiet" href=${`/m/${mentorship_id}/lobby`}>${t("call.move-here")}</a>`}
      </div>
    </div>
  </main>`;
}
