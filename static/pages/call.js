import { useEffect, useMemo, useState } from "preact/hooks";
import { ChatPane } from "../chat/pane.js";
import { closeCall, current } from "../call/current.js";
import { useMutedHint } from "../call/muted-hint.js";
import { Network } from "../call/network.js";
import { others, sharer, slotOf } from "../call/room.js";
import { Sound } from "../call/sound.js";
import { OwnSharedTile, PeerTile, SelfTile, SharedTile } from "../call/tiles.js";
import { MODIFIER, Toggle, useShortcuts } from "../call/toggles.js";
import { Views } from "../call/views.js";
import { stayAwake } from "../call/wake.js";
import { inBothPlaces } from "../dates.js";
import { Devices } from "../lobby/devices.js";
import { go } from "../router.js";
import { me, mentorshipOf } from "../session.js";
import { connection } from "../socket.js";
import { firstName, t } from "../strings/index.js";
import { html } from "../ui/html.js";
import { now } from "../ui/now.js";
import { Avatar, Icon } from "../ui/parts.js";
import { useLasting } from "../ui/lasting.js";
import { useTitle } from "../ui/title.js";
import { toast } from "../ui/toast.js";
/** @import { Call } from "../call/call.js" */
/** @import { Media } from "../call/media.js" */
/** @import { Room } from "../call/room.js" */
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
  const { mentorship_id, other, conversation } = mentorship;
  const name = firstName(other.name);
  const [panel, setPanel] = useState(/** @type {"chat" | "devices" | null} */ (null));
  useTitle(t("call.page", { name }));
  useShortcuts(media);
  useEffect(stayAwake, []);
  const room = call.room.value;
  const line = call.line.value;
  const socketLost = useLasting(connection.value !== "ready", 1_000);
  const lost = call.path.value === "down" || socketLost;
  const speaksMuted = useMutedHint(media);
  const leave = () => go(`/m/${mentorship_id}`);
  const share = async () => {
    if (media.on.value.has("screen")) return media.stopSharing();
    await media.share().catch(() => toast(t("call.share-failed"), { icon: "screen-share-off" }));
  };
  const sharing = media.on.value.has("screen");
  const canShare = Boolean(navigator.mediaDevices?.getDisplayMedia);
  const toggle = (/** @type {"chat" | "devices"} */ which) => setPanel(panel === which ? null : which);

  return html`<main id="main" class="call on-stage" tabindex="-1">
    <header class="call-top">
      <div class="call-title">
        <h1>${t("call.title", { name: other.name })}</h1>
        <p>${inBothPlaces(now.value, self.time_zone, other.time_zone)}</p>
      </div>
      <${Network} line=${line} lost=${lost} />
    </header>
    ${room && html`<${Stage} call=${call} room=${room} media=${media} mentorship=${mentorship} self=${self} panel=${panel} lost=${lost}>
      ${lost &&
      html`<div class="banner wait call-banner" role="status">
        <${Icon} name="refresh-cw" /><div><b>${t("call.finding-back")}</b> ${t("call.place-kept")}</div>
        ${panel !== "chat" && html`<button class="button small" type="button" onClick=${() => setPanel("chat")}>${t("call.use-chat")}</button>`}
      </div>`}
      ${!lost && speaksMuted && html`<div class="banner call-banner" role="status"><${Icon} name="mic-off" /><div><b>${t("call.muted-hint")}</b> ${t("call.muted-keys", { keys: `${MODIFIER}D` })}</div></div>`}
      ${panel &&
      html`<aside class="call-panel" aria-label=${t(panel === "chat" ? "call.chat" : "call.devices")}>
        <header><h2>${t(panel === "chat" ? "call.chat" : "call.devices")}</h2>
          <button class="button quiet only-icon small" type="button" aria-label=${t("call.close-panel")} onClick=${() => setPanel(null)}><${Icon} name="x" /></button></header>
        ${panel === "chat" ? html`<${ChatPane} mentorship=${mentorship} />` : html`<div class="panel-scroll stack fields"><${Devices} media=${media} /></div>`}
      </aside>`}
    <//>`}
    <${Sound} line=${line} speaker=${media.choices.value.speaker} />
    <footer class="call-foot">
      <div class="call-bar" role="group" aria-label=${t("call.controls")}>
        <${Toggle} media=${media} device="microphone" onTrouble=${warn} /><${Toggle} media=${media} device="camera" onTrouble=${warn} />
        ${canShare &&
        html`<${BarButton} icon=${sharing ? "screen-share-off" : "screen-share"} label=${t("call.share")} on=${sharing} class="only-wide" onClick=${share} />`}
        <span class="call-gap"></span>
        <${BarButton} icon="message-circle" label=${t("call.chat")} on=${panel === "chat"} onClick=${() => toggle("chat")}>
          ${panel !== "chat" && conversation.unread > 0 && html`<span class="dot"></span><span class="only-for-screen-readers">${t("unread", { count: conversation.unread })}</span>`}
        <//>
        <${BarButton} icon="settings" label=${t("call.devices")} on=${panel === "devices"} onClick=${() => toggle("devices")} />
        <span class="call-gap"></span>
        <button class="call-button leave" type="button" aria-label=${t("call.leave")} onClick=${leave}><${Icon} name="phone-off" /><span>${t("call.leave-short")}</span></button>
      </div>
    </footer>
  </main>`;
}

/** @param {string} text */
const warn = (text) => toast(text, { icon: "circle-alert" });

/** @param {{ icon: string, label: string, on: boolean, class?: string, onClick: () => void, children?: any }} props */
const BarButton = ({ icon, label, on, class: extra = "", onClick, children }) =>
  html`<button class=${`call-button ${on ? "on" : ""} ${extra}`} type="button" aria-label=${label} aria-pressed=${on ? "true" : "false"} title=${label} onClick=${onClick}>
    <${Icon} name=${icon} />${children}
  </button>`;

/** @param {{ call: Call, room: Room, media: Media, mentorship: Mentorship, self: Me, panel: string | null, lost: boolean, children?: any }} props */
function Stage({ call, room, media, mentorship, self, panel, lost, children }) {
  const { other } = mentorship;
  const views = useMemo(() => new Views(call), [call]);
  useEffect(() => () => views.close(), [views]);
  const line = call.line.value;
  const theirs = others(room);
  const theirShare = sharer(room);
  const ownShare = media.tracks.value.screen;
  const shared = theirShare || ownShare;
  const speaking = !lost && room.speakers.includes(room.peerId);
  const person = (/** @type {string} */ subject) => (subject === other.user_id ? other : { user_id: subject, name: other.name, time_zone: other.time_zone });
  const tiles = theirs.map((peer) => html`<${PeerTile} key=${peer.peer_id} peer=${peer} person=${person(peer.subject)} room=${room} line=${line} views=${views} lost=${lost} />`);
  const own = html`<${SelfTile} key="self" media=${media} self=${self} speaking=${speaking} floating=${!shared} />`;
  return html`<div class=${`call-stage ${shared ? "with-strip" : ""} ${panel ? "with-panel" : ""}`}>
    ${shared
      ? html`${theirShare
            ? html`<${SharedTile} peer=${theirShare} name=${firstName(other.name)} room=${room} line=${line} views=${views} />`
            : ownShare && html`<${OwnSharedTile} media=${media} track=${ownShare} name=${firstName(other.name)} />`}
          ${!panel && html`<div class="call-strip">${tiles}${own}</div>`}`
      : html`<div class="call-tiles">${tiles.length ? tiles : html`<${Alone} mentorship=${mentorship} />`}</div>${own}`}
    ${children}
  </div>`;
}

/** @param {{ mentorship: Mentorship }} props */
const Alone = ({ mentorship: { other } }) =>
  html`<section class="tile alone" aria-label=${other.name}>
    <${Avatar} person=${other} size="huge" />
    <p role="status"><b>${t("call.alone", { name: firstName(other.name) })}</b>${t("call.alone-why")}</p>
  </section>`;

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
