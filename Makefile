# Every everyday command. The work is done in Python (cms/bootstrap.py first), so that odd paths and shells do not matter.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BOOTSTRAP = exec $(or $(PYTHON),python3.11-is-missing) cms/bootstrap.py
export PORT HOST CHROMIUM QUICK

.DEFAULT_GOAL := help
.PHONY: help run test bench check lint types format messages schema tokens shell manage requirements clean

help: ## List these commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | while IFS='|' read -r name words; do printf '%-20s %s\n' "$$name" "$$words"; done

run: ## Start the product on http://127.0.0.1:8000 (PORT=9000 for another port); Ctrl-C ends it
	@$(BOOTSTRAP) run

test: ## Run the whole suite, browser tests included (ARGS="tests/api -x" for a part)
	@$(BOOTSTRAP) suite $(ARGS)

bench: ## Measure speed beside other ways of answering (QUICK=1 in five minutes, ARGS="--help" for a part)
	@$(BOOTSTRAP) tool bench $(ARGS)

check: ## Everything that CI checks besides the tests: style, types, imports, templates, migrations, schema
	@$(BOOTSTRAP) tool check

lint: ## Style and import rules
	@$(BOOTSTRAP) tool lint

types: ## mypy
	@$(BOOTSTRAP) tool types

format: ## Put the code into the common format
	@$(BOOTSTRAP) tool format

messages: ## Collect the words to translate into locale/ (needs gettext)
	@$(BOOTSTRAP) tool messages

schema: ## Write graphql/schema.graphql from the models
	@$(BOOTSTRAP) tool schema

tokens: ## Write the design tokens and the letters anew from the pinned npm packages (needs npm)
	@$(BOOTSTRAP) tool tokens

shell: ## Django's shell on the database of `make run`
	@$(BOOTSTRAP) manage shell

manage: ## Any manage.py command on that database: make manage ARGS="rebuild_published"
	@$(BOOTSTRAP) manage $(ARGS)

requirements: ## Pin requirements/*.txt anew from requirements/*.in
	@$(BOOTSTRAP) tool requirements

clean: ## Remove the virtual environment and var/ (your local content too)
	@rm -rf .venv var
