# `make run` on a fresh machine does everything; `make test` sets up what it needs and tests.
# What was done is noted in stamp files, so that the next time starts within seconds.

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
PIP := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes
NODE := $(if $(wildcard package.json),node_modules/.installed)
# One note per database, so that another DATABASE_URL gets its tables too.
FOODS := var/.foods-$(shell printf '%s' "$(DATABASE_URL)" | cksum | cut -d ' ' -f 1)

.PHONY: run test ml lint format requirements
.DELETE_ON_ERROR:

run: .venv/.installed $(NODE)
	@$(MANAGE) migrate --verbosity 0
	@$(MAKE) --silent --no-print-directory $(FOODS)
	@$(MANAGE) ensure_demo_user
	@echo "Platewise: http://localhost:$(PORT)"
	@exec $(BIN)/gunicorn config.wsgi --bind $(HOST):$(PORT) --workers 1 --threads 8 --log-level warning --no-control-socket

test: .venv/.installed-test $(NODE) lint
	$(MANAGE) makemigrations --check --dry-run --verbosity 0
	$(MANAGE) spectacular --validate --fail-on-warn --file /dev/null
	@$(BIN)/python -m pytest

# What trains the food classifier; with it, `make test` tests the training too.
ml: .venv/.installed-ml

lint: .venv/.installed-test
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports

format: .venv/.installed-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Pins what requirements*.in ask for; uv writes no registry's address.
requirements: .venv/.installed-test
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --generate-hashes --no-header --python-version 3.11 \
		requirements.in --output-file requirements.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-header --python-version 3.11 \
		--constraint requirements.txt requirements-test.in --output-file requirements-test.txt

.venv/bin/python:
	@$(PYTHON) -m venv .venv

.venv/.installed: requirements.txt | .venv/bin/python
	@echo "Installing Python packages …"
	@$(PIP) --requirement requirements.txt
	@touch $@

.venv/.installed-test: requirements-test.txt | .venv/bin/python
	@echo "Installing Python packages …"
	@$(PIP) --requirement requirements-test.txt
	@touch $@ .venv/.installed

.venv/.installed-ml: pyproject.toml | .venv/.installed
	@echo "Installing torch …"
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check '.[ml]'
	@touch $@

node_modules/.installed: package.json $(wildcard package-lock.json)
	@echo "Installing JavaScript packages …"
	@npm ci --no-audit --no-fund --loglevel error
	@touch $@

$(FOODS): $(wildcard fixtures/* nutrition/data/grading/*) .venv/.installed
	@mkdir -p var
	@echo "Loading the food tables …"
	@$(MANAGE) load_foods
	@touch $@
