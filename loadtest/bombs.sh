#!/usr/bin/env bash
# 20 bombs a second beside half of a node's capacity: pictures and forms made to cost a decoder or a reader much, from four
# addresses. Makes the bombs, of the sweep in src/test/java/dev/retinagate/image/sweep, and runs the simulation Bombs.
#
#   loadtest/bombs.sh [--minutes 10] [options of run.sh]
#
# Demands that no honest request is lost, their p99 is at most 3 times that without bombs, all probes are answered 200, each bomb
# has an answer other than 500, and nothing is left in flight. Loopback only.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=loadtest/harness.sh
source loadtest/harness.sh

EXEC=org.codehaus.mojo:exec-maven-plugin:3.5.1:java # The gateway's own build does not use it.
BOMBS=$PWD/loadtest/target/bombs

minutes=10
options=()
while (($#)); do
  case $1 in
    --minutes) minutes=$2; shift ;;
    *) options+=("$1") ;;
  esac
  shift
done
need mvn maven
need_jar

rm -rf "$BOMBS" # A bomb whose name has changed would stay.
mvn -q -Dspotless.check.skip test-compile "$EXEC" -Dexec.classpathScope=test \
  -Dexec.mainClass=dev.retinagate.image.sweep.MakeBombs -Dexec.args="$BOMBS"
exec loadtest/run.sh Bombs -Dminutes="$minutes" -Dbombs="$BOMBS" ${options[@]+"${options[@]}"}
