# make chat            talk to 온길 in this terminal (questions can also be piped in)
# make test            run the tests          make test ARGS="tests/bot -k batch"
# make torture         kill, starve and damage ingests while a reader asks (minutes)
# make lint            ruff, formatting, mypy
#
# Each target installs into .venv when that is missing or pyproject.toml or constraints.txt changed.
# A smaller install, without torch's CUDA packages (Linux):
#   make chat TORCH_INDEX=ADDRESS   (pytorch.org, Get started, shows it for Pip and CPU)

PYTHON ?= python3
TORCH_INDEX ?=
ARGS ?=

BIN := .venv/bin
INSTALLED := .venv/.installed

.PHONY: chat test torture lint format

chat: $(INSTALLED)
	@$(BIN)/ongil chat $(ARGS)

test: $(INSTALLED)
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 $(ARGS)

torture: $(INSTALLED)
	@$(BIN)/python -m tests.torture $(ARGS)

lint: $(INSTALLED)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(INSTALLED)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# What is printed here goes to stderr: the answers of a piped chat have stdout for themselves.
$(INSTALLED): pyproject.toml constraints.txt
	@$(BIN)/python -m pip --version >/dev/null 2>&1 \
	  || { $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …" >&2; exit 1; }; \
	  $(PYTHON) -m venv .venv >&2; }
	@echo "Installing into .venv (a few minutes the first time)" >&2
	@test -z "$(TORCH_INDEX)" || $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --no-deps --index-url "$(TORCH_INDEX)" --constraint constraints.txt torch </dev/null >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --editable ".[dev]" --constraint constraints.txt </dev/null >&2
	@touch $@
