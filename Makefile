PYTHON ?= python3
BIN = .venv/bin

.PHONY: run test check bench soak setup
run: .venv/ready                ## set up everything and start Midline
	$(BIN)/midline run

test: .venv/ready-dev           ## set up everything and run all checks and tests
	@sh tests/browser/get_chromium.sh
	$(MAKE) --no-print-directory check
	$(BIN)/pytest -m "not soak"

check: .venv/ready-dev          ## lint, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/ready-dev          ## print the tables: ours beside the others
	$(BIN)/python -m tests.bench

soak: .venv/ready-dev           ## the long forms of the checks
	$(BIN)/pytest -m soak

setup: .venv/ready-dev

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/ready-dev: .venv/ready
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@
