#!/usr/bin/env bash
# How much a second worker adds, over HTTP: starts the gateway with one worker and with two (one engine thread each),
# lets wrk send a picture from a handful of connections on the same cores, in alternation, and prints the ratio.
#
#   loadtest/scaling.sh [--seconds 15] [--rounds 3] [--picture FILE]
#
# Needs target/retinagate.jar (mvn -DskipTests package) and wrk (Debian package wrk). Loopback only.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=15
rounds=3
picture=src/test/resources/pictures/astronaut.jpg
while (($#)); do
  case $1 in
    --seconds) seconds=$2 ;;
    --rounds) rounds=$2 ;;
    --picture) picture=$2 ;;
    *) echo "unknown option $1" >&2; exit 2 ;;
  esac
  shift 2
done
command -v wrk >/dev/null || { echo "wrk is missing: apt-get install wrk" >&2; exit 2; }
[[ -f target/retinagate.jar ]] || { echo "target/retinagate.jar is missing: mvn -DskipTests package" >&2; exit 2; }

work=$(mktemp -d)
gateway=
cleanup() {
  [[ -z $gateway ]] || kill -9 "$gateway" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

cat >"$work/post.lua" <<LUA
local file = assert(io.open("$picture", "rb"))
wrk.method = "POST"
wrk.body = file:read("*a")
wrk.headers["Content-Type"] = "image/jpeg"
done = function(summary)
  io.write(string.format("RESULT %d %d %d\n", summary.requests, summary.duration, summary.errors.status))
end
LUA

# Prints pictures a second with $1 workers.
measure() {
  local port=18080
  java -jar target/retinagate.jar serve --host 127.0.0.1 --port "$port" --management-port 19090 \
    --workers "$1" --queue 8 >"$work/log" 2>&1 &
  gateway=$!
  for _ in $(seq 200); do
    curl -sf "http://127.0.0.1:$port/health" >/dev/null && break
    sleep 0.1
  done
  # Four connections keep both workers busy and never fill the queue.
  # The just-in-time compiler takes its share of the cores until it is done.
  wrk -t1 -c4 -d15s -s "$work/post.lua" "http://127.0.0.1:$port/detect" >/dev/null
  wrk -t1 -c4 -d"${seconds}s" -s "$work/post.lua" "http://127.0.0.1:$port/detect" >"$work/wrk"
  kill "$gateway"
  wait "$gateway" || true
  gateway=
  awk '/^RESULT/ { if ($4 > 0) { print "refused: " $4 > "/dev/stderr"; exit 1 } printf "%.2f\n", $2 / ($3 / 1e6) }' "$work/wrk"
}

export RETINAGATE_WORKERS_ENGINE_THREADS=1
for round in $(seq "$rounds"); do
  one=$(measure 1)
  two=$(measure 2)
  printf 'round %d: 1 worker %s images/s, 2 workers %s images/s, %s ×\n' \
    "$round" "$one" "$two" "$(awk "BEGIN { printf \"%.2f\", $two / $one }")"
done
