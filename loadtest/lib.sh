# shellcheck shell=bash
# What the measurements share: one server at a time on a loopback port, and wrk that posts a picture to it. Sourced, in
# the root of the repository, by scripts that have set -euo pipefail.

port=18080
server= # Process id of the server that runs.
rate=   # Images a second of the last load.
work=$(mktemp -d)

clean_up() {
  [[ -z $server ]] || kill -9 "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT

fail() {
  echo "$1" >&2
  exit 2
}

require_tools() {
  command -v wrk >/dev/null || fail "wrk is missing: apt-get install wrk"
  [[ -f target/retinagate.jar ]] || fail "target/retinagate.jar is missing: mvn -DskipTests package"
}

# start_server COMMAND...: starts what listens on $port, and waits until it is healthy.
start_server() {
  ! curl -s -o /dev/null "http://127.0.0.1:$port/" || fail "port $port is taken"
  "$@" >"$work/log" 2>&1 &
  server=$!
  for _ in $(seq 1200); do
    kill -0 "$server" 2>/dev/null || break
    ! curl -sf -o /dev/null "http://127.0.0.1:$port/health" || return 0
    sleep 0.1
  done
  tail -n 20 "$work/log" >&2
  fail "not healthy after two minutes, or ended: $*"
}

# start_gateway FLAG...: as above, with further flags of `serve`. One engine thread a worker.
start_gateway() {
  RETINAGATE_WORKERS_ENGINE_THREADS=1 start_server java -jar target/retinagate.jar serve \
    --host 127.0.0.1 --port "$port" --management-port 19090 "$@"
}

stop_server() {
  kill "$server"
  wait "$server" 2>/dev/null || true
  server=
}

# resident_mib: memory of the server that runs.
resident_mib() {
  awk '/^VmRSS/ { printf "%d", $2 / 1024 }' "/proc/$server/status"
}

# load PATH PICTURE CLIENTS WARM-UP SECONDS: posts the picture from so many connections, each when it has its last
# answer, and sets rate to what the seconds after the warm-up gave.
load() {
  local refused broken
  wrk -t "$3" -c "$3" -d "$(($4 + $5))s" --timeout 120s -s loadtest/post.lua \
    "http://127.0.0.1:$port$1" -- "$2" "$4" >"$work/wrk"
  read -r rate refused broken < <(sed -n 's/^RESULT //p' "$work/wrk")
  ((refused + broken == 0)) || {
    tail -n 20 "$work/log" >&2
    fail "$refused answers other than 200, $broken connections broken; the server's log is above"
  }
  [[ $rate != 0.0000 ]] || fail "no connection had two answers: raise --seconds"
}

# ratio DIVIDEND DIVISOR
ratio() {
  awk "BEGIN { printf \"%.2f\", $1 / $2 }"
}
