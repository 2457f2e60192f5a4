#!/usr/bin/env bash
# Makes ready what a build needs beside Swift: installs through apt what is missing, and only that. With `tests` also what
# the tests ask about AWS: botocore, moto and the AWS CLI, where the system's Python does not have them in .build/python.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() {
    echo "error: $1" >&2
    exit 1
}

command -v swift >/dev/null || fail "there is no swift. hint: install Swift 6.2 or newer, see https://www.swift.org/install/linux"

tests=
[ "${1:-}" != tests ] || tests=yes
knows_aws() { "$1" -c 'import awscli, boto3, botocore, moto.server' 2>/dev/null; }
has_python_for_tests() { knows_aws .build/python/bin/python3 || knows_aws python3; }

missing=()
need() { command -v "$1" >/dev/null || missing+=("$2"); }
archive() { find /usr/lib /usr/lib64 /usr/local/lib -name "$1.a" 2>/dev/null | head -n 1; }

need make make
need python3 python3
need sqlite3 sqlite3
need readelf binutils
[ -e /usr/include/sqlite3.h ] && [ -n "$(archive libsqlite3)" ] || missing+=(libsqlite3-dev)
# For what ingest reads, and for SwiftNIO's compression, which async-http-client brings with it.
[ -e /usr/include/zlib.h ] && [ -n "$(archive libz)" ] || missing+=(zlib1g-dev)
if [ -n "$tests" ] && ! has_python_for_tests; then
    python3 -c 'import ensurepip' 2>/dev/null || missing+=(python3-venv)
fi

if [ "${#missing[@]}" -gt 0 ]; then
    command -v apt-get >/dev/null || fail "missing: ${missing[*]}. hint: install them with this system's package manager"
    root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "missing: ${missing[*]}. hint: as root, apt-get install ${missing[*]}"
        root=(sudo)
    fi
    echo "installing ${missing[*]}" >&2
    "${root[@]}" apt-get update -qq >&2 || fail "apt-get update failed. hint: is there a network?"
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 || fail "could not install ${missing[*]}"
fi

# The module maps say `link "sqlite3"` and `link "z"`: a folder that holds only the archives, first in the search path,
# makes them static.
mkdir -p .static
for name in libsqlite3 libz; do ln -sfn "$(archive "$name")" ".static/$name.a"; done

if [ -n "$tests" ] && ! has_python_for_tests; then
    echo "installing botocore, moto and the AWS CLI in .build/python" >&2
    python3 -m venv .build/python || fail "python3 -m venv failed. hint: is python3-venv there?"
    .build/python/bin/pip install --quiet --disable-pip-version-check 'awscli==1.45.11' 'moto[server]==5.2.1' >&2 ||
        fail "pip could not install awscli and moto. hint: is there a network?"
fi
