# make test      installs what the tests need into .venv and passes them all: on a bare Debian 12 with Python and make too
# make bundle    builds what the explorer's pages draw with, after a change of kg/serving/browser
# make check     lint, types and tests, in an environment that is installed already
# make accuracy  scores the export of the annotated pages and writes the figures to docs/accuracy.md
# make bench     times the export beside what else there is, for hours, and writes the figures to docs/performance.md
# make wheel     builds the wheel of the last commit twice, in two folders, and fails where the bytes differ
# make test-wheel   passes the tests with that wheel, without the source beside them
# make test-lowest  passes the tests with the lowest versions of all libraries that pyproject.toml allows
# make sbom      lists what a user gets with the wheel and every extra: dist/docs-kg.cdx.json, in CycloneDX
# make audit     looks that up at the advisory service, where it answers, and names what it does not know
# make fuzz      feeds pages that atheris makes to the reader of pages for five minutes (SECONDS=…), and ends at a finding
# make clean     removes what the others made

PYTHON ?= python3
SECONDS ?= 300
VENV := .venv
BIN := $(VENV)/bin
# a new machine may have Python without venv; a container has no sudo
APT := $(shell [ "$$(id -u)" = 0 ] || echo sudo) apt-get

# what only releases need, in an environment of its own
TOOLS := .venv-release
UV := $(CURDIR)/$(TOOLS)/bin/uv
EXTRAS := az,dask,gs,load,s3,serve,validate

.PHONY: test check bundle accuracy bench fuzz wheel test-wheel test-lowest sbom audit clean

test:
	.ci/system
	$(MAKE) $(VENV)/installed
	$(MAKE) check

check:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest --numprocesses auto --dist worksteal --cov --cov-report=term

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

$(TOOLS)/installed: Makefile
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check 'cyclonedx-bom>=7' 'hatchling>=1.27' 'pip-audit>=2.9' 'uv>=0.9'
	touch $@

wheel: $(TOOLS)/installed
	rm -rf build/one build/two dist/*.whl && mkdir -p dist
	for copy in one two; do \
	  mkdir -p build/$$copy && git archive HEAD | tar -x -C build/$$copy && \
	  (cd build/$$copy && KG_EXPLORER=required ../../$(TOOLS)/bin/python -m hatchling build -t wheel) || exit; \
	done
	cmp build/one/dist/*.whl build/two/dist/*.whl
	cp build/one/dist/*.whl dist

test-wheel: wheel
	set -e; away=$$(mktemp -d); trap 'rm -rf "$$away"' EXIT; mkdir "$$away/tree"; \
	git archive HEAD | tar -x -C "$$away/tree"; rm -r "$$away/tree/kg"; ln -s "$(CURDIR)/../shared" "$$away/shared"; \
	$(UV) venv --quiet --python $(PYTHON) "$$away/env"; \
	$(UV) pip install --quiet --python "$$away/env" "docs-kg[test] @ file://$$(echo $(CURDIR)/dist/*.whl)"; \
	cd "$$away/tree"; ../env/bin/python -m pytest --numprocesses auto --dist worksteal tests

test-lowest: $(TOOLS)/installed
	rm -rf build/lowest && $(UV) venv --quiet --python $(PYTHON) build/lowest
	$(UV) pip install --quiet --python build/lowest --resolution lowest-direct --editable '.[test]'
	build/lowest/bin/python -m pytest --numprocesses auto --dist worksteal

build/user/installed: wheel
	rm -rf build/user && $(UV) venv --quiet --python $(PYTHON) build/user
	$(UV) pip install --quiet --python build/user "docs-kg[$(EXTRAS)] @ file://$$(echo $(CURDIR)/dist/*.whl)"
	touch $@

sbom: build/user/installed
	$(TOOLS)/bin/cyclonedx-py environment build/user --pyproject pyproject.toml --output-reproducible --of JSON -o dist/docs-kg.cdx.json

audit: build/user/installed
	.ci/audit $(TOOLS)/bin/pip-audit "$$(echo build/user/lib/python*/site-packages)"

clean:
	rm -rf $(VENV) $(TOOLS) build dist .coverage .fuzz .hypothesis .mypy_cache .pytest_cache .ruff_cache
	rm -rf kg/serving/browser/node_modules kg/serving/static/bundle
