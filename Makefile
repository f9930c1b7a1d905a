# One command for each thing a contributor does. `make help` lists them.

VENV := .venv
BIN := $(VENV)/bin
LEAST := 3, 11
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3.14 python3; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < ($(LEAST)))' 2>/dev/null && { echo "$$name"; break; }; done)
PYTEST_ARGS ?=
# What Python compiles is kept: else each of the many programs that tests and checks start would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE
# Of two cores a third is idle while two tests wait for servers, sockets and a browser: a third one runs meanwhile.
WORKERS ?= 3
# Run once, since PostgreSQL would add nothing: folders that touch no database (of others, --again leaves out each test
# that does not), and the walks in a browser, whose pages the tests in tests/web ask for on both.
COMPILED := build/compiled
ENGINE := $(COMPILED)/.built
TRAINED := build/trained
ONCE := tests/method tests/engine tests/law tests/secrecy tests/tables tests/press tests/tools tests/bench tests/browser \
	tests/__pycache__
BOTH := $(filter-out $(ONCE),$(patsubst %/,%,$(wildcard tests/*/))) tests/test_back_ends.py \
	tests/engine/test_any_course.py tests/engine/test_any_input.py $(shell grep -ls django_db tests/law/test_*.py)
CHECKS := check-lint check-types check-layers check-methods check-docs check-translations check-migrations \
	check-pins check-words check-length

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-sqlite test-postgres check $(CHECKS) bench compiled reference translations pins client figures clean

help:  ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

setup: $(VENV)/.dev  ## install everything a contributor needs into .venv

demo: $(VENV)/.run  ## fill a fresh installation with an invented district and serve it; PORT=8080 picks the port
	$(BIN)/shanzhi demo $(if $(PORT),--port $(PORT))

test: $(VENV)/.dev  ## run the tests on SQLite, then on PostgreSQL
	@$(MAKE) --no-print-directory -k test-sqlite test-postgres

test-sqlite: $(VENV)/.dev  ## run the tests on SQLite alone
	$(BIN)/pytest -n $(WORKERS) --dist worksteal $(PYTEST_ARGS)

test-postgres: $(VENV)/.dev $(ENGINE)  ## run the tests on PostgreSQL alone, with the compiled engine
	PYTHONPATH=$(CURDIR)/$(COMPILED) $(BIN)/pytest -n $(WORKERS) --dist worksteal --database postgres --again $(BOTH) $(PYTEST_ARGS)

check: $(VENV)/.dev  ## run every check, and report all that fail
	@$(MAKE) --no-print-directory -k $(CHECKS)

bench: $(VENV)/.dev $(TRAINED)/.built  ## measure and print ratios; ONLY=decide picks one, QUICK=1 is a short look
	PYTHONPATH=$(TRAINED) $(BIN)/python -m bench $(ONLY) $(if $(QUICK),--quick) $(if $(JSON),--json $(JSON))

compiled: $(ENGINE)  ## build the package as an installation has it, its engine compiled, into build/compiled

$(ENGINE): COMPILE := 1
# What is measured is compiled from what it was seen doing, as docs/operators.md has it for a server.
$(TRAINED)/.built: COMPILE := 2

$(ENGINE) $(TRAINED)/.built: $(VENV)/.dev $(shell find src methods -name '*.py' -o -name '*.yaml' -o -name '*.html' -o -name '*.css' -o -name '*.js' -o -name '*.po')
	rm -rf $(@D)
	SHANZHI_COMPILE=$(COMPILE) $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation \
		--target $(@D) .
	@touch $@

# What a check reads settings for is no installation: it gets a home of its own.
$(CHECKS): export SHANZHI_HOME := build/check

check-lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-types:
	$(BIN)/mypy

check-layers:
	$(BIN)/lint-imports

check-methods:
	$(BIN)/shanzhi method check methods
	$(BIN)/shanzhi method english methods
	$(BIN)/shanzhi method test methods
	$(BIN)/python -m tools.check_presets

check-docs:
	$(BIN)/python -m tools.check_docs

check-translations:
	$(BIN)/python -m tools.check_translations

check-migrations:
	@mkdir -p -m 700 $(SHANZHI_HOME)
	$(BIN)/django-admin makemigrations --check --dry-run --settings shanzhi.site.settings

check-pins:
	$(BIN)/python -m tools.check_pins

check-words:
	$(BIN)/python -m tools.check_words

check-length:
	$(BIN)/python -m tools.check_length

reference: $(VENV)/.dev  ## write the reference page, the schema and the drawing in docs
	$(BIN)/python -m tools.write_reference

screenshots: $(VENV)/.dev  ## take the pictures of the documentation from the sample district; ONLY=home takes one
	$(BIN)/python -m tools.screenshots $(ONLY)

translations: $(VENV)/.dev  ## add new texts to django.po, to be translated by hand
	$(BIN)/python -m tools.update_translations

pins:  ## pin what pyproject.toml asks for; UPGRADE=1 also takes newer releases
	@$(MAKE) --no-print-directory build/pins/bin/uv
	$(call compile,requirements/dev.txt,--extra dev --extra bench)
	$(call compile,requirements/run.txt,--constraints requirements/dev.txt)

compile = UV_CUSTOM_COMPILE_COMMAND="make pins" build/pins/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links $(if $(UPGRADE),--upgrade) \
	pyproject.toml requirements/build.in $(2) --output-file $(1)

build/pins/bin/uv:
	$(PYTHON) -m venv build/pins
	build/pins/bin/pip install --quiet uv

figures: $(VENV)/.dev  ## compare figures of the docs with what is measured (some want files of offices); WRITE=1 fills them in
	$(BIN)/python -m tools.figures $(if $(WRITE),--write)
	$(BIN)/python -m tools.simulated $(if $(WRITE),--write)

client: build/client/bin/openapi-python-client  ## install what makes a client from the API's document, for its test

# It asks for an older typer than the program's, so it gets an environment of its own.
build/client/bin/openapi-python-client:
	$(PYTHON) -m venv build/client
	build/client/bin/pip install --quiet 'openapi-python-client>=0.29,<0.30'

clean:  ## remove what can be made again (never ./var, which holds data)
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests tools bench -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.mo' -delete

# The stamps say which set is installed; each is made anew when a pin or the package's own metadata changes.
$(VENV)/.run: requirements/run.txt pyproject.toml hatch_build.py | $(VENV)/bin/python
	$(call install,requirements/run.txt)
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml hatch_build.py | $(VENV)/bin/python
	$(call install,requirements/dev.txt)
	@touch $(VENV)/.run $@

# The path to the source is written anew, relative: Python before 3.13 reads that file in the locale's encoding, and in a
# folder with a Chinese name would not even start under LC_ALL=C.
define install
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement $(1)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@echo ../../../../src > "$$(echo $(VENV)/lib/python3*/site-packages)/_editable_impl_shanzhi.pth"
	$(BIN)/python -m pip check
endef

$(VENV)/bin/python:
ifeq ($(PYTHON),)
	@echo "需要 Python 3.11 或更新版本（含 venv 与 pip）：请先安装，再运行 make setup。" >&2
	@echo "Python 3.11 or newer (with venv and pip) is needed: install it, then run make setup again." >&2
	@exit 1
endif
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "$(PYTHON) 缺少 venv 或 pip：Debian/Ubuntu 上请先 apt install python3-venv，再运行 make setup。" >&2; \
		echo "$(PYTHON) lacks venv or pip: on Debian or Ubuntu, apt install python3-venv, then make setup again." >&2; exit 1; }
