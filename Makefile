PYTHON ?= python3
VENV := .venv
READY := $(VENV)/.ready

.PHONY: play run test check gallery format clean

play: $(READY) ## the real bot against a local Telegram: no token, no internet
	$(VENV)/bin/python -m bot play

run: $(READY) ## the bot on Telegram (needs .env)
	$(VENV)/bin/python -m bot run

test: $(READY) ## every test
	$(VENV)/bin/python -m pytest -q -n 3 --dist loadfile --no-loadscope-reorder

check: $(READY) ## what CI runs: format, lint, types, import contracts, tests
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(MAKE) test

gallery: $(READY) ## every message of the bot, as text, into docs/gallery
	$(VENV)/bin/python -m tests.gallery

format: $(READY)
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tagwire needs Python 3.11 or newer: make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[postgres,extract,dev]'
	touch $(READY)
