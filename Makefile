# Everything a newcomer needs: `make run` and `make test`. `make help` lists the rest.
PYTHON ?= python3
V := .venv/bin
WORKERS ?= 2
RERUNS ?= 0

.DEFAULT_GOAL := help
.PHONY: help install aggregate run test check bench fuzz lock clean browser

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

.venv/running: requirements.txt
	@test -x $(V)/python || $(PYTHON) -m venv .venv
	$(V)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/testing: requirements-dev.txt
	@test -x $(V)/python || $(PYTHON) -m venv .venv
	$(V)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch .venv/running $@

static/vendor/installed-from.json: package-lock.json | .venv/running
	$(V)/python -m core.assets

install: .venv/running static/vendor/installed-from.json ## what the product needs to run: virtual environment, packages, front-end assets

aggregate: requirements-aggregate.txt .venv/running ## what `flask activity aggregate` needs besides, on the machine where the extract lies
	$(V)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-aggregate.txt

run: .venv/running static/vendor/installed-from.json ## set up what is missing and serve the demo year on http://127.0.0.1:8000
	@DEMO=1 $(V)/flask demo run

test: .venv/testing static/vendor/installed-from.json browser ## all tests: unit, integration on two databases, journeys, architecture, browser
	$(V)/python -m pytest -n $(WORKERS) --dist worksteal -q --reruns $(RERUNS) -r fER

browser: .venv/testing
	@$(V)/python -m tests.browser.chromium

check: .venv/testing static/vendor/installed-from.json ## format, lint, types, import contracts, templates, migrations
	$(V)/ruff format --check .
	$(V)/ruff check .
	$(V)/mypy .
	$(V)/lint-imports
	$(V)/djlint templates --lint --quiet
	$(V)/python -m pytest -q tests/integration/test_migrations.py

bench: .venv/testing static/vendor/installed-from.json ## what the issues name a figure for, as ratios measured in one run
	$(V)/python -m benchmarks

fuzz: .venv/testing ## damaged files and random input, for a few minutes
	$(V)/python -m pytest -q tests/fuzz

lock: .venv/testing ## pin the dependencies anew (hashes, no index named)
	$(V)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements.in -o requirements.txt
	$(V)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-aggregate.in -o requirements-aggregate.txt
	$(V)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header requirements-dev.in -o requirements-dev.txt

clean: ## remove what set-up made, but keep the data in instance/
	rm -rf .venv node_modules static/vendor build .mypy_cache .ruff_cache .pytest_cache .hypothesis
