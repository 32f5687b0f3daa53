"""Who is in a room, and whose track feeds whose slot."""

import math
from collections.abc import Callable

from rooms.interface import (
    LeaveReason,
    PeerChanged,
    PeerJoined,
    PeerLeft,
    RoomEvent,
    RoomSnapshot,
    SlotChanged,
    Source,
    SpeakersChanged,
    TalkCounted,
)
from rooms.last_n import last_n
from rooms.peer import Peer
from rooms.publication import Publication
from rooms.slot import Slot
from rooms.speakers import Speakers
from rooms.talk import TalkTime
from rooms.wishes import common_codec

_TALK_TOLD_S = 3.0


class Room:
    """Peers in the order in which they came. Says by `emit` what others may know."""

    def __init__(self, room_id: str, emit: Callable[[RoomEvent], None]) -> None:
        self.id = room_id
        self.peers: dict[str, Peer] = {}
        self.speakers = Speakers()
        self._talk: TalkTime | None = None
        self._talk_told: dict[str, int] = {}
        self._talk_told_at = 0.0
        self._due_at = 0.0  # when the next tick has something to do, if nothing comes before
        self._is_crowded = False  # somebody has fewer slots than the others have tracks
        self._emit = emit

    def add(self, peer: Peer) -> None:
        """The newcomer learns its slots from its snapshot, everybody else from events."""
        self.peers[peer.id] = peer
        self.stir()
        self._apply(peer)
        self._emit(PeerJoined(room_id=self.id, peer=peer.state()))
        self._bind(silent=peer)

    def remove(self, peer: Peer, reason: LeaveReason) -> None:
        """The caller has cut the peer already."""
        self._tell_talk()
        self.stir()
        del self.peers[peer.id]
        self.speakers.forget(peer.id)
        self._emit(PeerLeft(room_id=self.id, peer_id=peer.id, subject=peer.grant.subject, reason=reason))
        self._bind()

    def switch(self, peer: Peer, on: frozenset[Source]) -> None:
        """What is off stops at once."""
        if on == peer.on:
            return
        peer.on = on
        self.stir()
        self._apply(peer)
        if Source.MICROPHONE not in on:
            self.speakers.forget(peer.id)
        self.changed(peer)
        self._bind()

    def count_talk(self, *, counting: bool) -> None:
        """Begin anew, or forget it."""
        if counting and self._talk:
            return
        self._talk = TalkTime() if counting else None
        self._talk_told = {}

    def changed(self, peer: Peer) -> None:
        self._emit(PeerChanged(room_id=self.id, peer=peer.state()))

    def snapshot(self, peer: Peer) -> RoomSnapshot:
        return RoomSnapshot(
            room_id=self.id,
            peer_id=peer.id,
            peers=tuple(other.state() for other in self.peers.values()),
            slots=tuple(peer.downlink.state(slot) for slot in peer.downlink.slots),
            sending=peer.sending(),
        )

    def stir(self) -> None:
        """Something has changed: the next tick is to look."""
        self._due_at = 0.0

    def is_due(self, now: float) -> bool:
        """Whether a tick has anything to do. For this alone no lock is needed."""
        if now >= self._due_at:
            return True
        for peer in self.peers.values():  # noqa: SIM110 - any() costs three times as much
            if peer.is_stirred:
                return True
        return False

    def tick(self, now: float) -> None:
        """What time brings, to be called every 20 ms or so."""
        for peer in list(self.peers.values()):
            try:
                peer.tick(now)
            except Exception:  # one peer's trouble is not the others': they need their resends and their end
                peer.failed("tick")
        self._due_at = min((peer.due_at for peer in self.peers.values()), default=math.inf)
        speakers = self.speakers.poll(now)
        if speakers is not None:
            self._emit(SpeakersChanged(room_id=self.id, peer_ids=speakers))
            if self._is_crowded:
                self._bind()
        if self._talk:
            heard_at = self.speakers.heard_at
            here = [peer for peer in self.peers.values() if peer.id in heard_at]
            self._talk.hear((peer.grant.subject, heard_at[peer.id]) for peer in here)
            if now - self._talk_told_at >= _TALK_TOLD_S:
                self._talk_told_at = now
                self._tell_talk()

    def _tell_talk(self) -> None:
        spoken_ms = self._talk.spoken_ms() if self._talk else {}
        if spoken_ms != self._talk_told:
            self._talk_told = spoken_ms
            self._emit(TalkCounted(room_id=self.id, spoken_ms=spoken_ms))

    def _apply(self, peer: Peer) -> None:
        for source, publication in peer.uplink.publications.items():
            publication.on = source in peer.on

    def _bind(self, silent: Peer | None = None) -> None:
        """Give every peer what it can see and hear of the others."""
        self._is_crowded = False
        for peer in self.peers.values():
            try:
                changed = self._rebind(peer)
            except Exception:  # the others are to see who came
                peer.failed("bind")
                continue
            for slot in changed if peer is not silent else ():
                self._emit(SlotChanged(room_id=self.id, to=peer.id, slot=peer.downlink.state(slot)))
        for peer in self.peers.values():
            self._wish_codecs(peer)

    def _rebind(self, peer: Peer) -> list[Slot]:
        """Bind what is on, keep what may stay where it is; returns the slots that changed."""
        heard_at = self.speakers.heard_at
        available = [
            publication
            for other in self.peers.values()
            if other is not peer
            for publication in other.uplink.publications.values()
            if publication.on
        ]
        downlink = peer.downlink
        before = {slot.mid: downlink.fed_by(slot) for slot in downlink.slots}
        for kind in ("video", "audio"):
            slots = [slot for slot in downlink.slots if slot.kind == kind]
            of_kind = [publication for publication in available if publication.kind == kind]
            self._is_crowded |= len(of_kind) > len(slots)
            wanted = last_n(
                of_kind,
                len(slots),
                source=lambda publication: publication.source,
                heard_at=lambda publication: heard_at.get(publication.peer_id, 0.0),
                shown={publication for publication in before.values() if publication},
            )
            for slot in slots:
                if before[slot.mid] not in wanted:
                    downlink.unbind(slot)
            for publication in wanted:
                if publication not in before.values():
                    downlink.bind(_free_slot(peer, slots, publication), publication)
        return [slot for slot in downlink.slots if downlink.fed_by(slot) is not before[slot.mid]]

    def _wish_codecs(self, peer: Peer) -> None:
        """Who comes may lack what the others have, and who goes may have been the one who did."""
        received = [other.downlink.takes for other in self.peers.values() if other is not peer]
        for publication in peer.uplink.publications.values():
            if publication.kind == "audio":
                continue
            codec = common_codec(publication.source, {codec.name for codec in publication.codecs}, received)
            if codec != publication.wished_codec:
                publication.wished_codec = codec
                publication.on_wish()


def _free_slot(peer: Peer, slots: list[Slot], publication: Publication) -> Slot:
    """The one beside what the same peer already sends, for lip sync in the browser; else any."""
    downlink = peer.downlink
    free = [slot for slot in slots if downlink.fed_by(slot) is None]
    is_screen = publication.source in (Source.SCREEN, Source.SCREEN_SOUND)
    taken: dict[int, Publication] = {}
    for slot in downlink.slots:
        fed_by = downlink.fed_by(slot)
        if fed_by is not None:
            taken[slot.identity.place] = fed_by
    for slot in free:
        beside = taken.get(slot.identity.place)
        if beside is None or beside.peer_id != publication.peer_id:
            continue
        if (beside.source in (Source.SCREEN, Source.SCREEN_SOUND)) == is_screen:
            return slot
    return next((slot for slot in free if slot.identity.place not in taken), free[0])
