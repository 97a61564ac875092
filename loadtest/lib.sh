# shellcheck shell=bash disable=SC2034
# Shared by scaling.sh and against-original.sh beyond harness.sh: one server of either kind at a time on a loopback port,
# and wrk, which posts a picture to it as a form. Sourced, in the root of the repository, by scripts that have set
# -euo pipefail and that read the variables set here.

# shellcheck source=loadtest/harness.sh
source loadtest/harness.sh

readonly HEALTHY_WITHIN=120
rate= # Images a second of the last load.
note= # What to say beside it: empty if nothing else used the cores meanwhile.
log=$RESULTS/server.log

# start_server COMMAND...: starts a server that listens on $PORT, and waits until it is healthy.
start_server() {
  local end=$((SECONDS + HEALTHY_WITHIN))
  ! curl -s -o /dev/null "http://127.0.0.1:$PORT/" || die "port $PORT is taken"
  "$@" >"$log" 2>&1 &
  RUNNING[server]=$!
  until curl -sf -o /dev/null "http://127.0.0.1:$PORT/health"; do
    if ! kill -0 "${RUNNING[server]}" 2>/dev/null || ((SECONDS >= end)); then
      tail -n 20 "$log" >&2
      die "not healthy after $HEALTHY_WITHIN s, or ended: $*"
    fi
    sleep 0.1
  done
}

# start_node FLAG...: as above, the gateway with further flags of `serve`. One engine thread a worker.
start_node() {
  RETINAGATE_WORKERS_ENGINE_THREADS=1 start_server java -jar "$JAR" serve \
    --host 127.0.0.1 --port "$PORT" --management-port "$MANAGEMENT_PORT" "$@"
}

stop_server() {
  kill "${RUNNING[server]}"
  wait "${RUNNING[server]}" 2>/dev/null || true
  unset "RUNNING[server]"
}

# resident_mib: memory of the server that runs.
resident_mib() {
  awk '/^VmRSS/ { printf "%d", $2 / 1024 }' "/proc/${RUNNING[server]}/status"
}

busy_ticks() { # Of all cores, whoever used them; a hypervisor that withheld them counts too.
  awk '/^cpu / { print $2 + $3 + $4 + $7 + $8 + $9 }' /proc/stat
}

server_ticks() {
  sed 's/.*) //' "/proc/${RUNNING[server]}/stat" | awk '{ print $12 + $13 }'
}

# load PATH PICTURE CLIENTS WARM-UP SECONDS: posts the picture from CLIENTS connections, each as soon as it has its last
# answer; sets rate to the pictures a second after the warm-up, and note.
load() {
  local refused broken busy own percent
  busy=$(busy_ticks) own=$(server_ticks)
  wrk -t "$3" -c "$3" -d "$(($4 + $5))s" --timeout 120s -s loadtest/form.lua \
    "http://127.0.0.1:$PORT$1" -- "$2" "$4" >"$RESULTS/form.wrk"
  busy=$(($(busy_ticks) - busy)) own=$(($(server_ticks) - own))
  read -r rate refused broken < <(sed -n 's/^RESULT //p' "$RESULTS/form.wrk")
  ((refused + broken == 0)) || {
    tail -n 20 "$log" >&2
    die "$refused answers other than 200, $broken connections broken; the server's log is above"
  }
  [[ $rate != 0.0000 ]] || die "no connection had two answers: raise --seconds"
  percent=$((100 * (busy - own) / ($(getconf CLK_TCK) * ($4 + $5))))
  note=
  ((percent < 10)) || note=" (other processes took $percent % of a core)"
}
