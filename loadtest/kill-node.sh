#!/usr/bin/env bash
# Three nodes behind HAProxy at half their capacity; one is killed (kill -9) while it has requests in flight. At the client, no more may
# fail than were in flight there; those that the balancer can send to another node do not fail at all.
#
#   loadtest/kill-node.sh [--seconds 40]
#
# Loopback only; needs haproxy.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=loadtest/three-nodes.sh
source loadtest/three-nodes.sh

VICTIM=2
SETTLE_SECONDS=8
HELD_SECONDS=0.3

seconds=40
read_options seconds -- "$@"
need_three_nodes
start_three_nodes
start_load KillNode "$seconds"
sleep "$SETTLE_SECONDS"

# Stopped for a moment, so that requests are in flight and their number does not change.
kill -STOP "${RUNNING[node$VICTIM]}"
sleep "$HELD_SECONDS"
in_flight=$(balancer_says "node$VICTIM" scur)
kill -9 "${RUNNING[node$VICTIM]}"
wait "${RUNNING[node$VICTIM]}" 2>/dev/null || true
unset "RUNNING[node$VICTIM]"
load_runs || die "the load ended before the node was killed: give it more --seconds"

status=0
await_load || { echo "FAILED: simulation"; status=1; }
sed -n '/^== /,$p' "$RESULTS/KillNode.log" | sed '/^$/,$d'
failed=$(jq .figures.failed "$RESULTS/KillNode.json")
printf 'in flight at the killed node: %d; failed at the client: %.0f; tried again by the balancer: %d, on another node: %d\n' \
  "$in_flight" "$failed" "$(balancer_says BACKEND wretr)" "$(balancer_says BACKEND wredis)"
write_result KillNode-balancer "{\"inFlightAtKill\": $in_flight}" "$(check "failed, against in flight" "$failed" "<=" "$in_flight")" || status=1
for node in "${NODES[@]}"; do
  [[ $node == "$VICTIM" ]] && continue
  stop_gateway "node$node" || status=1
  check_log "node$node" || status=1
done
stop_balancer
[[ $status == 0 ]] && echo "all met"
exit "$status"
