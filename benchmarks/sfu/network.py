"""A network of our own: a namespace with one address that is not the loopback's.

Janus takes no candidate on the loopback interface. Nothing sent in here can leave the machine.
"""

import ctypes
import os
import subprocess

ADDRESS = "192.0.2.1"  # TEST-NET-1 (RFC 5737)
_CLONE_NEWUSER, _CLONE_NEWNET = 0x1000_0000, 0x4000_0000


def enter() -> None:
    """Move this process, and all that it starts, into a fresh namespace. Raises OSError."""
    flags = _CLONE_NEWNET if os.getuid() == 0 else _CLONE_NEWNET | _CLONE_NEWUSER
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(flags):
        number = ctypes.get_errno()
        raise OSError(number, f"no network namespace: {os.strerror(number)}")
    for command in (
        "link set lo up",
        "link add media0 type veth peer name media1",
        f"address add {ADDRESS}/24 dev media0",
        "link set media0 up",
        "link set media1 up",
    ):
        subprocess.run(["ip", *command.split()], check=True)
