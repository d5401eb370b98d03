#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# How many attempts a second the ledger keeps, and how long one waits until it is on the disk, beside a file that is only appended
# to and synced, in turns in one run; then what booking costs a call that does not wait.
#
#   distribution/src/bench/ledger.sh [FOLDER]     FOLDER: the unzipped product (default: what `mvn package` made in target)
#
# Needs the runtime's compiled tests (`mvn test-compile`) and a Java 25 in JAVA_HOME or on the PATH. Aims: at least 50000 rows/s with
# p99 of at most 15 ms on a disk of one's own. AISBF_BENCH_SECONDS (default 5) is the length of one measurement,
# AISBF_BENCH_ROUNDS (default 3) how often it is repeated. AISBF_BENCH_FOLDER names a folder on the disk to be measured.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

product="${1:-../../target/aisbf}"
tests=../../../aisbf-runtime/target/test-classes
[[ -d "$product/lib" ]] || { echo "bench: there is no product in $product; run 'mvn package' first" >&2; exit 1; }
[[ -e "$tests/io/aisbf/runtime/ledger/LedgerBench.class" ]] || { echo "bench: there are no compiled tests in $tests; run 'mvn test-compile' first" >&2; exit 1; }
work="$(mktemp -d -p "${AISBF_BENCH_FOLDER:-${TMPDIR:-/tmp}}")"
trap 'rm -rf "$work"' EXIT
"${JAVA_HOME:+$JAVA_HOME/bin/}java" --enable-native-access=ALL-UNNAMED -cp "$tests:$product/lib/*" io.aisbf.runtime.ledger.LedgerBench \
    "$work" "${AISBF_BENCH_SECONDS:-5}" "${AISBF_BENCH_ROUNDS:-3}"
