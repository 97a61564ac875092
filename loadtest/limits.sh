#!/usr/bin/env bash
# Would an adaptive concurrency limit (Vegas, Gradient, AIMD) do better than the gateway's fixed one? Simulates nodes under load and prints a
# table, and where which wins. Needs no gateway and no network; takes a minute. What came of it: the Javadoc of dev.retinagate.loadtest.limits.
#
#   loadtest/limits.sh [CEILING]      highest limit an adaptive one may find, in multiples of the fixed one (1)
set -euo pipefail
cd "$(dirname "$0")/.."

mvn -q -f loadtest test-compile exec:java -Dexec.mainClass=dev.retinagate.loadtest.limits.CompareLimits -Dexec.args="$*"
