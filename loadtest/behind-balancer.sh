#!/usr/bin/env bash
# Callers behind HAProxy, which reuses its connections to a node, while 64 impatient clients keep the node full and over its budget for
# refusals: how soon the callers get their 503, so that a balancer can ask another node.
#
#   loadtest/behind-balancer.sh [--clients 64] [--callers 50] [--rate 100] [--seconds 15]
#
# Demands a p99 <= 10 ms, and no other answers than 200 and 503. The server has core 0; HAProxy and all clients core 1. Loopback only;
# needs wrk, haproxy and python3.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=loadtest/harness.sh
source loadtest/harness.sh

MAX_P99_MS=10
BALANCER=127.0.0.2
BALANCER_PORT=$((PORT + 1))

clients=64
callers=50
rate=100
seconds=15
warm_up=20
read_options clients callers rate seconds warm-up -- "$@"
need_wrk_apart
need haproxy haproxy
need python3 python3
PICTURE=$(picture large)
small=src/test/resources/pictures/chelsea.jpg
export PICTURE RETINAGATE_WORKERS_ENGINE_THREADS=1 RETINAGATE_HTTP_TRUSTED_PROXIES=$BALANCER

cat >"$RESULTS/behind-balancer.cfg" <<CFG
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  option forwardfor
frontend callers
  bind 127.0.0.1:$BALANCER_PORT
  default_backend nodes
backend nodes
  http-reuse always
  server node 127.0.0.1:$PORT source $BALANCER
CFG

rm -f "$RESULTS/behind-balancer.log"
start_gateway behind-balancer "$SERVER_CORE" "$PORT" "$MANAGEMENT_PORT" --workers 1
taskset -c "$CLIENT_CORE" haproxy -db -f "$RESULTS/behind-balancer.cfg" >"$RESULTS/haproxy.log" 2>&1 &
RUNNING[haproxy]=$!
taskset -c "$CLIENT_CORE" wrk -t1 -c"$clients" -d"$((warm_up + seconds + 5))s" --timeout 20s -s loadtest/post.lua \
  "http://127.0.0.1:$PORT/detect" >"$RESULTS/behind-balancer.wrk" &
RUNNING[wrk]=$!
sleep "$warm_up" # the just-in-time compilers settle
read -r ok refused other p99 < <(taskset -c "$CLIENT_CORE" \
  python3 loadtest/balancer_callers.py "$BALANCER_PORT" "$small" "$callers" "$rate" "$seconds")
delayed=$(metric '^retinagate_refusals_delayed_total')
printf '%d callers through HAProxy: %d served, %d refused, %d other answers; p99 of the 503s %s ms; %s refusals of the %d impatient clients delayed\n' \
  "$callers" "$ok" "$refused" "$other" "$p99" "$delayed" "$clients"
wait "${RUNNING[wrk]}" || true
unset "RUNNING[wrk]"
kill "${RUNNING[haproxy]}"
unset "RUNNING[haproxy]"

status=0
stop_gateway behind-balancer || status=1
check_log behind-balancer || status=1
figures=$(jq -n --argjson refused "$refused" --argjson delayed "$delayed" '$ARGS.named')
write_result behind-balancer "$figures" "$(check "p99 of the 503s behind a balancer, ms" "$p99" "<=" "$MAX_P99_MS")" \
  "$(check "503s" "$refused" ">=" 1)" "$(check "neither 200 nor 503" "$other" "<=" 0)" || status=1
exit "$status"
