# The doors of this project. Every step is skipped when it is already done.
SHELL := /bin/bash
# Bash reads a person's .bashrc where its input is a socket, as a program's that starts make may be.
.SHELLFLAGS := --norc -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# The pinned Node comes with the packages and goes before the machine's own.
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
# What Node compiled is kept: each start of the program takes half the time.
export NODE_COMPILE_CACHE ?= $(CURDIR)/node_modules/.cache/compile

STAMP := node_modules/.installed
REHEARSE := node harness/cli.ts
# Majors that the tests run against.
TESTED_MAJORS := 15 17

##@ Operators

.PHONY: demo
demo: $(STAMP) engine ## Set everything up, make the demo dump, rehearse it
	@$(REHEARSE) demo

.PHONY: rehearse
rehearse: $(STAMP) ## Rehearse dumps/clone.dump, or the dump at DUMP=path (CONFIG=file: another configuration)
	@docker/engine.sh || true
	@$(REHEARSE) run $(if $(DUMP),--dump "$$DUMP") $(if $(CONFIG),--config "$$CONFIG")

.PHONY: init
init: $(STAMP) ## Begin rehearsals of your own in FOLDER=shop (DUMP=path, ROLE=name of a role in it)
	@$(REHEARSE) init "$${FOLDER:?name the folder to make, as in: make init FOLDER=shop}" \
	  $(if $(DUMP),--dump "$$DUMP") $(if $(ROLE),--role "$$ROLE")

.PHONY: attest
attest: $(STAMP) ## Write the attestation beside DUMP=path, after asking
	@$(REHEARSE) attest --dump "$${DUMP:-dumps/clone.dump}"

.PHONY: inspect
inspect: $(STAMP) ## Show what the dump at DUMP=path holds and what would refuse it (no Docker)
	@$(REHEARSE) inspect $(if $(DUMP),--dump "$$DUMP") $(if $(CONFIG),--config "$$CONFIG")

.PHONY: engine
engine: ## Make sure that a Docker engine answers
	@docker/engine.sh

.PHONY: spec
spec: $(STAMP) ## Write a spec from the dump at DUMP=path to SPEC=file, a starting point for people
	@docker/engine.sh || true
	@$(REHEARSE) spec --spec "$${SPEC:?name the file to write, as in: make spec SPEC=spec.yaml}" $(if $(DUMP),--dump "$$DUMP")

.PHONY: spec-diff
spec-diff: $(STAMP) ## Tell two dumps, or a dump and a spec, from each other: A=path B=path
	@docker/engine.sh || true
	@$(REHEARSE) spec-diff "$${A:?name two, as in: make spec-diff A=old.dump B=new.dump}" \
	  "$${B:?name two, as in: make spec-diff A=old.dump B=new.dump}"

.PHONY: verify
verify: $(STAMP) ## Recompute the packet at PACKET=folder from its bytes (no Docker; TREE=, SIGNATURE= and KEY=)
	@$(REHEARSE) verify "$${PACKET:-evidence/latest}" $(if $(TREE),--tree "$$TREE") \
	  $(if $(SIGNATURE),--signature "$$SIGNATURE") $(if $(KEY),--key "$$KEY")

.PHONY: rerun
rerun: $(STAMP) ## Rehearse the inputs of the packet at PACKET=folder again, and compare the trees
	@docker/engine.sh || true
	@$(REHEARSE) rerun "$${PACKET:-evidence/latest}" $(if $(DUMP),--dump "$$DUMP") \
	  $(if $(CONFIG),--config "$$CONFIG")

.PHONY: sign
sign: $(STAMP) ## Sign the packet at PACKET=folder with your key at KEY=file (OUT=file: the envelope)
	@$(REHEARSE) sign "$${PACKET:-evidence/latest}" \
	  --key "$${KEY:?name your private key, as in: make sign KEY=signer.key}" $(if $(OUT),--out "$$OUT")

.PHONY: validate
validate: $(STAMP) ## Judge the rollback proof of the packet at PACKET=folder (no Docker)
	@$(REHEARSE) validate "$${PACKET:-evidence/latest}"

.PHONY: doctor
doctor: $(STAMP) ## Tell what would stop a rehearsal here (of the dump at DUMP=path), and what to do
	@$(REHEARSE) doctor $(if $(DUMP),--dump "$$DUMP") $(if $(CONFIG),--config "$$CONFIG")

.PHONY: merge
merge: $(STAMP) ## Put the parts of a divided rehearsal together: PARTS="folder folder" OUT=folder (no Docker)
	@$(REHEARSE) merge $${PARTS:?name them, as in: make merge PARTS="one two" OUT=whole} \
	  --out "$${OUT:?name the folder for the whole, as in: make merge PARTS=... OUT=whole}"

.PHONY: sweep
sweep: $(STAMP) ## Remove what ended runs have left, and nothing else
	@$(REHEARSE) sweep

##@ CI

.PHONY: gate
gate: $(STAMP) ## Compare the sealed files with their manifest (GATE_BASE=folder: a tree elsewhere)
	@$(REHEARSE) gate $(if $(GATE_BASE),--base "$$GATE_BASE") $(if $(CONFIG),--config "$$CONFIG")

.PHONY: seal
seal: $(STAMP) ## Write the seal manifest
	@$(REHEARSE) seal $(if $(CONFIG),--config "$$CONFIG")

.PHONY: gate-selftest
gate-selftest: $(STAMP) ## Show that the gate refuses every class of drift
	@$(REHEARSE) gate-selftest

.PHONY: probes
probes: $(STAMP) ## Push every bad input through the harness's own doors
	@$(REHEARSE) probes $(if $(CONFIG),--config "$$CONFIG")

##@ Developers

.PHONY: test
test: ## Set everything up, run every test
	@# Side by side: packages, the browser and both images come from elsewhere, and are waited for.
	@$(MAKE) --jobs set-up
	@BESIDE_DECOYS=yes npm test --silent

.PHONY: set-up
set-up: $(STAMP) browser demo-dumps

.PHONY: faults
faults: set-up ## Inject every fault at every stage, write what was seen to docs/faults.md
	@BESIDE_DECOYS=yes FAULTS_SEEN=$(CURDIR)/tests/fault/seen.json npm test --silent -- --config tests/fault/jest.config.mjs
	@node tests/fault/page.ts --write

.PHONY: pictures
pictures: $(STAMP) engine browser demo-dumps ## Make the pictures of the documents, from a real run
	@node tests/browser/pictures.ts

.PHONY: bench
bench: $(STAMP) base-images ## Measure what is promised about speed (ROWS=, SHAPE=, SIZE=, TIMES=, FOR=seconds; docs/speed.md)
	@node bench/main.ts

.PHONY: browser
browser:
	@tests/browser/chromium.sh >/dev/null

.PHONY: check
check: $(STAMP) ## Types, lint, layering, format, unused code
	@failed=(); \
	step() { \
	  local name=$$1; shift; \
	  if output=$$("$$@" 2>&1); then printf '%-9s holds\n' "$$name"; \
	  else printf '%s\n' "$$output"; printf '%-9s broken\n' "$$name"; failed+=("$$name"); fi; \
	}; \
	step types tsc -p .; \
	step lint oxlint --type-aware --deny-warnings .; \
	step layers node tests/house/check-layers.ts; \
	step format prettier --check --log-level=warn .; \
	step unused knip --no-progress; \
	if (($${#failed[@]} > 0)); then echo "broken: $${failed[*]}"; exit 1; fi

.PHONY: format
format: $(STAMP) ## Write every file in the house's format
	@prettier --write --log-level=warn .

.PHONY: scenario
scenario: $(STAMP) ## Write a new scenario that runs: NAME=birth-retire (KIND=snapshot, CONFIG=file, CODE=1: scenario.ts)
	@$(REHEARSE) scenario "$${NAME:?name it, as in: make scenario NAME=birth-retire}" \
	  $(if $(KIND),--kind "$$KIND") $(if $(CODE),--code) $(if $(CONFIG),--config "$$CONFIG")

BASE_IMAGES := $(TESTED_MAJORS:%=base-image-%)
.PHONY: $(BASE_IMAGES)
$(BASE_IMAGES): base-image-%: engine
	@docker/base-image.sh $*

DEMO_DUMPS := $(TESTED_MAJORS:%=demo-dump-%)
.PHONY: demo-dumps $(DEMO_DUMPS)
demo-dumps: $(DEMO_DUMPS)
$(DEMO_DUMPS): demo-dump-%: base-image-% $(STAMP)
	@$(REHEARSE) demo --make-only --major $*

.PHONY: help
help: ## This list
	@awk 'BEGIN { FS = ":.*## " } \
	  /^##@ / { printf "\n%s\n", substr($$0, 5); next } \
	  /^[a-z][a-z-]*:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@printf '\n  %s\n' 'npm run -s rehearse -- --help: the command line itself, with its exit codes'

# npm says much that is of no use here (the machine's own Node runs it, not the pinned one).
$(STAMP): package-lock.json package.json
	@command -v npm >/dev/null || \
	  { echo 'npm is missing; install Node 20 or later with npm (Debian: apt-get install npm)'; exit 1; }
	@echo 'packages: npm ci'
	@npm ci --loglevel=error --no-audit --no-fund
	@# npm 10 drops this link while it skips the package for the other processor.
	@[ -e node_modules/.bin/node ] || \
	  for own in node_modules/node-linux-*/bin/node; do \
	    if [ -x "$$own" ]; then ln -s "../../$$own" node_modules/.bin/node; fi; \
	  done
	@node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 24 || (a == 24 && b > 11) ? 0 : 1)' || \
	  { echo "Node $$(node -v) is too old; install Node 24.12 or later for this platform"; exit 1; }
	@touch $(STAMP)
