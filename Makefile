# What you can do here. Each recipe is one line that also works by hand; `make` alone lists them.
# Needs Python 3.11 or newer and make. Another interpreter: make run PYTHON=python3.13

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8321
TESTS ?= tests

.DEFAULT_GOAL := help
.PHONY: help run setup setup-dev test test-long check format docs bench train-check lock clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /make \1|/' | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'

run: setup  ## start Sayso with the seed article graded; prints the address and a curl to try
	.venv/bin/sayso serve --seed --host $(HOST) --port $(PORT)

setup: .venv/installed  ## prepare .venv for running

setup-dev: .venv/installed-dev  ## prepare .venv for tests and checks

test: setup-dev  ## run all tests (browser and database tests are skipped, and say so, where those are missing)
	.venv/bin/python -m pytest -n auto --maxprocesses 8 $(TESTS)

test-long: setup-dev  ## run all tests with 10,000 examples for each property (an hour or more)
	TEST_PROFILE=long .venv/bin/python -m pytest -n auto --maxprocesses 8 $(TESTS)

check: setup-dev  ## run what CI runs: format, lint, types, layers, dead code, generated pages, tests
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/vulture
	.venv/bin/python docs/generate.py --check
	$(MAKE) --no-print-directory test

format: setup-dev  ## format the code and sort imports
	.venv/bin/ruff check --fix --select I . && .venv/bin/ruff format .

docs: setup-dev  ## refresh the generated pages in docs/reference and docs/schemas
	.venv/bin/python docs/generate.py

bench: setup-dev  ## print the figures of benchmarks/ as `name: value` lines
	.venv/bin/python benchmarks/single_claim.py
	.venv/bin/python benchmarks/scoring_route.py
	.venv/bin/python benchmarks/batch_route.py
	.venv/bin/python benchmarks/on_the_wire.py
	.venv/bin/python benchmarks/extractor.py
	.venv/bin/python benchmarks/keeping.py
	.venv/bin/python benchmarks/review_page.py

train-check: setup-dev  ## train the extractor twice on DATA=DIR and compare with what is shipped (needs torch; an hour or two)
	OMP_NUM_THREADS=1 .venv/bin/sayso extractor train --data $(DATA) --out build/first.npz
	OMP_NUM_THREADS=1 .venv/bin/sayso extractor train --data $(DATA) --out build/second.npz
	cmp build/first.npz build/second.npz && cmp build/first.npz service/sayso/extract/tagger/weights.npz

lock: setup-dev  ## work out requirements*.txt anew from pyproject.toml (reaches the package index)
	CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/pip-compile $(LOCK) --output-file=requirements.txt pyproject.toml
	CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/pip-compile $(LOCK) --extra dev --constraint requirements.txt --output-file=requirements-dev.txt pyproject.toml
	CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/pip-compile $(LOCK) --constraint requirements-dev.txt --only-build-deps --build-deps-for editable --output-file=requirements-build.txt pyproject.toml

LOCK := --quiet --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

clean:  ## remove what tools left behind; keeps ./data and .venv
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# The stamps make setting up a matter of milliseconds the second time. Everything installed is hash-locked.
PIP := .venv/bin/python -m pip --quiet --disable-pip-version-check

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Sayso needs Python 3.11 or newer, and $(PYTHON) is " + sys.version.split()[0] + ". Name a newer one: make PYTHON=python3.13 ...")'
	$(PYTHON) -m venv .venv

.venv/installed: requirements.txt requirements-build.txt pyproject.toml | .venv/bin/python
	$(PIP) install --require-hashes -r requirements.txt -r requirements-build.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@
