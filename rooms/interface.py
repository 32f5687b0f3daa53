"""The one door to `rooms`: plain messages in, plain events out.

Nothing here names a user, a database or an aiortc object, so that the same door can be served in this
process, by a worker process, or by another machine. `subject` is an opaque string that the caller gives
and gets back; permission enters only as a `Grant`.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Annotated, Literal, Protocol

import msgspec


class Source(StrEnum):
    """What a track shows or carries. Its kind follows: microphone and screen_sound are audio."""

    MICROPHONE = "microphone"
    CAMERA = "camera"
    SCREEN = "screen"
    SCREEN_SOUND = "screen_sound"


class Message(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of everything that crosses this door."""


class Grant(Message, frozen=True):
    """May enter `room_id` as `subject` and publish these sources. One live peer per room and subject."""

    room_id: str
    subject: str
    publish: frozenset[Source] = frozenset(Source)


class Join(Message, frozen=True):
    """Enter a room: the only offer of the whole call (JSEP, RFC 9429)."""

    grant: Grant
    offer: str  # SDP, at most 64 KiB
    uplinks: dict[str, Source]  # mid of each sendonly m-line → what it will carry
    on: frozenset[Source] = frozenset()  # what is switched on from the start


class PeerState(Message, frozen=True):
    """What the others may know of a peer."""

    peer_id: str
    subject: str
    on: frozenset[Source]
    status: Literal["connecting", "connected", "reconnecting"]


class SlotState(Message, frozen=True):
    """One pre-negotiated downlink m-line of one peer, and what feeds it now."""

    mid: str
    kind: Literal["audio", "video"]
    peer_id: str | None = None
    source: Source | None = None


class Sending(Message, frozen=True):
    """What is wished for of a picture that a peer sends: the others look at no more than these layers.

    Whoever does not follow it is forwarded all the same.
    """

    source: Source
    layers: tuple[str, ...]  # by rid, lowest first; a picture without layers is the one named ""
    codec: str | None = None  # by its name in SDP, lower case; None: nobody else could decode any


class RoomSnapshot(Message, frozen=True):
    """A room as one peer sees it: a snapshot plus the events after it equals a later snapshot."""

    room_id: str
    peer_id: str  # the peer that sees it
    peers: tuple[PeerState, ...]  # including that peer
    slots: tuple[SlotState, ...]
    sending: tuple[Sending, ...] = ()  # of that peer's own pictures


class Joined(Message, frozen=True):
    answer: str  # SDP
    snapshot: RoomSnapshot


class View(Message, frozen=True):
    """How tall a video slot is shown, in device pixels; 0 when it is not shown: the layer follows."""

    mid: str
    height: Annotated[int, msgspec.Meta(ge=0, le=1 << 16)]


# ── Events, in the order in which they happened ──────────────────────────────


class PeerJoined(Message, frozen=True, tag_field="type", tag="peer_joined"):
    """Somebody has come in."""

    room_id: str
    peer: PeerState


class PeerChanged(Message, frozen=True, tag_field="type", tag="peer_changed"):
    """Somebody switched something on or off, or is lost, or is back."""

    room_id: str
    peer: PeerState


LeaveReason = Literal["left", "replaced", "revoked", "lost", "failed", "closed"]


class PeerLeft(Message, frozen=True, tag_field="type", tag="peer_left"):
    """Somebody is gone; their slots were unbound before."""

    room_id: str
    peer_id: str
    subject: str
    reason: LeaveReason


class SlotChanged(Message, frozen=True, tag_field="type", tag="slot_changed"):
    """For the peer `to` only."""

    room_id: str
    to: str
    slot: SlotState


class SendingChanged(Message, frozen=True, tag_field="type", tag="sending_changed"):
    """For the peer `to` only: of one of its pictures something else is wished for."""

    room_id: str
    to: str
    sending: Sending


class SpeakersChanged(Message, frozen=True, tag_field="type", tag="speakers_changed"):
    """Who is heard now, loudest first; ephemeral, at most four a second for each room."""

    room_id: str
    peer_ids: tuple[str, ...]


class TalkCounted(Message, frozen=True, tag_field="type", tag="talk_counted"):
    """How long each subject has spoken since counting began; now and then, and before somebody leaves."""

    room_id: str
    spoken_ms: dict[str, int]


RoomEvent = PeerJoined | PeerChanged | PeerLeft | SlotChanged | SendingChanged | SpeakersChanged | TalkCounted


class RoomsStats(Message, frozen=True):
    """Counts since start, without any name of a room or a peer."""

    rooms: int
    peers: int
    packets_in: int
    packets_out: int
    dropped: dict[str, int]  # by reason


class LayerStatistics(Message, frozen=True):
    """One stream that a peer sends. `lost` may still have come by a resend."""

    source: Source
    rid: str
    codec: str
    packets: int
    lost: int
    jitter_ms: float
    bitrate_bps: int
    flows: bool
    paused: bool  # at our wish


class SlotStatistics(Message, frozen=True):
    """What a peer is sent on one m-line; loss and jitter are what it reports."""

    mid: str
    source: Source | None
    codec: str
    rid: str | None  # of the layer that flows; None: nothing does
    height: int | None
    packets: int
    octets: int
    lost: int
    loss_percent: float  # of late
    jitter_ms: float


class PeerStatistics(Message, frozen=True):
    """How one peer is connected: numbers, and nothing of what is said or shown."""

    peer_id: str
    status: Literal["connecting", "connected", "reconnecting"]
    rtt_ms: float
    video_budget_bps: int | None  # None: nothing is known to limit it
    up: tuple[LayerStatistics, ...]
    down: tuple[SlotStatistics, ...]
    packets_in: int
    packets_out: int
    dropped: dict[str, int]  # by reason, of what it sent or was to be sent


class Refused(Exception):
    """The request cannot be served. `code` is one of `bad_offer`, `not_found`, `room_full`, `forbidden`."""

    def __init__(self, code: Literal["bad_offer", "not_found", "room_full", "forbidden"], why: str) -> None:
        super().__init__(why)
        self.code = code
        self.why = why


class Rooms(Protocol):
    """Live media rooms. A room exists from its first peer to its last."""

    async def join(self, request: Join) -> Joined:
        """Enter; the subject's earlier peer in that room is replaced. Raises Refused."""

    async def leave(self, peer_id: str, *, reason: LeaveReason = "left") -> None:
        """Leave; an unknown peer is already gone and no error."""

    async def switch(self, peer_id: str, on: frozenset[Source]) -> None:
        """Set which of its sources are on. What is off is not forwarded, whatever arrives."""

    async def view(self, peer_id: str, views: tuple[View, ...]) -> None:
        """Say how large each video slot is shown."""

    async def restart(self, peer_id: str, offer: str) -> str:
        """ICE restart (RFC 8839, 4.4.1.1.1): new credentials, same DTLS, same slots. Returns the answer."""

    async def count_talk(self, room_id: str, *, counting: bool) -> None:
        """Count from now on how long each speaks, or stop and forget it; until then nothing is counted.

        Counting goes on until the last peer leaves. A room without peers is no error.
        """

    def snapshot(self, peer_id: str) -> RoomSnapshot:
        """The room as this peer sees it now. Raises Refused("not_found")."""

    def peers(self, room_id: str) -> tuple[PeerState, ...]:
        """Who is in the room; empty when there is no such room."""

    async def revoke(self, room_id: str, subject: str) -> None:
        """Cut this subject's peer at once: no packet in or out after this returns."""

    def stats(self) -> RoomsStats: ...

    def statistics(self, peer_id: str) -> PeerStatistics:
        """How this peer is connected. Raises Refused("not_found")."""

    def all_statistics(self) -> tuple[PeerStatistics, ...]:
        """Of everybody, for whoever runs the server."""

    async def close(self) -> None:
        """Leave every room and close the port."""


OnEvent = Callable[[RoomEvent], None]
"""Called on the event loop, never awaited, must not raise."""
