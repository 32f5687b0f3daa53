"""Datagrams by the batch: what the port asks of a socket.

A datagram is received into a memory, decrypted, rewritten and encrypted where it lies, and sent from there.
`in_place.py` does it by few system calls, `plain_wire.py` on any system.
"""

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from rooms.in_place import Memory

BATCH = 64  # datagrams received at once
HEADROOM = 64  # bytes before each: a header may grow
MAX_DATAGRAM = 2048

Address = tuple[str, int]
Source = Any  # hashable, and the same for datagrams from the same place
Datagram = tuple[int, int, Source, float]  # where it lies, its size, where it came from, when it arrived


class Wire(Protocol):
    """One UDP socket, for one thread but for `wake`. `blocked` and `failed` count what was not sent."""

    memory: "Memory"
    blocked: int
    failed: int

    def receive(self) -> list[Datagram]:
        """Wait for datagrams; they lie there until the next call. None, or empty ones, after `wake`.

        Raises OSError when the socket is of no use.
        """

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
