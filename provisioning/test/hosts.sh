# shellcheck shell=bash
# Several booted Debian hosts that reach each other and are reached over ssh. To be sourced.
# They, and a bridge between them, have network namespaces of their own: nothing of the machine's network is changed. The
# test's own clients run in the bridge's namespace (`beside`), which is the hosts' only way to the outside: a proxy there
# fetches Debian's packages from the mirror of this machine, and keeps them for the next run.
#   hosts_up bookworm node-1 node-2 balancer   boots them, in parallel; hosts_down runs at the exit
#   "${ADDRESS[node-1]}"                       the address of a host, $GATEWAY is that of the bridge
#   on node-1 COMMAND…                         runs a command there as root, by ssh
#   at node-1 COMMAND…                         the same without ssh, for a host whose ssh is being tested
#   beside COMMAND…                            runs a program of this machine in the hosts' network
#   $HOSTS_DIR, $SSH_KEY, "${SSH_OPTIONS[@]}"  a folder for the test's files, and what ssh and Ansible need
# shellcheck source=provisioning/test/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

GATEWAY=10.98.0.254
APT_PORT=3142
declare -A ADDRESS=() PROCESS=()

make_ssh_root() { # SUITE: the root of make_root with sshd and what Ansible needs, below $ROOTS; prints its path
  local base root=$ROOTS/$1-ssh
  base=$(make_root "$1")
  exec 9>"$root.lock"
  flock 9
  if [[ ! -f $root/.complete ]]; then
    say "adding sshd and Python to the root of Debian $1, once" >&2
    rm -rf --one-file-system "$root"
    cp -a "$base" "$root"
    rm "$root/.complete"
    systemd-nspawn -q --register=no --keep-unit --pipe -D "$root" --setenv=DEBIAN_FRONTEND=noninteractive \
      sh -c 'apt-get -qq update && apt-get -qq install --no-install-recommends openssh-server python3-apt python3-debian nftables &&
        apt-get clean && rm -f /etc/ssh/ssh_host_*' >"$root.log" 2>&1 </dev/null || fail "sshd cannot be installed: see $root.log"
    echo "deb http://$GATEWAY:$APT_PORT $1 main" >"$root/etc/apt/sources.list"
    # The old source's lists are no use, and their age must not say that the new one's are there.
    find "$root/var/lib/apt/lists" -type f -delete
    rm -f "$root/var/lib/apt/periodic/update-success-stamp"
    touch --date=@0 "$root/var/lib/apt/lists"
    touch "$root/.complete"
  fi
  exec 9>&-
  echo "$root"
}

hosts_up() { # SUITE NAME…: boots hosts of these names, and returns when ssh answers on each
  local suite=$1 root name number=10
  shift
  need systemd-container=systemd-nspawn debootstrap=debootstrap iproute2=ip openssh-client=ssh python3=python3
  need_root
  root=$(make_ssh_root "$suite")
  HOST_NAME=retinagate-$$
  HOSTS_DIR=$(mktemp -d -p "$ROOTS")
  trap hosts_down EXIT
  SSH_KEY=$HOSTS_DIR/key
  SSH_OPTIONS=(-i "$SSH_KEY" -o "UserKnownHostsFile=$HOSTS_DIR/known_hosts" -o StrictHostKeyChecking=yes -o BatchMode=yes
    -o ConnectTimeout=10)
  ssh-keygen -q -t ed25519 -N '' -f "$SSH_KEY"

  ip netns add "$HOST_NAME"
  ip -n "$HOST_NAME" link set lo up
  ip -n "$HOST_NAME" link add bridge type bridge
  ip -n "$HOST_NAME" address add "$GATEWAY/24" dev bridge
  ip -n "$HOST_NAME" link set bridge up
  python3 "$PROJECT/provisioning/test/apt_proxy.py" "$HOST_NAME" "$GATEWAY" "$APT_PORT" "$(mirror)" "$ROOTS/packages" \
    2>"$HOSTS_DIR/apt_proxy.log" &
  CLIENTS+=($!)

  for name; do
    number=$((number + 1))
    ADDRESS[$name]=10.98.0.$number
    add_host "$root" "$name" "$number"
  done
  for name; do
    await_boot "${PROCESS[$name]}" "$HOSTS_DIR/$name"
    for _ in $(seq 100); do
      on "$name" true 2>/dev/null && continue 2
      sleep 0.3
    done
    fail "ssh to $name: $(on "$name" true 2>&1)"
  done
}

add_host() { # ROOT NAME NUMBER
  local dir=$HOSTS_DIR/$2 network=$HOST_NAME-$2 address=${ADDRESS[$2]}
  mkdir "$dir"
  lay "$1" "$dir" "$2"
  install -d -m 0700 "$dir/root/root/.ssh"
  install -m 0600 "$SSH_KEY.pub" "$dir/root/root/.ssh/authorized_keys"
  ssh-keygen -q -t ed25519 -N '' -C "$2" -f "$dir/root/etc/ssh/ssh_host_ed25519_key"
  echo "$address $(cat "$dir/root/etc/ssh/ssh_host_ed25519_key.pub")" >>"$HOSTS_DIR/known_hosts"

  ip netns add "$network"
  ip -n "$HOST_NAME" link add "host-$3" type veth peer name eth0 netns "$network"
  ip -n "$HOST_NAME" link set "host-$3" master bridge up
  ip -n "$network" link set lo up
  ip -n "$network" address add "$address/24" dev eth0
  ip -n "$network" link set eth0 up
  ip -n "$network" route add default via "$GATEWAY"
  # A firewall is the host's own business.
  start "$dir" "$network" --capability=CAP_NET_ADMIN
  PROCESS[$2]=$STARTED
}

on() { # NAME COMMAND…: runs it on the host as root, over ssh
  local name=$1
  shift
  beside ssh "${SSH_OPTIONS[@]}" "root@${ADDRESS[$name]}" "${*@Q}" </dev/null
}

at() { # NAME COMMAND…: runs it on the host without its network
  local name=$1
  shift
  inside "${PROCESS[$name]}" "$@"
}

hosts_down() { # ends the hosts and removes all that they needed
  local status=$? name
  trap - EXIT
  ((${#CLIENTS[@]} == 0)) || kill "${CLIENTS[@]}" 2>/dev/null || true
  halt "${PROCESS[@]}"
  for name in "${!PROCESS[@]}"; do clear_away "$HOSTS_DIR/$name" "$HOST_NAME-$name"; done
  ip netns del "$HOST_NAME" || true
  rm -rf --one-file-system "$HOSTS_DIR"
  exit "$status"
}
