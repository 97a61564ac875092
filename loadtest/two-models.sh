#!/usr/bin/env bash
# A small and a large model in one node, each at half of its share (a quarter of what the node does of it alone): what the large
# one costs the small one. Open model, Poisson arrivals.
#
#   loadtest/two-models.sh [--h5 FILE] [--seconds 60] [--workers 2] [--per-model all] [--picture FILE] [--jar FILE]
#
# --h5: weights of the large model, as keras-retinanet saves them; by default a test model of random weights. Demands that the small
# model's p99 beside the large one is at most 1.5 times its p99 alone, plus one picture's time of the large one, and that nothing
# is refused. Loopback only; all share all cores.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=loadtest/harness.sh
source loadtest/harness.sh

SMALL=nanodet-g
LARGE=retinanet-test
SHARE_OF_CAPACITY=0.25
MAX_TIMES_ALONE=1.5

h5=../shared/data/keras-retinanet/resnet50-same.h5.gz
seconds=60
workers=2
per_model=all
picture=
jar=$JAR
read_options h5 seconds workers per-model picture jar -- "$@"
need jq jq
need python3 python3
JAR=$jar
need_jar
[[ -n $picture ]] || picture=$(picture camera)

models=loadtest/target/two-models
if [[ ! -d $models/$LARGE ]]; then
  [[ -f $h5 ]] || die "$h5 is missing: name a model with --h5"
  mkdir -p "$models"
  java -jar "$JAR" model import-keras "$h5" --name "$LARGE" --models "$models"
fi

load() { # SECONDS MODEL=RATE...
  local for_seconds=$1
  shift
  python3 loadtest/two_models.py "$PORT" "$picture" "$for_seconds" "$@"
}

figure() { # NAME MODEL LINES
  jq -r --arg model "$2" "select(.model == \$model) | .$1" <<<"$3"
}

rm -f "$RESULTS/two-models.log"
count=(--workers "$workers")
if [[ $per_model != all ]]; then
  count=()
  export RETINAGATE_WORKERS_PER_MODEL=$per_model
fi
start_gateway two-models all "$PORT" "$MANAGEMENT_PORT" --model "$SMALL,$LARGE" --models "$models" "${count[@]}"
grep -E "hold some|serving" "$RESULTS/two-models.log" | sed 's/.* ServeCommand - //'
load 10 "$SMALL=4c" >/dev/null
alone_small=$(load 10 "$SMALL=4c")
alone_large=$(load 20 "$LARGE=2c")
rate_small=$(awk "BEGIN { printf \"%.3f\", $SHARE_OF_CAPACITY * $(figure perSecond "$SMALL" "$alone_small") }")
rate_large=$(awk "BEGIN { printf \"%.3f\", $SHARE_OF_CAPACITY * $(figure perSecond "$LARGE" "$alone_large") }")
echo "alone the node does $(figure perSecond "$SMALL" "$alone_small") of $SMALL, $(figure perSecond "$LARGE" "$alone_large") of $LARGE a second"
alone=$(load "$seconds" "$SMALL=$rate_small")
echo "alone:    $alone"
both=$(load "$seconds" "$SMALL=$rate_small" "$LARGE=$rate_large")
echo "together: $both"
service=$(curl -s "http://127.0.0.1:$MANAGEMENT_PORT/health" | jq --arg model "$LARGE" '.models[] | select(.name == $model) | .serviceMs')
status=0
stop_gateway two-models || status=1
check_log two-models || status=1

bound=$(awk "BEGIN { printf \"%.1f\", $MAX_TIMES_ALONE * $(figure p99Ms "$SMALL" "$alone") + $service }")
refused=$(jq -s 'map(.refused + .other) | add' <<<"$both")
figures=$(jq -n --argjson alone "$alone" --slurpfile both <(cat <<<"$both") --argjson serviceMs "$service" \
  --argjson workers "$workers" --arg perModel "$per_model" \
  '{workers: $workers, perModel: $perModel, alone: $alone, together: $both, largeServiceMs: $serviceMs}')
write_result two-models "$figures" "$(check "p99 of $SMALL beside $LARGE, ms" "$(figure p99Ms "$SMALL" "$both")" "<=" "$bound")" \
  "$(check "refused or failed" "$refused" "<=" 0)" || status=1
exit "$status"
