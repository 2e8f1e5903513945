# A target that needs .venv or a browser sees to it first, so any of them can be the first to be run.

PYTHON ?= python3
ARGS ?=

IN_VENV := .venv/bin/python
CODE := app.py kb search tests scripts

# Where files, the clock, the network and Flask come in. Everything else is tested to its last branch.
WORLD := app.py,kb/folder.py,kb/live.py,kb/cli.py,kb/web/*

.PHONY: help
help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

.PHONY: serve
serve: venv ## the site on http://127.0.0.1:5000; KB_HOST and KB_PORT change that
	$(IN_VENV) app.py

.PHONY: test
test: venv-dev browser ## all tests; make test ARGS="tests/kb -k slug" runs some
	$(IN_VENV) -m pytest $(ARGS)

.PHONY: check
check: format-check lint types coverage content ## all that a change has to pass, as in CI
	@echo "make check: everything passed"

.PHONY: format-check
format-check: venv-dev
	$(IN_VENV) -m ruff format --check $(CODE)

.PHONY: lint
lint: venv-dev
	$(IN_VENV) -m ruff check $(CODE)

.PHONY: types
types: venv-dev
	$(IN_VENV) -m mypy --strict $(CODE)

# The documentation is read by the tests too.
.PHONY: coverage
coverage: venv-dev browser ## all tests, and the lines and branches that none of them reaches
	$(IN_VENV) -m pytest --cov
	$(IN_VENV) -m coverage report --omit='$(WORLD)' --fail-under=100

.PHONY: content
content: venv ## the entries in practices/: every problem, with its remedy
	$(IN_VENV) -m flask --app app kb check

.PHONY: bench
bench: venv-dev ## how fast the search and the site are, against other engines; make bench ARGS=--quick takes two minutes or so
	$(IN_VENV) -m tests.bench $(ARGS)

.PHONY: relevance
relevance: venv-dev ## how well practitioners' questions are answered, and which got worse; ARGS=--keep keeps the scores
	$(IN_VENV) -m tests.relevance $(ARGS)

.PHONY: format
format: venv-dev ## put the Python code into the common form
	$(IN_VENV) -m ruff check --fix-only --quiet $(CODE)
	$(IN_VENV) -m ruff format $(CODE)

.PHONY: messages
messages: venv-dev ## collect the words of the interface for translators
	$(IN_VENV) -m babel.messages.frontend extract -F kb/web/babel.cfg -k N_ --no-location --sort-output --omit-header -o kb/web/locale/messages.pot kb

.PHONY: hooks
hooks: venv-dev ## let git run the quick checks before each commit
	$(IN_VENV) -m pre_commit install

.PHONY: lock
lock: ## write the pinned requirements anew; make lock ARGS=--upgrade takes newer versions
	$(PYTHON) scripts/lock.py $(ARGS)

.PHONY: venv
venv: ## .venv with what runs in production
	@$(PYTHON) scripts/ensure_venv.py requirements.txt

.PHONY: venv-dev
venv-dev: ## .venv with the development tools as well
	@$(PYTHON) scripts/ensure_venv.py requirements.txt requirements-dev.txt

.PHONY: browser
browser:
	@$(PYTHON) scripts/ensure_browser.py

.PHONY: clean
clean: ## remove all that these commands have made
	rm -rf .venv .coverage .coverage.* htmlcov .hypothesis .mypy_cache .pytest_cache .ruff_cache instance
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
