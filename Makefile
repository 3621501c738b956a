PYTHON ?= python3
BIN = .venv/bin
PIP = $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: run test check bench soak pictures setup
run: .venv/ready                ## set up everything and start Midline
	$(BIN)/midline run

test: .venv/ready-dev           ## set up everything and run all checks and tests
	@sh tests/browser/get_chromium.sh
	$(MAKE) --no-print-directory check
	$(BIN)/pytest -m "not soak and not browser" -n auto --dist loadfile
	$(BIN)/pytest -m "not soak and browser"

check: .venv/ready-dev          ## lint, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/ready-dev          ## print the tables: ours beside the others
	$(BIN)/python -m tests.bench

soak: .venv/ready-dev           ## the long forms of the checks
	$(BIN)/pytest -m soak

pictures: .venv/ready-dev       ## take pictures of every page to look at, and those of the read-me
	$(BIN)/python -m tests.browser.take_pictures build/pictures --readme
	$(BIN)/python -m tests.browser.take_clinic_pictures build/pictures

setup: .venv/ready-dev

# A Python without the venv module's own pip borrows the pip that is there. A machine without a desktop (no
# libGL) takes the same OpenCV without windows, which Midline never opens.
.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Midline needs Python 3.11 or newer: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv .venv || { $(PYTHON) -m venv --clear --without-pip .venv && $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; }
	@touch $@

WITHOUT_DESKTOP = @$(BIN)/python -c 'import cv2' 2>/dev/null || { $(PIP) uninstall -y opencv-python && $(PIP) install -c constraints.txt opencv-python-headless; }

.venv/ready: .venv/made pyproject.toml constraints.txt
	$(PIP) install -c constraints.txt -e ".[camera]"
	$(WITHOUT_DESKTOP)
	@touch $@

.venv/ready-dev: .venv/ready
	$(PIP) install -c constraints.txt -e ".[camera,clinic,dev]"
	$(WITHOUT_DESKTOP)
	@touch $@
