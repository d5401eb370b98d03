#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What rotations survive: for each way in which one of three upstreams can fail, how many calls failed, how many attempts a call cost and
# how long calls took, with and without hedging, as tables in Markdown.
#
#   distribution/src/survival/run.sh [CALLS]     CALLS: calls for each of the modes and each table (default 100)
#
# Needs what `mvn package -DskipTests` made (the zip and the compiled tests) and Java 25: JAVA_HOME, or java on the PATH. Takes about three
# minutes with 100 calls on two cores. The same modes are judged by SurvivalIT, HedgingIT and their neighbours in `mvn verify`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
repository="${MAVEN_REPOSITORY:-$HOME/.m2/repository}"
jackson="$repository/com/fasterxml/jackson/core"

if ! compgen -G 'target/*.zip' > /dev/null || [ ! -d target/test-classes/io/aisbf/distribution/survival ]; then
    echo "survival: there is no zip or no compiled test in distribution/target; run mvn package -DskipTests first" >&2
    exit 1
fi

# newest ARTIFACT: the newest jar of it that the build has fetched
newest() {
    find "$jackson/$1" -name "$1-*.jar" ! -name '*sources*' 2> /dev/null | sort -V | tail -n 1
}

classpath="target/test-classes:$(newest jackson-databind):$(newest jackson-core):$(newest jackson-annotations)"
exec "$java" -cp "$classpath" io.aisbf.distribution.survival.SurvivalTable "$@"
