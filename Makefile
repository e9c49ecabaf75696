# `make html` builds the site, `make test` runs all tests; both set up what they need.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
HERE   := $(CURDIR)/$(BIN)
PACKAGE := sphinx-publications
# Doctrees are no part of what is published.
SPHINX  = $(BIN)/sphinx-build -W --keep-going -n -d _build/doctrees/$@

NO_PYTHON = Python 3.11 or newer is missing ($(PYTHON) is $$($(PYTHON) -c \
  'import platform; print(platform.python_version())' 2>/dev/null || echo not there)); install it \
  from https://www.python.org/downloads, or name it: make html PYTHON=python3.12
NO_TEX = LuaLaTeX and latexmk are missing, which make the PDF; install TeX Live (sudo apt install \
  texlive-luatex texlive-latex-extra texlive-fonts-recommended tex-gyre latexmk), MacTeX or MiKTeX
NO_NPM = npm is missing, which runs bibtex-tidy; install it with Node.js (sudo apt install npm, or \
  https://nodejs.org)

# What LaTeX says is kept, and shown if it fails; then where the file lies.
define latex
@$(MAKE) -C $(1) >$(1)/make.log 2>&1 || { tail -n 25 $(1)/make.log >&2; \
  echo "LaTeX failed; all that it said is in $(1)/make.log" >&2; exit 1; }
@for file in $(1)/*.pdf; do echo "The PDF is ready: file://$(CURDIR)/$$file"; done
endef

.PHONY: needs-python needs-tex needs-npm help html live check tidy pdf cv epub text test bench bench-filter lighthouse style lock screenshots clean

help:
	@sed -n 's/^\([a-z -]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

html: $(VENV)/site ## build the site in _build/html
	rm -rf _build/html/.doctrees # of a plain sphinx-build
	$(SPHINX) -b html . _build/html
	@echo "The site is ready: file://$(CURDIR)/_build/html/index.html"

live: $(VENV)/dev ## serve the site, and rebuild it whenever a file changes
	$(BIN)/sphinx-autobuild --open-browser --watch _ext --watch $(PACKAGE)/src \
	  -d _build/doctrees/live . _build/live

pdf: needs-tex $(VENV)/site ## build the PDF in _build/latex (needs LuaLaTeX)
	$(SPHINX) -b latex . _build/latex
	$(call latex,_build/latex)

cv: needs-tex $(VENV)/site ## build the list of publications as one page of PDF in _build/cv (needs LuaLaTeX)
	$(SPHINX) -t cv -b latex . _build/cv
	$(call latex,_build/cv)

check: $(VENV)/site ## read refs.bib and the pages without building, and say what could be better
	PYTHONPATH=$(PACKAGE)/src $(BIN)/python -m sphinx_publications

tidy: needs-npm ## format refs.bib with bibtex-tidy (needs npm)
	npx --yes bibtex-tidy@1.14.0 refs.bib --modify --no-backup --curly --align=13 \
	  --trailing-commas --blank-lines --no-escape

epub text: $(VENV)/site ## build the EPUB, or the plain text
	$(SPHINX) -b $@ . _build/$@

test: $(VENV)/tools ## run all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy $(PACKAGE)/tests $(PACKAGE)/benchmarks
	cd $(PACKAGE) && $(HERE)/pytest
	$(BIN)/pytest

bench: $(VENV)/dev ## measure how long builds take, beside stock and Markdown
	PYTHONPATH=$(PACKAGE)/src $(BIN)/python $(PACKAGE)/benchmarks/builds.py $(BENCH)

bench-filter: $(VENV)/tools ## measure a keystroke in the filter of 2,000 papers
	PYTHONPATH=$(PACKAGE)/src $(BIN)/python $(PACKAGE)/benchmarks/filter.py

lighthouse: html $(VENV)/dev benchmarks/node_modules ## rate every page with Lighthouse (needs npm)
	$(BIN)/python benchmarks/lighthouse.py _build/html

style: $(VENV)/dev ## format and lint the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: $(VENV)/site ## pin the newest versions of what requirements*.in name
	$(BIN)/pip install --quiet uv
	for name in requirements requirements-dev; do \
	  $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	    --fork-strategy fewest --generate-hashes --no-header -o $$name.txt $$name.in; \
	done

screenshots: html $(VENV)/tools ## make the pictures of the README from the built site
	$(BIN)/python docs/screenshots.py _build/html docs

clean: ## remove what was built
	rm -rf _build

# Each says in one line what is missing, before anything is built.
needs-python:
	@test -x $(BIN)/python || $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  2>/dev/null || { echo "$(NO_PYTHON)" >&2; exit 1; }

needs-tex:
	@command -v lualatex >/dev/null && command -v latexmk >/dev/null \
	  || { echo "$(NO_TEX)" >&2; exit 1; }

needs-npm:
	@command -v npx >/dev/null || { echo "$(NO_NPM)" >&2; exit 1; }

$(VENV)/site: requirements.txt | needs-python
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/site
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

$(VENV)/tools: $(VENV)/dev tests/install-tools tests/browser/package-lock.json $(PACKAGE)/tests/browser/package-lock.json
	tests/install-tools
	touch $@

benchmarks/node_modules: benchmarks/package-lock.json
	npm ci --prefix benchmarks --no-audit --no-fund --loglevel=error
	touch $@
