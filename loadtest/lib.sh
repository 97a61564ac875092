# shellcheck shell=bash disable=SC2034
# What the measurements share: one server at a time on a loopback port, and wrk that posts a picture to it. Sourced, in
# the root of the repository, by scripts that have set -euo pipefail; what it sets is theirs to read.

port=18080
server= # Process id of the server that runs.
rate=   # Images a second of the last load.
note=   # What to say beside it: empty if nothing else used the cores meanwhile.
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

busy_ticks() { # Of all cores, whoever used them; a hypervisor that withheld them counts too.
  awk '/^cpu / { print $2 + $3 + $4 + $7 + $8 + $9 }' /proc/stat
}

server_ticks() {
  sed 's/.*) //' "/proc/$server/stat" | awk '{ print $12 + $13 }'
}

# load PATH PICTURE CLIENTS WARM-UP SECONDS: posts the picture from so many connections, each when it has its last
# answer, and sets rate to what the seconds after the warm-up gave, and note.
load() {
  local refused broken busy own percent
  busy=$(busy_ticks) own=$(server_ticks)
  wrk -t "$3" -c "$3" -d "$(($4 + $5))s" --timeout 120s -s loadtest/form.lua \
    "http://127.0.0.1:$port$1" -- "$2" "$4" >"$work/wrk"
  busy=$(($(busy_ticks) - busy)) own=$(($(server_ticks) - own))
  read -r rate refused broken < <(sed -n 's/^RESULT //p' "$work/wrk")
  ((refused + broken == 0)) || {
    tail -n 20 "$work/log" >&2
    fail "$refused answers other than 200, $broken connections broken; the server's log is above"
  }
  [[ $rate != 0.0000 ]] || fail "no connection had two answers: raise --seconds"
  percent=$((100 * (busy - own) / ($(getconf CLK_TCK) * ($4 + $5))))
  note=
  ((percent < 10)) || note=" (other processes took $percent % of a core)"
}

# ratio DIVIDEND DIVISOR
ratio() {
  awk "BEGIN { printf \"%.2f\", $1 / $2 }"
}
