#!/usr/bin/env bash
# What rules cost: one worker's time for a picture (decoding and all after it), with rules against
# without, in turns. Medians of the second half of each run: the first half compiles the code.
#
#   loadtest/rules.sh [PICTURES] [ROUNDS]
#
# PICTURES: a folder of some hundred pictures. The jar has to be built.
set -euo pipefail
cd "$(dirname "$0")/.."
pictures=${1:-../shared/data/coco-train128/images}
rounds=${2:-5}
times=$(mktemp -d)
trap 'rm -rf "$times"' EXIT
[ -d "$pictures" ] || { echo "$pictures is no folder of pictures" >&2; exit 1; }

# The time of each picture in ms, a line each.
measure() {
  file=$times/$1
  shift
  RETINAGATE_WORKERS_ENGINE_THREADS=1 java -jar target/retinagate.jar detect "$@" "$pictures" |
    sed -nE 's/.*"decodeMs":([0-9.]+),"inferenceMs":([0-9.]+).*/\1 \2/p' |
    awk '{ t[NR] = $1 + $2 } END { for (i = int(NR / 2) + 1; i <= NR; i++) print t[i] }' >> "$file"
}

median() {
  sort -g "$times/$1" | awk '{ t[NR] = $1 } END { print t[int((NR + 1) / 2)] }'
}

round=0
while [ "$round" -lt "$rounds" ]; do
  measure none
  measure same --forbid person,dog --count car,cat
  measure zone --forbid person@0.1/yard --expect cow:3@0.1/yard --count sheep@0.1 \
    --zone yard:0.1,0.4,0.9,0.4,0.9,1,0.1,1
  measure all --count person@0
  round=$((round + 1))
done

none=$(median none)
for kind in none same zone all; do
  median "$kind" | awk -v kind="$kind" -v none="$none" '{ printf "%s %.2f ms %.3f\n", kind, $1, $1 / none }'
done
