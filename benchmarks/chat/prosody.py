"""Prosody as Debian ships it: rooms that are kept, with their archive (XEP-0313) in SQLite.

Its SQLite stands at its defaults, a rollback journal and `synchronous=FULL`: a message that a room has
reflected is on disk, as with us. No TLS, no limits, every room held in memory.
"""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from benchmarks.chat.xmpp import HOST, PASSWORD, ROOMS
from tests.served import free_port

ABSENT = "prosody is not on PATH; Debian has it: apt-get install prosody lua-dbi-sqlite3"
CONFIG = """
run_as_root = true
pidfile = "{folder}/prosody.pid"
data_path = "{folder}/data"
certificates = "{folder}"
log = {{ warn = "{folder}/prosody.log" }}
modules_enabled = {{ "saslauth"; "disco"; "ping" }}
modules_disabled = {{ "s2s"; "tls"; "limits"; "offline" }}
interfaces = {{ "127.0.0.1" }}
c2s_ports = {{ {port} }}
c2s_direct_tls_ports = {{ }}
s2s_ports = {{ }}
http_ports = {{ }}
https_ports = {{ }}
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
authentication = "internal_plain"
storage = {{ accounts = "internal"; muc_log = "sql" }}
sql = {{ driver = "SQLite3"; database = "{folder}/data/prosody.sqlite" }}
storage_archive_item_limit = 1000000
VirtualHost "{host}"
Component "{rooms}" "muc"
    modules_enabled = {{ "muc_mam" }}
    muc_log_by_default = true
    muc_room_cache_size = 20000
    muc_room_locking = false
    muc_room_default_persistent = true
"""


def is_here() -> bool:
    return shutil.which("prosody") is not None


@contextlib.asynccontextmanager
async def prosody(folder: Path, clients: int) -> AsyncIterator[dict[str, Any]]:
    """A plan for the load program, for as long as the block."""
    port = free_port()
    accounts = folder / "data" / HOST / "accounts"
    accounts.mkdir(parents=True)
    for n in range(clients):
        (accounts / f"u{n}.dat").write_text(f'return {{ ["password"] = "{PASSWORD}" }};\n')
    config = folder / "prosody.cfg.lua"
    config.write_text(CONFIG.format(folder=folder, port=port, host=HOST, rooms=ROOMS))
    # A session of its own: it signals its whole process group when it ends.
    with (folder / "said.log").open("wb") as said:
        process = await asyncio.create_subprocess_exec(
            "prosody",
            "-F",
            "--config",
            config,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            env={**os.environ, "PROSODY_CONFIG": str(config)},
            start_new_session=True,
        )
    try:
        await _ready(port, process, folder)
        places = [{"user": f"u{n}", "room": f"room{n // 2}"} for n in range(clients)]
        yield {"protocol": "xmpp", "port": port, "pid": process.pid, "clients": places}
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            async with asyncio.timeout(10):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


async def _ready(port: int, process: asyncio.subprocess.Process, folder: Path) -> None:
    async with asyncio.timeout(30):
        while True:
            assert process.returncode is None, (folder / "said.log").read_text()
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                return
            await asyncio.sleep(0.05)
