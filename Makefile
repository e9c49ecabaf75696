# `make html` builds the site, `make test` runs all tests; both set up what they need.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
HERE   := $(CURDIR)/$(BIN)
PACKAGE := sphinx-publications
# Doctrees are no part of what is published. What a build says is what is wrong, and no more.
SPHINX  = $(BIN)/sphinx-build -q -W --keep-going -n -j $(JOBS) -d _build/doctrees/$@
# A dozen papers are built soonest by one process; for hundreds write JOBS=3, or one more than cores.
JOBS   ?= 1
# One line for a slip in conf.py, even where Python cannot run it.
READ_CONF = $(BIN)/python _ext/conf_check.py
PHOTOS = PYTHONPATH=tools $(BIN)/python -m photoplaces
MEND    = { echo "Mend what is said above, then run make $@ again."; exit 1; }

ENVIRONMENTS := $(PACKAGE)/tests/environments
# The newest Python that is here, pyenv's among them; the oldest Sphinx runs with that of the site.
NEWEST_PYTHON = $(shell for name in python3.14 python3.13 python3.12 \
  $$(ls -d ~/.pyenv/versions/3.1[2-9].*/bin/python 2> /dev/null | sort -rV) $(PYTHON); do \
  $$name -c "" 2> /dev/null && echo $$name && break; done)

.PHONY: help html live add enrich missing check strip-photo tidy pdf cv epub text test soak bench bench-filter lighthouse first-view style lock screenshots test-versions test-upstream test-neighbours test-themes gallery words docs dist clean has-tex has-npm

help:
	@sed -n 's/^\([a-z -]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

html: $(VENV)/site ## build the site in _build/html
	rm -rf _build/html/.doctrees # of a plain sphinx-build
	@$(READ_CONF) && $(SPHINX) -b html . _build/html || $(MEND)
	@echo "The site is ready: file://$(CURDIR)/_build/html/index.html"
	@echo "(make check says what could be better.)"

live: $(VENV)/live ## serve the site, and rebuild it whenever a file changes
	$(BIN)/sphinx-autobuild -q --open-browser --watch _ext --watch $(PACKAGE)/src \
	  -D "security_policy.script-src='self' 'unsafe-inline'" -d _build/doctrees/live . _build/live

pdf: has-tex $(VENV)/site ## build the PDF in _build/latex (needs LuaLaTeX)
	@$(READ_CONF) && $(SPHINX) -b latex . _build/latex || $(MEND)
	@$(call typeset,_build/latex)

cv: has-tex $(VENV)/site ## build the publications as a PDF in _build/cv; BY=type groups by type (needs LuaLaTeX)
	@$(READ_CONF) && $(SPHINX) -t cv $(if $(BY),-t by_$(BY) -D publications_group_by=$(BY)) -b latex . _build/cv || $(MEND)
	@$(call typeset,_build/cv)

# TeX says hundreds of lines of which none is for whoever wants the PDF.
define typeset
if $(MAKE) -C $(1) > $(1)/make.log 2>&1; then \
  for pdf in $(1)/*.pdf; do echo "The PDF is ready: file://$(CURDIR)/$$pdf"; done; \
else grep -h -A 3 "^!" $(1)/make.log; echo "LaTeX failed; all that it said is in $(1)/make.log"; exit 1; fi
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

# What is typed behind ID= reaches the command as it is, through the environment.
PUBLICATIONS = PYTHONPATH=$(PACKAGE)/src $(BIN)/python -m sphinx_publications
ANSWERS = $(if $(YES),--yes) $(if $(OFFLINE),--offline)
MARKS = $(if $(EQUAL),--equal "$$EQUAL") $(if $(EQUAL2),--equal2 "$$EQUAL2") \
  $(if $(CORRESPONDING),--corresponding "$$CORRESPONDING")

add: $(VENV)/site ## add a paper and build: ID=10.1038/…, an arXiv number, an address, a file
	@$(PUBLICATIONS) add $(ANSWERS) $(MARKS) $(if $(ID),-- "$$ID",--clipboard)
	@$(MAKE) --no-print-directory html

enrich: $(VENV)/site ## offer what entries lack: DOI, abstract, pages, PDF, code (KEY=… for one)
	@$(PUBLICATIONS) enrich $(ANSWERS) $(if $(KEY),-- "$$KEY")

missing: $(VENV)/site ## list works that refs.bib lacks: ORCID=0000-… or AUTHOR=… of OpenAlex or DBLP
	@$(PUBLICATIONS) missing $(ANSWERS) $(if $(ADD),--add "$$ADD") -- "$${ORCID:-$$AUTHOR}"

check: $(VENV)/site ## read refs.bib without building, and say what could be better (ONLINE=1 asks services)
	@$(PUBLICATIONS) $(if $(ONLINE),--online); status=$$?; $(PHOTOS) --check; exit $$status

strip-photo: $(VENV)/site ## take the place where a photo was taken out of the picture files
	@$(PHOTOS)

tidy: has-npm ## format refs.bib with bibtex-tidy (needs npm)
	@npx --yes bibtex-tidy@1.14.0 refs.bib --modify --no-backup --curly --align=13 \
	  --trailing-commas --blank-lines --no-escape

epub text: $(VENV)/site ## build the EPUB, or the plain text
	@$(READ_CONF) && $(SPHINX) -b $@ . _build/$@ || $(MEND)
	@echo "It is ready in _build/$@"

test: $(VENV)/tools ## run all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell
	$(BIN)/mypy
	$(BIN)/mypy $(PACKAGE)/tests $(PACKAGE)/benchmarks
	cd $(PACKAGE) && $(HERE)/pytest
	$(BIN)/pytest
	$(MAKE) test-versions

test-versions: $(VENV)/oldest/ready $(VENV)/newest/ready ## run the core tests with the oldest and the newest Sphinx
	for name in oldest newest; do \
	  (cd $(PACKAGE) && $(abspath $(VENV))/$$name/bin/python -m pytest -q -o filterwarnings= \
	    --durations=0 --durations-min=5 @tests/environments/core.txt) || exit 1; \
	done

words: $(VENV)/dev ## bring the catalogues of the extension's words up to date, and say which lack a translation
	cd $(PACKAGE) && PYTHONPATH=src $(HERE)/python -m tests.catalogues

docs: $(VENV)/dev ## build the package's documentation in _build/docs, with the results of its examples
	@PYTHONPATH=$(PACKAGE)/src $(SPHINX) -j 1 -E -b html $(PACKAGE)/docs _build/docs || $(MEND)
	@echo "The documentation is ready: file://$(CURDIR)/_build/docs/index.html"

dist: $(VENV)/release/ready ## build and check the package's wheel and source distribution
	rm -rf $(PACKAGE)/dist
	$(VENV)/release/bin/python -m build --no-isolation $(PACKAGE)
	$(VENV)/release/bin/twine check --strict $(PACKAGE)/dist/*
	$(VENV)/release/bin/check-wheel-contents --config $(PACKAGE)/pyproject.toml $(PACKAGE)/dist
	$(VENV)/release/bin/pyroma --min 8 $(PACKAGE)/dist/*.tar.gz

test-neighbours: $(VENV)/neighbours/ready ## load what documentations load beside the extension, together
	cd $(PACKAGE) && $(abspath $(VENV))/neighbours/bin/python -m pytest -q -o filterwarnings= \
	  tests/environments/neighbours.py

test-themes: $(VENV)/themes/ready $(VENV)/tools ## look at lists and pages of papers in seven themes, in a browser
	cd $(PACKAGE) && $(abspath $(VENV))/themes/bin/python -m pytest -q -o filterwarnings= \
	  tests/environments/themes.py

gallery: $(VENV)/themes/ready $(VENV)/tools ## make the pictures of the themes that the documentation shows
	cd $(PACKAGE) && $(abspath $(VENV))/themes/bin/python -m tests.gallery docs/gallery

test-upstream: $(VENV)/upstream/ready ## run the tests of sphinxcontrib-bibtex with the extension in each
	$(PACKAGE)/tests/upstream/run $(VENV)/upstream/bin/python -n auto

soak: $(VENV)/tools ## change and build a small project in 500 random steps, beside clean builds
	cd $(PACKAGE) && PYTHONPATH=src $(HERE)/python -m tests.soak $(STEPS)

bench: $(VENV)/tools $(if $(PEERS),_build/peers) ## measure builds and browsers, beside stock and Markdown (PEERS=1: others too)
	PATH="$(CURDIR)/_build/peers/bin:$(CURDIR)/_build/peers/node_modules/.bin:$$PATH" \
	  PYTHONPATH=$(PACKAGE)/src $(HERE)/python $(PACKAGE)/benchmarks/builds.py --site . \
	  $(if $(BENCH),,--docs $(PACKAGE)/docs) $(if $(PEERS),--peers) $(BENCH)

_build/peers: $(PACKAGE)/benchmarks/peers.txt | has-npm
	$(PYTHON) -m venv $@
	$@/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	npm install --prefix $@ --no-audit --no-fund --loglevel=error mystmd@1.8.3
	touch $@

bench-filter: $(VENV)/tools ## measure a keystroke in the filter of 2,000 papers
	PYTHONPATH=$(PACKAGE)/src $(BIN)/python $(PACKAGE)/benchmarks/filter.py

lighthouse: html $(VENV)/dev benchmarks/node_modules ## rate every page with Lighthouse (needs npm)
	$(BIN)/python benchmarks/lighthouse.py _build/html

first-view: html $(VENV)/tools ## measure what each page sends and shows at first
	$(BIN)/python benchmarks/first_view.py _build/html

style: $(VENV)/dev ## format and lint the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/codespell

lock: $(VENV)/site ## pin the newest versions of what requirements*.in name
	$(BIN)/pip install --quiet uv
	for name in requirements requirements-dev requirements-live $(ENVIRONMENTS)/oldest $(ENVIRONMENTS)/upstream $(ENVIRONMENTS)/neighbours \
	  $(ENVIRONMENTS)/themes $(ENVIRONMENTS)/release; do \
	  $(LOCK) --fork-strategy fewest -o $$name.txt $$name.in || exit 1; \
	done
	$(LOCK) -o $(ENVIRONMENTS)/newest.txt $(ENVIRONMENTS)/newest.in

LOCK = $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
  --generate-hashes --no-header

screenshots: html $(VENV)/tools ## make the pictures of the README from the built site
	$(BIN)/python docs/screenshots.py _build/html docs

clean: ## remove what was built
	rm -rf _build

$(VENV)/site: requirements.txt
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" 2> /dev/null || { \
	  echo "Python 3.11 or newer is needed, and $(PYTHON) is" \
	    "$$($(PYTHON) -V 2> /dev/null || echo not there); name another: make PYTHON=python3.12"; \
	  exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/live: requirements-live.txt $(VENV)/site
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-live.txt
	touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/site
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

$(VENV)/oldest/ready $(VENV)/newest/ready $(VENV)/upstream/ready $(VENV)/neighbours/ready $(VENV)/themes/ready $(VENV)/release/ready: $(VENV)/%/ready: \
		$(ENVIRONMENTS)/%.txt $(VENV)/site
	$(if $(filter newest,$*),$(NEWEST_PYTHON),$(BIN)/python) -m venv --clear $(VENV)/$*
	$(VENV)/$*/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@

$(VENV)/tools: $(VENV)/dev tests/install-tools tests/browser/package-lock.json $(PACKAGE)/tests/browser/package-lock.json \
  $(PACKAGE)/tests/references/package-lock.json $(PACKAGE)/tests/references/schema.txt
	tests/install-tools
	touch $@

benchmarks/node_modules: benchmarks/package-lock.json
	npm ci --prefix benchmarks --no-audit --no-fund --loglevel=error
	touch $@
