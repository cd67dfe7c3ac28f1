# One line for each thing one can do here; "make help" lists them.
# Works with GNU make 3.81 and newer (Linux, macOS). README.md has the plain commands for Windows.

PORT ?= 8000
SPHINXFLAGS ?=
PYTESTFLAGS ?=
CHECKFLAGS ?=

VENV ?= .venv
PY = $(VENV)/bin/python
BOOK = $(VENV)/book.stamp
TEST = $(VENV)/test.stamp
SPHINX = $(PY) -m sphinx -nW -c . -d build/doctrees $(SPHINXFLAGS)

.DEFAULT_GOAL = html
.NOTPARALLEL:
.PHONY: help html quick fast test deep audit check lint format pdf epub live linkcheck bench pins clean fix report release preview

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' Makefile

html: $(BOOK) ## build the book: build/html/index.html
	@$(SPHINX) -b html docs build/html

check: $(BOOK) ## every problem of data and prose, nothing written
	@$(PY) -m ext.withdrawal check $(CHECKFLAGS)

fix: $(BOOK) ## after a change of data: rewrite what merely repeats it, list what to read again
	@$(PY) -m ext.withdrawal fix

BASE = origin/main
report: $(BOOK) ## what a change means for readers, as Markdown (BASE=origin/main)
	@$(PY) -m ext.withdrawal diff --format markdown -- "$(BASE)"

PYTEST = $(PY) -m pytest --numprocesses auto --dist worksteal
fast: $(TEST)
	@$(PYTEST) -m "not browser and not pdf" $(PYTESTFLAGS)

quick: lint fast ## lint, and the tests that need neither a browser nor a PDF: after every edit

test: $(TEST) ## all the tests, with a sample of what is random or endless: before a commit
	@$(PYTEST) $(PYTESTFLAGS)

deep: $(TEST) ## all the tests, and all of what is random or endless; prints counts and seeds
	@$(PYTEST) --deep $(PYTESTFLAGS)

lint: $(TEST) ## style and types of the code
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(PY) -m sphinxlint conf.py docs ext tests
	@$(PY) -m ext.withdrawal layout --check

format: $(TEST) ## put code and data files into the house style
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .
	@$(PY) -m ext.withdrawal layout

# The date of the last commit stands in for the clock, so that the same commit gives the same bytes.
CLOCK = export SOURCE_DATE_EPOCH="$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct 2>/dev/null || date +%s)}"

PAPER ?= a4
pdf: $(BOOK) ## build/pdf: going-home.pdf to read, going-home-evidence.pdf to consult (or PAPER=letter, PAPER=screen)
	@$(CLOCK) BOOK_PAPER=$(PAPER); $(SPHINX) -b typst docs build/pdf
	@echo "The PDFs are build/pdf/going-home.pdf and build/pdf/going-home-evidence.pdf."

epub: $(BOOK) ## build/epub/going-home.epub
	@$(CLOCK); $(SPHINX) -b epub docs build/epub
	@echo "The e-book is build/epub/going-home.epub."

release: html pdf epub ## build/release: the PDFs, the e-book, and the data as an archive
	@rm -rf build/release && mkdir -p build/release
	@cp build/pdf/going-home.pdf build/pdf/going-home-evidence.pdf build/epub/going-home.epub build/release/
	@$(PY) -m ext.withdrawal export build/release/going-home-data.zip
	@echo "The release is in build/release."

preview: $(BOOK) ## docs/_static/preview.png, shown where the website is linked to, drawn anew (needs Chromium)
	@$(PY) -m ext.withdrawal preview

live: $(BOOK) ## preview at http://127.0.0.1:8000, built again whenever a file is saved
	@mkdir -p build/html; \
	$(PY) -m http.server $(PORT) --bind 127.0.0.1 --directory build/html >/dev/null 2>&1 & server=$$!; \
	trap 'kill $$server 2>/dev/null' EXIT; trap 'exit 0' INT TERM; \
	sleep 1; kill -0 $$server 2>/dev/null || { echo "port $(PORT) is taken; try make live PORT=8001" >&2; exit 1; }; \
	echo "Preview at http://127.0.0.1:$(PORT) (reload the page after a build; Ctrl-C ends it)"; \
	rm -f build/live.stamp; \
	while :; do \
	  if [ ! -e build/live.stamp ] || [ -n "$$(find conf.py docs data ext -name __pycache__ -prune -o -newer build/live.stamp -print | head -n 1)" ]; then \
	    touch build/live.stamp; $(SPHINX) -q -b html docs build/html && echo "built at $$(date +%T)" || true; \
	  fi; \
	  sleep 1; \
	done

linkcheck: $(BOOK) ## ask every external link whether it still answers
	@$(SPHINX) -b linkcheck docs build/linkcheck

bench: $(TEST) ## time and memory of a build, beside the same pages as plain Markdown
	@$(PY) -m tests.support.bench

PINS = uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
pins: ## compile the pins again after a change of pyproject.toml (needs uv)
	@command -v uv >/dev/null || { echo "make pins needs uv: python3 -m pip install uv" >&2; exit 1; }
	@$(PINS) pyproject.toml -o requirements.txt
	@$(PINS) pyproject.toml --extra test -c requirements.txt -o requirements-test.txt
	@$(PINS) --group audit -c requirements-test.txt -o requirements-audit.txt

audit: $(BOOK) ## ask whether faults of the pinned packages have become known
	@$(PIP_INSTALL) -r requirements-audit.txt
	@$(PY) -m pip_audit --strict --disable-pip --require-hashes -r requirements-test.txt -r requirements-audit.txt

clean: ## remove everything that was made here, .venv too
	@rm -rf build .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info ext/facts/build ext/facts/src/*.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the environment: made once, and again whenever the pins change ---------------------------------------------

$(PY):
	@[ ! -e $(VENV) ] || [ -e $(VENV)/pyvenv.cfg ] || { echo "$(VENV) is there, and is no virtual environment" >&2; exit 1; }
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11 python; do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  "$$python" -c 'import ensurepip, venv' 2>/dev/null || { echo "$$python cannot make a virtual environment. Debian, Ubuntu: sudo apt-get install python3-venv" >&2; exit 1; }; \
	  rm -rf $(VENV) && exec "$$python" -m venv $(VENV); \
	done; \
	echo "Python 3.11 or newer is needed, and none was found. Name one with: make PYTHON=/where/it/is/python3" >&2; exit 1

# Python finds the generic half where it lies, so that “python -m sphinx_facts” runs; nothing of it is installed.
FIND_FACTS = $(PY) -c 'import os, sysconfig as s; lib = s.get_path("purelib"); open(os.path.join(lib, "sphinx_facts.pth"), "w", encoding="utf-8").write(os.path.relpath("ext/facts/src", lib))'
PIP_INSTALL = $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes

# The test pins hold the book's pins too, so both stamps are set when they are in.
$(TEST): requirements-test.txt | $(PY)
	@echo "Installing what the tests need into $(VENV) (about half a minute) ..."
	@$(PIP_INSTALL) -r requirements-test.txt && $(FIND_FACTS)
	@touch $(BOOK) $(TEST)

$(BOOK): requirements.txt | $(PY)
	@echo "Installing what the book needs into $(VENV) (about a quarter of a minute) ..."
	@$(PIP_INSTALL) -r requirements.txt && $(FIND_FACTS)
	@touch $(BOOK)
