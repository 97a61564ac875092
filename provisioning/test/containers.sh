#!/usr/bin/env bash
# containers.sh: builds the image with Jib over a Debian root with a JRE, brings provisioning/containers/compose.yaml up in a Docker daemon
# of its own, sends pictures, stops a node under load, and takes everything away again. Seeded mistakes have to be found.
#   containers.sh IMAGE.tar    with an image that is there already
# The daemon lives in a network namespace of its own: nothing of the machine's network is changed. No image is fetched: HAProxy's and
# Prometheus's stand-ins are made from this machine's programs. Needs root. Ends with 0 when all is well, 77 when skipped.
set -euo pipefail
# shellcheck source=provisioning/test/lib.sh
. "$(dirname "$0")/lib.sh"
need docker.io=dockerd docker.io=docker docker-compose=docker-compose haproxy=haproxy prometheus=prometheus iproute2=ip debootstrap=debootstrap
need_root

work=$(mktemp -d -p /var/tmp)
net=retinagate-docker-$$
daemon=
load=
export DOCKER_HOST=unix://$work/docker.sock COMPOSE_PROJECT_NAME=retinagate COMPOSE_FILE=$PROJECT/provisioning/containers/compose.yaml
export RETINAGATE_IMAGE=retinagate:test HAPROXY_IMAGE=haproxy:test PROMETHEUS_IMAGE=prometheus:test
picture=$PROJECT/src/test/resources/pictures/astronaut.jpg

# What a daemon makes outside its folders. Somebody else's daemon may have made it before.
made=()
for path in /etc/docker/key.json /run/docker /run/containerd /opt/containerd; do
  [[ -e $path ]] || made+=("$path")
done

# What Docker does to a machine's network.
network() {
  find /sys/class/net -name 'docker*' -o -name 'br-*' | sort
  iptables-save 2>/dev/null | grep DOCKER || true
}
network_before=$(network)

take_away() {
  [[ -d $work ]] || return 0
  touch "$work/stop"
  [[ -z $load ]] || wait "$load" 2>/dev/null || true
  if [[ -n $daemon ]]; then
    docker-compose down -v -t 5 >/dev/null 2>&1 || true
    kill "$daemon" 2>/dev/null || true
    wait "$daemon" 2>/dev/null || true
    daemon=
  fi
  ip netns del "$net" 2>/dev/null || true
  # What the daemon has mounted is below the folder.
  awk -v at="$work/" 'index($2, at) == 1 { print $2 }' /proc/mounts | sort -r | xargs -r -n 1 umount --lazy || true
  find /sys/fs/cgroup -depth -type d -path "*/$net*" -exec rmdir {} \; 2>/dev/null || true
  rm -rf --one-file-system "$work" "${made[@]}"
}

cleanup() {
  local status=$?
  trap - EXIT
  [[ $status == 0 || -z $daemon ]] || docker-compose logs --tail=20 2>/dev/null || true
  take_away
  exit "$status"
}
trap cleanup EXIT

evidence() { echo ": $(tail -n 5 "$work/daemon.log") $([[ ! -e $work/load ]] || sort "$work/load" | uniq -c)"; }

# Not `ip netns exec`: it mounts /sys anew, and the daemon would not find the control groups.
inside() { nsenter --net="/run/netns/$net" "$@"; }
detect() { inside curl -sS -m 60 -o "${1:-$work/answer}" -w '%{http_code}\n' -F "image=@$picture" 127.0.0.1:8080/detect; }
health() { docker inspect -f '{{.State.Health.Status}}' "retinagate_$1_1"; }
query() { inside curl -fsS --data-urlencode "query=$1" 127.0.0.1:9091/api/v1/query | python3 -c 'import json, sys; print(json.load(sys.stdin)["data"]["result"][0]["value"][1])'; }
two() { [[ $(query "$1") == 2 ]]; }
answers() { [[ $(detect) == 200 ]]; }

# What is wrong with how a node runs, one a line.
faults() { # CONTAINER
  [[ $(docker exec "$1" id -u) == 10001 ]] || echo "it runs as root"
  # As root, because the image's user may not write there in any case.
  ! docker exec -u 0 "$1" touch /app/written 2>/dev/null || echo "its root is writable"
}

# Runs Compose's health check of one container in another.
probe() { # CHECKED-BY CONTAINER
  local command
  mapfile -t command < <(docker inspect -f '{{range .Config.Healthcheck.Test}}{{println .}}{{end}}' "$1" | sed '1d; /^$/d')
  docker exec "$2" "${command[@]}" >/dev/null 2>&1
}

clients() { # four, each with one picture at a time, until told to stop
  for _ in 1 2 3 4; do
    (while [[ ! -e $work/stop ]]; do detect /dev/null || echo failed; done) &
  done
  wait
}
answered() { (($(wc -l <"$work/load") >= $1)); }

# --- Images -------------------------------------------------------------------------------------------------------------------

image=${1-}
if [[ -z $image ]]; then
  say "building the image"
  python3 "$PROJECT/provisioning/test/base_image.py" "$(make_root bookworm)" base:test "$work/base.tar"
  (cd "$PROJECT" && mvn -q -B -Pimage "-Dimage.base=tar://$work/base.tar" -Dmaven.test.skip=true package) || fail "mvn -Pimage"
  image=$PROJECT/target/retinagate-image.tar
fi

# program NAME FOLDER-THAT-IT-WRITES: an image with a program of this machine and its libraries
program() {
  local path root=$work/$1
  path=$(readlink -f "$(command -v "$1")")
  mkdir -p "$root/usr/bin" "$root/tmp" "$root$2" "$root/etc"
  chmod 1777 "$root/tmp" "$root$2"
  cp "$path" "$root/usr/bin/$1"
  ldd "$path" 2>/dev/null | grep -oE '/[^ )]+' | while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
  done
  tar -C "$root" -c . | docker import "${@:3}" --change 'ENV PATH=/usr/bin' - "$1:test" >/dev/null
}

# --- A daemon of its own --------------------------------------------------------------------------------------------------------

ip netns add "$net"
ip -n "$net" link set lo up
# On a busy machine all containers together would get the time of one process.
if mkdir "/sys/fs/cgroup/cpu/$net" 2>/dev/null; then
  echo 16384 >"/sys/fs/cgroup/cpu/$net/cpu.shares"
fi
# exec: the process that cleanup ends is the daemon itself.
(exec nsenter --net="/run/netns/$net" dockerd --host "$DOCKER_HOST" --data-root "$work/data" --exec-root "$work/exec" --pidfile "$work/pid" \
  --default-ulimit nofile=4096:4096 --default-ulimit nproc=4096:4096 --cgroup-parent "/$net") >"$work/daemon.log" 2>&1 &
daemon=$!
await 60 "the daemon does not answer" docker info
loaded=$(docker load -q -i "$image" | sed -n 's/^Loaded image: //p')
docker tag "$loaded" retinagate:test
program haproxy /var/lib/haproxy
program prometheus /prometheus --change 'ENTRYPOINT ["prometheus"]' --change 'USER 65534'

[[ $(docker inspect -f '{{.Config.User}}' retinagate:test) == 10001:10001 ]] || fail "the image's user is root"
say "ok       image of $(docker inspect -f '{{.Size}}' retinagate:test) bytes, $(docker inspect -f '{{len .RootFS.Layers}}' retinagate:test) layers"

# --- Compose --------------------------------------------------------------------------------------------------------------------

docker-compose up -d >"$work/up.log" 2>&1 || fail "docker-compose up: $(tail -n 5 "$work/up.log")"
for node in node-1 node-2; do
  [[ $(health "$node") == healthy ]] || fail "$node is $(health "$node")"
  found=$(faults "retinagate_${node}_1")
  [[ -z $found ]] || fail "$node: $found"
done
say "ok       both nodes healthy by retinagate health, as 10001, on a read-only root"
await 30 "no picture is answered" answers
grep -q '"label":"person"' "$work/answer" || fail "no person in the picture: $(cat "$work/answer")"
for _ in $(seq 8); do [[ $(detect) == 200 ]] || fail "a picture was not answered"; done
await 60 "Prometheus does not see two nodes" two 'sum(up{job="retinagate"})'
# Each has to have answered: a scrape comes every 15 s.
await 60 "one node got no picture" two 'count(sum by (instance) (retinagate_jobs_total{outcome="done"}) > 0)'
say "ok       pictures answered by both nodes, Prometheus scrapes both"

# One node stops under load: no request fails, and the process ends by itself, with 0.
clients >"$work/load" &
load=$!
await 120 "too few answers" answered 20
docker-compose stop node-1 >/dev/null 2>&1
await 120 "too few answers after the stop" answered $(($(wc -l <"$work/load") + 20))
touch "$work/stop"
wait "$load"
load=
[[ $(docker inspect -f '{{.State.ExitCode}}' retinagate_node-1_1) == 0 ]] || fail "the stopped node did not drain"
! grep -qvx 200 "$work/load" || fail "requests failed: $(sort "$work/load" | uniq -c)"
say "ok       a node stopped under load: $(wc -l <"$work/load") pictures, all 200"

# --- Seeded mistakes ------------------------------------------------------------------------------------------------------------

restricted=(--read-only --cap-drop ALL --tmpfs "/tmp:exec,mode=1777")
# The mount is read-only, as the root would be without the volume.
if timeout 60 docker run --rm "${restricted[@]}" --tmpfs /var/cache/retinagate:ro retinagate:test >"$work/seed.log" 2>&1; then
  fail "a node without a folder for its natives ends with 0"
fi
grep -q /var/cache/retinagate "$work/seed.log" || fail "a node without a folder for its natives: $(tail -n 3 "$work/seed.log")"
say "found    no folder for the natives"
seeded() { # SED-EXPRESSION: a node of a Compose file with that mistake, in which nothing serves
  sed -E "$1" "$COMPOSE_FILE" >"$work/seeded.yaml"
  ! cmp -s "$work/seeded.yaml" "$COMPOSE_FILE" || fail "the mistake did not get into compose.yaml: $1"
  docker rm -f seeded >/dev/null 2>&1 || true
  RETINAGATE_NET=192.168.218 COMPOSE_PROJECT_NAME=seeded docker-compose -f "$work/seeded.yaml" \
    run -d --no-deps --name seeded --entrypoint "sleep 600" node-1 >"$work/seed.log" 2>&1 || fail "$(tail -n 5 "$work/seed.log")"
}
seeded 's/^  read_only: true/  read_only: false/'
[[ $(faults seeded) == "its root is writable" ]] || fail "a writable root: '$(faults seeded)'"
say "found    a writable root"
seeded 's/^(  image: .*RETINAGATE_IMAGE.*)/\1\n  user: "0:0"/'
[[ $(faults seeded) == "it runs as root" ]] || fail "a node that is root: '$(faults seeded)'"
say "found    a node that runs as root"
probe retinagate_node-2_1 retinagate_node-2_1 || fail "the health check does not find a node that serves"
! probe retinagate_node-2_1 seeded || fail "the health check finds a node where nothing serves"
say "found    a node that does not serve"
seeded 's,(dev.retinagate.Retinagate\, health)],\1\, --url\, "http://127.0.0.1:9999"],'
! probe seeded retinagate_node-2_1 || fail "the health check finds a node on a port where none is"
say "found    a health check of the wrong port"
docker rm -f seeded >/dev/null
if (cd "$PROJECT" && mvn -q -B -Pimage -Dimage.base=debian:12 validate) >"$work/seed.log" 2>&1; then
  fail "a base without a digest is taken"
fi
grep -q 'image.base has no digest' "$work/seed.log" || fail "$(cat "$work/seed.log")"
say "found    a base image without a digest"

# --- Nothing stays --------------------------------------------------------------------------------------------------------------

docker-compose down -v >"$work/down.log" 2>&1 || fail "docker-compose down: $(tail -n 5 "$work/down.log")"
[[ -z $(docker ps -aq) ]] || fail "left behind: $(docker ps -a)"
take_away
left=$(
  grep -F "$work" /proc/mounts || true
  pgrep -af "$work" || true
  find /sys/fs/cgroup -type d -path "*/$net*"
  diff <(cat <<<"$network_before") <(cat <<<"$(network)") || true
)
[[ -z $left ]] || fail "left behind: $left"
say "ok       down, and nothing is left"
say "containers.sh: all well ($SECONDS s)"
