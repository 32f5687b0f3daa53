# make run | test | check | bench | soak | browser. Each brings what it lacks; the second time takes seconds.
.PHONY: run test check bench bench-chat bench-sfu soak browser setup shots format compiler

PYTHON := .venv/bin/python
# Compiling every module anew takes most of the start of a server, and of the tests.
unexport PYTHONDONTWRITEBYTECODE
NODE := PATH="$$PATH:$(CURDIR)/.venv/bin" node

run: setup
	$(PYTHON) server.py serve --demo

test: compiler check
	$(PYTHON) -m pytest -n 2 --dist worksteal -m "not browser"
	MENTORPITCH_CHROMIUM="$$(tools/browser.sh)" $(PYTHON) -m pytest -n 2 --dist worksteal -m "browser and not media"
	MENTORPITCH_CHROMIUM="$$(tools/browser.sh)" \
	MENTORPITCH_FIREFOX="$$(tools/package.sh firefox-esr firefox-esr)" \
	MENTORPITCH_TURNSERVER="$$(tools/package.sh coturn turnserver)" $(PYTHON) -m pytest -m media
	$(NODE) --test tests/static/*.test.js

check: setup
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(NODE) node_modules/typescript/bin/tsc --noEmit -p static/jsconfig.json

# Only for rooms/steady/: whoever runs the server can do without, the tests try both.
compiler:
	@tools/package.sh gcc cc gcc clang >/dev/null

format: setup
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

browser: setup
	tools/browser.sh

setup:
	tools/setup.sh

bench: compiler setup
	@for script in benchmarks/bench_*.py; do echo "== $$script"; MENTORPITCH_CHROMIUM="$$(tools/browser.sh)" $(PYTHON) "$$script" || exit 1; done

# Beside a bare python-socketio echo and, where it is installed, Prosody, on the same machine in the same run.
bench-chat: setup
	$(PYTHON) benchmarks/bench_chat.py

# The same searches as in the tests, many times as long: an hour. What fails is said at once, and not tried again.
soak: setup
	KILLS=200 $(PYTHON) -m pytest -s --reruns 0 tests/server/test_kill.py
	PACKETS=10000 $(PYTHON) -m pytest -s --reruns 0 tests/server/test_malformed.py
	FUZZ=65 $(PYTHON) -m pytest -s --reruns 0 tests/rooms/test_fuzz.py
	VISITS=1000 $(PYTHON) -m pytest -s --reruns 0 tests/rooms/test_gone.py -k nothing_behind
	EXPLORE=100 $(PYTHON) -m pytest -n 2 -s tests/mentorpitch/test_schemathesis.py tests/mentorpitch/test_time.py
	EXPLORE=1 MENTORPITCH_CHROMIUM="$$(tools/browser.sh)" $(PYTHON) -m pytest -n 2 -m "browser and not media" -k "nothing_is_wrong"

# The README's pictures, taken of the real thing.
shots: setup
	MENTORPITCH_CHROMIUM="$$(tools/browser.sh)" $(PYTHON) tools/readme_shots.py

# Our media against Janus, in a network namespace of its own: Linux, and Debian's janus for the comparison.
bench-sfu: compiler setup
	$(PYTHON) -m benchmarks.sfu
