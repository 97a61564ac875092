#!/usr/bin/env bash
# The cost of a refusal: floods a gateway that is full, and divides the processor time of its event loops by the
# answers. Demands less than 50 µs for a picture of 34 KB; also prints the cost of dropping bodies of 160 and 270 KB, which
# clients send without asking first.
#
#   loadtest/rejection.sh [--seconds 8]
#
# The server has core 0 and one worker, the load client core 1. Loopback only; needs wrk.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=loadtest/harness.sh
source loadtest/harness.sh

CLIENTS=16
MAX_MICROSECONDS=50

seconds=8
read_options seconds -- "$@"
need_wrk_apart

# Milliseconds that the event loops have worked.
loop_ms() {
  local task sum=0 ticks
  for task in "/proc/${RUNNING[rejection]}/task/"*; do
    if [[ $(<"$task/comm") == vert.x-eventloo* ]]; then
      ticks=$(sed 's/.*) //' "$task/stat" | awk '{ print $12 + $13 }')
      sum=$((sum + ticks * 1000 / $(getconf CLK_TCK)))
    fi
  done
  echo "$sum"
}

# flood PICTURE SECONDS: prints wrk's RESULT line.
flood() {
  PICTURE=$1 taskset -c "$CLIENT_CORE" wrk -t1 -c"$CLIENTS" -d"$2s" -s loadtest/post.lua "http://127.0.0.1:$PORT/detect" \
    | grep '^RESULT'
}

# cost PICTURE: microseconds an answer, of which all but a few are refusals.
cost() {
  local before answers
  flood "$1" 4 >/dev/null
  before=$(loop_ms)
  answers=$(flood "$1" "$seconds" | awk '{ print $5 + $7 }')
  awk "BEGIN { printf \"%.1f\", ($(loop_ms) - $before) * 1000 / $answers }"
}

rm -f "$RESULTS/rejection.log"
# No pacing, and a queue that a few of the clients fill: the others are refused as fast as they retry.
export RETINAGATE_ADMISSION_REFUSAL_PERCENT=100 RETINAGATE_WORKERS_ENGINE_THREADS=1
small=src/test/resources/pictures/chelsea.jpg
start_gateway rejection "$SERVER_CORE" "$PORT" "$MANAGEMENT_PORT" --workers 1 --queue 4
flood "$small" 60 >/dev/null # the just-in-time compiler settles
decision=$(cost "$small")
camera=$(cost "$(picture camera)")
large=$(cost "$(picture large)")
printf 'event loop, µs a refusal: %s; with 160 KB to drop %s; with 270 KB %s\n' "$decision" "$camera" "$large"

status=0
stop_gateway rejection || status=1
check_log rejection || status=1
figures=$(jq -n --argjson decision "$decision" --argjson camera "$camera" --argjson large "$large" \
  '{microseconds: $decision, microsecondsWith160Kb: $camera, microsecondsWith270Kb: $large}')
write_result rejection "$figures" "$(check "event loop, µs a refusal" "$decision" "<=" "$MAX_MICROSECONDS")" || status=1
exit "$status"
