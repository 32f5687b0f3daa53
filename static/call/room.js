/** @import { PeerState, RoomSnapshot, SlotState, Source } from "../protocol.js" */

/**
 * A room as one peer sees it. Pure: a snapshot and the events after it equal a later snapshot.
 *
 * @typedef {{ roomId: string, peerId: string, peers: Readonly<Record<string, PeerState>>, slots: Readonly<Record<string, SlotState>>, speakers: readonly string[] }} Room
 */

/** @param {RoomSnapshot} snapshot @returns {Room} */
export const fromSnapshot = ({ room_id, peer_id, peers, slots }) => ({
  roomId: room_id,
  peerId: peer_id,
  peers: Object.fromEntries(peers.map((peer) => [peer.peer_id, peer])),
  slots: Object.fromEntries(slots.map((slot) => [slot.mid, slot])),
  speakers: [],
});

/** @type {Record<string, (room: Room, payload: any) => Room>} */
const AFTER = {
  peer_joined: (room, { peer }) => ({ ...room, peers: { ...room.peers, [peer.peer_id]: peer } }),
  peer_changed: (room, { peer }) => (room.peers[peer.peer_id] ? { ...room, peers: { ...room.peers, [peer.peer_id]: peer } } : room),
  peer_left: (room, { peer_id }) => {
    const { [peer_id]: gone, ...peers } = room.peers;
    return gone ? { ...room, peers, speakers: room.speakers.filter((id) => id !== peer_id) } : room;
  },
  slot_changed: (room, { to, slot }) => (to === room.peerId ? { ...room, slots: { ...room.slots, [slot.mid]: slot } } : room),
  speakers_changed: (room, { peer_ids }) => ({ ...room, speakers: peer_ids }),
};

export const ROOM_EVENTS = Object.keys(AFTER);

/** @param {Room} room @param {string} event @param {any} payload @returns {Room} */
export const afterRoomEvent = (room, event, payload) => (payload.room_id === room.roomId ? AFTER[event](room, payload) : room);

/** Everybody but oneself. @param {Room} room */
export const others = (room) => Object.values(room.peers).filter((peer) => peer.peer_id !== room.peerId);

/** The m-line that brings this source of this peer, if it is on and one is bound. @param {Room} room @param {PeerState} peer @param {Source} source */
export function slotOf(room, peer, source) {
  if (!peer.on.includes(source)) return null;
  return Object.values(room.slots).find((slot) => slot.peer_id === peer.peer_id && slot.source === source) ?? null;
}

/** Who shows a screen, oneself last. @param {Room} room */
export const sharer = (room) => others(room).find((peer) => slotOf(room, peer, "screen")) ?? null;
