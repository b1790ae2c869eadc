# 安注：every way to work with the checkout. `make` alone lists them.

SHELL := /bin/sh
export PORT ?= 8000
ANZHU := .venv/bin/anzhu

.DEFAULT_GOAL := help
.PHONY: help setup run test fix docs demo bench bench-photo bench-paper bench-uploads shell

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

setup: ## install everything into .venv and build/ (again only what changed)
	@sh tools/setup.sh run

run: setup ## start site, worker and database with the demo world on PORT (8000)
	@$(ANZHU) up --demo

test: ## check everything that must hold, in one go
	@sh tools/setup.sh test
	@.venv/bin/python tools/check.py

fix: ## format and mend what can be mended automatically
	@sh tools/setup.sh dev
	@.venv/bin/python tools/check.py --fix

docs: setup ## write docs/generated from the code
	@$(ANZHU) docs

demo: setup ## fill the data folder with the demo world (CASES=n for another size)
	@ANZHU_DEMO=1 $(ANZHU) demo $(if $(CASES),--cases $(CASES))

bench: setup ## measure what the house promises about speed
	@$(ANZHU) bench

bench-photo: setup ## measure the photo tool over a corpus (FOLDER=photographs; QUICK=1; WRITE=1 into docs/photo.md)
	@.venv/bin/python -m anzhu.ops.bench.photos $(FOLDER) $(if $(QUICK),--quick) $(if $(WRITE),--write)

bench-uploads: setup ## send hostile and mutated files to the child (MUTATIONS=n, SEED=n)
	@.venv/bin/python -m anzhu.ops.bench.uploads $(if $(MUTATIONS),--mutations $(MUTATIONS)) $(if $(SEED),--seed $(SEED))

bench-paper: setup ## measure how well photographed forms are read (WRITE=1 into docs/paper.md)
	@$(ANZHU) bench-paper $(if $(WRITE),--write)

shell: setup ## open Python with the models at hand
	@$(ANZHU) shell
