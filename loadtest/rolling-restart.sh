#!/usr/bin/env bash
# Three nodes behind HAProxy at half their capacity; each is sent SIGTERM and started again, one after the other. No client may notice:
# every request is answered 200, and every node exits with 0.
#
#   loadtest/rolling-restart.sh [--seconds 90]
#
# Loopback only; needs haproxy.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=loadtest/three-nodes.sh
source loadtest/three-nodes.sh

SETTLE_SECONDS=4

seconds=90
read_options seconds -- "$@"
need_three_nodes
start_three_nodes
start_load RollingRestart "$seconds"

status=0
for node in "${NODES[@]}"; do
  sleep "$SETTLE_SECONDS"
  echo "node $node: in flight at SIGTERM: $(balancer_says "node$node" scur)"
  stop_gateway "node$node" || status=1
  start_node "$node"
  await_in_rotation "$node"
done
load_runs || { echo "FAILED: the load ended before the last restart: give it more --seconds"; status=1; }

await_load || { echo "FAILED: simulation"; status=1; }
sed -n '/^== /,$p' "$RESULTS/RollingRestart.log" | sed '/^$/,$d'
echo "tried again by the balancer: $(balancer_says BACKEND wretr), on another node: $(balancer_says BACKEND wredis)"
for node in "${NODES[@]}"; do
  stop_gateway "node$node" || status=1
  check_log "node$node" || status=1
done
stop_balancer
[[ $status == 0 ]] && echo "all met"
exit "$status"
