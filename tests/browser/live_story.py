"""What one of the two does, and how soon the other's screen shows it.

Each change is a request of one browser; the clock runs from the moment before it leaves until the other
browser's page, which nobody touches, says the new thing. Both stamps are of the same machine.
"""

import itertools
import json
from datetime import UTC, datetime, timedelta

from tests.browser.conftest import Person

WITHIN_MS = 15_000  # after that it is not late but lost

SEEN = """(within) => Promise.race([window.seen, new Promise((tell) => setTimeout(tell, within, null))])"""
WRITE = """async ([method, path, body]) => {
  const at = performance.timeOrigin + performance.now();
  const answer = await fetch(path, {
    method,
    headers: body ? { "content-type": "application/json" } : {},
    body: body ? JSON.stringify(body) : undefined,
  });
  return { at, status: answer.status, content: await answer.json() };
}"""


def watch(sign: str) -> str:
    """A script, because the page's policy lets nothing be made out of a string in it."""
    return f"""() => {{
      const holds = () => {sign};
      const already = holds();
      window.seen = new Promise((tell) => {{
        const look = () => (holds() ? tell(performance.timeOrigin + performance.now()) : setTimeout(look, 2));
        look();
      }});
      return already;
    }}"""


def says(text: str) -> str:
    """A sign: the page says so somewhere."""
    return f"document.querySelector('main').textContent.includes({json.dumps(text)})"


def no_longer(sign: str) -> str:
    return f"!({sign})"


def ticked(text: str) -> str:
    return (
        "[...document.querySelectorAll('input[type=checkbox]:checked')]"
        f".some((box) => box.labels[0]?.textContent.includes({json.dumps(text)}))"
    )


def in_a_field(text: str) -> str:
    fields = "[...document.querySelectorAll('textarea')]"
    return f"{fields}.some((field) => field.value.includes({json.dumps(text)}))"


class Together:
    """Two people at two browsers, in one mentorship."""

    def __init__(self, mentee: Person, mentor: Person, url: str) -> None:
        self.mentee = mentee
        self.mentor = mentor
        self.url = url
        self.took_ms: dict[str, float] = {}
        self._numbers = itertools.count(1)

    def client_id(self) -> str:
        return f"live-{next(self._numbers)}"

    async def ask(self, who: Person, method: str, path: str, body: dict | None = None) -> dict:
        answer = await who.page.evaluate(WRITE, [method, path, body])
        assert answer["status"] < 300, (method, path, answer)
        return answer

    async def get(self, path: str) -> dict:
        return (await self.ask(self.mentee, "GET", path))["content"]

    async def does(
        self, what: str, who: Person, method: str, path: str, body: dict | None, *, shows: str
    ) -> dict:
        """The answer, once the other's screen shows the sign."""
        other = self.mentor if who is self.mentee else self.mentee
        assert not await other.page.evaluate(watch(shows)), f"{what}: it shows before it is done"
        written = await self.ask(who, method, path, body)
        seen = await other.page.evaluate(SEEN, WITHIN_MS)
        assert seen is not None, f"{what}: the other never saw it"
        self.took_ms[what] = seen - written["at"]
        return written["content"]

    async def open(self, path: str, sign: str) -> None:
        """Both go to the same page."""
        for who in (self.mentee, self.mentor):
            await who.page.goto(self.url + path)
            await who.page.locator("main").wait_for()
            await who.page.evaluate(watch(sign))
            assert await who.page.evaluate(SEEN, WITHIN_MS), f"{path} never opened: {sign}"


async def live_together(mentee: Person, mentor: Person, url: str) -> dict[str, float]:
    """Everything that the two may do, once; milliseconds until the other's screen showed it, by its name."""
    ours = Together(mentee, mentor, url)
    pair = next(
        each
        for each in (await ours.get("/api/mentorships"))["mentorships"]
        if each["other"]["name"] == "Samuel Mwangi"
    )
    await talk(ours, pair)
    await set_goals(ours, f"/api/mentorships/{pair['mentorship_id']}", f"/m/{pair['mentorship_id']}")
    await meet(ours, f"/api/mentorships/{pair['mentorship_id']}", f"/m/{pair['mentorship_id']}")
    await look_back(ours, f"/api/mentorships/{pair['mentorship_id']}", f"/m/{pair['mentorship_id']}")
    await promise(ours, f"/api/mentorships/{pair['mentorship_id']}", f"/m/{pair['mentorship_id']}")
    return ours.took_ms


async def talk(ours: Together, pair: dict) -> None:
    mentee = ours.mentee
    chat = f"/api/conversations/{pair['conversation']['conversation_id']}"
    await ours.open(f"/m/{pair['mentorship_id']}", "document.querySelector('[role=log] li')")
    new = {"client_id": ours.client_id(), "body": "Seen at once"}
    said = await ours.does("message", mentee, "POST", f"{chat}/messages", new, shows=says("Seen at once"))
    message = f"{chat}/messages/{said['seq']}"
    other = {"client_id": ours.client_id(), "body": "Other words"}
    await ours.does("message changed", mentee, "PATCH", message, other, shows=says("Other words"))
    gone = no_longer(says("Other words"))
    await ours.does(
        "message deleted", mentee, "DELETE", f"{message}?client_id={ours.client_id()}", None, shows=gone
    )


async def set_goals(ours: Together, pair: str, page: str) -> None:
    mentee, mentor = ours.mentee, ours.mentor
    await ours.open(f"{page}/goals", says("Levels"))
    new = {"client_id": ours.client_id(), "what": "Speak last"}
    goal = await ours.does("goal", mentee, "POST", f"{pair}/goals", new, shows=says("Speak last"))
    path = f"/api/goals/{goal['goal_id']}"
    edit = {"revision": goal["revision"], "what": "Speak after the others"}
    goal = await ours.does("goal changed", mentee, "PATCH", path, edit, shows=says("Speak after the others"))
    progress = {"revision": goal["revision"], "progress": 70}
    await ours.does("goal's progress", mentor, "PATCH", path, progress, shows=says("70 %"))
    step = {"client_id": ours.client_id(), "text": "Let Ana begin"}
    goal = await ours.does("goal's step", mentor, "POST", f"{path}/items", step, shows=says("Let Ana begin"))
    item = f"{path}/items/{goal['checklist'][0]['item_id']}"
    done = ticked("Let Ana begin")
    goal = await ours.does("goal's step done", mentee, "PATCH", item, {"done": True}, shows=done)
    proposed = says("suggests deleting this goal")
    await ours.does("goal's removal proposed", mentor, "POST", f"{path}/removal", None, shows=proposed)
    gone = no_longer(says("Speak after the others"))
    await ours.does("goal removed", mentee, "DELETE", path, None, shows=gone)
    new = {"client_id": ours.client_id(), "name": "Saying no", "level": "aware"}
    area = await ours.does("area", mentee, "POST", f"{pair}/areas", new, shows=says("Saying no"))
    path = f"/api/areas/{area['area_id']}"
    word = {"client_id": ours.client_id(), "level": "practising", "note": "You did on Monday"}
    shown = says("You did on Monday")
    area = await ours.does("level suggested", mentor, "POST", f"{path}/suggestions", word, shows=shown)
    accept = f"{path}/suggestions/{area['suggested']['revision']}/accept"
    taken = 'document.querySelector(\'[aria-label*="Saying no"][aria-label*="Practising"]\') !== null'
    await ours.does("level accepted", mentee, "POST", accept, None, shows=taken)


async def meet(ours: Together, pair: str, page: str) -> None:
    mentee, mentor = ours.mentee, ours.mentor
    await ours.open(f"{page}/meetings", says("Coming up"))
    day = (datetime.now(UTC) + timedelta(days=2)).strftime("%Y-%m-%d")
    new = {
        "client_id": ours.client_id(),
        "title": "A walk round the harbour",
        "local_start": f"{day}T10:00",
        "time_zone": "Europe/Lisbon",
    }
    planned = says("A walk round the harbour")
    meeting = await ours.does("meeting", mentee, "POST", f"{pair}/meetings", new, shows=planned)
    path = f"/api/meetings/{meeting['meeting_id']}"
    await ours.open(f"{page}/meetings/{meeting['meeting_id']}", says("Agenda"))
    moved = {"local_start": f"{day}T11:40"}
    await ours.does("meeting moved", mentor, "PATCH", path, moved, shows=says("11:40"))
    new = {"client_id": ours.client_id(), "title": "The lighthouse"}
    found = await ours.does(
        "agenda item", mentee, "POST", f"{path}/agenda", new, shows=says("The lighthouse")
    )
    item = f"{path}/agenda/{found['agenda'][-1]['item_id']}"
    done = {"state": "done"}
    await ours.does("agenda item done", mentor, "PATCH", item, done, shows=ticked("The lighthouse"))
    gone = no_longer(says("The lighthouse"))
    await ours.does("agenda item removed", mentee, "DELETE", item, None, shows=gone)
    new = {"client_id": ours.client_id(), "text": "Buy a map", "owner_id": meeting["created_by"]}
    found = await ours.does("action", mentor, "POST", f"{path}/actions", new, shows=says("Buy a map"))
    action = f"{path}/actions/{found['actions'][-1]['action_id']}"
    await ours.does("action done", mentee, "PATCH", action, {"done": True}, shows=ticked("Buy a map"))
    notes = {"text": "Past the old crane", "revision": 0}
    await ours.does(
        "shared notes", mentor, "PUT", f"{path}/notes", notes, shows=in_a_field("Past the old crane")
    )
    cancelled = says("Inês cancelled it")
    await ours.does("meeting cancelled", mentee, "POST", f"{path}/cancel", {}, shows=cancelled)


async def look_back(ours: Together, pair: str, page: str) -> None:
    mentor = ours.mentor
    past = (await ours.get(f"{pair}/meetings?state=past"))["meetings"]
    meeting = next(each for each in past if each["title"] == "A sentence for the board")
    path = f"/api/meetings/{meeting['meeting_id']}"
    await ours.open(f"{page}/meetings/{meeting['meeting_id']}", says("Attendance"))
    came = {"attended": False}
    await ours.does(
        "attendance", mentor, "PUT", f"{path}/attendance", came, shows=says("Samuel says that it did not.")
    )
    new = {"client_id": ours.client_id(), "body": "You waited before you answered."}
    given = says("You waited before you answered.")
    await ours.does("feedback", mentor, "POST", f"{path}/feedback", new, shows=given)


async def promise(ours: Together, pair: str, page: str) -> None:
    mentee, mentor = ours.mentee, ours.mentor
    await ours.open(f"{page}/about", says("What you agreed on"))
    new = {"text": "We begin on time.", "revision": (await ours.get(f"{pair}/agreement"))["revision"]}
    said = await ours.does(
        "agreement", mentee, "PUT", f"{pair}/agreement", new, shows=says("We begin on time.")
    )
    read = {"revision": said["revision"]}
    yes = says("Samuel accepts it")
    await ours.does("agreement accepted", mentor, "POST", f"{pair}/agreement/accept", read, shows=yes)
    rests = says("Inês paused this")
    await ours.does("pause", mentee, "POST", f"{pair}/pause", {"reason": "Exams"}, shows=rests)
    await ours.does("going on", mentee, "POST", f"{pair}/resume", None, shows=no_longer(says("Exams")))
