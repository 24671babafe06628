# `make help` lists what can be done. Needs Python 3.11 or newer with venv, and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup demo up test test-long lint fmt types imports contracts contracts-check bench lock

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

setup: $(READY) ## Make .venv with the locked dependencies and this project in it

$(READY): requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

demo: $(READY) ## Walk through a small example, from a workbook to a verified record
	$(BIN)/returnwatch demo

up: $(READY) ## Run everything in one process, data under ./returnwatch-data
	$(BIN)/returnwatch up

test: lint types imports contracts-check ## Every check and every test but the soak runs
	$(BIN)/python -m pytest -n 3 --dist loadgroup --no-loadscope-reorder -m "not long"

test-long: $(READY) ## The soak runs
	$(BIN)/python -m pytest -m long

lint: $(READY) ## Style and common mistakes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

fmt: $(READY) ## Repair style where a tool can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(READY) ## Static types
	$(BIN)/mypy

imports: $(READY) ## Which package may import which
	$(BIN)/lint-imports --no-logo

contracts: $(READY) ## Write the generated contracts
	$(BIN)/python -m contracts.generate --write

contracts-check: $(READY) ## Fail when a generated contract is missing, different or left over
	$(BIN)/python -m contracts.generate --check

bench: $(READY) ## Measure beside raw baselines
	$(BIN)/python -m bench

lock: ## Pin every dependency anew, with hashes
	$(BIN)/uv pip compile pyproject.toml --group dev --generate-hashes --no-emit-index-url --no-header \
		--no-annotate --python-version 3.11 --quiet -o requirements.lock
