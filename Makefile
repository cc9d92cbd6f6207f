# Everything a developer does has a target here; `make help` lists them.

SHELL := /bin/bash
SWIFT := swift
TOOL := .build/release/orchestroctl
PACKAGES := packaging/build-packages.txt
TEST_PACKAGES := $(PACKAGES) $(wildcard examples/packages.txt)
FUZZ_SECONDS := 60
FUZZ_REQUESTS := 100000
SEEDS := Tests/ScenariosTests/Corpus Tests/ScenariosTests/Golden Tests/ScenariosTests/FuzzCorpus
NO_WEB := there will be no /docs, /redoc and GraphiQL: their files could not be fetched
STRICT := -Xswiftc -warnings-as-errors --explicit-target-dependency-import-check error

.DEFAULT_GOAL := help
.PHONY: help setup build debug test test-system deb demo check bench docs fuzz clean

help: ## List the targets.
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 13

setup: ## Install the Debian packages that are missing (as root or through sudo).
	@packaging/install-missing $(PACKAGES)

build: setup ## Build the programs for release: .build/release/orchestroctl and the daemon's two.
	$(SWIFT) build -c release --static-swift-stdlib -Xlinker -s
	@packaging/fetch-web .build/release/web || echo "$(NO_WEB)"

debug: setup ## Build everything for debugging, the tests too.
	$(SWIFT) build --build-tests $(STRICT)
	@packaging/fetch-web .build/debug/web || echo "$(NO_WEB)"

test: build ## Run all tests, the example scenarios, and the system tests where they can run.
	@packaging/install-missing $(TEST_PACKAGES)
	Tests/run --examples $(TOOL) --system $(STRICT)

deb: build ## Build the Debian package: dist/orchestro_VERSION_ARCHITECTURE.deb.
	@packaging/install-missing packaging/deb-packages.txt
	packaging/build-deb

test-system: deb ## Install the package in clean Debian machines, boot them and try everything.
	@packaging/install-missing Tests/System/packages.txt
	Tests/System/run dist/orchestro_*.deb

demo: build ## Start a daemon of its own, have it run the examples tagged `demo`, live, and stop it.
	@packaging/install-missing examples/demo-packages.txt
	examples/demo $(dir $(TOOL))

check: setup ## Check form: lint, warnings and undeclared imports as errors, the rules of TidyTests.
	$(SWIFT) format lint --strict --recursive Sources Tests $(wildcard Fuzz Benchmarks) Package.swift
	$(SWIFT) build --build-tests $(STRICT)
	Tests/run $(STRICT) --filter TidyTests

bench: build ## Measure Orchestro and its peers; writes docs/benchmarks.md.
	Benchmarks/run

docs: build ## Renew the man pages from the command definitions and the key tables.
	docs/man/generate $(TOOL)

fuzz: setup ## Feed the readers random bytes, each for FUZZ_SECONDS, and a daemon hostile requests.
	mkdir -p .build-fuzz/corpus .build-fuzz/frames .build-fuzz/graphql .build-fuzz/uploads
	ORCHESTRO_FUZZ=1 $(SWIFT) build -c release --scratch-path .build-fuzz \
		--product FuzzScenarios -Xswiftc -sanitize=fuzzer
	ORCHESTRO_FUZZ=1 $(SWIFT) build -c release --scratch-path .build-fuzz \
		--product FuzzFrames -Xswiftc -sanitize=fuzzer
	ORCHESTRO_FUZZ=1 $(SWIFT) build -c release --scratch-path .build-fuzz \
		--product FuzzGraphQL -Xswiftc -sanitize=fuzzer
	ORCHESTRO_FUZZ=1 $(SWIFT) build -c release --scratch-path .build-fuzz \
		--product FuzzUploads -Xswiftc -sanitize=fuzzer
	.build-fuzz/release/FuzzScenarios -max_total_time=$(FUZZ_SECONDS) -artifact_prefix=.build-fuzz/ \
		.build-fuzz/corpus $(SEEDS)
	.build-fuzz/release/FuzzFrames -max_total_time=$(FUZZ_SECONDS) -artifact_prefix=.build-fuzz/ \
		-max_len=65536 .build-fuzz/frames Tests/WireTests/v1
	.build-fuzz/release/FuzzGraphQL -max_total_time=$(FUZZ_SECONDS) -artifact_prefix=.build-fuzz/ \
		-max_len=65536 .build-fuzz/graphql Tests/GraphQLTests/Golden
	.build-fuzz/release/FuzzUploads -max_total_time=$(FUZZ_SECONDS) -artifact_prefix=.build-fuzz/ \
		-max_len=65536 .build-fuzz/uploads
	$(SWIFT) build -c release --static-swift-stdlib --product orchestrod
	$(SWIFT) build -c release --static-swift-stdlib --product orchestro-worker
	Fuzz/requests/fuzz.py --count $(FUZZ_REQUESTS) .build/release/orchestrod

clean: ## Remove everything that was built.
	rm -rf .build .build-bench .build-deb .build-fuzz dist
