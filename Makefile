# One word for everything a developer, a curator or an operator does. Each target prepares .venv itself.

PYTHON ?= python3
SANAD := .venv/bin/sanad

# What one process has compiled, tests that pytest has prepared among it, the others only read.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup install chat run test check types style imports faults format bench crash lock

help:  ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

setup: .venv/developer  ## prepare .venv for developers

install: .venv/installed  ## prepare .venv for a server, without developers' tools
	@.venv/bin/python -m compileall -q bot handlers knowledge  # whoever runs it may not write here

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Sanad needs Python 3.11 or newer; try: make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv --clear .venv
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/ready: .venv/installed
	$(SANAD) prepare
	@touch $@

.venv/developer: .venv/ready requirements-dev.lock
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

chat: .venv/ready  ## talk to Sanad in this terminal
	@$(SANAD) chat

run: .venv/ready  ## run the Telegram bot (SANAD_TELEGRAM_TOKEN in the environment or in .env)
	@$(SANAD) run

test: check  ## every check and every test
	.venv/bin/python -m pytest

check: .venv/developer  ## lint, format, types, import contracts, known faults of the code and of what it stands on, knowledge
	@$(MAKE) --no-print-directory --jobs=2 types style imports faults
	$(SANAD) check  # by itself, since it works on every core

types:
	.venv/bin/mypy

style:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

imports:
	.venv/bin/lint-imports

faults:
	.venv/bin/bandit --quiet --configfile pyproject.toml --recursive bot handlers knowledge benchmarks development
	.venv/bin/python -m development.audit

format: .venv/developer  ## let the formatter and the linter mend what they can
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

bench: .venv/developer  ## measure speed, and compare with other methods; SETS=folder on public test sets, too
	.venv/bin/python -m benchmarks $(if $(SETS),--sets "$(SETS)")

crash: .venv/developer  ## kill the bot while people ask, and see that nothing is lost; QUESTIONS=2000 KILLS=20 OPTIONS="--mode polling"
	PYTHONPATH=tests .venv/bin/python -m crash $(if $(QUESTIONS),--questions $(QUESTIONS)) $(if $(KILLS),--kills $(KILLS)) $(OPTIONS)

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate

lock: .venv/developer  ## resolve the pinned dependencies anew, with hashes, for every platform
	.venv/bin/python -m pip install --quiet --disable-pip-version-check uv
	.venv/bin/$(LOCK) pyproject.toml --group build -o requirements.lock
	.venv/bin/$(LOCK) pyproject.toml --group dev -o requirements-dev.lock
