# Beside: the commands of this project. `make` alone says what they are.
PYTHON ?= python3
VENV := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev run check test bench prove pictures messages lock clean

help: ## Say what each command does
	@echo "Beside, someone beside you. To try it: make run"
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1|\2/' \
	  | while IFS='|' read -r name what; do printf '  make %-10s %s\n' "$$name" "$$what"; done

setup: ## Make the virtual environment and everything that is built (nothing to do: under 5 seconds)
	@$(PYTHON) tools/setup.py base

setup-dev: ## The same, with the tools for checks and tests
	@$(PYTHON) tools/setup.py dev

run: setup ## Start Beside with a made-up helpline, on http://localhost:8000/
	@exec $(VENV)/beside serve

check: setup-dev ## Style, types, floors, house rules, templates, migrations, translations (under a minute)
	@$(VENV)/python tools/check.py

test: ## Install what the tests need, then run every check and every test
	@$(PYTHON) tools/test.py

bench: setup-dev ## Measure: a quick set (all of it: .venv/bin/python -m bench all)
	@$(VENV)/python -m bench quick

prove: setup-dev ## Break things to prove every promise, and write the table (SHORT=1: in minutes; goes on where it was)
	@$(VENV)/python -m proofs --all --two --controls --table --seed $${SEED:-7} $(if $(SHORT),--short,)

pictures: setup-dev ## Take the pictures of every page
	@$(VENV)/python -m tests.pictures

messages: setup-dev ## Bring the translation files up to date with the source
	@$(VENV)/python tools/translations.py update

lock: setup-dev ## Lock the requirements again, with hashes and without host names
	@$(VENV)/python tools/lock.py

clean: ## Remove what was built (never the data in var/)
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results
	@find src tests tools -name '__pycache__' -prune -exec rm -rf {} +
	@find src -name '*.mo' -delete
