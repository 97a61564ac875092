# shellcheck shell=bash
# shellcheck disable=SC2034 # some of it is used by the scripts only
# Shared by the scripts here: starting gateways on the loopback, watching them, and stopping them as an operator would.
# Sourced, not run. Expects the working directory to be the repository's root and `set -euo pipefail`.

JAR=${JAR:-target/retinagate.jar}
RESULTS=loadtest/target/results
PICTURES=loadtest/target/pictures
PORT=${PORT:-18080}
MANAGEMENT_PORT=${MANAGEMENT_PORT:-19090}
SERVER_CORE=0
CLIENT_CORE=1
READY_WITHIN=60
STOP_WITHIN=40 # Of the defaults: drain.probe-period, 2 s, drain.timeout, 30 s, and 3 s to close.

mkdir -p "$RESULTS" "$PICTURES"

# Process ids of background processes, so that none outlives the script.
declare -A RUNNING=()

# Prints a message to standard error and ends the script.
die() {
  echo "$0: $*" >&2
  exit 2
}

# read_options NAME... -- "$@": the value of each --NAME goes into the variable of that name, a dash as an underscore.
read_options() {
  local known=" "
  while [[ $1 != -- ]]; do
    known+="$1 "
    shift
  done
  shift
  while (($#)); do
    [[ $1 == --?* && $known == *" ${1#--} "* ]] || die "unknown option $1"
    (($# > 1)) || die "$1 needs a value"
    printf -v "$(tr - _ <<<"${1#--}")" %s "$2"
    shift 2
  done
}

# need COMMAND PACKAGE...: every command has to be there.
need() {
  command -v "$1" >/dev/null || die "$1 is missing: apt-get install $2"
}

need_jar() {
  [[ -f $JAR ]] || die "$JAR is missing: mvn -DskipTests package"
}

# Options of the scripts in which wrk has one core and the server the other.
need_wrk_apart() {
  need wrk wrk
  need jq jq
  need_jar
  (($(nproc) > 1)) || die "two cores are needed"
}

# kill_tree PID: the process and its descendants; the children of Maven and `timeout` do not end with their parents.
kill_tree() {
  local child
  for child in $(pgrep -P "$1" || true); do kill_tree "$child"; done
  kill -9 "$1" 2>/dev/null || true
}

end_all() {
  local name
  for name in "${!RUNNING[@]}"; do kill_tree "${RUNNING[$name]}"; done
}
trap end_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# pinned CORES COMMAND...: runs it on these cores, or on any where CORES is "all".
pinned() {
  local cores=$1
  shift
  if [[ $cores == all ]]; then "$@"; else taskset -c "$cores" "$@"; fi
}

# start_gateway NAME CORES PORT MANAGEMENT_PORT FLAGS...: in the background; its log is NAME.log below the results. Waits until it is ready.
# JVM options come from the environment (GATEWAY_JAVA_OPTS).
start_gateway() {
  local name=$1 cores=$2 port=$3 management=$4
  shift 4
  local -a java=(java)
  # shellcheck disable=SC2206 # several options in one variable are meant to be split
  [[ -z ${GATEWAY_JAVA_OPTS:-} ]] || java+=($GATEWAY_JAVA_OPTS)
  java+=(-jar "$JAR" serve --host 127.0.0.1 --port "$port" --management-port "$management" "$@")
  if [[ $cores != all ]]; then java=(taskset -c "$cores" "${java[@]}"); fi
  "${java[@]}" >>"$RESULTS/$name.log" 2>&1 &
  RUNNING[$name]=$!
  await_ready "$name" "$management"
}

# await_ready NAME MANAGEMENT_PORT
await_ready() {
  local end=$((SECONDS + READY_WITHIN))
  until curl -sf -m 2 -o /dev/null "http://127.0.0.1:$2/health/ready"; do
    kill -0 "${RUNNING[$1]}" 2>/dev/null || die "gateway $1 ended before it was ready: see $RESULTS/$1.log"
    ((SECONDS < end)) || die "gateway $1 is not ready after $READY_WITHIN s: see $RESULTS/$1.log"
    sleep 0.2
  done
}

# stop_gateway NAME: SIGTERM, as an operator would. Fails if it does not exit with 0 within its drain bound.
stop_gateway() {
  local pid=${RUNNING[$1]} begun=$SECONDS status=0
  kill -TERM "$pid"
  while kill -0 "$pid" 2>/dev/null; do
    ((SECONDS - begun < STOP_WITHIN)) || kill -9 "$pid" 2>/dev/null || true
    sleep 0.1
  done
  wait "$pid" || status=$?
  unset "RUNNING[$1]"
  echo "gateway $1: SIGTERM to exit in $((SECONDS - begun)) s, status $status"
  [[ $status == 0 ]]
}

# check_log NAME: no blocked event loop, no error, no stack trace.
check_log() {
  local log=$RESULTS/$1.log found
  found=$(grep -cE 'has been blocked|(^|[[:space:]])ERROR([[:space:]]|$)|^[[:space:]]+at [a-z].*\(' "$log" || true)
  echo "gateway $1: $found lines in its log tell of blocked threads, errors or stack traces"
  if [[ $found != 0 ]]; then
    grep -nE 'has been blocked|(^|[[:space:]])ERROR([[:space:]]|$)|^[[:space:]]+at [a-z].*\(' "$log" | head -5
    return 1
  fi
}

# metric PATTERN: the sum of the metrics whose lines match.
metric() {
  curl -s -m 5 "http://127.0.0.1:$MANAGEMENT_PORT/metrics" | awk -v pattern="$1" '$0 ~ pattern { sum += $NF } END { printf "%d", sum }'
}

# watch_gateway NAME MANAGEMENT_PORT: a line a second into NAME.csv, until unwatch_gateway NAME.
watch_gateway() {
  local csv=$RESULTS/$1.csv
  echo "epochSeconds,rssKib,threads,files,heapBytes,directBytes,cpuSeconds,inFlight,queued,reservedBytes,clientCoreBusy" >"$csv"
  sample_gateway "${RUNNING[$1]}" "$2" >>"$csv" 2>/dev/null &
  RUNNING[$1.watch]=$!
}

unwatch_gateway() {
  kill "${RUNNING[$1.watch]}" 2>/dev/null || true
  wait "${RUNNING[$1.watch]}" 2>/dev/null || true
  unset "RUNNING[$1.watch]"
}

sample_gateway() {
  local pid=$1 management=$2 rss threads files ticks_per_second busy idle busy_before=0 idle_before=0 cpu share metrics
  local -a stat
  ticks_per_second=$(getconf CLK_TCK)
  # On the client's core: the server's core is measured.
  if (($(nproc) > 1)); then taskset -cp "$CLIENT_CORE" "$BASHPID" >/dev/null; fi
  while read -r rss threads < <(awk '/^VmRSS/ { rss = $2 } /^Threads/ { print rss, $2 }' "/proc/$pid/status") && [[ -n $rss ]]; do
    files=$(find "/proc/$pid/fd" -mindepth 1 -printf . | wc -c)
    read -ra stat <"/proc/$pid/stat"
    cpu=$(awk "BEGIN { printf \"%.2f\", (${stat[13]} + ${stat[14]}) / $ticks_per_second }")
    read -r busy idle < <(awk -v core="cpu$CLIENT_CORE" \
      '$1 == core { print $2 + $3 + $4 + $7 + $8 + $9, $5 + $6 }' /proc/stat)
    share=$(awk "BEGIN { t = $busy + $idle - $busy_before - $idle_before; printf \"%.3f\", (t > 0 ? ($busy - $busy_before) / t : 0) }")
    busy_before=$busy
    idle_before=$idle
    metrics=$(curl -s -m 2 "http://127.0.0.1:$management/metrics" | awk '
      /^jvm_memory_used_bytes\{.*area="heap"/ { heap += $NF }
      /^jvm_buffer_memory_used_bytes\{.*id="direct"/ { direct += $NF }
      /^retinagate_in_flight / { flight = $2 }
      /^retinagate_queue_depth / { queued = $2 }
      /^retinagate_upload_reserved_bytes / { reserved = $2 }
      END { printf "%d,%d,%d,%d,%d", heap, direct, flight, queued, reserved }') || metrics=,,,, # a line that is left out
    IFS=, read -r heap direct flight queued reserved <<<"$metrics"
    echo "$(date +%s),$rss,$threads,$files,$heap,$direct,$cpu,$flight,$queued,$reserved,$share"
    sleep 1
  done
}

# simulation CORES SECONDS CLASS PROPERTIES...: runs a Gatling simulation, at most that long. In the background, since a script
# that waits for a foreground process does not receive a signal.
simulation() {
  local cores=$1 seconds=$2 class=$3 status=0
  shift 3
  pinned "$cores" timeout --kill-after=10 "$seconds" mvn -q -f loadtest gatling:test \
    -Dgatling.simulationClass="dev.retinagate.loadtest.$class" "$@" &
  RUNNING[$class]=$!
  wait "${RUNNING[$class]}" || status=$?
  unset "RUNNING[$class]"
  return "$status"
}

# tool CLASS ARGUMENTS...: runs a Java main of loadtest/.
tool() {
  local class=$1
  shift
  mvn -q -f loadtest test-compile exec:java -Dexec.mainClass="dev.retinagate.loadtest.$class" -Dexec.args="$*"
}

# The picture of that name, made if it does not exist.
picture() {
  [[ -f $PICTURES/$1.jpg ]] || tool MakePictures "$PICTURES" >&2
  echo "$PICTURES/$1.jpg"
}

# median NUMBER...
median() {
  printf '%s\n' "$@" | sort -g | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# ratio A B
ratio() {
  awk "BEGIN { printf \"%.3f\", $1 / $2 }"
}

# check WHAT VALUE RELATION BOUND: a demand on a figure, as results have it; RELATION is >= or <=. What is no number meets nothing.
check() {
  local met=false value=$2 bound=$4 number='^-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?$'
  [[ $value =~ $number ]] || value=null
  [[ $bound =~ $number ]] || bound=null
  if [[ $value != null && $bound != null ]] && awk "BEGIN { exit !($value $3 $bound) }"; then met=true; fi
  jq -nc --arg what "$1" --argjson value "$value" --arg relation "$3" --argjson bound "$bound" --argjson met "$met" '$ARGS.named'
}

# write_result NAME FIGURES CHECK...: writes NAME.json, names each check that was not met, and fails if there is one.
write_result() {
  local name=$1 figures=$2
  shift 2
  printf '%s\n' "$@" | jq -s --arg name "$name" --argjson figures "$figures" \
    '{name: $name, met: all(.met), figures: $figures, checks: .}' >"$RESULTS/$name.json"
  jq -r '.checks[] | "\(if .met then "met    " else "FAILED " end)\(.what): \(.value) \(.relation) \(.bound)"' "$RESULTS/$name.json"
  jq -e .met "$RESULTS/$name.json" >/dev/null
}
