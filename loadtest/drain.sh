#!/usr/bin/env bash
# SIGTERM under load: twice as many clients as the node has permits; every admitted request is answered, no connection breaks, and
# the node exits with 0 within its drain bound.
#
#   loadtest/drain.sh
#
# Loopback only.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=loadtest/harness.sh
source loadtest/harness.sh

SETTLE_SECONDS=8
BEGINS_WITHIN=60

need mvn maven
need_jar
export RETINAGATE_WORKERS_ENGINE_THREADS=1
rm -f "$RESULTS/drain-node.log" "$RESULTS/Drain.began" "$RESULTS/Drain.json"
start_gateway drain-node all "$PORT" "$MANAGEMENT_PORT" --workers 1
tool DrainClients "$PORT" "$RESULTS" "$PICTURES" >"$RESULTS/drain-clients.log" 2>&1 &
RUNNING[clients]=$!
end=$((SECONDS + BEGINS_WITHIN))
until [[ -f $RESULTS/Drain.began ]]; do
  ((SECONDS < end)) || die "the clients have not begun: see $RESULTS/drain-clients.log"
  sleep 0.2
done
sleep "$SETTLE_SECONDS"

status=0
stop_gateway drain-node || status=1
wait "${RUNNING[clients]}" || status=1
unset "RUNNING[clients]"
sed -n '/^== /,$p' "$RESULTS/drain-clients.log" | sed '/^$/,$d'
check_log drain-node || status=1
if [[ $status == 0 ]]; then echo "all met"; else echo "FAILED"; fi
exit "$status"
