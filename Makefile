# Every target does all the set-up it needs: a fresh machine needs make, git and any Python from 3.11 up.
# A line with two hashes after a target is its help; a test holds every target to having one.

.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules

ROOT := $(CURDIR)
BIN := .venv/bin
# Children find the project's own programs first (and its Node, where the machine has none).
export PATH := $(ROOT)/.venv/bin:$(PATH)
# A user without a home folder gets one here: uv, npm, jsii and the CDK all keep their caches at home.
ifneq ($(shell test -w "$$HOME" && echo writable),writable)
export HOME := $(shell mkdir -p $(ROOT)/.cache/home && echo $(ROOT)/.cache/home)
endif
# npm would leave its compile cache in the shared temporary folder.
export NODE_DISABLE_COMPILE_CACHE := 1
# jsii warns at each start that Node 20 is past its end of life; 20 is the oldest we accept on purpose.
# The value names the major versions (with commas) that it is to be silent about.
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION := 20

# What `make ready` may start on, the first that is 3.11 or newer; name another with PYTHON=...
PYTHON ?= python3
PYTHONS := "$(PYTHON)" python3 python3.13 python3.12 python3.11 python3.14 python /usr/bin/python3

# The tests of one folder; a folder that holds none yet is said, not failed.
define run_tests
@if find tests/$(1) -name 'test_*.py' 2>/dev/null | grep -q .; then \
	$(BIN)/python -m pytest tests/$(1) $(ARGUMENTS); \
else \
	echo "tests/$(1) holds no tests yet"; \
fi
endef

COVERED = $(foreach stage,unit infrastructure integration e2e,$(wildcard tests/$(stage)))
COMPILE = $(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.13 \
	--no-emit-index-url --custom-compile-command "make lock" $(UPGRADE)

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: ready
ready: ## Set up .venv and node_modules from the lock files (every other target does it first)
	@for candidate in $(PYTHONS); do \
		if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			exec "$$candidate" -m local.bootstrap; \
		fi; \
	done; \
	echo "set-up: no Python 3.11 or newer was found." >&2; \
	echo "Remedy: install one (on Debian: apt-get install python3), or name it: make PYTHON=/path/to/python" >&2; \
	exit 1

.PHONY: demo
demo: ready ## Bring up the local cloud, replay the sample calls, show what was understood
	@$(BIN)/aftercall demo

.PHONY: up
up: ready ## Start the local cloud and deploy to it
	@$(BIN)/aftercall up

.PHONY: down
down: ready ## Stop the local cloud; its data stays
	@$(BIN)/aftercall down

.PHONY: doctor
doctor: ready ## Check the configuration and every connection, and say what to do
	@$(BIN)/aftercall doctor

# Types and accuracy are measured beside the other tests: each of the two needs one processor.
.PHONY: test
test: lint ## Everything a change must pass: lint, types, all tests, coverage
	@$(MAKE) --no-print-directory --jobs=2 coverage types accuracy

.PHONY: coverage
coverage: ready ## Run all tests but those of accuracy, and say which lines none of them reaches
	@$(BIN)/python -m pytest $(COVERED) --cov --cov-report=term-missing:skip-covered $(ARGUMENTS)

# Without coverage, which would triple its time; said in one piece, since other tests report meanwhile.
.PHONY: accuracy
accuracy: ready ## Hold every part to the accuracy it has reached, and to its band where calls are written otherwise
	@said=$$($(BIN)/python -m pytest tests/evaluation --quiet $(ARGUMENTS) 2>&1); status=$$?; \
	printf '\n%s\n' "$$said"; \
	test $$status -eq 0 || { test $$status -eq 5 && test -n "$(ARGUMENTS)"; }

.PHONY: test-fast
test-fast: lint types unit ## What needs no process and no network: lint, types, unit tests

.PHONY: lint
lint: ready ## Check style and formatting (ruff)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

.PHONY: format
format: ready ## Rewrite the code as lint wants it, where that can be done safely
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.PHONY: types
types: ready ## Check the types, tests included (mypy strict)
	@$(BIN)/mypy

.PHONY: unit
unit: ready ## Run the unit tests (ARGUMENTS="-k name" is passed to pytest)
	$(call run_tests,unit)

.PHONY: infrastructure
infrastructure: ready ## Run the assertions on the synthesised template, cfn-lint and cdk-nag
	$(call run_tests,infrastructure)

.PHONY: integration
integration: ready ## Run the tests against real databases and the emulator's parts
	$(call run_tests,integration)

.PHONY: e2e
e2e: ready ## Run the tests against the deployed local stack
	$(call run_tests,e2e)

.PHONY: bench
bench: ready ## Measure import times, layer sizes, speed and memory beside the usual tools, and what 1,000 calls cost
	@$(BIN)/python -m benchmarks $(ARGUMENTS)

.PHONY: evaluate
evaluate: ready ## Measure accuracy against human labels (ARGUMENTS="sentiment --data PATH")
	@nice -n 10 $(BIN)/python -m tests.evaluation $(ARGUMENTS)

.PHONY: golden
golden: ready ## Write the reports of the sample calls anew, to be reviewed with git diff
	@$(BIN)/python -m tests.unit.analysis.golden

.PHONY: synth
synth: ready ## Synthesise the CloudFormation templates into cdk.out
	@node_modules/.bin/cdk synth --quiet $(ARGUMENTS)

.PHONY: lock
lock: ready ## Pin every dependency anew where its input changed (UPGRADE=--upgrade takes newer ones)
	$(COMPILE) pyproject.toml --group infrastructure --group local --group quality --group evaluation --group embeddings \
		--output-file requirements.lock
	@# A layer ships the versions that the tests ran with; its input may ask for an option of its own.
	for input in $(wildcard layers/*.in); do \
		options=$$(sed -n 's/^# make lock: //p' "$$input"); \
		$(COMPILE) "$$input" $$options --no-annotate --constraint requirements.lock \
			--output-file "$${input%.in}.txt" || exit 1; \
	done
	$(COMPILE) locks/nodejs.in --output-file locks/nodejs.lock
	npm install --package-lock-only

.PHONY: clean
clean: ## Remove everything that was generated or fetched, the local cloud's data included
	@if [ -x $(BIN)/aftercall ] && [ -d .aftercall ]; then $(BIN)/aftercall down || true; fi
	rm -rf .venv .cache .aftercall node_modules cdk.out .coverage coverage.xml *.egg-info
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
