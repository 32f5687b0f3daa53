"""A server whose clock is under the test's control: the fixture `ahead` of conftest.py moves it."""

from datetime import timedelta
from pathlib import Path

from tests.served import Served

# As the page itself: with its session, from its origin.
POST = """async ([path, form]) => {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(path, { method: "POST", headers, body: JSON.stringify(form) });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}"""


class Ahead:
    """How far the server's clock is ahead of that of the machine."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.by(timedelta())

    async def start(self, served: Served) -> None:
        """Again, on this clock."""
        await served.stop()
        served.program = Path(__file__).with_name("ahead_server.py")
        await served.start(AHEAD=str(self._file))

    def by(self, time: timedelta) -> None:
        self._file.write_text(str(time.total_seconds()))
