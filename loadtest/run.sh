#!/usr/bin/env bash
# Runs a simulation against a gateway of its own and judges both: the simulation its figures, this script the server.
#
#   loadtest/run.sh SIMULATION [options]      SteadyState RampToCapacity Overload ClosedLoop SlowClients MixedSizes BigUploads Soak
#   loadtest/run.sh throughput [options]      see throughput.sh
#
#   --cpu-split         the server on core 0, the client on core 1, so that neither takes the other's time (default)
#   --all-cores         both on all cores
#   --workers N         (1)    --queue N (auto)    --precision auto|int8|fp32 (auto)    --config FILE
#   --jvm OPTIONS       for the gateway's JVM, in one argument
#   --time-limit S      after which the simulation is given up (3600)
#   -DNAME=VALUE        for the simulation: seconds, warmUpSeconds, minutes, settlingMinutes, polite, overload, stepSeconds, …
#
# Exit status 0 only if every check was met. Results: loadtest/target/results/. Loopback only.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=loadtest/harness.sh
source loadtest/harness.sh

(($#)) || die "which simulation? See the head of this file."
simulation=$1
shift
if [[ $simulation == throughput ]]; then exec loadtest/throughput.sh "$@"; fi
[[ -f loadtest/src/test/java/dev/retinagate/loadtest/$simulation.java ]] || die "there is no simulation $simulation"

split=yes
workers=1
limit=3600
flags=()
properties=()
while (($#)); do
  case $1 in
    --cpu-split) split=yes ;;
    --all-cores) split=no ;;
    --workers) workers=$2; shift ;;
    --queue | --config) flags+=("$1" "$2"); shift ;;
    --precision) export RETINAGATE_MODEL_PRECISION=$2; shift ;;
    --jvm) export GATEWAY_JAVA_OPTS=$2; shift ;;
    --time-limit) limit=$2; shift ;;
    -D*) properties+=("$1") ;;
    *) die "unknown option $1" ;;
  esac
  shift
done
need mvn maven
need curl curl
need jq jq
need_jar
server_cores=all
client_cores=all
if [[ $split == yes ]]; then
  (($(nproc) > 1)) || die "two cores are needed for --cpu-split"
  server_cores=$SERVER_CORE
  client_cores=$CLIENT_CORE
fi
export RETINAGATE_WORKERS_ENGINE_THREADS=1

failed=()
server=$simulation.server
rm -f "$RESULTS/$server.log"
start_gateway "$server" "$server_cores" "$PORT" "$MANAGEMENT_PORT" --workers "$workers" "${flags[@]}"
watch_gateway "$server" "$MANAGEMENT_PORT"

begun=$(date +%s)
simulation "$client_cores" "$limit" "$simulation" -DbaseUrl="http://127.0.0.1:$PORT" \
  -DmanagementUrl="http://127.0.0.1:$MANAGEMENT_PORT" "${properties[@]}" || failed+=("simulation")

unwatch_gateway "$server"
stop_gateway "$server" || failed+=("exit status")
check_log "$server" || failed+=("log")
result=$(find "$RESULTS" -name "$simulation*.json" -newermt "@$begun" | head -1)
if [[ -n $result ]]; then
  tool ServerTrend "$RESULTS/$server.csv" "$result" || failed+=("memory")
else
  failed+=("no result")
fi

if ((${#failed[@]})); then
  printf 'FAILED: %s\n' "$(IFS=,; echo "${failed[*]}")"
  exit 1
fi
echo "all met"
