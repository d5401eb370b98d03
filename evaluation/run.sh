#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Prints the tables as Markdown: what condensation keeps, breaks and costs, beside what others do, and how well models are chosen.
#   run.sh                     all of it (some minutes)
#   run.sh cost                the tables whose title has that word; `select` is all that is about choosing
# Further arguments go to Maven, such as -Daisbf.data=/path/of/the/data/sets or -o.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
only=""
if [[ $# -gt 0 && "$1" != -* ]]; then
    only="$1"
    shift
fi
exec mvn -q -B -Dstyle.phase=none -DskipTests -Pevaluate -pl evaluation -am "-Donly=$only" "$@" verify
