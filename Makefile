# Everything happens in .venv; only the first install and `make lock` need a network.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SCENARIO ?= mosul-2016
# Options handed to `corridor run`, pytest or the benchmarks, e.g. make run ARGS="--members 20"
ARGS ?=
# The same tests in one process: make test WORKERS=0
WORKERS ?= 2
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
# The live page: built where its sources are newer; a wheel holds it already.
PAGE := src/corridor/server/static/index.html
PAGE_TOOLS := web/node_modules/.installed
PAGE_SOURCES := $(shell find web -name node_modules -prune -o -type f -print 2>/dev/null)
OFFLINE_HINT := The environment could not be installed: pip's message is above. A package index is needed for this once, and not again.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run serve page page-if-possible test test-fast check bench lock clean install

help: ## print this list
	@grep -E '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/^([a-z-]+):.*## /\1\t/' | while IFS="$$(printf '\t')" read -r name text; do printf 'make %-10s %s\n' "$$name" "$$text"; done

run: $(INSTALLED) ## install what is missing, simulate mosul-2016, say where the report is
	@$(BIN)/corridor run $(SCENARIO) $(ARGS)
	@report=$$(ls -t runs/report.html runs/*/report.html 2>/dev/null | head -n 1); \
	if [ -n "$$report" ]; then echo "Report: $(CURDIR)/$$report"; else echo "No report under $(CURDIR)/runs." >&2; exit 1; fi

serve: $(INSTALLED) $(PAGE) ## open the live page of mosul-2016 on this machine
	@$(BIN)/corridor serve $(SCENARIO) $(ARGS)

page: $(PAGE) ## build the live page (needs Node 20 or newer, and npm)

test: $(INSTALLED_DEV) page-if-possible ## the whole test suite
	@$(PYTEST) $(ARGS)

test-fast: $(INSTALLED_DEV) ## the tests that are not slow, in under a minute
	@$(PYTEST) -m "not slow" $(ARGS)

check: $(INSTALLED_DEV) ## style, types and who may import whom
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(INSTALLED_DEV) ## measure speed and memory, as ratios
	@$(BIN)/python -m benchmarks $(ARGS)
	@$(BIN)/python -m benchmarks.flee

install: $(INSTALLED_DEV) ## make .venv with everything that tests and checks need

lock: ## choose versions anew and write requirements*.lock (network)
	@$(PYTHON) -m venv .venv-lock
	@.venv-lock/bin/python -m pip --disable-pip-version-check --quiet install uv
	@tools/lock.sh .venv-lock/bin
	@rm -rf .venv-lock

clean: ## remove .venv, runs and caches
	@rm -rf $(VENV) .venv-lock runs build dist web/node_modules src/corridor/server/static .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find src tests benchmarks tools -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

$(PAGE): $(PAGE_SOURCES) $(PAGE_TOOLS)
	@echo "Building the live page"
	@cd web && npm run --silent build -- --logLevel warn
	@touch $@

$(PAGE_TOOLS): web/package-lock.json
	@command -v npm >/dev/null && node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' || { \
	echo "The live page is built with Node 20.19 or newer and npm, which are not here. Install them, or install Corridor from a" >&2; \
	echo "wheel, which holds the built page." >&2; exit 1; }
	@echo "Installing what the live page is built with"
	@cd web && npm ci --silent || { echo "npm's message is above. A package registry is needed for this once, and not again." >&2; exit 1; }
	@touch $@

# Without Node, or without a network the first time, the tests in a browser skip and say so; everything else is tested all the same.
page-if-possible:
	@if $(MAKE) --no-print-directory $(PAGE_TOOLS); then $(MAKE) --no-print-directory page; \
	else echo "Without the built page the tests in a browser are skipped." >&2; fi

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
	echo "No $(PYTHON) here. Install Python 3.11 or newer, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	echo "Corridor needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	echo "$(PYTHON) cannot make environments: install Debian's package python3-venv (apt-get install python3-venv), then run make again." >&2; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV)

$(INSTALLED): requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing Corridor into $(VENV)"
	@$(PIP) install --require-hashes -r requirements.lock || { echo "$(OFFLINE_HINT)" >&2; exit 1; }
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(INSTALLED_DEV): requirements-dev.lock $(INSTALLED)
	@echo "Installing what tests and checks need"
	@$(PIP) install --require-hashes -r requirements-dev.lock || { echo "$(OFFLINE_HINT)" >&2; exit 1; }
	@touch $@
