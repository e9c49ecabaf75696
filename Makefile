# `make html` builds the site, `make test` runs all tests; both install what they need.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
HERE   := $(CURDIR)/$(BIN)
PACKAGE := sphinx-publications
# Doctrees are outside of the published folder. Builds print only warnings and errors.
SPHINX  = $(BIN)/sphinx-build -q -W --keep-going -n -j $(JOBS) -d _build/doctrees/$@
# One process is fastest for a dozen papers; for hundreds write JOBS=3, one more than cores.
JOBS   ?= 1
# Reports mistakes in conf.py in one line, even if Python cannot run it.
READ_CONF = $(BIN)/python _ext/conf_check.py
# Python compiles what is imported, and keeps that; to compile all of the packages takes ten seconds more.
unexport PYTHONDONTWRITEBYTECODE
PIP_INSTALL = install --quiet --disable-pip-version-check --no-compile
INSTALL = python -m pip $(PIP_INSTALL)
PHOTOS = PYTHONPATH=tools $(BIN)/python -m photoplaces
MEND    = { echo "Fix the problems above, then run make $@ again."; exit 1; }

ENVIRONMENTS := $(PACKAGE)/tests/environments
# The newest installed Python, including pyenv's; the oldest Sphinx runs with the site's Python.
NEWEST_PYTHON = $(shell for name in python3.14 python3.13 python3.12 \
  $$(ls -d ~/.pyenv/versions/3.1[2-9].*/bin/python 2> /dev/null | sort -rV) $(PYTHON); do \
  $$name -c "" 2> /dev/null && echo $$name && break; done)

.PHONY: help help-dev html new live add enrich missing check strip-photo tidy pdf cv epub text test soak bench bench-filter lighthouse first-view style lock screenshots test-versions test-upstream test-neighbours test-themes test-zotero test-programs gallery words docs dist clean has-tex has-npm

help:
	@sed -n 's/^\([a-z -]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14
	@echo "(make help-dev lists the commands for developers.)"

help-dev:
	@sed -n 's/^\([a-z -]*\):.*#- /\1\t/p' $(MAKEFILE_LIST) | expand -t 18

html: $(VENV)/site ## build the site in _build/html
	rm -rf _build/html/.doctrees # written by a plain sphinx-build
	@$(READ_CONF) && $(SPHINX) -b html . _build/html || $(MEND)
	@echo "The site is ready: file://$(CURDIR)/_build/html/index.html"
	@echo "(make check gives advice.)"

live: $(VENV)/live ## serve the site, and rebuild it whenever a file changes
	PYTHONPATH=tools $(BIN)/python -m livesite -q --open-browser --watch _ext --watch $(PACKAGE)/src \
	  -D "security_policy.script-src='self' 'unsafe-inline'" -d _build/doctrees/live . _build/live

new: $(VENV)/site ## make the site yours: asks, or NAME=… POSITION=… PAGES=…; FROM=… takes over a site of al-folio
	@PYTHONPATH=tools:_ext:$(PACKAGE)/src $(BIN)/python -m newsite && $(MAKE) --no-print-directory html

pdf: has-tex $(VENV)/site #- build the whole site as a PDF in _build/latex (needs LuaLaTeX)
	@$(READ_CONF) && $(SPHINX) -b latex . _build/latex || $(MEND)
	@$(call typeset,_build/latex)

cv: has-tex $(VENV)/site ## print cv.md, or else the publications, in _build/cv; BY=type groups by type (needs LuaLaTeX)
	@$(READ_CONF) && $(SPHINX) -t cv $(if $(BY),-t by_$(BY) -D publications_group_by=$(BY)) -b latex . _build/cv || $(MEND)
	@$(call typeset,_build/cv)

# TeX's output is shown only if it fails.
define typeset
if $(MAKE) -C $(1) > $(1)/make.log 2>&1; then \
  for pdf in $(1)/*.pdf; do echo "The PDF is ready: file://$(CURDIR)/$$pdf"; done; \
else grep -h -A 3 "^!" $(1)/make.log; echo "LaTeX failed; its output is in $(1)/make.log"; exit 1; fi
endef

has-tex:
	@for tool in latexmk lualatex; do command -v $$tool > /dev/null || { \
	  echo "$$tool is not installed; install TeX Live: sudo apt install latexmk texlive-luatex \
	texlive-latex-extra texlive-fonts-recommended (Debian, Ubuntu), or MacTeX (brew install --cask mactex)"; \
	  exit 1; }; done

has-npm:
	@command -v npx > /dev/null || { \
	  echo "npm is not installed; install Node.js: sudo apt install npm (Debian, Ubuntu), or brew install node"; \
	  exit 1; }

# The value of ID= is passed unchanged, through the environment.
PUBLICATIONS = PYTHONPATH=$(PACKAGE)/src $(BIN)/python -m sphinx_publications
ANSWERS = $(if $(YES),--yes) $(if $(OFFLINE),--offline)
MARKS = $(if $(EQUAL),--equal "$$EQUAL") $(if $(EQUAL2),--equal2 "$$EQUAL2") \
  $(if $(CORRESPONDING),--corresponding "$$CORRESPONDING")

add: $(VENV)/site ## add a paper and build: ID=10.1038/…, an arXiv number, an address, a file
	@$(PUBLICATIONS) add $(ANSWERS) $(MARKS) $(if $(ID),-- "$$ID",--clipboard)
	@$(MAKE) --no-print-directory html

enrich: $(VENV)/site ## add missing DOIs, abstracts, pages, PDFs, code links, facts of authors (KEY=… for one entry)
	@$(PUBLICATIONS) enrich $(ANSWERS) $(if $(KEY),-- "$$KEY")

missing: $(VENV)/site ## list works missing in refs.bib: ORCID=0000-…, AUTHOR=… of OpenAlex or DBLP, or ALL=1
	@test -n "$(ALL)$$ORCID$$AUTHOR" || { echo "Name an author: make missing ORCID=0000-0002-1825-0097 (or AUTHOR=… of OpenAlex or DBLP, or ALL=1)"; exit 1; }
	@$(PUBLICATIONS) missing $(ANSWERS) $(if $(ADD),--add "$$ADD") $(if $(ALL),--all,-- "$${ORCID:-$$AUTHOR}")

check: $(VENV)/site ## check refs.bib without building, and give advice (ONLINE=1 asks services)
	@$(PUBLICATIONS) $(if $(ONLINE),--online); status=$$?; $(PHOTOS) --check; exit $$status

strip-photo: $(VENV)/site ## remove the location from picture files
	@$(PHOTOS)

tidy: has-npm #- format refs.bib with bibtex-tidy (needs npm)
	@npx --yes bibtex-tidy@1.14.0 refs.bib --modify --no-backup --curly --align=13 \
	  --trailing-commas --blank-lines --no-escape

epub text: $(VENV)/site #- build the EPUB, or the plain text
	@$(READ_CONF) && $(SPHINX) -b $@ . _build/$@ || $(MEND)
	@echo "It is ready in _build/$@"

test: $(VENV)/tools #- run all checks and tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell
	@$(BIN)/mypy & $(BIN)/mypy --cache-dir .mypy_cache/tests $(PACKAGE)/tests $(PACKAGE)/benchmarks \
	  && wait $$!
	cd $(PACKAGE) && $(HERE)/pytest
	$(BIN)/pytest
	$(MAKE) test-versions

test-versions: $(VENV)/oldest/ready $(VENV)/newest/ready #- run the core tests with the oldest and the newest Sphinx
	@for name in oldest newest; do \
	  (cd $(PACKAGE) && $(abspath $(VENV))/$$name/bin/python -m pytest -q -p no:cacheprovider \
	    -o filterwarnings= --durations=0 --durations-min=5 @tests/environments/core.txt \
	    > $(abspath $(VENV))/$$name/log 2>&1 || touch $(abspath $(VENV))/$$name/failed) & \
	done; wait; \
	for name in oldest newest; do \
	  echo "Sphinx, $$name:"; cat $(VENV)/$$name/log; \
	done; \
	! rm $(VENV)/*/failed 2> /dev/null

words: $(VENV)/dev #- update the translation catalogues, and list missing translations
	cd $(PACKAGE) && PYTHONPATH=src $(HERE)/python -m tests.catalogues

docs: $(VENV)/dev #- build the package's documentation and its examples in _build/docs
	@PYTHONPATH=$(PACKAGE)/src $(SPHINX) -j 1 -E -b html $(PACKAGE)/docs _build/docs || $(MEND)
	@echo "The documentation is ready: file://$(CURDIR)/_build/docs/index.html"

dist: $(VENV)/release/ready #- build and check the package's wheel and source distribution
	rm -rf $(PACKAGE)/dist
	$(VENV)/release/bin/python -m build --no-isolation $(PACKAGE)
	$(VENV)/release/bin/twine check --strict $(PACKAGE)/dist/*
	$(VENV)/release/bin/check-wheel-contents --config $(PACKAGE)/pyproject.toml $(PACKAGE)/dist
	$(VENV)/release/bin/pyroma --min 8 $(PACKAGE)/dist/*.tar.gz

test-neighbours: $(VENV)/neighbours/ready #- load the extension together with other common extensions
	cd $(PACKAGE) && $(abspath $(VENV))/neighbours/bin/python -m pytest -q -o filterwarnings= \
	  tests/environments/neighbours.py

test-programs: $(VENV)/dev has-npm #- read the downloads with programs of others (PROGRAMS="pandoc typst"), and write docs/programs.md
	cd $(PACKAGE) && PYTHONPATH=src $(HERE)/python -m tests.programs $(PROGRAMS)

test-themes: $(VENV)/themes/ready $(VENV)/press/ready $(VENV)/tools #- check lists and pages of papers in twelve themes in a browser
	cd $(PACKAGE) && $(abspath $(VENV))/themes/bin/python -m pytest -q -o filterwarnings= \
	  tests/environments/themes.py
	cd $(PACKAGE) && $(abspath $(VENV))/press/bin/python -m pytest -q -o filterwarnings= \
	  tests/environments/themes.py -k press

gallery: $(VENV)/themes/ready $(VENV)/tools #- take the pictures of themes for the documentation
	cd $(PACKAGE) && $(abspath $(VENV))/themes/bin/python -m tests.gallery docs/gallery

test-zotero: $(VENV)/dev _build/zotero/ready #- ask Zotero's translation server what it reads of 45 works (UPDATE=1 keeps the answers)
	cd $(PACKAGE) && PYTHONPATH=src $(HERE)/python -m tests.references.zotero_server \
	  ../_build/zotero $(if $(UPDATE),--update) $(if $(WAY),--show "$(WAY)")

_build/zotero/ready: $(PACKAGE)/tests/references/fetch-zotero | has-npm
	rm -rf $(@D)
	$< $(@D)

test-upstream: $(VENV)/upstream/ready #- run sphinxcontrib-bibtex's tests with the extension loaded
	PIP="$(HERE)/python -m pip --python $(abspath $(VENV))/upstream/bin/python" \
	  $(PACKAGE)/tests/upstream/run $(VENV)/upstream/bin/python -n auto

soak: $(VENV)/tools #- run the long tests, and compare builds in 500 random steps (STEPS=…)
	cd $(PACKAGE) && $(HERE)/pytest -m soak
	cd $(PACKAGE) && $(HERE)/pytest --hypothesis-profile=soak tests/test_properties.py
	$(BIN)/pytest -m soak
	cd $(PACKAGE) && PYTHONPATH=src $(HERE)/python -m tests.soak $(STEPS)

bench: $(VENV)/tools $(if $(PEERS),_build/peers) #- measure builds and browsers, compared with stock and Markdown (PEERS=1: and others; BASE=COMMIT: only builds, with those of a commit)
ifdef BASE
	PYTHONPATH=$(PACKAGE)/src $(HERE)/python $(PACKAGE)/benchmarks/earlier.py $(BASE) $(BENCH)
else
	PATH="$(CURDIR)/_build/peers/bin:$(CURDIR)/_build/peers/node_modules/.bin:$$PATH" \
	  PYTHONPATH=$(PACKAGE)/src $(HERE)/python $(PACKAGE)/benchmarks/builds.py --site . \
	  $(if $(BENCH),,--docs $(PACKAGE)/docs) $(if $(PEERS),--peers) $(BENCH)
endif

_build/peers: $(PACKAGE)/benchmarks/peers.txt | has-npm
	$(PYTHON) -m venv $@
	$@/bin/$(INSTALL) -r $<
	npm install --prefix $@ --no-audit --no-fund --loglevel=error mystmd@1.8.3
	touch $@

bench-filter: $(VENV)/tools #- measure keystrokes in the filter of 2,000 papers
	PYTHONPATH=$(PACKAGE)/src $(BIN)/python $(PACKAGE)/benchmarks/filter.py

lighthouse: html $(VENV)/dev tests/benchmarks/node_modules #- rate every page with Lighthouse (needs npm)
	$(BIN)/python tests/benchmarks/lighthouse.py _build/html

first-view: html $(VENV)/tools #- measure the first view of each page
	$(BIN)/python tests/benchmarks/first_view.py _build/html

style: $(VENV)/dev #- format and lint the code, and check spelling
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/codespell

lock: $(VENV)/site #- pin the newest versions of the requirements
	$(BIN)/pip install --quiet uv
	for name in requirements tools/requirements-pip tools/requirements-dev tools/requirements-live $(ENVIRONMENTS)/oldest $(ENVIRONMENTS)/upstream $(ENVIRONMENTS)/neighbours \
	  $(ENVIRONMENTS)/themes $(ENVIRONMENTS)/press $(ENVIRONMENTS)/release; do \
	  $(LOCK) --fork-strategy fewest -o $$name.txt $$name.in || exit 1; \
	done
	$(LOCK) -o $(ENVIRONMENTS)/newest.txt $(ENVIRONMENTS)/newest.in

LOCK = $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
  --generate-hashes --no-header

screenshots: html $(VENV)/tools #- take the pictures of the documentation from the built site
	$(BIN)/python docs/screenshots.py _build/html docs

clean: #- remove what was built
	rm -rf _build

# If $(PYTHON) has pip 22.3 or newer, that installs the environment's pip; venv takes five seconds more.
$(VENV)/site: requirements.txt
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" 2> /dev/null || { \
	  echo "Python 3.11 or newer is needed, and $(PYTHON) is" \
	    "$$($(PYTHON) -V 2> /dev/null || echo not there); name another: make PYTHON=python3.12"; \
	  exit 1; }
	@test -x $(BIN)/pip || { $(PYTHON) -m venv --without-pip $(VENV) && \
	  $(PYTHON) -m pip --python $(BIN)/python $(PIP_INSTALL) -r tools/requirements-pip.txt 2> /dev/null; } || \
	  $(PYTHON) -m venv --clear $(VENV)
	$(BIN)/$(INSTALL) -r requirements.txt
	touch $@

$(VENV)/live: tools/requirements-live.txt $(VENV)/site
	$(BIN)/$(INSTALL) -r tools/requirements-live.txt
	touch $@

$(VENV)/dev: tools/requirements-dev.txt $(VENV)/site
	$(BIN)/$(INSTALL) -r tools/requirements-dev.txt
	touch $@

$(VENV)/oldest/ready $(VENV)/newest/ready $(VENV)/upstream/ready $(VENV)/neighbours/ready $(VENV)/themes/ready $(VENV)/press/ready $(VENV)/release/ready: $(VENV)/%/ready: \
		$(ENVIRONMENTS)/%.txt $(VENV)/site
	$(if $(filter newest,$*),$(NEWEST_PYTHON),$(BIN)/python) -m venv --without-pip --clear $(VENV)/$*
	$(BIN)/python -m pip --python $(VENV)/$*/bin/python $(PIP_INSTALL) -r $<
	touch $@

$(VENV)/tools: $(VENV)/dev tests/install-tools tests/browser/package-lock.json $(PACKAGE)/tests/browser/package-lock.json \
  $(PACKAGE)/tests/references/package-lock.json
	tests/install-tools
	touch $@

tests/benchmarks/node_modules: tests/benchmarks/package-lock.json
	npm ci --prefix tests/benchmarks --no-audit --no-fund --loglevel=error
	touch $@
