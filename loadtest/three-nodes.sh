# shellcheck shell=bash
# shellcheck disable=SC2034 # some of it is used by the scripts only
# Three nodes of one worker each behind HAProxy, configured as provisioning/ansible does it, on the loopback. Sourced, with harness.sh.

# shellcheck source=loadtest/harness.sh
source loadtest/harness.sh

BALANCER_PORT=18080
STATS_PORT=18404
NODES=(1 2 3)

traffic_port() { echo $((18080 + $1)); }
management_port() { echo $((19090 + $1)); }

need_three_nodes() {
  need haproxy haproxy
  need ansible ansible-core
  need mvn maven
  need jq jq
  need_jar
  export RETINAGATE_WORKERS_ENGINE_THREADS=1
}

# start_node N
start_node() {
  start_gateway "node$1" all "$(traffic_port "$1")" "$(management_port "$1")" --workers 1
}

# Starts the nodes and the balancer, and waits until all are in its rotation.
start_three_nodes() {
  local node servers=()
  for node in "${NODES[@]}"; do
    rm -f "$RESULTS/node$node.log"
    start_node "$node"
    servers+=("{\"name\": \"node$node\", \"address\": \"127.0.0.1:$(traffic_port "$node")\"}")
  done
  provisioning/ansible/roles/balancer/render.sh haproxy.cfg "$RESULTS/haproxy.cfg" balancer_user='""' \
    "balancer_nodes=[$(IFS=, && echo "${servers[*]}")]" balancer_address='"127.0.0.1"' balancer_port="$BALANCER_PORT" \
    balancer_statistics="\"127.0.0.1:$STATS_PORT\""
  haproxy -db -f "$RESULTS/haproxy.cfg" >"$RESULTS/haproxy.log" 2>&1 &
  RUNNING[haproxy]=$!
  for node in "${NODES[@]}"; do await_in_rotation "$node"; done
}

# balancer_says NODE FIELD: a column of HAProxy's statistics, for a server or BACKEND.
balancer_says() {
  curl -s -m 2 "http://127.0.0.1:$STATS_PORT/stats;csv" | awk -F, -v server="$1" -v field="$2" '
    NR == 1 { sub(/^# /, ""); for (i = 1; i <= NF; i++) column[$i] = i }
    $1 == "nodes" && $2 == server { print $column[field] }'
}

# await_in_rotation N
await_in_rotation() {
  local end=$((SECONDS + READY_WITHIN))
  until [[ $(balancer_says "node$1" status) == UP ]]; do
    ((SECONDS < end)) || die "node $1 is not in the balancer's rotation after $READY_WITHIN s"
    sleep 0.1
  done
}

# start_load CLASS SECONDS: in the background; returns when the load itself begins, after capacity was measured.
start_load() {
  local end=$((SECONDS + 180))
  rm -f "$RESULTS/$1.began" "$RESULTS/$1.json"
  simulation all $(($2 + 180)) "$1" -DbaseUrl="http://127.0.0.1:$BALANCER_PORT" \
    -DmanagementUrl="http://127.0.0.1:$(management_port 1)" -Dseconds="$2" >"$RESULTS/$1.log" 2>&1 &
  RUNNING[load]=$!
  until [[ -f $RESULTS/$1.began ]]; do
    kill -0 "${RUNNING[load]}" 2>/dev/null || die "the load did not begin: see $RESULTS/$1.log"
    ((SECONDS < end)) || die "the load has not begun: see $RESULTS/$1.log"
    sleep 0.2
  done
}

# The load's exit status.
await_load() {
  local status=0
  wait "${RUNNING[load]}" || status=$?
  unset "RUNNING[load]"
  return "$status"
}

load_runs() {
  kill -0 "${RUNNING[load]}" 2>/dev/null
}

stop_balancer() {
  kill "${RUNNING[haproxy]}"
  wait "${RUNNING[haproxy]}" 2>/dev/null || true
  unset "RUNNING[haproxy]"
}
