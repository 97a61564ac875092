#!/usr/bin/env bash
# This gateway against what it replaces, keras-retinanet on TensorFlow behind threaded Flask: the same weights, picture
# and cores, one server at a time in alternation, and a closed loop of clients that keeps each busy.
#
#   loadtest/against-original.sh [--h5 FILE] [--rounds 3] [--seconds 30] [--picture FILE] [--workers 2]
#       [--calibrate ../shared/data/coco-train128/images] [--first 12]
#
# --h5: a whole model that keras-retinanet saved, .h5 or .h5.gz; by default a test model of random weights. The picture
# is resized to a network input of 800×1066. --calibrate and --first: pictures that the INT8 variant is calibrated on;
# a few suffice, since this measures speed.
#
# Needs target/retinagate.jar (mvn -DskipTests package), wrk (Debian package wrk) and Python 3.8 to 3.11 with venv. The
# virtual environment (pip, 2 GB) and the models stay in target/ for the next run. Loopback only.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=loadtest/lib.sh
source loadtest/lib.sh

h5=../shared/data/keras-retinanet/resnet50-same.h5.gz
rounds=3
seconds=30
picture=src/test/resources/pictures/astronaut.jpg
workers=2
calibrate=../shared/data/coco-train128/images
first=12
read_options h5 rounds seconds picture workers calibrate first -- "$@"
need wrk wrk
need_jar
[[ -f $h5 ]] || die "$h5 is missing: name a model with --h5"
[[ -f $picture ]] || die "$picture is missing"

readonly WARM_UP=15
readonly THRESHOLD=0.5
# keras-retinanet's own threshold, which is in the saved model: a lower one in a request changes nothing.
readonly LOWEST_THRESHOLD=0.05
readonly MAX_DETECTIONS=300
# TensorFlow uses all cores for a picture; a second client keeps them busy between two. Further clients only wait longer.
readonly ORIGINAL_CLIENTS=2
readonly GATEWAY_CLIENTS=$((workers + 2))

kept=target/against-original
models=$kept/models
python=target/original-venv/bin/python
scaled=$kept/picture.jpg
mkdir -p "$models"

install_original() {
  local requirements=loadtest/original/requirements.txt installed=target/original-venv/installed.txt interpreter=python3
  ! cmp -s "$requirements" "$installed" || return 0
  echo "installing the original into target/original-venv"
  ! command -v python3.11 >/dev/null || interpreter=python3.11
  "$interpreter" -m venv --clear target/original-venv
  "$python" -m pip install --quiet --disable-pip-version-check -r "$requirements"
  # It asks for the OpenCV that needs a display, and builds against the numpy that is there.
  "$python" -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps keras-retinanet==1.0.0
  cp "$requirements" "$installed"
}

# Named after their content, so that a changed file or other pictures make a new one.
import_model() {
  local sum
  sum=$(sha256sum "$h5" | cut -c 1-12)
  name=retinanet-$sum
  plain=$h5
  if [[ $h5 == *.gz ]]; then
    plain=$kept/$name.h5
    [[ -f $plain ]] || { gunzip -c "$h5" >"$plain.part" && mv "$plain.part" "$plain"; }
  fi
  [[ -d $models/$name ]] || java -jar target/retinagate.jar model import-keras "$h5" --name "$name" --models "$models"
  name_int8=$name-int8-$(printf '%s %s' "$(realpath "$calibrate")" "$first" | sha256sum | cut -c 1-6)
  [[ -d $models/$name_int8 ]] || java -jar target/retinagate.jar model quantize "$name" --models "$models" \
    --calibrate "$calibrate" --first "$first" --name "$name_int8"
}

# At this size the original's scale is 1, so that both sides compute on the same pixels.
scale_picture() {
  "$python" - "$picture" "$scaled" <<'PYTHON'
import sys
from PIL import Image, ImageOps

ImageOps.fit(Image.open(sys.argv[1]).convert("RGB"), (1066, 800)).save(sys.argv[2], quality=90)
PYTHON
}

start_original() {
  start_server "$python" loadtest/original/app.py "$plain" "$PORT"
}

start_ours() { # PRECISION
  local model=$name
  [[ $1 == fp32 ]] || model=$name_int8
  start_node --models "$models" --model "$model" --precision "$1" --workers "$workers" --queue 8
  curl -sf "http://127.0.0.1:$PORT/models" | grep -q "\"precision\":\"$1\"" \
    || die "the gateway does not serve $1; its log ends: $(tail -n 5 "$log")"
}

ask() { # Prints what the server that runs finds.
  curl -sf -F "image=@$scaled" "http://127.0.0.1:$PORT/detect?threshold=$LOWEST_THRESHOLD$1"
}

check_answers() {
  start_original
  ask "" >"$RESULTS/original.json"
  stop_server
  start_ours fp32
  ask "&max=$MAX_DETECTIONS" >"$RESULTS/gateway.json"
  stop_server
  "$python" loadtest/original/compare.py "$RESULTS/original.json" "$RESULTS/gateway.json" \
    || die "the two do not compute the same, so their speeds cannot be compared"
}

declare -A rates resident
measure() { # SIDE
  local clients=$GATEWAY_CLIENTS
  if [[ $1 == original ]]; then
    clients=$ORIGINAL_CLIENTS
    start_original
  else
    start_ours "$1"
  fi
  load "/detect?threshold=$THRESHOLD" "$scaled" "$clients" "$WARM_UP" "$seconds"
  rates[$1]+="$rate "
  resident[$1]=$(resident_mib)
  stop_server
}

install_original
import_model
scale_picture
printf '%s, %s cores; TensorFlow %s; %s\n' "$(lscpu | sed -n 's/^Model name: *//p')" "$(nproc)" \
  "$("$python" -m pip show tensorflow-cpu 2>/dev/null | sed -n 's/^Version: //p')" "$(java -version 2>&1 | head -n 1)"
check_answers

for round in $(seq "$rounds"); do
  for side in original fp32 int8; do
    measure "$side"
    printf 'round %d: %-9s %6.2f images/s%s\n' "$round" "$side" "$rate" "$note"
  done
done

for side in original fp32 int8; do
  # shellcheck disable=SC2086 # A list.
  rates[$side]=$(median ${rates[$side]})
  printf 'median:  %-9s %6.2f images/s  %4d MiB resident  %s × the original\n' \
    "$side" "${rates[$side]}" "${resident[$side]}" "$(ratio "${rates[$side]}" "${rates[original]}")"
done
