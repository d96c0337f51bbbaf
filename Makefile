# Two commands do everything on a machine with Python 3.11 and make: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
WORKERS ?= $(shell nproc 2>/dev/null || echo 1)

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help demo test fuzz lint format wheel docs bench bench-compare validation forecast clean

help: ## Show what there is to make.
	@grep -E '^[a-z-]+:.*##' $(firstword $(MAKEFILE_LIST)) | awk -F ':.*## ' '{printf "make %-14s %s\n", $$1, $$2}'

demo: $(VENV)/.installed ## Simulate the note of 2011 beside the baseline; results and figures in results/demo.
	@$(BIN)/reformsim compare baseline-2011 note-2011 --out results/demo --workers $(WORKERS)

# Bytecode is kept, whatever the machine is set to: tests start some hundreds of processes. No process spreads its sums; a
# file is run by one worker, which makes what its tests share once, the longest files first. Tests wait for processes,
# clusters and browsers for a third of their time, so there is a worker more than there are cores.
test: $(VENV)/.installed-dev ## Run all tests.
	@PYTHONDONTWRITEBYTECODE= OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n $$(($(WORKERS) + 1)) --dist loadfile --no-loadscope-reorder

# REFORMSIM_FUZZ: how many times as many examples as in the suite; chance is then another one each time.
fuzz: $(VENV)/.installed-dev ## Edit scenarios and territories at random and reforms for some twenty minutes: nothing may end in a traceback.
	@REFORMSIM_FUZZ=$(or $(FUZZ),50) $(BIN)/python -m pytest -n $(WORKERS) tests/scenario/test_scenario_fuzz.py tests/territory/test_territory_fuzz.py tests/properties/test_world_always_holds.py

lint: $(VENV)/.installed-dev ## Check style and types.
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary

format: $(VENV)/.installed-dev ## Put the code in the one format.
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

wheel: $(VENV)/.installed-dev ## Build a wheel that carries data, law and scenarios, in dist.
	@$(BIN)/python -m hatchling build -t wheel

# The commands on its pages are run first: what they say must be what the pages say, and the gallery shows what they made.
docs: $(VENV)/.installed-docs ## Make the documentation site in build/site, with dead links and untrue pages as errors; two minutes.
	@$(BIN)/python -m tools.site.walk
	@# Not --quiet: it would pass over the warnings that are to be errors.
	@NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict
	@echo "open build/site/index.html"

# AgentPy, a yardstick, installs a package `tests` that would hide ours: it has an environment of its own.
BENCH_VENV ?= .venv-bench
BENCH := $(BENCH_VENV)/bin/python -m benchmarks.run

bench: $(BENCH_VENV)/.installed ## Time runs, ensembles and growing maps beside plain code; half an hour, on a quiet machine.
	@$(BENCH)

bench-compare: $(BENCH_VENV)/.installed ## Fail if a ratio is more than 15 % worse than in benchmarks/results.json.
	@$(BENCH) --compare

SCORES := src/reformsim/hindcast/scores.csv

# Starts before 2011 are left out: they use the estimate on all years, so their scores are of what the rule was told.
validation: $(VENV)/.installed ## Hindcast again and write docs/validation.md; some ten minutes.
	@$(BIN)/reformsim hindcast --scores $(SCORES) --out results/hindcast-2011-2018 --workers $(WORKERS)
	@$(BIN)/reformsim hindcast --scores $(SCORES) --quiet --from 2011 --until 2024 --workers $(WORKERS)
	@$(BIN)/reformsim hindcast --scores $(SCORES) --quiet --from 2018 --until 2025 --workers $(WORKERS)
	@$(BIN)/reformsim hindcast --scores $(SCORES) --one-year
	@$(BIN)/reformsim fan --errors src/reformsim/hindcast/errors.csv --workers $(WORKERS)
	@$(BIN)/reformsim accounts --page src/reformsim/hindcast/replay/books.md
	@$(BIN)/reformsim validate --out docs/validation.md --figures src/reformsim/hindcast/replay/replayed.csv

# With the commit it is made from, marked where code, scenarios or versions of libraries differ from it. What has been
# registered is not written anew once its years have begun: a later forecast has another folder.
forecast: $(VENV)/.installed ## Foretell the mergers of 2027 to 2031, and write docs/forecast-2027-2031; some five minutes.
	@commit=$$(git rev-parse HEAD 2>/dev/null || echo unknown); \
	test -z "$$(git status --porcelain -- src scenarios constraints.txt 2>/dev/null)" || commit=$$commit-dirty; \
	$(BIN)/reformsim forecast --out docs/forecast-2027-2031 --workers $(WORKERS) --commit "$$commit"

clean: ## Remove what was made, results and the environment too.
	@rm -rf $(VENV) $(BENCH_VENV) build dist results .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@echo "making $(VENV)"
	@$(PYTHON) -m venv $(VENV)

# The stamps are newer than what they were made from, so a second call installs nothing.
$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "installing reformsim in $(VENV)"
	@$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "installing reformsim with its test and development tools in $(VENV)"
	@$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-docs: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "installing reformsim in $(VENV) with what its documentation site is made with"
	@$(PIP) --editable '.[docs]'
	@touch $@ $(VENV)/.installed

$(BENCH_VENV)/.installed: pyproject.toml constraints.txt
	@echo "installing reformsim and the yardsticks in $(BENCH_VENV)"
	@$(PYTHON) -m venv $(BENCH_VENV)
	@$(BENCH_VENV)/bin/python -m pip --disable-pip-version-check --quiet install --constraint constraints.txt --editable '.[bench]'
	@touch $@
