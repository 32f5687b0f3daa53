"""Somebody's two lines to us: veth pairs into a namespace, which can be narrowed and cut.

Nothing sent in here can leave the machine. Linux, with iproute2 and util-linux.
"""

import ctypes
import os
import shutil
import subprocess
from pathlib import Path

HERE, RELAY = "203.0.113.1", "203.0.113.3"  # ours, TEST-NET-3 (RFC 5737); the lines are 1 and 2
_CLONE_NEWUSER, _CLONE_NEWNET = 0x1000_0000, 0x4000_0000
_BURST_OCTETS = 4000
_QUEUE_MS = int(os.environ.get("QUEUE_MS", "300"))  # what a narrow line holds back, before it loses


def enter() -> None:
    """Move this process, and all that it starts, into a network namespace of its own. Raises OSError."""
    uid = os.getuid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWNET if uid == 0 else _CLONE_NEWNET | _CLONE_NEWUSER):
        number = ctypes.get_errno()
        raise OSError(number, f"no network namespace: {os.strerror(number)}")
    if uid:
        Path("/proc/self/uid_map").write_text(f"0 {uid} 1")  # or no command could configure anything
    _run("ip link set lo up")


class Lines:
    """From a namespace of somebody's own to ours: the first is taken while it stands. Call `enter` before."""

    def __init__(self, folder: Path) -> None:
        self._there = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
        self._inside = f"nsenter --net=/proc/{self._there.pid}/ns/net"
        self._folder = folder

    def open(self) -> None:
        ours = os.stat("/proc/self/ns/net").st_ino
        while os.stat(f"/proc/{self._there.pid}/ns/net").st_ino == ours:
            pass  # it has not left yet
        _run(f"{self._inside} ip link set lo up")
        for line, network in enumerate(("192.0.2", "198.51.100")):
            _run(f"ip link add near{line} type veth peer name far{line} netns {self._there.pid}")
            _run(f"ip address add {network}.1/24 dev near{line}")
            _run(f"ip link set near{line} up")
            _run(f"{self._inside} ip address add {network}.2/24 dev far{line}")
            _run(f"{self._inside} ip link set far{line} up")
            _run(f"{self._inside} ip route add default via {network}.1 metric {10 + line}")
            # What comes from a line's address goes out on that line, as phones do it.
            _run(f"{self._inside} ip rule add from {network}.2 table {10 + line}")
            _run(f"{self._inside} ip route add default via {network}.1 table {10 + line}")
        for address in (HERE, RELAY):
            _run(f"ip address add {address}/32 dev lo")

    def close(self) -> None:
        for address in (HERE, RELAY):
            _run(f"ip address delete {address}/32 dev lo")
        for line in (0, 1):  # the namespace outlives whoever is still leaving it
            _run(f"ip link delete near{line}")
        self._there.terminate()
        self._there.wait()

    def narrow(self, bitrate_bps: int, *, down: bool) -> None:
        """From now on no more than this passes on the first line, towards them or from them; 0: any."""
        inside, device = ("", "near0") if down else (self._inside, "far0")
        if not bitrate_bps:
            _run(f"{inside} tc qdisc delete dev {device} root")
            return
        how = f"tbf rate {bitrate_bps} burst {_BURST_OCTETS} latency {_QUEUE_MS}ms"
        _run(f"{inside} tc qdisc replace dev {device} root {how}")

    def cut(self) -> None:
        """The first line is gone, as a wireless network that one walks away from."""
        _run("ip link set near0 down")
        _run(f"{self._inside} ip address flush dev far0")
        _run(f"{self._inside} ip link set far0 down")

    def program(self, path: str) -> Path:
        """The same program, on their side."""
        script = self._folder / "there.sh"
        script.write_text(f'#!/bin/sh\nexec {self._inside} {path} "$@"\n')
        script.chmod(0o755)
        return script


def _run(command: str) -> None:
    words = command.split()
    subprocess.run([shutil.which(words[0]) or words[0], *words[1:]], check=True)
