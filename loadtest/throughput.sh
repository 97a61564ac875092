#!/usr/bin/env bash
# The cost of HTTP: goodput of a closed loop of a few clients against a bare loop of the same decode + predict + post-processing
# in process, both on the same core, in alternation; and against the network alone.
#
#   loadtest/throughput.sh [--rounds 3] [--seconds 20] [--clients 3] [--precision auto|int8|fp32] [--picture FILE]
#
# Demands HTTP >= 0.95 of the bare loop and, in INT8, >= 0.6 of the bare network. Loopback only; needs wrk.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=loadtest/harness.sh
source loadtest/harness.sh

MIN_OF_LOOP=0.95
MIN_OF_NETWORK=0.6

rounds=3
seconds=20
clients=3
precision=auto
picture=
read_options rounds seconds clients precision picture -- "$@"
need_wrk_apart
[[ -n $picture ]] || picture=$(picture camera)
export PICTURE=$picture RETINAGATE_MODEL_PRECISION=$precision RETINAGATE_WORKERS_ENGINE_THREADS=1

over_http() {
  taskset -c "$CLIENT_CORE" wrk -t1 -c"${2:-$clients}" -d"$1s" -s loadtest/post.lua "http://127.0.0.1:$PORT/detect"
}

rm -f "$RESULTS/throughput.log"
start_gateway throughput "$SERVER_CORE" "$PORT" "$MANAGEMENT_PORT" --workers 1
# Until the just-in-time compilers have settled. A crowd gets the code that refusals and admissions share compiled sooner.
over_http 30 $((16 * clients)) >/dev/null
over_http 60 >/dev/null

loops=() https=() networks=() ratios=()
for round in $(seq "$rounds"); do
  taskset -c "$SERVER_CORE" java -jar "$JAR" model bench nanodet-g --workers 1 --precision "$precision" \
    --picture "$picture" --seconds "$seconds" >"$RESULTS/throughput.bench"
  read -r loop network < <(awk '$1 == "1" && NF == 7 { print $2, 1000 / $5 }' "$RESULTS/throughput.bench")
  over_http "$seconds" >"$RESULTS/throughput.wrk"
  http=$(awk '/^RESULT/ { if ($7 + $9 + $11 > 0) exit 1; printf "%.2f", $5 / $3 }' "$RESULTS/throughput.wrk") \
    || die "not every answer was 200: see $RESULTS/throughput.wrk"
  loops+=("$loop") https+=("$http") networks+=("$network") ratios+=("$(ratio "$http" "$loop")")
  printf 'round %d: bare loop %.2f/s, HTTP %.2f/s (%s of it), network alone %.2f/s\n' \
    "$round" "$loop" "$http" "${ratios[-1]}" "$network"
done
head -1 "$RESULTS/throughput.bench"

status=0
stop_gateway throughput || status=1
check_log throughput || status=1
of_loop=$(median "${ratios[@]}")
of_network=$(ratio "$(median "${https[@]}")" "$(median "${networks[@]}")")
figures=$(jq -n --argjson loop "$(median "${loops[@]}")" --argjson http "$(median "${https[@]}")" \
  --argjson network "$(median "${networks[@]}")" '{bareLoopPerSecond: $loop, httpPerSecond: $http, networkPerSecond: $network}')
checks=("$(check "HTTP / bare loop" "$of_loop" ">=" "$MIN_OF_LOOP")")
if grep -q ', int8 by ' "$RESULTS/throughput.bench"; then
  checks+=("$(check "HTTP / bare network, INT8" "$of_network" ">=" "$MIN_OF_NETWORK")")
else
  echo "HTTP / bare network: $of_network (demanded of INT8 only)"
fi
write_result throughput "$figures" "${checks[@]}" || status=1
exit "$status"
