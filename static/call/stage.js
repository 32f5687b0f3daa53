import { useEffect, useMemo } from "preact/hooks";
import { firstName } from "../strings/index.js";
import { html } from "../ui/html.js";
import { arrange, SELF } from "./arrange.js";
import { others, sharers } from "./room.js";
import { AloneTile, OwnSharedTile, PeerTile, SelfTile, SharedTile } from "./tiles.js";
import { Views } from "./views.js";
/** @import { Me } from "../protocol.js" */
/** @import { Desk } from "./desk.js" */
/** @import { Room } from "./room.js" */

const ALONE = "alone";
const OWN_SCREEN = "own-screen";

/** Who and what one sees, and where it stands; `over` floats above it, children stand beside it. @param {{ desk: Desk, room: Room, self: Me, lost: boolean, over: any, children?: any }} props */
export function Stage({ desk, room, self, lost, over, children }) {
  const { call, media, mentorship: { other } } = desk;
  const views = useMemo(() => new Views(call), [call]);
  useEffect(() => () => views.close(), [views]);
  const name = firstName(other.name);
  const theirs = others(room);
  const screens = sharers(room);
  const own = media.tracks.value.screen;
  const { layout, showsSelf } = desk.viewing.value;
  // Tiles are named by people: who finds the way back as another peer has the same tile as before.
  const places = arrange({
    layout,
    screens: [...screens.map((peer) => `screen-${peer.subject}`), ...(own ? [OWN_SCREEN] : [])],
    peers: theirs.length ? theirs.map((peer) => peer.subject) : [ALONE],
    pinned: desk.pinned.value,
    showsSelf,
  });
  const onStage = (/** @type {string} */ id) => places.has(id) && { key: id, desk, room, views, lost, place: places.get(id) };
  const strip = [...places.values()].filter((place) => place === "strip").length;
  const person = (/** @type {string} */ subject) => (subject === other.user_id ? other : { ...other, user_id: subject });
  /** @type {any[]} */
  const tiles = [];
  /** @param {string} id @param {any} Tile @param {object} more */
  const put = (id, Tile, more) => {
    const at = onStage(id);
    if (at) tiles.push(html`<${Tile} ...${at} ...${more} />`);
  };
  for (const peer of screens) put(`screen-${peer.subject}`, SharedTile, { peer, name });
  if (own) put(OWN_SCREEN, OwnSharedTile, { track: own, name });
  for (const peer of theirs) put(peer.subject, PeerTile, { peer, person: person(peer.subject) });
  put(ALONE, AloneTile, { other, name });
  put(SELF, SelfTile, { self });
  return html`<div class=${`call-stage ${desk.panel.value ? "with-panel" : ""}`}>
    <div class=${`call-tiles ${strip ? "with-strip" : ""}`} style=${{ "--strip": strip || 1 }}>${tiles}${over}</div>
    ${children}
  </div>`;
}
