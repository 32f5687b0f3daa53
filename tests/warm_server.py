"""The server's program, imported once: it becomes a server, by fork, as often as it is asked. See `warm.py`.

A question is a line of JSON: {"argv", "env", "log"} is answered with a process id, {"reap"} with an exit
code. What is spared is the second and a half that the imports take. Linux.
"""

import ctypes
import json
import os
import random
import signal
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import server

PR_SET_PDEATHSIG = 1


def become(argv: list[str], env: dict[str, str], log: str) -> int:
    """Run as `server.py` would with these arguments; returns the exit code. In the child."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # no test, no server
    os.environ.clear()
    os.environ.update(env)
    nothing, out = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    for standard, source in enumerate((nothing, out, out)):
        os.dup2(source, standard)
    random.seed()
    sys.argv = argv
    try:
        server.cli()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        return 1
    return 0


def answer(question: dict[str, Any]) -> int:
    if "reap" in question:
        _, status = os.waitpid(question["reap"], 0)
        return os.waitstatus_to_exitcode(status)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            code = become(**question)
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)
    return child


if __name__ == "__main__":
    for line in sys.stdin:
        print(answer(json.loads(line)), flush=True)
