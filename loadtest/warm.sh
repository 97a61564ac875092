#!/usr/bin/env bash
# How soon a node is at its full speed, second by second from the moment that it is ready: pictures, and what the just-in-time
# compilers take of a core. Prints both, and draws them (warm.svg in the results).
#
#   loadtest/warm.sh [--workers 1] [--seconds 130] [--picture FILE] [--jar FILE]
#
# With one worker, it has core 0 and the load client core 1; with more, all share all cores. Demands that the first ten seconds have
# 0.9 of the pictures of the rest without the first minute, and that the compilers take less than 2 % of a core in the last ten.
# Loopback only; needs wrk.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=loadtest/harness.sh
source loadtest/harness.sh

MIN_OF_STEADY=0.9
MAX_COMPILING=0.02
FIRST=10
SETTLED=60
CLIENTS_PER_WORKER=4

workers=1
seconds=130
picture=
jar=$JAR
read_options workers seconds picture jar -- "$@"
need_wrk_apart
((seconds > SETTLED + FIRST)) || die "--seconds is more than $((SETTLED + FIRST))"
JAR=$jar
[[ -n $picture ]] || picture=$(picture large)
export PICTURE=$picture
server=$SERVER_CORE client=$CLIENT_CORE
((workers == 1)) || server=all client=all

# Processor time of the compilers so far, in ticks.
compiling() {
  local task sum=0
  for task in "/proc/${RUNNING[warm]}/task/"*; do
    if [[ $(<"$task/comm") == C[12]\ CompilerThre* ]]; then
      sum=$((sum + $(sed 's/.*) //' "$task/stat" | awk '{ print $12 + $13 }')))
    fi
  done 2>/dev/null
  echo "$sum"
}

sample_compilers() {
  local before now
  before=$(compiling)
  while sleep 1; do
    now=$(compiling)
    # A compiler thread that is no longer needed ends, and its time is gone.
    echo "$((now > before ? 100 * (now - before) / $(getconf CLK_TCK) : 0))"
    before=$now
  done
}

# mean FROM TO FILE: of these lines.
mean() {
  sed -n "$1,$2p" "$3" | awk '{ sum += $1 } END { printf "%.3f", sum / NR }'
}

rm -f "$RESULTS/warm.log"
begun=$(date +%s%N)
start_gateway warm "$server" "$PORT" "$MANAGEMENT_PORT" --workers "$workers"
ready=$(awk "BEGIN { printf \"%.1f\", ($(date +%s%N) - $begun) / 1e9 }")
started=$(date +%s)
sample_compilers >"$RESULTS/warm.compilers" &
RUNNING[warm.compilers]=$!
pinned "$client" wrk -t1 -c$((CLIENTS_PER_WORKER * workers)) -d"${seconds}s" --timeout 60s -s loadtest/seconds.lua \
  "http://127.0.0.1:$PORT/detect" >"$RESULTS/warm.wrk"
kill "${RUNNING[warm.compilers]}"
grep -qx 'OTHER 0' "$RESULTS/warm.wrk" || die "not every answer was 200: see $RESULTS/warm.wrk"
sed -n 's/^SECONDS //p' "$RESULTS/warm.wrk" | tr -s ' ' '\n' | sed '/^$/d' >"$RESULTS/warm.pictures"

echo "second  pictures  compilers, % of a core"
paste "$RESULTS/warm.pictures" "$RESULTS/warm.compilers" | awk '{ printf "%6d  %8d  %d\n", NR, $1, $2 }'
paste "$RESULTS/warm.pictures" "$RESULTS/warm.compilers" | while read -r pictures percent; do
  at=$(date -u -d "@$started" +%FT%TZ)
  started=$((started + 1))
  echo "$at,node,pictures a second,,$pictures,false"
  echo "$at,node,\"compilers, % of a core\",,${percent:-0},false"
done | sed '1i time,source,label,zone,count,alert' >"$RESULTS/warm.csv"
java -jar "$JAR" plot "$RESULTS/warm.csv" --output "$RESULTS/warm.svg"

status=0
stop_gateway warm || status=1
check_log warm || status=1
steady=$(mean $((SETTLED + 1)) "$seconds" "$RESULTS/warm.pictures")
first=$(mean 1 "$FIRST" "$RESULTS/warm.pictures")
compilers=$(tail -n "$FIRST" "$RESULTS/warm.compilers" | awk '{ sum += $1 } END { printf "%.3f", sum / NR / 100 }')
echo "ready after $ready s; first $FIRST s $first pictures/s, steady $steady pictures/s"
figures=$(jq -n --argjson ready "$ready" --argjson first "$first" --argjson steady "$steady" --argjson workers "$workers" \
  '{workers: $workers, readySeconds: $ready, firstPerSecond: $first, steadyPerSecond: $steady}')
write_result warm "$figures" "$(check "first $FIRST s / steady" "$(ratio "$first" "$steady")" ">=" "$MIN_OF_STEADY")" \
  "$(check "compilers in the last $FIRST s, cores" "$compilers" "<=" "$MAX_COMPILING")" || status=1
exit "$status"
