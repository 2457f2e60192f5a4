# What the project can be asked to do. Each rule sets up what it needs.

PREFIX ?= /usr/local
DESTDIR ?=
BENCH_EVENTS ?= 100000
FUZZ_SECONDS ?= 600

# No Swift library and no SQLite is needed at run time: .static holds only archives, STATIC=1 is for Package.swift.
release := swift build -c release -debug-info-format none -Xlinker -L$(CURDIR)/.static
binary := .build/release/stackledger
share := $(DESTDIR)$(PREFIX)/share

.DEFAULT_GOAL := help
.PHONY: bench build build-tests clean demo format fuzz help install setup test

demo: build ## play the first replays into a new ledger and ask it questions
	@$(binary) demo

test: ## the gate: format, build, release binary, tests; FULL=1 also tests what takes long
	@Tests/check.sh

fuzz: build-tests ## random bytes at every entrance, each for FUZZ_SECONDS=600
	@FUZZ_SECONDS=$(FUZZ_SECONDS) swift test -c release --skip-build --disable-xctest --filter FuzzTests

bench: build ## measure, with the ratio to a plain SQLite loop in the same run; BENCH_EVENTS=1000000 for all of it
	@$(release) --product Benchmarks
	@.build/release/Benchmarks --events $(BENCH_EVENTS)

build: setup ## the release binary, in .build
	@STATIC=1 $(release) --product stackledger
	@echo "built $(CURDIR)/$(binary)"

build-tests: setup
	@$(release) --build-tests --explicit-target-dependency-import-check error

install: $(binary) ## the binary and the shells' completions, below PREFIX=/usr/local
	@! ldd $(binary) | grep -q libswift || { echo "error: $(binary) is linked for tests. hint: make build" >&2; exit 1; }
	install -D -m 755 $(binary) $(DESTDIR)$(PREFIX)/bin/stackledger
	strip --strip-debug $(DESTDIR)$(PREFIX)/bin/stackledger
	install -d $(share)/bash-completion/completions $(share)/zsh/site-functions $(share)/fish/vendor_completions.d
	$(binary) completions bash > $(share)/bash-completion/completions/stackledger
	$(binary) completions zsh > $(share)/zsh/site-functions/_stackledger
	$(binary) completions fish > $(share)/fish/vendor_completions.d/stackledger.fish

# Built only when it is not there, so that `sudo make install` compiles nothing as root.
$(binary):
	@$(MAKE) --no-print-directory build

format: ## write the sources as the gate wants them
	swift format --in-place --recursive Package.swift Schema Sources Tests

clean: ## remove what was built
	swift package clean
	rm -rf .static

setup:
	@Tests/setup.sh

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
