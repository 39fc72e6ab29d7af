# Conversations: `make run` serves the real series, `make test` passes all tests.
# Both need Python 3.11+ and git only; whatever else they need, they install into .venv.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test check bench faults lock messages screenshots parts clean

help: ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# A stamp per lock file: the second run costs nothing, an interrupted install is done again.
$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is %d.%d" % sys.version_info[:2] if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv --clear $(VENV)

$(VENV)/.run-stamp: requirements.txt | $(VENV)/bin/pip
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev-stamp: requirements-dev.txt | $(VENV)/bin/pip
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.run-stamp

run: $(VENV)/.run-stamp ## set everything up and serve the series at http://127.0.0.1:8000
	@$(BIN)/python -m app.web.serve --host $(HOST) --port $(PORT)

parts: ## install what tests need beside Python: Chromium, nginx, libical, wrk (Debian, as root)
	@sh tests/install-debian-parts.sh

test: $(VENV)/.dev-stamp parts ## set everything up and pass all tests
	@$(BIN)/python -m pytest -n 3 --dist worksteal $(ARGS)

check: $(VENV)/.dev-stamp ## lint, types, templates, tests about the code
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/djlint --lint templates --quiet
	@$(BIN)/python -m pytest -q tests/architecture

bench: $(VENV)/.dev-stamp parts ## measure speed and memory, as ratios within one run
	@$(BIN)/python -m tests.bench $(ARGS)

faults: $(VENV)/.dev-stamp ## kill and stop the server under load as often as is promised: 200 and 20 times
	@FAULT_ROUNDS=200 $(BIN)/python -m pytest -s tests/faults $(ARGS)

screenshots: $(VENV)/.dev-stamp parts ## make the README's pictures again
	@$(BIN)/python -m tests.browser.screenshots

messages: $(VENV)/.dev-stamp ## add new words of public pages to the catalogues, drop old ones
	@$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --keyword _l --add-location file --output-file $(VENV)/messages.pot .
	@$(BIN)/pybabel --quiet update --input-file $(VENV)/messages.pot --output-dir app/translations --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 120

lock: ## compile the hash-locked requirements (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml --group dev -o requirements-dev.txt

clean: ## remove the environment and the local data
	rm -rf $(VENV) instance
