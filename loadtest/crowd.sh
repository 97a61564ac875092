#!/usr/bin/env bash
# The closed loop of clients that retry at once, by clients in C, which hit a node harder than Gatling's. Few clients, the crowd, and few
# again, for each kind of crowd: the protocol, whether connections are kept or each request has a fresh one, and the picture.
#
#   loadtest/crowd.sh [--clients 64] [--seconds 10] [--rounds 1] [--warm-up 20] [--kinds "http1-kept-large http2-fresh-small"]
#
# Tells of each kind the ratio of goodput, and what refusing costs the server's core: the time of the event loop and of the acceptor by
# /proc, less that of serving, which the few clients show. Demands a goodput >= 0.9, a cost <= 1.2 × admission.refusal-percent, and no
# other answers than 200 and 503. Loopback only; needs wrk and h2load. JAR=FILE runs another build.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=loadtest/harness.sh
source loadtest/harness.sh

FEW=4
MIN_GOODPUT=0.9
MAX_OF_SHARE=1.2
URL=http://127.0.0.1:$PORT/detect

clients=64
seconds=10
rounds=1
warm_up=20
kinds="http1-kept-large http1-kept-small http1-fresh-large http1-fresh-small http2-kept-large http2-kept-small http2-fresh-large http2-fresh-small"
read_options clients seconds rounds warm-up kinds -- "$@"
need_wrk_apart
need h2load nghttp2-client
percent=$(awk '/^  refusal-percent:/ { print $2 }' conf/retinagate.yaml)
export RETINAGATE_WORKERS_ENGINE_THREADS=1

# crowd_of KIND CLIENTS SECONDS: answers with 200, with 503, others, broken connections.
crowd_of() {
  local protocol connections size
  IFS=- read -r protocol connections size <<<"$1"
  if [[ $size == large ]]; then PICTURE=$(picture large); else PICTURE=src/test/resources/pictures/chelsea.jpg; fi
  export PICTURE
  case $protocol-$connections in
    http1-*)
      local -a close=()
      [[ $connections == kept ]] || close=(-H "Connection: close")
      taskset -c "$CLIENT_CORE" wrk -t1 -c"$2" -d"$3s" --timeout 20s "${close[@]}" -s loadtest/post.lua "$URL" \
        | awk '/^RESULT/ { print $5, $7, $9, $11 }'
      ;;
    http2-kept) h2load_counts -c "$2" -D "$3" -n 0 ;;
    http2-fresh)
      { timeout "$3" yes "$URL" || true; } 2>/dev/null \
        | { taskset -c "$CLIENT_CORE" timeout "$3" xargs -P "$2" -n 1 h2load -n 1 -c 1 -d "$PICTURE" -H "Content-Type: image/jpeg" || true; } \
        | h2load_sum
      ;;
  esac
}

h2load_raw() {
  taskset -c "$CLIENT_CORE" h2load "$@" -t 1 -d "$PICTURE" -H "Content-Type: image/jpeg" "$URL"
}

h2load_counts() {
  h2load_raw "$@" | h2load_sum
}

h2load_sum() {
  awk '/^requests:/ { gsub(",", ""); broken += $12 } /^status codes:/ { ok += $3; other += $5 + $7; full += $9 }
    END { print ok + 0, full + 0, other + 0, broken + 0 }'
}

# cpu_ms COMM...: milliseconds that the server's threads of these names have run.
cpu_ms() {
  local task comm name sum=0 ran
  for task in "/proc/${RUNNING[crowd]}/task/"*; do
    comm=$(<"$task/comm") || continue
    for name in "$@"; do
      # shellcheck disable=SC2053 # a pattern
      if [[ $comm == $name ]]; then
        read -r ran _ <"$task/schedstat" || continue
        sum=$((sum + ran / 1000))
      fi
    done
  done
  echo $((sum / 1000))
}

# measure KIND CLIENTS SECONDS: sets ok, full, wrong, loop and compiler: all a second, the last two in milliseconds.
measure() {
  local loop_before compiler_before other broken begun
  loop_before=$(cpu_ms 'vert.x-eventloo*' 'vert.x-acceptor*') compiler_before=$(cpu_ms 'C[12] Compiler*') begun=$(date +%s%N)
  read -r ok full other broken < <(crowd_of "$1" "$2" "$3")
  local took=$(($(date +%s%N) - begun))
  loop=$(awk "BEGIN { print ($(cpu_ms 'vert.x-eventloo*' 'vert.x-acceptor*') - $loop_before) * 1e9 / $took }")
  compiler=$(awk "BEGIN { print ($(cpu_ms 'C[12] Compiler*') - $compiler_before) * 1e9 / $took }")
  ok=$(awk "BEGIN { print $ok * 1e9 / $took }") full=$(awk "BEGIN { print $full * 1e9 / $took }")
  wrong=$((wrong + other + broken))
}

rm -f "$RESULTS/crowd.log"
start_gateway crowd "$SERVER_CORE" "$PORT" "$MANAGEMENT_PORT" --workers 1
wrong=0
table=$(jq -n '[]')
for kind in $kinds; do
  crowd_of "$kind" "$clients" "$warm_up" >/dev/null # the just-in-time compilers settle
  crowd_of "$kind" "$FEW" 3 >/dev/null
  ratios=() costs=()
  for _ in $(seq "$rounds"); do
    measure "$kind" "$FEW" "$seconds"
    few=$ok few_loop=$loop
    measure "$kind" "$clients" "$seconds"
    crowd=$ok refused=$full crowd_loop=$loop crowd_compiler=$compiler
    measure "$kind" "$FEW" "$seconds"
    few=$(median "$few" "$ok") few_loop=$(median "$few_loop" "$loop")
    ratios+=("$(ratio "$crowd" "$few")")
    costs+=("$(awk "BEGIN { printf \"%.2f\", ($crowd_loop - $few_loop * $crowd / $few) / 10 }")") # percent of a core
    printf '%s: %d clients %.1f/s; %d clients %.1f/s (%s), %.0f refused/s, %.0f µs each; event loop %.1f %% and %.1f %%, compilers %.1f %%\n' \
      "$kind" "$FEW" "$few" "$clients" "$crowd" "${ratios[-1]}" "$refused" \
      "$(awk "BEGIN { print $refused ? 1e4 * ${costs[-1]} / $refused : 0 }")" \
      "$(awk "BEGIN { print $few_loop / 10 }")" "$(awk "BEGIN { print $crowd_loop / 10 }")" \
      "$(awk "BEGIN { print $crowd_compiler / 10 }")"
  done
  kept=$(median "${ratios[@]}") cost=$(median "${costs[@]}")
  table=$(jq --arg kind "$kind" --argjson goodput "$kept" --argjson percent "$cost" '. + [$ARGS.named]' <<<"$table")
done

# h2load tells no 5xx from another.
wrong=$((wrong + $(metric '^retinagate_requests_total.*status="5') - $(metric '^retinagate_requests_total.*status="503"')))
status=0
stop_gateway crowd || status=1
check_log crowd || status=1
write_result crowd "$(jq '{kinds: .}' <<<"$table")" \
  "$(check "goodput of $clients clients / of $FEW" "$(jq 'map(.goodput) | min' <<<"$table")" ">=" "$MIN_GOODPUT")" \
  "$(check "refusing, percent of the core" "$(jq 'map(.percent) | max' <<<"$table")" "<=" "$(awk "BEGIN { print $MAX_OF_SHARE * $percent }")")" \
  "$(check "neither 200 nor 503, or broken" "$wrong" "<=" 0)" || status=1
exit "$status"
