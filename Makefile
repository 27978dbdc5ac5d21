# `make` alone prints this help. Needed: Python 3.11 or newer with its venv module; everything else goes into .venv.

.DEFAULT_GOAL := help
.PHONY: help demo test test-all lint samples docs changelog clean

NEW_ENOUGH := 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c $(NEW_ENOUGH) 2>/dev/null && echo $$python && break; done)
BIN := .venv/bin
DB := sqlite:///hebiao.db

help: ## print this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/installed ## install hebiao into .venv, import samples/, print scores and flagged forms
	$(BIN)/hebiao import samples --db $(DB)
	$(BIN)/hebiao scores --db $(DB)
	$(BIN)/hebiao query --db $(DB) "select department, year, rule, severity, message from flagged_form order by year, department"

test: .venv/installed-test ## run the unit tests, the golden files and the documents
	$(BIN)/python -m pytest -n 2 -m "not slow"

test-all: .venv/installed-dev ## run every test: kills, faults, servers, browser and cluster too
	$(BIN)/python -m pytest -n 2

lint: .venv/installed-dev ## check style, types and the arrows between the rooms
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

samples: .venv/installed-dev ## make samples/ again (PDFs need Chromium and a Chinese font)
	PYTHONDONTWRITEBYTECODE=1 $(BIN)/python samples/make.py

docs: .venv/installed-dev ## make the pages again that come from the code: cli, modules, rules, show.svg
	$(BIN)/python docs/make.py

changelog: .venv/installed-dev ## print the next release's notes
	$(BIN)/towncrier build --draft

clean: ## remove .venv, the demo's database and what was built
	rm -rf .venv build dist hebiao.db hebiao.db-wal hebiao.db-shm

.venv/made:
	@test -n "$(PYTHON)" || { echo "hebiao needs Python 3.11 or newer with its venv module (Debian: apt install python3-venv)" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	touch $@

.venv/installed: .venv/made pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

.venv/installed-test: .venv/made pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[test]"
	touch $@ .venv/installed

.venv/installed-dev: .venv/made pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	touch $@ .venv/installed .venv/installed-test
