/** @import { CallState, PeerState, QualityLevel, SlotState, Source } from "../protocol.js" */

/**
 * A room as one peer sees it. Pure: a snapshot and the events after it equal a later snapshot.
 *
 * @typedef {{
 *   roomId: string, peerId: string, peers: Readonly<Record<string, PeerState>>, slots: Readonly<Record<string, SlotState>>,
 *   speakers: readonly string[], hands: readonly string[], levels: Readonly<Record<string, QualityLevel>>,
 * }} Room `hands` are peers, who raised theirs first stands first; `levels` say how well each is connected
 */

/** @param {CallState} state @returns {Room} */
export const fromSnapshot = ({ room: { room_id, peer_id, peers, slots }, hands, levels }) => ({
  roomId: room_id,
  peerId: peer_id,
  peers: Object.fromEntries(peers.map((peer) => [peer.peer_id, peer])),
  slots: Object.fromEntries(slots.map((slot) => [slot.mid, slot])),
  speakers: [],
  hands,
  levels,
});

/** @type {Record<string, (room: Room, payload: any) => Room>} */
const AFTER = {
  peer_joined: (room, { peer }) => ({ ...room, peers: { ...room.peers, [peer.peer_id]: peer } }),
  peer_changed: (room, { peer }) => (room.peers[peer.peer_id] ? { ...room, peers: { ...room.peers, [peer.peer_id]: peer } } : room),
  peer_left: (room, { peer_id }) => {
    const { [peer_id]: gone, ...peers } = room.peers;
    const { [peer_id]: _, ...levels } = room.levels;
    const without = (/** @type {readonly string[]} */ ids) => ids.filter((id) => id !== peer_id);
    return gone ? { ...room, peers, levels, speakers: without(room.speakers), hands: without(room.hands) } : room;
  },
  slot_changed: (room, { to, slot }) => (to === room.peerId ? { ...room, slots: { ...room.slots, [slot.mid]: slot } } : room),
  speakers_changed: (room, { peer_ids }) => ({ ...room, speakers: peer_ids }),
  hands_changed: (room, { peer_ids }) => ({ ...room, hands: peer_ids }),
  quality_changed: (room, { peer_id, level }) => ({ ...room, levels: { ...room.levels, [peer_id]: level } }),
};

export const ROOM_EVENTS = Object.keys(AFTER);

/** @param {Room} room @param {string} event @param {any} payload @returns {Room} */
export const afterRoomEvent = (room, event, payload) => (payload.room_id === room.roomId ? AFTER[event](room, payload) : room);

/** Everybody but oneself. @param {Room} room */
export const others = (room) => Object.values(room.peers).filter((peer) => peer.peer_id !== room.peerId);

/** Whether somebody else is there, and unmuted. @param {Room} room */
export const somebodySpeaks = (room) => others(room).some((peer) => peer.status === "connected" && peer.on.includes("microphone"));

/** The m-line that brings this source of this peer, if it is on and one is bound. @param {Room} room @param {PeerState} peer @param {Source} source */
export function slotOf(room, peer, source) {
  if (!peer.on.includes(source)) return null;
  return Object.values(room.slots).find((slot) => slot.peer_id === peer.peer_id && slot.source === source) ?? null;
}

/** Who else shows a screen. @param {Room} room */
export const sharers = (room) => others(room).filter((peer) => slotOf(room, peer, "screen"));

/** Whose turn a raised hand is, from 1; null: it is down. @param {Room} room @param {string} peerId */
export const handOf = (room, peerId) => (room.hands.includes(peerId) ? room.hands.indexOf(peerId) + 1 : null);
