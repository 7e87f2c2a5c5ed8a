# Needs Python >= 3.10, git and make. Everything is installed into .venv; nothing is installed
# again, and no network is needed, until pyproject.toml changes.

PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
DEMO := build/demo

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test lint types bench clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)$$/  make \1	\2/p' Makefile

demo: $(VENV)/demo.stamp ## repair a copy of the garbled deck and compare it with its twin
	@mkdir -p $(DEMO)
	@cp fixtures/garbled/deck.md $(DEMO)/deck.md
	@echo '--- before (fixtures/garbled/deck.md):'
	@LC_ALL=C grep -n '[^ -~]' fixtures/garbled/deck.md | head -n 8
	@echo '--- fixtext repair:'
	@$(BIN)/fixtext repair --context fixtures/clean/deck-sibling-draft.md $(DEMO)/deck.md
	@echo '--- after ($(DEMO)/deck.md):'
	@LC_ALL=C grep -n '[^ -~]' $(DEMO)/deck.md | head -n 8
	@echo '--- fixtext diff with the twin:'
	@$(BIN)/fixtext diff $(DEMO)/deck.md fixtures/twins/deck.md

test: $(VENV)/test.stamp ## run every test
	@$(BIN)/python -m pytest

lint: $(VENV)/dev.stamp ## check style and formatting
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/dev.stamp ## check types
	$(BIN)/mypy

bench: ## run the benchmarks on a folder of texts: make bench CORPUS=folder
	@test -n "$(CORPUS)" || { echo 'make bench: say where the texts are: make bench CORPUS=folder' >&2; exit 2; }
	@test -d "$(CORPUS)" || { echo 'make bench: CORPUS=$(CORPUS) is not a folder' >&2; exit 2; }
	@$(MAKE) --no-print-directory $(VENV)/bench.stamp
	@set -e; for name in clean matrix restoration speed encodings broken_bytes; do \
	  echo "--- benchmarks/$$name.py"; $(BIN)/python benchmarks/$$name.py "$(CORPUS)"; done

clean: ## remove the environment, builds and caches
	rm -rf $(VENV) .venv-ci build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache

$(VENV)/created.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and \
	  "fixtext needs Python 3.10 or later; this is %s: make PYTHON=..." % sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)
	@touch $@

# One stamp for each set of dependencies; the package is installed in place. A larger set
# counts for those that it includes.
$(VENV)/demo.stamp: EXTRA :=
$(VENV)/test.stamp: EXTRA := [test]
$(VENV)/test.stamp: INCLUDED := $(VENV)/demo.stamp
$(VENV)/dev.stamp: EXTRA := [dev]
$(VENV)/dev.stamp: INCLUDED := $(VENV)/demo.stamp $(VENV)/test.stamp
$(VENV)/bench.stamp: EXTRA := [bench]
$(VENV)/bench.stamp: INCLUDED := $(VENV)/demo.stamp
$(VENV)/%.stamp: pyproject.toml $(VENV)/created.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.$(EXTRA)'
	@touch $(INCLUDED) $@
