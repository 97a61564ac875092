#!/usr/bin/env bash
# The cost of a protocol: goodput at saturation of each one's requests against that of the picture alone to /detect, in alternation.
#
#   loadtest/protocols.sh [--rounds 3] [--seconds 20] [--clients 3] [--picture FILE] [NAME=PATH=SCRIPT=MIN ...]
#
# A protocol is a name, the path that is posted to, the wrk script that makes the body from $PICTURE as post.lua does, and the least
# ratio. Without one: those of the README. Loopback only; needs wrk.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=loadtest/harness.sh
source loadtest/harness.sh

rounds=3
seconds=20
clients=3
picture=
protocols=()
while (($#)); do
  case $1 in
    --rounds) rounds=$2 && shift ;;
    --seconds) seconds=$2 && shift ;;
    --clients) clients=$2 && shift ;;
    --picture) picture=$2 && shift ;;
    *=*=*=*) protocols+=("$1") ;;
    *) die "unknown option $1" ;;
  esac
  shift
done
((${#protocols[@]})) || protocols=(deepstack=/v1/vision/detection=loadtest/deepstack.lua=0.97 rekognition=/=loadtest/json.lua=0.90)
need_wrk_apart
[[ -n $picture ]] || picture=$(picture camera)
export PICTURE=$picture RETINAGATE_WORKERS_ENGINE_THREADS=1

# goodput PATH SCRIPT SECONDS: answers a second; ends the run unless every answer was 200.
goodput() {
  taskset -c "$CLIENT_CORE" wrk -t1 -c"$clients" -d"$3s" -s "$2" "http://127.0.0.1:$PORT$1" >"$RESULTS/protocols.wrk"
  awk '/^RESULT/ { if ($7 + $9 + $11 > 0) exit 1; printf "%.2f\n", $5 / $3; found = 1 } END { exit !found }' \
    "$RESULTS/protocols.wrk" || die "not every answer of $1 was 200: see $RESULTS/protocols.wrk"
}

rm -f "$RESULTS/protocols.log"
start_gateway protocols "$SERVER_CORE" "$PORT" "$MANAGEMENT_PORT" --workers 1
# Until the just-in-time compilers have settled, for every protocol.
goodput /detect loadtest/post.lua 60 >/dev/null
for protocol in "${protocols[@]}"; do
  IFS='=' read -r _ path script _ <<<"$protocol"
  goodput "$path" "$script" 30 >/dev/null
done

declare -A ratios
raws=()
for round in $(seq "$rounds"); do
  for protocol in "${protocols[@]}"; do
    IFS='=' read -r name path script _ <<<"$protocol"
    raw=$(goodput /detect loadtest/post.lua "$seconds")
    own=$(goodput "$path" "$script" "$seconds")
    raws+=("$raw") ratios[$name]+=" $(ratio "$own" "$raw")"
    printf 'round %d: /detect %s/s, %s %s/s (%s of it)\n' "$round" "$raw" "$name" "$own" "$(ratio "$own" "$raw")"
  done
done

status=0
stop_gateway protocols || status=1
check_log protocols || status=1
checks=()
for protocol in "${protocols[@]}"; do
  IFS='=' read -r name _ _ min <<<"$protocol"
  read -ra all <<<"${ratios[$name]}"
  checks+=("$(check "$name / raw" "$(median "${all[@]}")" ">=" "$min")")
done
write_result protocols "$(jq -n --argjson raw "$(median "${raws[@]}")" '{rawPerSecond: $raw}')" "${checks[@]}" || status=1
exit "$status"
