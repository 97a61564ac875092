#!/usr/bin/env bash
# Exchanges the models of a node under load, again and again: no request may fail, and memory has to stay flat.
#
#   loadtest/swaps.sh [--swaps 100] [--workers 1] [--model nanodet-g] [--models models] [--jar FILE]
#
# Four connections post a picture all the while. Memory is compared before the swaps, after a tenth of them and after all.
# Loopback only; needs wrk.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=loadtest/harness.sh
source loadtest/harness.sh

MAX_GROWTH=1.1
# Threads of both versions stay, with what the engine keeps for each.
MAX_OVER_START=1.25
CLIENTS=4
FOREVER=3600

swaps=100
workers=1
model=nanodet-g
models=models
jar=$JAR
read_options swaps workers model models jar -- "$@"
need_wrk_apart
((swaps >= 10)) || die "--swaps is at least 10"
JAR=$jar

# A line of the node's status, as VmRSS, VmHWM (the most that was resident) or Threads.
of_node() {
  awk -v name="$1:" '$1 == name { print $2 }' "/proc/${RUNNING[swaps]}/status"
}

PICTURE=$(picture camera)
export PICTURE
rm -f "$RESULTS/swaps.log"
start_gateway swaps all "$PORT" "$MANAGEMENT_PORT" --workers "$workers" --model "$model" --models "$models"
wrk -t1 -c$CLIENTS -d"${FOREVER}s" --timeout 60s -s loadtest/seconds.lua "http://127.0.0.1:$PORT/detect" >"$RESULTS/swaps.wrk" &
RUNNING[swaps.wrk]=$!
sleep 3

start=$(of_node VmRSS)
echo "before: $start KiB resident, $(of_node Threads) threads"
early=$((swaps / 10)) refused=0 first=0 last=0 slowest=0
begun=$(date +%s%N)
for ((i = 1; i <= swaps; i++)); do
  before=$(date +%s%N)
  status=$(curl -s -o "$RESULTS/swaps.answer" -w '%{http_code}' -m 120 -X POST "http://127.0.0.1:$MANAGEMENT_PORT/models/reload")
  took=$((($(date +%s%N) - before) / 1000000))
  ((took <= slowest)) || slowest=$took
  [[ $status == 200 ]] || {
    refused=$((refused + 1))
    cat "$RESULTS/swaps.answer" >&2
  }
  if ((i == early)); then first=$(of_node VmRSS); fi
  if ((i % early == 0)); then echo "swap $i: $(of_node VmRSS) KiB resident, $(of_node Threads) threads, the last took $took ms"; fi
done
last=$(of_node VmRSS)
most=$(of_node VmHWM)
mean=$((($(date +%s%N) - begun) / 1000000 / swaps))
kill -INT "${RUNNING[swaps.wrk]}"
wait "${RUNNING[swaps.wrk]}" || true
unset "RUNNING[swaps.wrk]"
other=$(sed -n 's/^OTHER //p' "$RESULTS/swaps.wrk")
answers=$(sed -n 's/^SECONDS //p' "$RESULTS/swaps.wrk" | tr -s ' ' '\n' | awk '{ sum += $1 } END { print sum + 0 }')

status=0
stop_gateway swaps || status=1
check_log swaps || status=1
echo "$swaps swaps, $mean ms each in the mean, $slowest ms the slowest; $answers answers meanwhile; $most KiB resident at most"
figures=$(jq -n --argjson swaps "$swaps" --argjson workers "$workers" --argjson mean "$mean" --argjson slowest "$slowest" \
  --argjson answers "$answers" --argjson first "$first" --argjson last "$last" \
  --argjson start "$start" --argjson most "$most" \
  '{swaps: $swaps, workers: $workers, meanMs: $mean, slowestMs: $slowest, answers: $answers, startKib: $start, earlyKib: $first, lastKib: $last, mostKib: $most}')
write_result swaps "$figures" "$(check "failed requests" "${other:-1}" "<=" 0)" "$(check "swaps that failed" "$refused" "<=" 0)" \
  "$(check "memory after all swaps / after a tenth" "$(ratio "$last" "$first")" "<=" "$MAX_GROWTH")" \
  "$(check "memory after all swaps / before them" "$(ratio "$last" "$start")" "<=" "$MAX_OVER_START")" || status=1
exit "$status"
