# The commands of this project. `make brief` and `make test` need Python 3.11 or later, make and git; nothing else.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header pyproject.toml

.PHONY: brief serve test check bench soak shots docs lock clean

brief: .venv/run ## print the brief on His & Hers from the package's own almanac
	@$(BIN)/cliffhanger brief "His & Hers" --ledger .venv/no-ledger.sqlite

serve: .venv/desk ## the pages in a browser, from the ledger of this user, if there is one
	$(BIN)/cliffhanger serve

test: check .venv/system ## ruff, mypy, pytest
	$(BIN)/pytest --numprocesses=2 --dist=loadgroup

check: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/bench ## figures, each beside a peer; wants the archive (see bench/README.md)
	$(BIN)/python -m bench

soak: .venv/dev .venv/system ## the same laws and crashes, for much longer
	CLIFFHANGER_SOAK=1 $(BIN)/pytest --numprocesses=2 --dist=loadgroup tests/properties tests/e2e

shots: .venv/dev .venv/system ## pictures of every page of the desk, into build/shots, and that of the README
	$(BIN)/python tests/shots.py

docs: .venv/dev ## write again what in docs/ is generated
	$(BIN)/python -m tests.generated

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Cliffhanger needs Python 3.11 or later: make PYTHON=/path/to/python3.11"; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Python lacks venv; on Debian: apt-get install python3-venv"; exit 2; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/run: .venv/python requirements.txt pyproject.toml
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/desk: .venv/run requirements-desk.txt
	$(PIP) install --require-hashes -r requirements-desk.txt
	@touch $@

.venv/dev: .venv/run requirements-dev.txt
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

.venv/system: | .venv/python ## what tests want that pip has not: PostgreSQL and Chromium, where apt may install them
	@want=; \
	ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || want="postgresql"; \
	command -v chromium >/dev/null || want="$$want chromium"; \
	if [ -n "$$want" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "installing what tests want: $$want"; \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get -qq update >/dev/null 2>&1; \
		apt-get -qq install --yes --no-install-recommends $$want >/dev/null 2>&1 && want=; \
	fi; \
	if [ -n "$$want" ]; then echo "not installed, so tests that want them are skipped: $$want"; fi
	@touch $@

.venv/bench: .venv/dev requirements-bench.txt
	$(PIP) install --require-hashes -r requirements-bench.txt
	@touch $@

lock: ## pin again, after a change of dependencies; wants uv
	$(LOCK) --group build -o requirements.txt
	$(LOCK) --extra frames --extra forecast --extra desk --extra fetch --extra postgresql \
		--group build --group dev -c requirements.txt -o requirements-dev.txt
	$(LOCK) --extra desk --extra fetch --extra forecast --extra postgresql \
		--group build -c requirements-dev.txt -o requirements-desk.txt
	$(LOCK) --group bench -c requirements-dev.txt -o requirements-bench.txt

clean:
	rm -rf .venv .mypy_cache .ruff_cache .hypothesis
