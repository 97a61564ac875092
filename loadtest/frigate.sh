#!/usr/bin/env bash
# A client that behaves as Frigate's detector does: 1,000 pictures of 320×320, one after the other, to an idle node of one worker.
#
#   loadtest/frigate.sh [--pictures 1000]
#
# Demands p99 within Frigate's limit of 100 ms, and no failure. Loopback only.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=loadtest/harness.sh
source loadtest/harness.sh

LIMIT_MS=100
WARM_UP_PICTURES=300

pictures=1000
read_options pictures -- "$@"
need jq jq
need python3 python3
need_jar
(($(nproc) > 1)) || die "two cores are needed"

ask() {
  taskset -c "$CLIENT_CORE" python3 loadtest/frigate.py "$PORT" "$(picture detector)" "$1"
}

rm -f "$RESULTS/frigate.log"
export RETINAGATE_WORKERS_ENGINE_THREADS=1
start_gateway frigate "$SERVER_CORE" "$PORT" "$MANAGEMENT_PORT" --workers 1
ask "$WARM_UP_PICTURES" >/dev/null
figures=$(ask "$pictures")
echo "$figures"

status=0
stop_gateway frigate || status=1
check_log frigate || status=1
of() { jq -r ".$1" <<<"$figures"; }
write_result frigate "$figures" "$(check "p99, ms" "$(of p99Ms)" "<=" "$LIMIT_MS")" \
  "$(check "failed" "$(of failed)" "<=" 0)" || status=1
exit "$status"
