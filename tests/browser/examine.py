"""What can be wrong with a page that is open: accessibility, sideways scroll, small targets, errors.

The pictures go to tests/shots/, for people to look at.
"""

import itertools
import os

import pytest
from axe_playwright_python.async_playwright import Axe

from tests.browser.conftest import NARROW, SHOTS, WIDE, Person

# Both themes and both widths; each with each in `make soak`.
FORMS = [(WIDE, "light"), (NARROW, "dark")]
if os.environ.get("EXPLORE"):
    FORMS = list(itertools.product((WIDE, NARROW), ("light", "dark")))
every_form = pytest.mark.parametrize(
    ("size", "theme"), FORMS, ids=[f"{size['width']}-{theme}" for size, theme in FORMS]
)

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALL_TARGETS = """() => [...document.querySelectorAll("a, button, input, select, summary")].filter((e) => {
  const { width, height } = e.getBoundingClientRect();
  const is_text = getComputedStyle(e).display === "inline" || e.closest("label") || e.matches(".row-title a");
  if (!width || is_text || e.matches(".skip-link, [type=checkbox], [type=radio]")) return false;
  return width < 24 || height < 24;
}).map((e) => e.outerHTML.slice(0, 120))"""


SETTLED = """() => new Promise((resolve) => {
  let quiet;
  const wait = () => { clearTimeout(quiet); quiet = setTimeout(look, 250); };
  const look = () => document.querySelector("h1") ? (observer.disconnect(), resolve()) : wait();
  const observer = new MutationObserver(wait);
  observer.observe(document.body, { childList: true, subtree: true });
  document.fonts.ready.then(wait);
})"""


async def examine(person: Person, name: str) -> list[str]:
    """What is wrong with the page that is open, once it has a heading and stands still."""
    await person.page.evaluate(SETTLED)
    SHOTS.mkdir(exist_ok=True)
    await person.page.screenshot(path=SHOTS / f"{name}.png")
    found = (await Axe().run(person.page, options={"runOnly": RULES})).response["violations"]
    wrong = [f"{name}: {v['id']}: {v['nodes'][0]['html'][:160]}" for v in found]
    if (over := await person.page.evaluate("document.documentElement.scrollWidth - innerWidth")) > 0:
        wrong.append(f"{name}: scrolls sideways by {over} px")
    wrong += [f"{name}: small target: {html}" for html in await person.page.evaluate(SMALL_TARGETS)]
    return wrong + [f"{name}: {error}" for error in person.errors]
