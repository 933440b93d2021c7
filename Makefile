# One command sets up, builds, tests or explores. `make help` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The environment decides nothing about where Python looks for modules, nor that each of many processes compiles them anew.
unexport PYTHONPATH PYTHONDONTWRITEBYTECODE

# The tests of one file stay together: they share what is slow to make. tests/conftest.py says in which order and in how
# many processes.
ON_ALL_CORES := -n logical --maxprocesses 4 --dist loadfile --no-loadscope-reorder
# Cells of the notebooks are tests as well; those of other people's notebooks are only exported.
WITH_NOTEBOOKS := --nbval --nbval-current-env --nbval-sanitize-with tests/notebooks/sanitize.cfg --ignore tests/export/notebooks
# Named plugins alone are loaded, in this order: the first says what nbval, which imports nbformat, must not load.
PLUGINS := -p carsi_analysis.batch -p xdist.plugin -p nbval.plugin

.DEFAULT_GOAL := help
.PHONY: help setup report test lab notebooks dictionary publish picture docs check lock clean

help:  ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.installed  ## create .venv with the locked dependencies

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = "%d.%d" % sys.version_info[:2]; sys.version_info >= (3, 11) or sys.exit("CARSI Analysis needs Python 3.11 or newer; $(PYTHON) is " + v + ". Try: make PYTHON=python3.12 $(MAKECMDGOALS)")'
	@echo "Setting up $(VENV) (about two minutes, once)"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

report: setup  ## build the regional briefing, English and Spanish, HTML and PDF, into reports/build/
	@$(BIN)/carsi build regional-briefing --language en --language es

test: setup  ## run every test, and the notebooks against their stored outputs
	@PYTEST_DISABLE_PLUGIN_AUTOLOAD=1 $(BIN)/python -m pytest $(PLUGINS) $(ON_ALL_CORES) $(WITH_NOTEBOOKS) tests notebooks

lab: setup  ## open the notebooks in JupyterLab
	@$(BIN)/carsi lab

notebooks: setup  ## run the notebooks again and store their outputs
	@$(BIN)/python -m carsi_analysis.batch.stored

dictionary: setup  ## write data/README.md and croissant.json again from the description and the tables
	@$(BIN)/carsi dictionary --write

publish: setup  ## build the regional briefing again into reports/published/
	@$(BIN)/carsi build regional-briefing --language en --language es --format pdf --out reports/build/published --quiet
	@mkdir -p reports/published
	@cp reports/build/published/regional-briefing-en.pdf reports/build/published/regional-briefing-es.pdf reports/published/

picture:  ## draw the README's picture from the published briefing (needs pdftoppm of poppler)
	@pdftoppm -r 90 -f 1 -singlefile -png reports/published/regional-briefing-en.pdf docs/images/regional-briefing-page

docs: $(VENV)/.installed-docs  ## build the documentation site into site/; its tools have a lock of their own
	@$(BIN)/python docs/site_pages.py build/docs
	@$(BIN)/zensical build --strict

$(VENV)/.installed-docs: requirements-docs.lock $(VENV)/.installed
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-docs.lock
	@touch $@

check: setup  ## lint, type-check, and compare the words of all languages
	@$(BIN)/python -m carsi_analysis.words.check
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

lock:  ## resolve requirements.lock and requirements-docs.lock again (needs uv)
	uv pip compile pyproject.toml --extra test --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements.lock
	uv pip compile --group docs --constraint requirements.lock --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --quiet --output-file requirements-docs.lock

clean:  ## remove what was built
	rm -rf $(VENV) reports/build build dist site .pytest_cache .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
