# make run | test | check | bench | browser. Each brings what it lacks; the second time takes seconds.
.PHONY: run test check bench bench-sfu browser setup shots format

PYTHON := .venv/bin/python
NODE := PATH="$$PATH:$(CURDIR)/.venv/bin" node

run: setup
	$(PYTHON) server.py serve --demo

test: check
	$(PYTHON) -m pytest -n 2 --dist worksteal -m "not browser"
	MENTORPITCH_CHROMIUM="$$(tools/browser.sh)" $(PYTHON) -m pytest -m browser
	$(NODE) --test tests/static/*.test.js

check: setup
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(NODE) node_modules/typescript/bin/tsc --noEmit -p static/jsconfig.json

format: setup
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

browser: setup
	tools/browser.sh

setup:
	tools/setup.sh

bench: setup
	@for script in benchmarks/bench_*.py; do echo "== $$script"; $(PYTHON) "$$script" || exit 1; done

# The README's pictures, taken of the real thing.
shots: setup
	MENTORPITCH_CHROMIUM="$$(tools/browser.sh)" $(PYTHON) tools/readme_shots.py

# Our media against Janus, in a network namespace of its own: Linux, and Debian's janus for the comparison.
bench-sfu: setup
	$(PYTHON) -m benchmarks.sfu
