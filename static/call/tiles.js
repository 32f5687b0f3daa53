import { useCallback, useMemo } from "preact/hooks";
import { t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { Avatar, Icon } from "../ui/parts.js";
import { Video } from "../ui/video.js";
import { slotOf } from "./room.js";
/** @import { PeerState, Person } from "../protocol.js" */
/** @import { Line } from "./line.js" */
/** @import { Media } from "./media.js" */
/** @import { Room } from "./room.js" */
/** @import { Views } from "./views.js" */

/** Another person: picture or initials, a ring while they speak. @param {{ peer: PeerState, person: Person, room: Room, line: Line, views: Views, lost: boolean }} props */
export function PeerTile({ peer, person, room, line, views, lost }) {
  const slot = slotOf(room, peer, "camera");
  const speaking = !lost && room.speakers.includes(peer.peer_id) && peer.on.includes("microphone");
  const stale = lost || peer.status !== "connected";
  return html`<section class=${`tile ${speaking ? "speaking" : ""} ${stale ? "stale" : ""}`} aria-label=${person.name}>
    <${Avatar} person=${person} size="huge" />
    ${slot && html`<${SlotVideo} key=${slot.mid} mid=${slot.mid} line=${line} views=${views} />`}
    <span class="tile-label">
      ${!peer.on.includes("microphone") && html`<${Icon} name="mic-off" class="off" label=${t("call.is-muted")} />`}
      <span dir="auto">${person.name}</span>
      ${peer.status === "reconnecting" && html`<span class="tile-wait"><${Icon} name="refresh-cw" />${t("call.is-reconnecting")}</span>`}
    </span>
  </section>`;
}

/** @param {{ mid: string, line: Line, views: Views }} props */
export function SlotVideo({ mid, line, views }) {
  const stream = line.streams.get(mid) ?? null;
  const onElement = useCallback((/** @type {HTMLVideoElement} */ element) => views.show(mid, element), [mid, views]);
  return html`<${Video} stream=${stream} onElement=${onElement} />`;
}

/** Oneself, mirrored as in a mirror; others see it the right way round. @param {{ media: Media, self: Person, speaking: boolean, floating: boolean }} props */
export function SelfTile({ media, self, speaking, floating }) {
  const { camera } = media.tracks.value;
  const shown = media.on.value.has("camera") ? camera : null;
  const stream = useMemo(() => shown && new MediaStream([shown]), [shown]);
  return html`<section class=${`tile self ${floating ? "self-view" : ""} ${speaking && media.on.value.has("microphone") ? "speaking" : ""}`} aria-label=${t("call.you")}>
    ${stream ? html`<${Video} stream=${stream} />` : html`<${Avatar} person=${self} size="large" />`}
    <span class="tile-label">
      ${!media.on.value.has("microphone") && html`<${Icon} name="mic-off" class="off" label=${t("call.you-are-muted")} />`}${t("call.you")}
    </span>
  </section>`;
}

/** A shared screen, whole and never cropped; its bar stands above it. @param {{ peer: PeerState, name: string, room: Room, line: Line, views: Views }} props */
export function SharedTile({ peer, name, room, line, views }) {
  const slot = slotOf(room, peer, "screen");
  return html`<section class="tile shared" aria-label=${t("call.shared-by", { name })}>
    <div class="shared-bar" role="status"><${Icon} name="screen-share" /><div>${t("call.shared-by", { name })}</div></div>
    <div class="shared-screen">${slot && html`<${SlotVideo} key=${slot.mid} mid=${slot.mid} line=${line} views=${views} />`}</div>
  </section>`;
}

/** What one shares oneself. @param {{ media: Media, track: MediaStreamTrack, name: string }} props */
export function OwnSharedTile({ media, track, name }) {
  const stream = useMemo(() => new MediaStream([track]), [track]);
  return html`<section class="tile shared" aria-label=${t("call.you-share")}>
    <div class="shared-bar" role="status">
      <${Icon} name="screen-share" /><div>${t("call.sees-your-screen", { name })}</div>
      <button class="button small stop" type="button" onClick=${() => media.stopSharing()}>${t("call.stop-sharing")}</button>
    </div>
    <div class="shared-screen"><${Video} stream=${stream} /></div>
  </section>`;
}
