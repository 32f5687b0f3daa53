import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Avatar, Icon } from "../ui/parts.js";
import { me } from "../session.js";
import { SELF } from "./arrange.js";
import { Bars } from "./network.js";
import { handOf } from "./room.js";
/** @import { Me, PeerState, Person } from "../protocol.js" */
/** @import { Desk } from "./desk.js" */

/** Who is here, and how they are: muted, hand raised, well connected or not. @param {{ desk: Desk }} props */
export function People({ desk }) {
  const { call, mentorship: { other } } = desk;
  const self = /** @type {Me} */ (me.value);
  const room = call.room.value;
  const peers = room ? Object.values(room.peers) : [];
  const isHere = peers.some((peer) => peer.subject === other.user_id);
  const own = call.quality.value;
  return html`<div class="panel-scroll stack">
    <ul class="call-people" role="list">
      ${peers.map((peer) => {
        const mine = peer.peer_id === room?.peerId;
        return html`<${Row} key=${peer.peer_id} desk=${desk} peer=${peer} tile=${mine ? SELF : peer.subject} person=${mine ? self : other} name=${mine ? t("call.you") : other.name} />`;
      })}
      ${!isHere && html`<li><${Avatar} person=${other} size="small" /><div><span dir="auto">${other.name}</span><small>${t("call.not-here")}</small></div></li>`}
    </ul>
    <section class="stack closer" aria-labelledby="own-path">
      <h3 id="own-path">${t("call.your-connection")}</h3>
      ${own
        ? html`<dl class="figures-list">
            <div><dt>${t("call.round-trip")}</dt><dd>${own.rttMs === null ? "–" : t("call.ms", { count: own.rttMs })}</dd></div>
            <div><dt>${t("call.lost")}</dt><dd>${t("call.percent", { count: own.lossPercent.toFixed(1) })}</dd></div>
            <div><dt>${t("call.coming-in")}</dt><dd>${t("call.kbps", { count: own.kbps })}</dd></div>
          </dl>`
        : html`<p class="quiet-text small-text">${t("call.no-figures")}</p>`}
    </section>
  </div>`;
}

/** @param {{ desk: Desk, peer: PeerState, tile: string, person: Person, name: string }} props */
function Row({ desk, peer, tile, person, name }) {
  const room = /** @type {import("./room.js").Room} */ (desk.call.room.value);
  const pinned = desk.pinned.value === tile;
  const hand = handOf(room, peer.peer_id);
  return html`<li>
    <${Avatar} person=${person} size="small" />
    <div><span dir="auto">${name}</span><${Bars} level=${room.levels[peer.peer_id]} words=${true} /></div>
    ${hand !== null && html`<span class="hand-place"><${Icon} name="hand" label=${t("call.hand-up")} />${room.hands.length > 1 && html`<span>${hand}</span>`}</span>`}
    <${Icon} name=${peer.on.includes("microphone") ? "mic" : "mic-off"} label=${t(peer.on.includes("microphone") ? "call.is-heard" : "call.is-muted")} />
    <button class="button quiet only-icon small" type="button" aria-label=${t(pinned ? "call.unpin" : "call.pin", { name })} aria-pressed=${pinned} onClick=${() => desk.pin(tile)}><${Icon} name=${pinned ? "pin-off" : "pin"} /></button>
  </li>`;
}
