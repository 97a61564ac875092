#!/usr/bin/env bash
# How much a second worker adds, over HTTP: starts the gateway with one worker and with two (one engine thread each),
# lets wrk send a picture from a handful of connections on the same cores, in alternation, and prints the ratio.
#
#   loadtest/scaling.sh [--seconds 15] [--rounds 3] [--picture FILE]
#
# Needs target/retinagate.jar (mvn -DskipTests package) and wrk (Debian package wrk). Loopback only.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=loadtest/lib.sh
source loadtest/lib.sh

seconds=15
rounds=3
picture=src/test/resources/pictures/astronaut.jpg
read_options seconds rounds picture -- "$@"
need wrk wrk
need_jar

# The just-in-time compiler takes its share of the cores until it is done.
readonly WARM_UP=15
# Keeps both workers busy and never fills the queue.
readonly CLIENTS=4

# measure WORKERS: sets rate.
measure() {
  start_node --workers "$1" --queue 8
  load /detect "$picture" "$CLIENTS" "$WARM_UP" "$seconds"
  stop_server
}

for round in $(seq "$rounds"); do
  measure 1
  one=$rate one_note=$note
  measure 2
  two=$rate
  printf 'round %d: 1 worker %.2f images/s%s, 2 workers %.2f images/s%s, %s ×\n' \
    "$round" "$one" "$one_note" "$two" "$note" "$(ratio "$two" "$one")"
done
