"""The real server, on a clock that is as many seconds ahead as the file AHEAD says."""

import os
import runpy
import sys
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from mentorpitch import clock  # noqa: E402 (found from here on)

AHEAD = Path(os.environ["AHEAD"])
real = clock.utc_now
clock.utc_now = lambda: real() + timedelta(seconds=float(AHEAD.read_text()))

runpy.run_path(str(ROOT / "server.py"), run_name="__main__")
