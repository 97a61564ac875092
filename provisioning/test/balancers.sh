#!/usr/bin/env bash
# balancers.sh [haproxy|nginx|full|killed|drained|last|--seeds]…: HAProxy and NGINX as the Ansible role configures them, in front of two real gateways of one worker:
#   full    one node is full: no client of the balancer gets a 503, and the detour by the full node costs at most 20 ms (p99)
#   killed  kill -9 under load: no more requests fail than were in flight there, and none of a client that tries once more
#   drained SIGTERM under load: no request fails
#   last    two nodes of three refuse all that comes (stubs): no client gets a 503
# Without names all of them. --seeds: each demand is also seen to fail with a mistake in the configuration. Node 1 has core 0. Node 2, the balancer
# and the clients share the other ones, so that the rate is low: a share of what a node was seen to do. Nothing else should run meanwhile.
# In a network namespace of its own. Needs root. Ends with 0 when all is well, 77 when skipped.
set -euo pipefail
# shellcheck source=provisioning/test/lib.sh
. "$(dirname "$0")/lib.sh"
need haproxy=haproxy nginx=nginx iproute2=ss openssl=openssl curl=curl python3=python3
need_root
jar=$PROJECT/target/retinagate.jar
[[ -f $jar ]] || {
  echo "skipped: there is no target/retinagate.jar (mvn -DskipTests package)" >&2
  exit 77
}
ansible_tools
[[ ${IN_NAMESPACE-} ]] || IN_NAMESPACE=1 exec unshare --net "$0" "$@"
ip link set lo up

MAX_DETOUR_MS=20
# Elsewhere the balancer and the clients have machines of their own: here no node takes the core from them.
AHEAD=-15
MIN_DETOURS=100
LOAD_PERCENT=35 # of what a worker does
FULL_REQUESTS=300
FAULT_REQUESTS=150
SEED_REQUESTS=60
MIN_SECONDS=9
# A node of one worker admits twelve pictures.
FILL_CLIENTS=20
FILL_SECONDS=4
HELD_SECONDS=0.5
LAST_REQUESTS=400
LAST_CLIENTS=8
NODES='[{"name": "node1", "address": "127.0.0.1:8081"}, {"name": "node2", "address": "127.0.0.1:8082"}]'
STUBS='[{"name": "node1", "address": "127.0.0.1:8181"}, {"name": "node2", "address": "127.0.0.1:8182"}, {"name": "node3", "address": "127.0.0.1:8183"}]'

declare -A MISTAKES=(
  ["haproxy full"]='/retry-on/s/ 503//'
  ["haproxy killed"]='s/^  retries .*/  retries 0/'
  ["haproxy drained"]='/retry-on/s/ 503//'
  ["haproxy last"]='s/balance roundrobin/balance leastconn/'
  ["nginx full"]='s/ http_503//'
  ["nginx killed"]='s/proxy_next_upstream .*/proxy_next_upstream off;/'
  ["nginx drained"]='s/ http_503//'
  ["nginx last"]='s/ http_503//'
)

picture=$PROJECT/src/test/resources/pictures/astronaut.jpg
clients=$PROJECT/provisioning/test/balancer_clients.py
work=$(mktemp -d -p /var/tmp)
chmod 0755 "$work"
declare -A running=()

cleanup() {
  local status=$?
  trap - EXIT
  ((${#running[@]} == 0)) || kill -CONT "${running[@]}" 2>/dev/null || true
  ((${#running[@]} == 0)) || kill "${running[@]}" 2>/dev/null || true
  [[ $status == 0 ]] || tail -n 5 "$work"/*.log >&2 || true
  wait || true
  rm -rf "$work"
  exit "$status"
}
trap cleanup EXIT

# C1 alone: C2 works at a low priority, and has compiled a node only after a minute of load.
start_node() { # N: on core 0, or on all others
  local on=0
  (($1 == 1)) || on=$others
  RETINAGATE_HTTP_TRUSTED_PROXIES=127.0.0.1 RETINAGATE_WORKERS_ENGINE_THREADS=1 RETINAGATE_HTTP_ACCESS_LOG=false \
    taskset -c "$on" java -XX:TieredStopAtLevel=1 -Xmx512m -jar "$jar" serve --host 127.0.0.1 --port "808$1" --management-port "909$1" --workers 1 \
    --models "$PROJECT/models" >>"$work/node$1.log" 2>&1 &
  running[node$1]=$!
  await 240 "node $1 is not ready" curl -sf -m 2 "http://127.0.0.1:909$1/health/ready"
}

stop() { # NAME [SIGNAL]: its status
  local pid=${running[$1]} status=0
  unset "running[$1]"
  kill "-${2:-TERM}" "$pid"
  wait "$pid" || status=$?
  return "$status"
}

render() { # KIND FILE NODES KEY=VALUE…: as the role does it
  local template=haproxy.cfg
  [[ $1 == haproxy ]] || template=nginx.conf
  "$PROJECT/provisioning/ansible/roles/balancer/render.sh" $template "$2" "${@:4}" balancer_address='"127.0.0.1"' \
    balancer_nodes="$3"
  # This machine may have an NGINX of its own.
  sed -i "s|/var/log/nginx|$work|" "$2"
}

start_balancer() { # KIND FILE: returns once both nodes are in its rotation
  : >"$work/access.log"
  if [[ $1 == haproxy ]]; then
    nice -n $AHEAD haproxy -db -f "$2" >>"$work/access.log" 2>"$work/haproxy.log" &
    running[balancer]=$!
    await 20 "HAProxy does not use both nodes" two_up
  else
    nice -n $AHEAD nginx -c "$2" -g "daemon off; pid $work/nginx.pid;" 2>"$work/nginx.log" &
    running[balancer]=$!
  fi
  await 20 "nothing answers behind $1" curl -sf -m 2 http://127.0.0.1:8080/health
}

statistic() { # SERVER FIELD: of HAProxy
  curl -sf -m 2 'http://127.0.0.1:8404/stats;csv' | awk -F, -v server="$1" -v field="$2" '
    NR == 1 { sub(/^# /, ""); for (i = 1; i <= NF; i++) column[$i] = i }
    $1 == "nodes" && $2 == server { print $column[field] }'
}

two_up() { [[ $(statistic node1 status)$(statistic node2 status) == UPUP ]]; }

in_flight() { # KIND: requests at node 1. NGINX keeps no connection to a node, so that each is a request.
  if [[ $1 == haproxy ]]; then statistic node1 scur; else ss -Htn state established 'dport = :8081' | wc -l; fi
}

has_in_flight() { (($(in_flight "$1") > 0)); }

duration() { # REQUESTS: seconds for so many
  awk "BEGIN { seconds = int($1 / $rate); print seconds < $MIN_SECONDS ? $MIN_SECONDS : seconds }"
}

start_load() { # SECONDS
  nice -n $AHEAD python3 "$clients" load 8080 "$picture" "$1" "$rate" >"$work/load.json" &
  running[load]=$!
}

await_load() {
  wait "${running[load]}" || fail "the clients have failed"
  unset "running[load]"
}

seen() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$work/$1.json" "$2"; }

# Each measures one thing, prints what it saw, and returns 1 if the demand is not met.
full() { # KIND SECONDS
  local status=0
  python3 "$clients" fill 8081 "$picture" $FILL_CLIENTS &
  running[fill]=$!
  sleep $FILL_SECONDS
  : >"$work/access.log"
  start_load "$2"
  await_load
  stop fill || true
  python3 "$clients" detours "$work/access.log" >"$work/detours.json"
  say "$1, node 1 full: $(seen load failed) of $(seen load requests) failed $(seen load statuses)," \
    "p50 $(seen load p50Ms) p99 $(seen load p99Ms) ms; $(seen detours detours) went by the full node:" \
    "p50 $(seen detours p50Ms) p99 $(seen detours p99Ms) longest $(seen detours maxMs) ms there"
  (($(seen load failed) == 0)) || status=1
  [[ ${seeding-} ]] || (($(seen detours detours) >= MIN_DETOURS)) || fail "too few detours to judge by"
  [[ ${seeding-} ]] || awk "BEGIN { exit $(seen detours p99Ms) > $MAX_DETOUR_MS }" || status=1
  return "$status"
}

killed() { # KIND SECONDS
  local status=0 there
  start_load "$2"
  sleep $(($2 / 3))
  # Stopped for a moment, so that requests are in flight and their number does not change.
  kill -STOP "${running[node1]}"
  sleep $HELD_SECONDS
  await 2 "nothing is in flight" has_in_flight "$1"
  there=$(in_flight "$1")
  stop node1 KILL 2>/dev/null || true
  await_load
  say "$1, node 1 killed with $there in flight: $(seen load failed) of $(seen load requests) failed $(seen load statuses)," \
    "$(seen load failedAfterOneRetry) of clients that try once more; p99 $(seen load p99Ms) longest $(seen load maxMs) ms"
  (($(seen load failed) <= there && $(seen load failedAfterOneRetry) == 0)) || status=1
  start_node 1
  return "$status"
}

drained() { # KIND SECONDS
  local status=0
  start_load "$2"
  sleep $(($2 / 3))
  stop node1 || fail "node 1 did not end with 0"
  await_load
  say "$1, node 1 drained: $(seen load failed) of $(seen load requests) failed $(seen load statuses)," \
    "p99 $(seen load p99Ms) longest $(seen load maxMs) ms"
  (($(seen load failed) == 0)) || status=1
  start_node 1
  return "$status"
}

last() { # KIND: at three stubs, of which two refuse
  python3 "$clients" burst 8080 "$picture" $LAST_REQUESTS $LAST_CLIENTS >"$work/load.json"
  say "$1, two nodes of three refuse: $(seen load failed) of $(seen load requests) failed $(seen load statuses)," \
    "p50 $(seen load p50Ms) p99 $(seen load p99Ms) ms"
  (($(seen load failed) == 0))
}

config() { # KIND DEMAND: its file
  if [[ $2 == last ]]; then echo "$work/$1-three.conf"; else echo "$work/$1.conf"; fi
}

seed() { # KIND DEMAND SED: the demand must not be met with this mistake
  sed "$3" "$(config "$1" "$2")" >"$work/seed.conf"
  ! cmp -s "$(config "$1" "$2")" "$work/seed.conf" || fail "the mistake is not in the configuration: $3"
  start_balancer "$1" "$work/seed.conf"
  ! "$2" "$1" "$(duration $SEED_REQUESTS)" || fail "$1, $2: not found: $3"
  stop balancer || true
  say "found    $1, $2: $3"
}

kinds=() demands=() seeds=
for word; do
  case $word in
    haproxy | nginx) kinds+=("$word") ;;
    full | killed | drained | last) demands+=("$word") ;;
    --seeds) seeds=yes ;;
    *) fail "unknown: $word" ;;
  esac
done
((${#kinds[@]})) || kinds=(haproxy nginx)
((${#demands[@]})) || demands=(full killed drained last)
cores=$(nproc)
((cores > 1)) || fail "two cores are needed"
others=1-$((cores - 1))
taskset -cp "$others" $$ >/dev/null

openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/key.pem" -out "$work/chain.pem" -subj /CN=localhost -days 2 2>/dev/null
cat "$work/chain.pem" "$work/key.pem" >"$work/both.pem"
start_node 1
start_node 2
python3 "$PROJECT/provisioning/test/refusing_nodes.py" 8181 8182 8183 &
running[stubs]=$!
rate=$(python3 "$clients" capacity 8082 "$picture" | awk "{ printf \"%.1f\", \$1 * $LOAD_PERCENT / 100 }")
say "$(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo), $cores cores; load of $rate pictures/s, $LOAD_PERCENT % of what node 2 does"
# What Compose mounts is the role's too.
"$PROJECT/provisioning/containers/haproxy.sh" "$work/compose.cfg"
cmp "$work/compose.cfg" "$PROJECT/provisioning/containers/haproxy.cfg" || fail "provisioning/containers/haproxy.cfg is old: run haproxy.sh there"
for kind in "${kinds[@]}"; do
  # Everything that the role can write is a configuration.
  render "$kind" "$work/tls.conf" "$NODES" balancer_certificate="\"$work/both.pem\"" balancer_port='"none"'
  if [[ $kind == haproxy ]]; then haproxy -c -q -f "$work/tls.conf"; else nginx -t -q -c "$work/tls.conf"; fi
  render "$kind" "$work/$kind.conf" "$NODES" balancer_access_log=true
  render "$kind" "$work/$kind-three.conf" "$STUBS"
  say "$kind: $(if [[ $kind == haproxy ]]; then haproxy -v | head -n 1; else nginx -v 2>&1; fi)"
  for demand in "${demands[@]}"; do
    requests=$FAULT_REQUESTS
    [[ $demand != full ]] || requests=$FULL_REQUESTS
    start_balancer "$kind" "$(config "$kind" "$demand")"
    "$demand" "$kind" "$(duration $requests)" || fail "$kind: $demand"
    stop balancer || true
  done
  [[ $seeds ]] || continue
  for demand in "${demands[@]}"; do seeding=yes seed "$kind" "$demand" "${MISTAKES[$kind $demand]}"; done
done
say "balancers.sh: all well ($SECONDS s)"
