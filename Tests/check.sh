#!/usr/bin/env bash
# The gate: every step must pass. The tests run last, so that their own summary closes it.
#
# Everything is compiled once, in the release configuration: modules optimised, tests not (see Package.swift). Then the
# product is linked once more, as it is released, so that the tests start that.
set -euo pipefail
cd "$(dirname "$0")/.."

now() { date +%s; }
begin=$(now)
name=
step() {
    took
    name=$1 since=$(now)
    echo "== $name" >&2
}
took() { [ -z "$name" ] || echo "== $name: $(($(now) - since)) s" >&2; }

step "setup"
Tests/setup.sh tests

step "format"
swift format lint --strict --recursive Package.swift Schema Sources Tests

step "build"
make --no-print-directory build-tests

step "release binary"
make --no-print-directory build
binary=.build/release/stackledger
if ldd "$binary" | grep -E 'libsqlite3|libswift|libFoundation|libz\.'; then
    echo "error: the binary needs these libraries at run time" >&2
    exit 1
fi
if readelf -d "$binary" | grep -E 'RPATH|RUNPATH'; then
    echo "error: the binary looks for libraries in these folders" >&2
    exit 1
fi
# Each whole before it is searched: a reader that stops early would end the writer, and that counts as a failure here.
headers=$(readelf -lW "$binary" && readelf -dW "$binary")
for need in 'GNU_RELRO' 'FLAGS_1.* NOW' 'FLAGS_1.* PIE' 'GNU_STACK.* RW '; do
    if ! grep -qE "$need" <<<"$headers"; then
        echo "error: the binary lacks $need" >&2
        exit 1
    fi
done
paths=$(strings -a "$binary" | grep -F "$PWD/" || true)
if [ -n "$paths" ]; then
    head -n 3 <<<"$paths" >&2
    echo "error: the binary has these paths of this build in it. hint: make clean" >&2
    exit 1
fi
installed=$(mktemp -d)
trap 'rm -rf "$installed"' EXIT
make --no-print-directory install DESTDIR="$installed" PREFIX= >/dev/null
for file in bin/stackledger share/doc/stackledger/LICENSE share/doc/stackledger/NOTICE; do
    [ -s "$installed/$file" ] || { echo "error: make install leaves out $file" >&2; exit 1; }
done
"$installed/bin/stackledger" --version -v | grep -qx 'SQLite [0-9.]*' || {
    echo "error: the installed binary does not tell SQLite's version" >&2
    exit 1
}
# What is loaded, without debug information: about 42 MB, 15 of them for HTTP and TLS; Foundation's ICU would add 40.
loaded=$(size "$binary" | awk 'NR == 2 { print $4 }')
if [ "$loaded" -gt 50000000 ]; then
    echo "error: the binary loads $loaded bytes. hint: ICU came in, who imported Foundation?" >&2
    exit 1
fi

step "test"
# Without the tests that begin. What was skipped is counted by its reason, and the runner's own summary is kept for the end.
report='
    /^◇/ { next }
    /^➜ / && sub(/^.* skipped: /, "") { skipped[$0]++; next }
    /Test run with [0-9]+ tests? / { summary = $0; next }
    { print > "/dev/stderr"; fflush("/dev/stderr") }
    END {
        for (reason in skipped) print "skipped: " skipped[reason] " for " reason > "/dev/stderr"
        print summary
    }'
status=0
summary=$(swift test -c release --skip-build --disable-xctest 2>&1 | awk "$report") || status=$?
took
echo "== the whole gate: $(($(now) - begin)) s" >&2
echo "$summary"
exit "$status"
