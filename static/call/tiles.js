import { useCallback, useMemo } from "preact/hooks";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Avatar, Icon } from "../ui/parts.js";
import { Video } from "../ui/video.js";
import { Bars } from "./network.js";
import { handOf, slotOf } from "./room.js";
/** @import { PeerState, Person } from "../protocol.js" */
/** @import { Place } from "./arrange.js" */
/** @import { Desk } from "./desk.js" */
/** @import { Room } from "./room.js" */
/** @import { Views } from "./views.js" */

/**
 * What stands on the stage. Every tile stays the same element wherever it stands, so that no picture starts anew.
 *
 * @typedef {{ desk: Desk, room: Room, views: Views, place: Place, lost: boolean }} OnStage
 */

/** Another person: picture or initials, a ring while they speak. @param {OnStage & { peer: PeerState, person: Person }} props */
export function PeerTile({ desk, room, views, place, lost, peer, person }) {
  const { call } = desk;
  const slot = slotOf(room, peer, "camera");
  const flows = slot && !call.starved.value.has(slot.mid);
  const speaking = !lost && room.speakers.includes(peer.peer_id) && peer.on.includes("microphone");
  const stale = lost || peer.status !== "connected";
  const level = room.levels[peer.peer_id];
  return html`<section class=${`tile ${place} ${speaking ? "speaking" : ""} ${stale ? "stale" : ""}`} aria-label=${person.name}>
    <${Avatar} person=${person} size=${place === "strip" ? "large" : "huge"} />
    ${slot && html`<${SlotVideo} key=${slot.mid} mid=${slot.mid} desk=${desk} views=${views} off=${!flows} />`}
    <${PinButton} desk=${desk} tile=${peer.subject} name=${person.name} />
    <span class="tile-label">
      <${Hand} room=${room} peerId=${peer.peer_id} />
      ${!peer.on.includes("microphone") && html`<${Icon} name="mic-off" class="off" label=${t("call.is-muted")} />`}
      <span dir="auto">${person.name}</span>
      ${level < 3 && html`<${Bars} level=${level} words=${place === "main"} />`}
      ${peer.status === "reconnecting" && html`<span class="tile-wait"><${Icon} name="refresh-cw" />${t("call.is-reconnecting")}</span>`}
    </span>
  </section>`;
}

/** @param {{ mid: string, desk: Desk, views: Views, off?: boolean }} props `off`: nothing comes, and the last picture is old */
function SlotVideo({ mid, desk, views, off = false }) {
  const stream = desk.call.line.value.streams.get(mid) ?? null;
  const onElement = useCallback((/** @type {HTMLVideoElement} */ element) => views.show(mid, element), [mid, views]);
  return html`<${Video} class=${off ? "starved" : ""} stream=${stream} onElement=${onElement} />`;
}

/** Oneself, mirrored as in a mirror; others see it the right way round. @param {OnStage & { self: Person }} props */
export function SelfTile({ desk, room, place, lost, self }) {
  const { media } = desk;
  const { camera } = media.tracks.value;
  const shown = media.on.value.has("camera") ? camera : null;
  const stream = useMemo(() => shown && new MediaStream([shown]), [shown]);
  const heard = media.on.value.has("microphone");
  const speaking = !lost && heard && room.speakers.includes(room.peerId);
  return html`<section class=${`tile self ${place} ${speaking ? "speaking" : ""}`} aria-label=${t("call.you")}>
    ${stream ? html`<${Video} stream=${stream} />` : html`<${Avatar} person=${self} size=${place === "main" ? "huge" : "large"} />`}
    <button class="tile-button" type="button" aria-label=${t("call.hide-self")} title=${t("call.hide-self")} onClick=${() => desk.view({ showsSelf: false })}><${Icon} name="eye-off" /></button>
    <span class="tile-label">
      <${Hand} room=${room} peerId=${room.peerId} />
      ${!heard && html`<${Icon} name="mic-off" class="off" label=${t("call.you-are-muted")} />`}<span>${t("call.you")}</span>
    </span>
  </section>`;
}

/** A shared screen, whole and never cropped; its bar stands above it. @param {OnStage & { peer: PeerState, name: string }} props */
export function SharedTile({ desk, room, views, place, peer, name }) {
  const slot = slotOf(room, peer, "screen");
  return html`<section class=${`tile shared ${place}`} aria-label=${t("call.shared-by", { name })}>
    <div class="shared-bar" role="status"><${Icon} name="screen-share" /><div>${t("call.shared-by", { name })}</div></div>
    <div class="shared-screen">${slot && html`<${SlotVideo} key=${slot.mid} mid=${slot.mid} desk=${desk} views=${views} />`}</div>
  </section>`;
}

/** What one shares oneself. @param {{ desk: Desk, track: MediaStreamTrack, name: string, place: Place }} props */
export function OwnSharedTile({ desk, track, name, place }) {
  const stream = useMemo(() => new MediaStream([track]), [track]);
  return html`<section class=${`tile shared ${place}`} aria-label=${t("call.you-share")}>
    <div class="shared-bar" role="status">
      <${Icon} name="screen-share" /><div>${t("call.sees-your-screen", { name })}</div>
      <button class="button small stop" type="button" onClick=${() => desk.media.stopSharing()}>${t("call.stop-sharing")}</button>
    </div>
    <div class="shared-screen"><${Video} stream=${stream} /></div>
  </section>`;
}

/** Nobody else yet. @param {{ other: Person, name: string, place: Place }} props */
export const AloneTile = ({ other, name, place }) =>
  html`<section class=${`tile alone ${place}`} aria-label=${other.name}>
    <${Avatar} person=${other} size="huge" />
    <p role="status"><b>${t("call.alone", { name })}</b>${t("call.alone-why")}</p>
  </section>`;

/** @param {{ room: Room, peerId: string }} props */
function Hand({ room, peerId }) {
  const turn = handOf(room, peerId);
  if (turn === null) return null;
  return html`<span class="hand-place"><${Icon} name="hand" label=${t("call.hand-up")} />${room.hands.length > 1 && html`<span>${turn}</span>`}</span>`;
}

/** @param {{ desk: Desk, tile: string, name: string }} props */
function PinButton({ desk, tile, name }) {
  const pinned = desk.pinned.value === tile;
  const label = t(pinned ? "call.unpin" : "call.pin", { name });
  return html`<button class=${`tile-button ${pinned ? "kept" : ""}`} type="button" aria-label=${label} title=${label} onClick=${() => desk.pin(tile)}><${Icon} name=${pinned ? "pin-off" : "pin"} /></button>`;
}

