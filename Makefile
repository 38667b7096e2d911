# Two commands: `make run` starts the site, `make test` runs all tests. Both need the network the first time only.

# The first Python that is new enough; another one with `make PYTHON=/path/to/python3`.
NEW_ENOUGH := -c 'import sys; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name $(NEW_ENOUGH) 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
# Editable, so that a changed source needs no new installation; only a change in the SETUP files does.
INSTALL := $(PIP) install $(addprefix --constraint ,$(wildcard constraints.txt)) --editable
SETUP := pyproject.toml $(wildcard constraints.txt package.json package-lock.json hatch_build.py wijkaanzet/translations/*/LC_MESSAGES/*.po)
# Assets that are gone are made again, even when a stamp says that they were made once.
ASSETS := $(if $(wildcard wijkaanzet/static/vendor/*.css),,missing-assets)
# In the virtual environment, and not in HOME, so that `make clean` takes it along.
export PLAYWRIGHT_BROWSERS_PATH := $(CURDIR)/.venv/browsers

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run test lint format translations bench wheel clean missing-assets .stamps/chromium .stamps/referees

help:
	@echo "make run      start the site on http://127.0.0.1:8000  (ARGS=\"--port 9000\" is passed on)"
	@echo "make test     all checks and all tests                 (ARGS=\"tests/voting\" is passed on to pytest)"
	@echo "make lint     only the checks: ruff, mypy"
	@echo "make format   put the sources in the shape that the checks ask for"
	@echo "make translations  collect the texts of the site for the translators"
	@echo "make bench    how to run the benchmarks"
	@echo "make wheel    build the package in dist/"
	@echo "make clean    remove everything that make made; the data folder stays"

run: .stamps/run
	@exec $(BIN)/wijkaanzet serve $(ARGS)

# Every check runs even when one before it failed, so that one run tells everything.
define CHECKS
status=0; \
echo "==> ruff check"; $(BIN)/ruff check --quiet || status=1; \
echo "==> ruff format"; $(BIN)/ruff format --check --quiet || { status=1; echo "run 'make format'"; }; \
echo "==> mypy"; $(BIN)/mypy --no-error-summary || status=1
endef

# Tests run last, so that pytest's closing line is the last line.
test: .stamps/test .stamps/chromium .stamps/referees
	@$(CHECKS); \
	echo "==> tests"; \
	WIJKAANZET_CHROMIUM=$$(cat .stamps/chromium) $(BIN)/python -m pytest --numprocesses auto --dist loadfile $(ARGS) || status=1; \
	exit $$status

lint: .stamps/test
	@$(CHECKS); exit $$status

format: .stamps/test
	@$(BIN)/ruff check --fix --quiet; $(BIN)/ruff format

# Nothing is guessed: a changed sentence asks for a new translation.
translations: .stamps/test
	@$(BIN)/pybabel --quiet extract -F pyproject.toml -k _l --sort-by-file --add-location=file -o .stamps/messages.pot .
	@for po in wijkaanzet/translations/*/LC_MESSAGES/messages.po; do \
		language=$$(basename $$(dirname $$(dirname $$po))); \
		$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete -N -w 110 -l $$language -i .stamps/messages.pot -o $$po; \
	done
	@$(PIP) install --no-deps --editable .

bench: .stamps/test
	@echo "The benchmarks measure against other programs. Install those first: $(PIP) install -e '.[bench]'"
	@echo "Each prints a table, and with --json one object:"
	@echo "  $(BIN)/python -m benchmarks.tally FILE.pb..."
	@echo "  $(BIN)/python -m benchmarks.voting --database sqlite"
	@echo "  $(BIN)/python -m benchmarks.letters"

wheel: .stamps/run
	@echo "==> wheel, in dist/"
	@$(PIP) wheel --no-deps --wheel-dir dist .

clean:
	@rm -rf .venv .stamps node_modules dist build *.egg-info wijkaanzet/static/vendor letters/fonts
	@rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Installs a package of Debian's when that is possible; what was said about it stands in a log.
define APT_GET
test "$$(id -u)" = 0 && command -v apt-get >/dev/null && mkdir -p .stamps && \
{ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $(1); } \
>.stamps/apt-get.log 2>&1
endef

.venv/pyvenv.cfg:
	@echo "==> virtual environment"
	@test -n "$(PYTHON)" && $(PYTHON) $(NEW_ENOUGH) || { \
	echo "Python 3.11 or newer is needed. Install it, or say where it is: make PYTHON=/path/to/python3" >&2; exit 1; }
	@rm -rf .venv; has_venv() { $(PYTHON) -c 'import ensurepip' 2>/dev/null; }; \
	if has_venv || { ! command -v virtualenv >/dev/null && $(call APT_GET,python3-venv) && has_venv; }; then \
	  $(PYTHON) -m venv .venv; \
	elif command -v virtualenv >/dev/null; then \
	  virtualenv --quiet --python "$(PYTHON)" .venv; \
	else \
	  echo "Python's venv module is missing. Install it: apt-get install python3-venv" >&2; exit 1; \
	fi

.stamps/run: .venv/pyvenv.cfg $(SETUP) $(ASSETS)
	@echo "==> package and assets (a few minutes, the first time)"
	@$(INSTALL) .
	@mkdir -p .stamps && touch $@

# Installs all that `run` needs too.
.stamps/test: .venv/pyvenv.cfg $(SETUP) $(ASSETS)
	@echo "==> package, assets and test tools (a few minutes, the first time)"
	@$(INSTALL) '.[test]'
	@mkdir -p .stamps && touch .stamps/run $@

# Independent programs that read our QR codes and draw our bar codes again. Where they cannot be had those tests are skipped.
.stamps/referees: .stamps/test
	@command -v zbarimg >/dev/null && command -v zint >/dev/null && command -v pdftoppm >/dev/null || { \
	  echo "==> zbar, zint and poppler (once)"; $(call APT_GET,zbar-tools zint poppler-utils) || \
	  echo "zbarimg, zint or pdftoppm is missing; the tests that use them are skipped"; }

# Looked for every time, because it costs nothing: a browser may be gone, or another one named in WIJKAANZET_CHROMIUM.
.stamps/chromium: .stamps/test
	@found=; \
	for name in "$$WIJKAANZET_CHROMIUM" chromium chromium-browser google-chrome "$$(cat $@ 2>/dev/null)"; do \
	  if test -n "$$name" && "$$name" --version >/dev/null 2>&1; then found=$$(command -v "$$name"); break; fi; \
	done; \
	if test -z "$$found"; then \
	  echo "==> Chromium (a few minutes, once)"; \
	  if $(call APT_GET,chromium) && chromium --version >/dev/null 2>&1; then \
	    found=$$(command -v chromium); \
	  elif $(BIN)/python -m playwright install chromium >.stamps/playwright.log 2>&1; then \
	    found=$$($(BIN)/python -c 'from playwright.sync_api import sync_playwright as start; \
	p = start().start(); print(p.chromium.executable_path); p.stop()'); \
	  else \
	    echo "No Chromium. Install it, or name it in WIJKAANZET_CHROMIUM. What was tried: .stamps/*.log" >&2; exit 1; \
	  fi; \
	fi; \
	echo "$$found" >$@
