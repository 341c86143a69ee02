# make figures: everything, laptop size.   make test: all tests.   Both set up what they need.

PYTHON ?= python3
CORES ?= all
RUN ?= laptop
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
SITE_READY := $(VENV)/.site-ready
SNAKEMAKE := $(BIN)/snakemake --cores $(CORES)
RUN_ALL := $(BIN)/memgen run --cores $(CORES)

# The environment of .venv is its own: no settings of the user's send packages elsewhere or bring
# others in, and no Snakemake profile of theirs says how to run this workflow.
export PIP_USER := 0
unexport PIP_TARGET PIP_PREFIX PIP_ROOT PYTHONPATH PYTHONHOME PYTHONUSERBASE SNAKEMAKE_PROFILE
# Without byte code each of a run's jobs would compile memgen anew, which takes longer than most jobs.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help interpreter figures tiny paper test lint format check verify tolerances gallery lock steps test-slurm report benchmarks site site-test clean

help:
	@echo "make figures     every figure at the laptop size, in figures/laptop"
	@echo "make test        unit, workflow and acceptance tests"
	@echo "make test-slurm  runs on a one-node Slurm (root; Debian: slurm-wlm munge)"
	@echo "make tiny        every figure at toy sizes, in figures/tiny"
	@echo "make paper       every figure at the largest sizes (many hours; see docs/cluster.md)"
	@echo "make steps       what the rules of the paper run take, by steps at its sizes (an hour)"
	@echo "make check       judge a finished run (RUN=tiny make check; default: laptop)"
	@echo "make verify      compare a finished run with the gallery, row by row (default: laptop)"
	@echo "make tolerances  three tiny runs with other seeds, which set the tolerances of tiny runs"
	@echo "make gallery     copy the laptop run's figures, tables and claims to figures/gallery"
	@echo "make report      an HTML report of the laptop run, in results/laptop/report.zip"
	@echo "make site        the web site of the gallery, site/index.html;  make site-test: in Chromium"
	@echo "make benchmarks  speed and memory beside named alternatives"
	@echo "make lint        what the code must satisfy;  make format: what can be mended by itself"
	@echo "memgen run SETTING=VALUE FIGURE    figures at other settings (.venv/bin/memgen --help)"
	@echo "make clean       remove results, figures and caches (not the gallery, not .venv)"
	@echo "make lock        the pinned versions with their hashes, in envs/lock.txt"
	@echo "LOCKED=1 make ... installs just these, every extra with them (Linux, macOS)"
	@echo "CORES=2 make ... limits the cores;  PYTHON=python3.12 make ... chooses the interpreter"

# Who names an interpreter gets it, or is told why not.
ifneq ($(origin PYTHON),file)
interpreter:
	@[ ! -x $(BIN)/python ] || $(PYTHON) -c 'import subprocess, sys; other = subprocess.run(["$(BIN)/python", "-c", "import sys; print(*sys.version_info[:2], sep=chr(46))"], capture_output=True, text=True).stdout.strip(); mine = "%d.%d" % sys.version_info[:2]; sys.exit("$(VENV) was made with Python " + other + ", and $(PYTHON) is " + mine + ": remove it (rm -rf $(VENV)) or leave PYTHON away." if other and other != mine else 0)'
else
interpreter:
endif

$(READY): pyproject.toml envs/constraints.txt | interpreter
	@$(PYTHON) -c 'import sys; sys.exit("memgen needs Python 3.11 or newer, and $(PYTHON) is %d.%d: set PYTHON=..." % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
ifdef LOCKED
	$(PIP) --require-hashes -r envs/lock.txt
	$(PIP) --no-deps -e .
else
	$(PIP) -c envs/constraints.txt torch
	$(PIP) -c envs/constraints.txt -e '.[test,images]'
endif
	@$(BIN)/python -c 'import memgen, snakemake' || { echo "pip put the packages elsewhere than into $(VENV): look at target, prefix and root in \`$(BIN)/pip config list\`." >&2; exit 1; }
	@touch $@

figures: $(READY)
	@$(BIN)/memgen plan --cores $(CORES)
	@$(RUN_ALL)

tiny: $(READY)
	@$(BIN)/memgen plan --configfile config/tiny.yaml --cores $(CORES)
	@$(RUN_ALL) --configfile config/tiny.yaml

paper: $(READY)
	@$(BIN)/memgen plan --configfile config/paper.yaml --cores $(CORES)
	@$(RUN_ALL) --configfile config/paper.yaml

# One worker a core; the tests of a file share a worker, and what they are made on: a finished run.
# In the order of tests/conftest.py, the longest files first.
test: $(READY)
	$(BIN)/python -m pytest -n logical --maxprocesses 8 --dist loadfile --no-loadscope-reorder

# Slurm's daemons are started for the tests and ended with them; where they are not installed each
# test says so.
test-slurm: $(READY)
	$(PIP) -c envs/constraints.txt -e '.[slurm]'
	$(BIN)/python -m pytest -m slurm tests/cluster

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/snakefmt --check Snakefile workflow
	$(BIN)/snakemake --lint
	$(BIN)/lint-imports
	$(BIN)/basedpyright --pythonpath $(BIN)/python

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/snakefmt Snakefile workflow

check: $(READY)
	$(BIN)/memgen check $(RUN)

verify: $(READY)
	$(BIN)/memgen verify $(RUN)

SEEDS := 1 2 3
tolerances: $(READY)
	for seed in $(SEEDS); do \
		$(SNAKEMAKE) --configfile config/tiny.yaml --config run=tiny-seed$$seed seed=$$seed || exit 1; \
	done
	$(BIN)/memgen tolerances $(SEEDS:%=tiny-seed%)

gallery: $(READY)
	$(BIN)/memgen gallery --run laptop

# Anew: what is known already is otherwise left as it is.
steps: $(READY)
	rm -f docs/stepped.csv
	$(BIN)/memgen step

lock: $(READY)
	$(PIP) uv
	$(BIN)/uv pip compile pyproject.toml --quiet --all-extras --universal --python-version 3.11.5 \
		--generate-hashes --no-annotate --no-emit-index-url --custom-compile-command "make lock" \
		-c envs/constraints.txt -o envs/lock.txt

report: $(READY)
	$(SNAKEMAKE) --report results/laptop/report.zip

$(SITE_READY): $(READY)
	$(PIP) -c envs/constraints.txt -e '.[test,site,images]'
	@touch $@

site: $(SITE_READY)
	$(BIN)/memgen site

site-test: site
	$(BIN)/python -m pytest tests/site -m 'site or not site' -n0

benchmarks: $(READY)
	$(PIP) -c envs/constraints.txt -e '.[bench]'
	for script in benchmarks/*.py; do $(BIN)/python $$script || exit 1; done

clean:
	rm -rf site .site .site-drawn results .snakemake .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	[ ! -d figures ] || find figures -mindepth 1 -maxdepth 1 ! -name gallery ! -name README.md -exec rm -rf {} +
	find . -name __pycache__ -not -path './$(VENV)/*' -exec rm -rf {} +
