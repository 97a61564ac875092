#!/usr/bin/env bash
# simulation.sh [--processes]: `retinagate simulate` against three booted hosts behind HAProxy, or, for a machine that is too slow
# for them, against three gateways as processes of one host's network. One worker each, and each with a share of a core,
# so that three fit this machine. Their rate is measured, then three loads are sent, and served/s, 503s and waiting are compared.
#
# HAProxy chooses at random and does not try a second node, which is what the simulation assumes of ALB. The configuration of the
# product, which does both better, gets the same loads and is shown beside it.
set -euo pipefail
# shellcheck source=provisioning/test/hosts.sh
. "$(dirname "$0")/hosts.sh"
need haproxy=haproxy python3=python3 wrk=wrk curl=curl
need_root
need_deb

NODES=(node-1 node-2 node-3)
SHARE_PERCENT=${SHARE_PERCENT:-25} # of a core, for each node
PERIOD_US=20000
read -ra LOADS <<<"${LOADS-0.6 0.9 1.3}"
STEP_SECONDS=${STEP_SECONDS:-75}
MEASURE_SECONDS=${MEASURE_SECONDS:-40}
WARM_SECONDS=${WARM_SECONDS:-25}
MAX_RATE_DIFFERENCE=0.10
MAX_REFUSED_DIFFERENCE=5
picture=$PROJECT/src/test/resources/pictures/chelsea.jpg
tests=$PROJECT/provisioning/test

[[ -d /sys/fs/cgroup/cpu ]] || {
  echo "skipped: the share of a core is set by control groups of version 1, which this machine lacks" >&2
  exit 77
}

jvm() { # NODE: the processes of its service, as this machine counts them
  local group
  if [[ -n ${PROCESS_OF[$1]-} ]]; then
    echo "${PROCESS_OF[$1]}"
    return
  fi
  group=$(find /sys/fs/cgroup{/systemd,/unified,}/"$HOST_NAME-$1" -type d -name retinagate.service 2>/dev/null | head -n 1)
  cat "$group/cgroup.procs"
}

limit() { # NODE: gives it its share of a core, and its turn before this machine's other work
  local group=/sys/fs/cgroup/cpu/$HOST_NAME-$1-share process processes thread
  mkdir "$group"
  echo $PERIOD_US >"$group/cpu.cfs_period_us"
  echo $((SHARE_PERCENT * PERIOD_US / 100)) >"$group/cpu.cfs_quota_us"
  processes=$(jvm "$1")
  [[ -n $processes ]] || fail "$1 has no JVM"
  for process in $processes; do
    echo "$process" >"$group/cgroup.procs"
    for thread in /proc/"$process"/task/*; do renice -n -10 -p "${thread##*/}" >/dev/null; done
  done
}

unlimit() { # keeps the status for the trap's next command
  local status=$? group process
  set +e
  for group in "/sys/fs/cgroup/cpu/$HOST_NAME"-*-share; do
    [[ -d $group ]] || continue
    while read -r process; do echo "$process" >/sys/fs/cgroup/cpu/cgroup.procs; done <"$group/cgroup.procs"
    rmdir "$group"
  done
  return "$status"
}

healthy() { beside curl -sf -o /dev/null --max-time 5 "http://$1/health"; }

saturate() { # SECONDS: what each node answers a second to a few clients of its own, all three at the same time
  local name
  for name in "${NODES[@]}"; do
    ip netns exec "$HOST_NAME" env PICTURE="$picture" wrk -t1 -c3 -d"$1s" --timeout 30s -s "$PROJECT/loadtest/post.lua" "http://${TARGET[$name]}/detect" \
      >"$HOSTS_DIR/wrk-$name" &
    pids[$name]=$!
  done
  for name in "${NODES[@]}"; do
    wait "${pids[$name]}"
    awk '/^RESULT/ { print $5 / $3 }' "$HOSTS_DIR/wrk-$name"
  done
}

balancer() { # PORT FILE
  ip netns exec "$HOST_NAME" haproxy -f "$2" >"$2.log" 2>&1 &
  CLIENTS+=($!)
  await 20 "HAProxy does not serve (haproxy -c -f $2)" healthy "$GATEWAY:$1"
}

simulated() { # RATE: p50, p99 and 503s in percent of a fixed fleet of three
  java -jar "$PROJECT/target/retinagate.jar" simulate --pictures-per-second "$node_rate" --peak "$1" --workers 1 --loads steady \
    --min-nodes 3 --max-nodes 3 --request-targets 65 | awk '$1 == "steady" { print $6, $7, $8 }'
}

compare() { # LOAD RATE MEASURED-JSON SIMULATED: a row, and whether they agree
  python3 - "$@" "$MAX_RATE_DIFFERENCE" "$MAX_REFUSED_DIFFERENCE" <<'END'
import json, sys
load, rate, measured, simulated, most_rate, most_refused = sys.argv[1:]
real = json.loads(measured)
p50, p99, refused = map(float, simulated.split())
# The rate that came, which differs from the one that was asked for by chance.
came = real["requests"] / real["seconds_sent"]
served = real["answered"] / real["seconds_sent"]
expected = came * (1 - refused / 100)
real_refused = 100 * real["refused"] / real["requests"]
good = abs(served / expected - 1) <= float(most_rate) and abs(real_refused - refused) <= float(most_refused) and not real["other"]
print(f"{load:>5} {came:9.2f} {served:9.2f} {expected:9.2f} {real_refused:8.1f} {refused:8.1f} {real['p50']:8.0f} {p50:8.0f} {real['p99']:8.0f} {p99:8.0f}"
      f"  {'agrees' if good else 'DIFFERS'}" + (f" {real['other']}" if real["other"] else ""))
sys.exit(not good)
END
}

send() { # ADDRESS RATE SECONDS SEED
  beside nice -n -10 python3 "$tests/open_load.py" "http://$1/detect" "$picture" "$2" "$3" "$4"
}

boot_hosts() {
  local name
  say "three hosts of one worker"
  hosts_up bookworm "${NODES[@]}"
  trap 'unlimit; hosts_down' EXIT
  for name in "${NODES[@]}"; do
    TARGET[$name]=${ADDRESS[$name]}:8080
    cp "$DEB" "$HOSTS_DIR/$name/root/root/retinagate.deb"
    mkdir -p "$HOSTS_DIR/$name/root/etc/default"
    printf 'RETINAGATE_%s\n' WORKERS_COUNT=1 "HTTP_TRUSTED_PROXIES=$GATEWAY" >"$HOSTS_DIR/$name/root/etc/default/retinagate"
    at "$name" dpkg --force-confold -i /root/retinagate.deb >"$HOSTS_DIR/dpkg" 2>&1 || fail "dpkg: $(tail -n 5 "$HOSTS_DIR/dpkg")"
  done
}

start_processes() {
  local name port=8180
  say "three gateways of one worker, as processes"
  HOST_NAME=retinagate-$$ GATEWAY=127.0.0.1
  HOSTS_DIR=$(mktemp -d)
  trap 'unlimit; processes_down' EXIT
  ip netns add "$HOST_NAME"
  ip -n "$HOST_NAME" link set lo up
  for name in "${NODES[@]}"; do
    port=$((port + 1))
    TARGET[$name]=127.0.0.1:$port
    RETINAGATE_HTTP_TRUSTED_PROXIES=$GATEWAY ip netns exec "$HOST_NAME" nice -n -10 java -Xmx512m -XX:TieredStopAtLevel=1 -jar "$PROJECT/target/retinagate.jar" serve \
      --workers 1 --port $port --management-port 0 >"$HOSTS_DIR/$name.log" 2>&1 &
    PROCESS_OF[$name]=$!
    CLIENTS+=($!)
  done
}

processes_down() {
  local status=$?
  kill "${CLIENTS[@]}" 2>/dev/null
  wait
  ip netns del "$HOST_NAME"
  rm -rf "$HOSTS_DIR"
  exit "$status"
}

declare -A pids=() TARGET=() PROCESS_OF=()
if [[ ${1-} == --processes ]]; then start_processes; else boot_hosts; fi
for name in "${NODES[@]}"; do await 400 "$name does not serve" healthy "${TARGET[$name]}"; done

ansible_tools
nodes="[$(for name in "${NODES[@]}"; do printf '{"name": "%s", "address": "%s"},' "$name" "${TARGET[$name]}"; done | sed 's/,$//')]"
"$PROJECT/provisioning/ansible/roles/balancer/render.sh" haproxy.cfg "$HOSTS_DIR/product.cfg" "balancer_nodes=$nodes" balancer_port=8081 'balancer_user=""'
sed -e 's/^  balance .*/  balance random(1)/' -e 's/^  retry-on .*/  retry-on none/' -e 's/^  retries .*/  retries 0/' -e '/^  option redispatch/d' \
  -e 's/:8081$/:8080/' -e '/^frontend statistics/,$d' "$HOSTS_DIR/product.cfg" >"$HOSTS_DIR/random.cfg"
balancer 8080 "$HOSTS_DIR/random.cfg"
balancer 8081 "$HOSTS_DIR/product.cfg"

say "until their code is compiled"
saturate "$WARM_SECONDS" >/dev/null
for name in "${NODES[@]}"; do limit "$name"; done
saturate "$((MEASURE_SECONDS / 4))" >/dev/null
mapfile -t rates < <(saturate "$MEASURE_SECONDS")
node_rate=$(printf '%s\n' "${rates[@]}" | awk '{ sum += $1 } END { printf "%.3f", sum / NR }')
[[ ! " ${rates[*]} " =~ " 0 " ]] || fail "too slow to be measured: ${rates[*]} pictures/s"
say "pictures/s of each, with $SHARE_PERCENT % of a core: ${rates[*]}; mean $node_rate"

say "measured, and simulated for three nodes of $node_rate/s"
head=$(printf '%5s %9s %9s %9s %8s %8s %8s %8s %8s %8s' load "came/s" "served/s" simul. "503s %" simul. "p50 ms" simul. "p99 ms" simul.)
echo "$head"
failed=0
seed=1
: >"$HOSTS_DIR/product"
for share in "${LOADS[@]}"; do
  rate=$(awk -v share="$share" -v node="$node_rate" 'BEGIN { printf "%.3f", share * node * 3 }')
  expected=$(simulated "$rate")
  measured=$(send "$GATEWAY:8080" "$rate" "$STEP_SECONDS" $seed)
  compare "$share" "$rate" "$measured" "$expected" || failed=1
  last=$measured
  sleep 5
  # Shown only: another balancer than the simulated one.
  compare "$share" "$rate" "$(send "$GATEWAY:8081" "$rate" "$STEP_SECONDS" $seed)" "$expected" >>"$HOSTS_DIR/product" || true
  sleep 5
  seed=$((seed + 1))
done
mapfile -t after < <(saturate "$((MEASURE_SECONDS / 2))")
say "pictures/s of each afterwards: ${after[*]}"
say "the same loads behind the product's HAProxy (turns, other tries), beside the same simulation"
echo "$head"
cat "$HOSTS_DIR/product"

# A mistake on purpose: a simulation of nodes that are a quarter faster.
true_rate=$node_rate
node_rate=$(awk -v rate="$true_rate" 'BEGIN { print rate * 1.25 }')
if compare "seed" "$rate" "$last" "$(simulated "$rate")"; then fail "a rate that is a quarter too high is not found"; fi
say "found: a rate that is a quarter too high"
((failed == 0)) || fail "the simulation and the hosts differ"
say "all well"
