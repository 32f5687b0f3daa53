"""Paced SRTP of many clients out of one thread, and what comes back: in order, complete, how late.

The RTP header of what comes back is in the clear, and a forwarder shifts sequence numbers by a constant: so a
packet is known by its number, and only some are decrypted to see that they are what they claim to be.
"""

import contextlib
import heapq
import random
import select
import struct
import time
from array import array
from collections.abc import Sequence

from benchmarks.sfu.leg import LEVEL_ID, OPUS, TIME_ID, TRANSPORT_ID, VP8, Leg
from rooms.feedback import to_ntp
from rooms.rtcp import (
    PSFB,
    ReportBlock,
    write_description,
    write_receiver_report,
    write_sender_report,
)

AUDIO_BYTES, VIDEO_BYTES = 68, 1088
AUDIO_EVERY_S = 0.02
VIDEO_EVERY_S, VIDEO_BURST = 4 / 110, 4
PACKETS_PER_S = VIDEO_BURST / VIDEO_EVERY_S + 1 / AUDIO_EVERY_S  # of one client
_KEYFRAME_EVERY = 50  # frames
_VERIFY_EVERY = 64
_CHECKS_S, _REPORTS_S = 2.5, 1.0
_HEADER = struct.Struct("!BBHII")
_MARK = struct.Struct("!4sHI")  # at the end of each payload: a word, the stream, the packet's number
_WORD = b"bnch"
_STAMP = struct.Struct("@ll")


class Outgoing:
    """One stream that a client sends. `sent_at` by packet number."""

    def __init__(self, index: int, leg: Leg, kind: str) -> None:
        self.index, self.leg, self.kind = index, leg, kind
        self.ssrc = leg.ssrcs[kind]
        self.every_s = AUDIO_EVERY_S if kind == "audio" else VIDEO_EVERY_S
        self.first = random.getrandbits(15)
        self.timestamp = random.getrandbits(31)
        self.frame = 0
        self.octets = 0
        self.sent_at = array("d")

    def packets(self, transport_sequence: int) -> list[bytes]:
        """What is due now, in the clear."""
        count = VIDEO_BURST if self.kind == "video" else 1
        out = []
        for at in range(count):
            number = len(self.sent_at)
            is_last = at == count - 1
            now = time.time()
            elements = struct.pack(
                "!BHB", TRANSPORT_ID << 4 | 1, (transport_sequence + at) & 0xFFFF, TIME_ID << 4 | 2
            ) + (int(now * (1 << 18)) & 0xFF_FFFF).to_bytes(3, "big")
            if self.kind == "audio":
                elements += bytes((LEVEL_ID << 4, 40 + number % 40))
                payload = b"\x78" + bytes(AUDIO_BYTES - 1 - _MARK.size)
            else:
                head = bytes((0x90 if at == 0 else 0x80, 0xE0, 0x80 | self.frame >> 8 & 0x7F))
                head += bytes((self.frame & 0xFF, self.frame & 0xFF, 0x20))
                if at == 0:
                    is_key = self.frame % _KEYFRAME_EVERY == 0
                    head += b"\x10\x02\x00\x9d\x01\x2a\x80\x02\x68\x01" if is_key else b"\x11\x02\x00"
                payload = head + bytes(VIDEO_BYTES - len(head) - _MARK.size)
            elements += bytes(-len(elements) % 4)
            header = _HEADER.pack(
                0x90,
                (OPUS if self.kind == "audio" else VP8) | (0x80 if is_last and self.kind == "video" else 0),
                (self.first + number) & 0xFFFF,
                self.timestamp & 0xFFFF_FFFF,
                self.ssrc,
            )
            extension = struct.pack("!HH", 0xBEDE, len(elements) // 4) + elements
            out.append(header + extension + payload + _MARK.pack(_WORD, self.index, number))
            self.octets += len(payload) + _MARK.size
            self.sent_at.append(now)
        self.frame += 1
        self.timestamp += round(self.every_s * (48000 if self.kind == "audio" else 90000))
        return out


class Incoming:
    """One stream that a client receives, once its first packet told which one it is."""

    def __init__(self, source: Outgoing, number: int, sequence: int) -> None:
        self.source = source
        self.newest = number
        self.sequence = sequence

    def number_of(self, sequence: int) -> int:
        """The packet's number, by the shortest way from the newest one."""
        return self.newest + ((sequence - self.sequence + 0x8000 & 0xFFFF) - 0x8000)

    def advance(self, number: int, sequence: int) -> None:
        self.newest, self.sequence = number, sequence


class Traffic:
    """Run it in a thread of its own. The figures are those of what was sent between `begin` and `end`."""

    def __init__(self, legs: Sequence[Leg], senders: Sequence[Leg]) -> None:
        self._legs = legs
        self._streams = [
            Outgoing(2 * at + offset, leg, kind)
            for at, leg in enumerate(senders)
            for offset, kind in enumerate(("audio", "video"))
        ]
        self._streams_of = {leg: [s for s in self._streams if s.leg is leg] for leg in senders}
        self._transport_sequences = dict.fromkeys(senders, 0)
        self._incoming: dict[tuple[Leg, int], Incoming] = {}
        self._began = self._ended = float("inf")
        self._checks_at: dict[Leg, float] = {}
        self._stopped = False
        self.delays = array("d")  # seconds, of packets of the measured time
        self.received = self.reordered = self.wrong = self.reports = self.send_failures = 0
        self.latest_s = 0.0  # how far the pacing fell behind

    def begin(self) -> None:
        self._began = time.time()

    def end(self) -> None:
        """Sending ends too: what is under way may still come."""
        self._ended = time.time()

    def stop(self) -> None:
        self._stopped = True

    @property
    def sent(self) -> int:
        """Packets sent in the measured time."""
        return sum(sum(1 for at in s.sent_at if self._began <= at < self._ended) for s in self._streams)

    def run(self) -> None:
        poll = select.epoll()
        legs = {leg.socket.fileno(): leg for leg in self._legs}
        for number in legs:
            poll.register(number, select.EPOLLIN)
        now = time.time()
        due = [(now + random.random() * s.every_s, s.index, s) for s in self._streams]
        heapq.heapify(due)
        chores = [(now + random.random(), at, leg) for at, leg in enumerate(self._legs)]
        heapq.heapify(chores)
        while not self._stopped:
            now = time.time()
            while due[0][0] <= now and self._ended == float("inf"):
                at, index, stream = due[0]
                if now >= self._began:
                    self.latest_s = max(self.latest_s, now - at)
                self._send(stream)
                heapq.heapreplace(due, (at + stream.every_s, index, stream))
            while chores[0][0] <= now:
                at, index, leg = chores[0]
                self._chore(leg, now)
                heapq.heapreplace(chores, (at + _REPORTS_S, index, leg))
            for number, _ in poll.poll(0):
                self._receive(legs[number])
            time.sleep(max(0.00002, min(due[0][0] - time.time(), 0.0005)))
        poll.close()

    def _send(self, stream: Outgoing) -> None:
        leg = stream.leg
        sequence = self._transport_sequences[leg]
        first = len(stream.sent_at)
        packets = [leg.outgoing.protect(packet) for packet in stream.packets(sequence)]
        self._transport_sequences[leg] = sequence + len(packets)
        # All of a frame at once: browsers' pacers let up to 40 ms of media go in one burst.
        for at, packet in enumerate(packets, first):
            stream.sent_at[at] = time.time()
            try:
                leg.socket.send(packet)
            except OSError:
                self.send_failures += 1

    def _chore(self, leg: Leg, now: float) -> None:
        """Once a second: reports of what goes out and what comes in, and a check of consent."""
        own = leg.ssrcs["audio"]
        out = b"".join(
            write_sender_report(s.ssrc, to_ntp(now), s.timestamp & 0xFFFF_FFFF, len(s.sent_at), s.octets)
            for s in self._streams_of.get(leg, ())
        )
        blocks = [
            ReportBlock(ssrc, 0, 0, incoming.sequence, 0, 0, 0)
            for (other, ssrc), incoming in self._incoming.items()
            if other is leg
        ]
        if blocks:
            out += write_receiver_report(own, blocks) + _remb(own, 5_000_000, [b.ssrc for b in blocks])
        with contextlib.suppress(OSError):
            if out:
                leg.socket.send(leg.outgoing.protect_rtcp(out + write_description(own, "bench")))
            if now >= self._checks_at.get(leg, 0.0):
                self._checks_at[leg] = now + _CHECKS_S
                leg.socket.send(leg.binding_request())

    def _receive(self, leg: Leg) -> None:
        receive, incoming = leg.socket.recvmsg, self._incoming
        for _ in range(64):
            try:
                data, stamps, _, _ = receive(2048, 64)
            except OSError:
                return
            if data[0] < 4:
                leg.on_stun(data)
                continue
            if not 127 < data[0] < 192:
                continue
            if 192 <= data[1] <= 223:
                self.reports += 1
                continue
            _, _, sequence, _, ssrc = _HEADER.unpack_from(data)
            stream = incoming.get((leg, ssrc))
            if stream is None:
                stream = self._learn(leg, ssrc, sequence, data)
                if stream is None:
                    continue
                number = stream.newest
            else:
                number = stream.number_of(sequence)
                if number > stream.newest:
                    stream.advance(number, sequence)
                else:
                    self.reordered += 1
                if number % _VERIFY_EVERY == 0 and _mark(leg, data) != (stream.source.index, number):
                    self.wrong += 1
            if not 0 <= number < len(stream.source.sent_at):
                self.wrong += 1
                continue
            sent = stream.source.sent_at[number]
            if self._began <= sent < self._ended:
                seconds, nanoseconds = _STAMP.unpack_from(stamps[0][2])
                self.received += 1
                self.delays.append(seconds + nanoseconds * 1e-9 - sent)

    def _learn(self, leg: Leg, ssrc: int, sequence: int, data: bytes) -> Incoming | None:
        mark = _mark(leg, data)
        if mark is None:
            self.wrong += 1
            return None
        found = self._incoming[leg, ssrc] = Incoming(self._streams[mark[0]], mark[1], sequence)
        return found


def _mark(leg: Leg, data: bytes) -> tuple[int, int] | None:
    """Which packet of which stream this is, by its payload; None when it cannot be read."""
    try:
        word, index, number = _MARK.unpack(leg.incoming.unprotect(data)[-_MARK.size :])
    except Exception:
        return None
    return (index, number) if word == _WORD else None


def _remb(sender: int, bitrate_bps: int, ssrcs: Sequence[int]) -> bytes:
    """draft-alvestrand-rmcat-remb-03."""
    exponent = max(0, bitrate_bps.bit_length() - 18)
    body = struct.pack(
        "!II4sI", sender, 0, b"REMB", len(ssrcs) << 24 | exponent << 18 | bitrate_bps >> exponent
    )
    body += struct.pack(f"!{len(ssrcs)}I", *ssrcs)
    return struct.pack("!BBH", 0x80 | 15, PSFB, len(body) // 4) + body
