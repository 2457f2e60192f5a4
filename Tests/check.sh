#!/usr/bin/env bash
# The gate: every step must pass. The tests run last, so that their own summary closes it.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { echo "== $1" >&2; }

Tests/setup.sh tests

step "format"
swift format lint --strict --recursive Package.swift Schema Sources Tests

step "build"
swift build --build-tests --explicit-target-dependency-import-check error

step "release binary"
make --no-print-directory build
binary=.build/release/stackledger
if ldd "$binary" | grep -E 'libsqlite3|libswift|libFoundation|libz\.'; then
    echo "error: the binary needs these libraries at run time" >&2
    exit 1
fi
# What is loaded, without debug information: about 42 MB, 15 of them for HTTP and TLS; Foundation's ICU would add 40.
loaded=$(size "$binary" | awk 'NR == 2 { print $4 }')
if [ "$loaded" -gt 50000000 ]; then
    echo "error: the binary loads $loaded bytes. hint: ICU came in, who imported Foundation?" >&2
    exit 1
fi

step "test"
swift test --skip-build --disable-xctest 2>&1 | grep -av '^◇'
