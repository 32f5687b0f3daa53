"""The table of faults in CONTRIBUTING.md names tests that there are."""

import pathlib
import re

HERE = pathlib.Path(__file__).parent


def test_every_fault_of_media_is_shown_by_tests_that_exist():
    rows = re.findall(r"^\| (\d+) \| .* \| (.*) \|$", (HERE.parent / "CONTRIBUTING.md").read_text(), re.M)
    assert [int(number) for number, _ in rows] == list(range(1, 21))
    for number, shown_by in rows:
        named = re.findall(r"`([\w/]+\.py)::(\w+)`", shown_by)
        assert named, f"fault {number} is shown by nothing"
        for file, test in named:
            assert re.search(rf"def {test}\(", (HERE / file).read_text()), f"{file} has no {test}"
