#!/usr/bin/env bash
# The closed loop of 64 clients that retry at once, by wrk: Gatling's own cost limits how hard its clients hit a node; a client in C
# hits harder. Few clients, crowd and few clients in turn; prints the ratio of goodput.
#
#   loadtest/crowd.sh [--clients 64] [--seconds 30] [--rounds 2]
#
# Demands >= 0.8, and no other answers than 200 and 503. Loopback only; needs wrk.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=loadtest/harness.sh
source loadtest/harness.sh

FEW=4
MIN_GOODPUT=0.8

clients=64
seconds=30
rounds=2
read_options clients seconds rounds -- "$@"
need_wrk_apart
PICTURE=$(picture large)
export PICTURE RETINAGATE_WORKERS_ENGINE_THREADS=1

# crowd_of CLIENTS SECONDS: goodput, refusals a second, other answers, broken connections.
crowd_of() {
  taskset -c "$CLIENT_CORE" wrk -t1 -c"$1" -d"$2s" --timeout 10s -s loadtest/post.lua "http://127.0.0.1:$PORT/detect" \
    | awk '/^RESULT/ { printf "%.2f %.1f %d %d\n", $5 / $3, $7 / $3, $9, $11 }'
}

rm -f "$RESULTS/crowd.log"
start_gateway crowd "$SERVER_CORE" "$PORT" "$MANAGEMENT_PORT" --workers 1
crowd_of "$clients" 60 >/dev/null # the just-in-time compilers settle
crowd_of "$FEW" 15 >/dev/null
fews=() crowds=() wrong=0
for round in $(seq "$rounds"); do
  read -r few _ < <(crowd_of "$FEW" "$seconds")
  read -r crowd refused other broken < <(crowd_of "$clients" "$seconds")
  fews+=("$few") crowds+=("$crowd") wrong=$((wrong + other + broken))
  printf 'round %d: %d clients %s/s; %d clients %s/s, %s refused/s (%.0f µs of goodput each), %d other answers, %d broken\n' \
    "$round" "$FEW" "$few" "$clients" "$crowd" "$refused" \
    "$(awk "BEGIN { print 1e6 * (1 - $crowd / $few) / $refused }")" "$other" "$broken"
done
read -r few _ < <(crowd_of "$FEW" "$seconds")
fews+=("$few")

status=0
stop_gateway crowd || status=1
check_log crowd || status=1
kept=$(ratio "$(median "${crowds[@]}")" "$(median "${fews[@]}")")
figures=$(jq -n --argjson few "$(median "${fews[@]}")" --argjson crowd "$(median "${crowds[@]}")" \
  '{fewPerSecond: $few, crowdPerSecond: $crowd}')
write_result crowd "$figures" "$(check "goodput of $clients clients / of $FEW" "$kept" ">=" "$MIN_GOODPUT")" \
  "$(check "neither 200 nor 503, or broken" "$wrong" "<=" 0)" || status=1
exit "$status"
