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
clock.utc_now = lambda: real() + timedelta(seconds=float(AHEAD.read_text() or 0))

from mentorpitch import jobs  # noqa: E402 (now: they take that clock along)
from mentorpitch.meetings import turning  # noqa: E402

# Who sleeps until something is due does not see the clock leap.
jobs.LONGEST_SLEEP_S = turning.LONGEST_SLEEP_S = 0.25

runpy.run_path(str(ROOT / "server.py"), run_name="__main__")
