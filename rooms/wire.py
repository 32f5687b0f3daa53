"""Datagrams by the batch: what the port asks of a socket.

A datagram is received into a memory, decrypted, rewritten and encrypted where it lies, and sent from there.
`in_place.py` does it by few system calls, `plain_wire.py` on any system.
"""

from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from rooms.door import Door
    from rooms.in_place import Memory


class Lock(Protocol):
    """One thread may take it many times."""

    def acquire(self) -> Any: ...

    def release(self) -> None: ...

    def __enter__(self) -> Any: ...

    def __exit__(self, kind: Any, error: Any, trace: Any, /) -> None: ...


BATCH = 64  # datagrams received at once
HEADROOM = 64  # bytes before each: a header may grow
MAX_DATAGRAM = 2048
TRAILER = 148  # what a signature takes: SRTP_MAX_TRAILER_LEN and what SRTCP adds
STRIDE = HEADROOM + MAX_DATAGRAM + TRAILER + 28
SPARE = 128  # places for copies, when one packet goes to many

Way = Literal["compiled", "batched", "plain"]  # the quickest first
Address = tuple[str, int]
Source = Any  # hashable, and the same for datagrams from the same place
# Where it lies, its size, where it came from, when it arrived; its size if it is decrypted already, else -1.
Datagram = tuple[int, int, Source, float, int]


class Wire(Protocol):
    """One UDP socket. `blocked` and `failed` count what was not sent.

    One thread receives; for whatever else, hold `lock`, but for `wake`.
    """

    memory: "Memory"
    lock: Lock
    blocked: int
    failed: int

    def receive(self) -> list[Datagram]:
        """Wait for datagrams, and take the lock: release it when they are dealt with.

        They lie there until the next call. None, or empty ones, after `wake`, or once in a while. What doors
        deal with is not among them. Raises OSError when the socket is of no use, and then without the lock.
        """

    def door(self) -> "Door":
        """For one client."""

    def address(self, source: Source) -> Address: ...

    def destination(self, source: Source) -> Any:
        """What `put` needs to answer to that source."""

    def spare(self) -> int:
        """A place for a copy, until the next `flush`; it may flush."""

    def put(self, at: int, size: int, to: Any) -> None:
        """Send these bytes with the next `flush`. Each place once: where it was received, or a spare one."""

    def flush(self) -> None:
        """Send what was put. What would block is dropped and counted."""

    def wake(self) -> None:
        """Whoever waits in `receive` need not wait any longer, from now on."""

    def close(self) -> None:
        """Free what it made; the socket is its owner's."""
