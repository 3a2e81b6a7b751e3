# make test      installs what the tests need into .venv and passes them all: on a bare Debian 12 with Python and make too
# make bundle    builds what the explorer's pages draw with, after a change of kg/serving/browser
# make check     lint, types and tests, in an environment that is installed already
# make accuracy  scores the export of the annotated pages and writes the figures to docs/accuracy.md
# make bench     times the export beside what else there is, for hours, and writes the figures to docs/performance.md
# make fuzz      feeds pages that atheris makes to the reader of pages for five minutes (SECONDS=…), and ends at a finding
# make clean     removes what the others made

PYTHON ?= python3
SECONDS ?= 300
VENV := .venv
BIN := $(VENV)/bin
# a new machine may have Python without venv; a container has no sudo
APT := $(shell [ "$$(id -u)" = 0 ] || echo sudo) apt-get

.PHONY: test check bundle accuracy bench fuzz clean

test:
	.ci/system
	$(MAKE) $(VENV)/installed
	$(MAKE) check

check:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto --dist loadfile --cov --cov-report=term

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); $(APT) update -qq && $(APT) install -qq -y python3-venv && $(PYTHON) -m venv $(VENV); }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $@

bundle:
	cd kg/serving/browser && npm ci --ignore-scripts --no-audit --no-fund && node build.mjs

accuracy: $(VENV)/installed
	$(BIN)/python benchmarks/accuracy/run.py --write docs/accuracy.md

bench: $(VENV)/installed
	$(BIN)/python benchmarks/export.py --write docs/performance.md

fuzz: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[fuzz]'
	PYTHONPATH=tests $(BIN)/python tests/hostile/fuzz.py .fuzz -max_total_time=$(SECONDS) -print_final_stats=1

clean:
	rm -rf $(VENV) .coverage .fuzz .hypothesis .mypy_cache .pytest_cache .ruff_cache
	rm -rf kg/serving/browser/node_modules kg/serving/static/bundle
