# shellcheck shell=bash
# What the tests of the package share: a Debian root that is made once, and booted hosts over it. To be sourced.
# A host is systemd-nspawn in a network namespace of its own, which has a loopback and nothing else: the test's repository
# and its clients are in that namespace, and nothing of the machine's network is changed.

# Shared with other test scripts, and kept between runs.
ROOTS=${RETINAGATE_HOSTS:-/var/tmp/retinagate-hosts}
PROJECT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck disable=SC2034 # For the scripts that source this one.
DEB=$PROJECT/target/retinagate_$(sed -n 's|^  <version>\(.*\)</version>|\1|p' "$PROJECT/pom.xml")_amd64.deb

say() { printf '%s  %s\n' "$(date +%T)" "$*"; }

fail() {
  say "FAILED: $*" >&2
  exit 1
}

# What a failed `await` adds to its message; a script may define its own.
evidence() { :; }

await() { # SECONDS WHAT COMMAND…: until the command succeeds; nothing of what it prints is shown
  local seconds=$1 what=$2 end=$((SECONDS + $1))
  shift 2
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || fail "$what, after $seconds s$(evidence)"
    sleep 0.2
  done
}

need() { # PACKAGE=COMMAND…: ends with status 77 (skipped) without one of the commands
  local pair
  for pair; do
    command -v "${pair#*=}" >/dev/null || {
      echo "skipped: ${pair#*=} is missing (apt-get install ${pair%%=*})" >&2
      exit 77
    }
  done
}

need_deb() { # makes the package from the jar, if it is not newer
  local jar=$PROJECT/target/retinagate.jar
  [[ -f $jar ]] || {
    echo "skipped: there is no target/retinagate.jar (mvn -DskipTests package)" >&2
    exit 77
  }
  [[ $DEB -nt $jar ]] || "$PROJECT/provisioning/deb/build.sh" "$jar" \
    "$(basename "$DEB" _amd64.deb | sed 's/^retinagate_//')" "$(date -u -r "$jar" +%FT%TZ)" "$DEB"
}

need_root() {
  [[ $(id -u) == 0 ]] || {
    echo "skipped: booting a host needs root" >&2
    exit 77
  }
}

mirror() { # the first Debian mirror of this machine's own apt
  local found
  # shellcheck disable=SC2016 # A variable of apt's.
  found=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Origin: Debian' | head -n 1)
  [[ -n $found ]] || {
    echo "skipped: this machine's apt knows no mirror of Debian" >&2
    exit 77
  }
  echo "$found"
}

make_root() { # SUITE: a root with systemd, a JRE and a client, below $ROOTS; prints its path
  local root=$ROOTS/$1
  mkdir -p "$ROOTS"
  exec 9>"$root.lock"
  flock 9
  if [[ ! -f $root/.complete ]]; then
    say "making a root of Debian $1, once" >&2
    rm -rf --one-file-system "$root"
    debootstrap --variant=minbase \
      --include=systemd,systemd-sysv,dbus,iproute2,ca-certificates,curl,procps,python3,man-db,init-system-helpers \
      "$1" "$root" "$(mirror)" >"$root.log" 2>&1 || fail "debootstrap: see $root.log"
    # The Java's postinst needs /proc, which a plain chroot lacks.
    systemd-nspawn -q --register=no --keep-unit --pipe -D "$root" --setenv=DEBIAN_FRONTEND=noninteractive \
      sh -c 'apt-get -qq update && apt-get -qq install --no-install-recommends default-jre-headless && apt-get clean' \
      >>"$root.log" 2>&1 </dev/null || fail "the JRE cannot be installed: see $root.log"
    systemctl --root="$root" -q mask systemd-networkd-wait-online.service
    touch "$root/.complete"
  fi
  exec 9>&-
  echo "$root"
}

# A host's state: HOST_NAME, HOST_DIR (its overlay), HOST_PID.
boot() { # SUITE: boots a host; call `down` at the end
  local root
  root=$(make_root "$1")
  HOST_NAME=retinagate-$$
  HOST_DIR=$(mktemp -d -p "$ROOTS")
  trap down EXIT
  ip netns add "$HOST_NAME"
  ip -n "$HOST_NAME" link set lo up
  lay "$root" "$HOST_DIR" "$HOST_NAME"
  start "$HOST_DIR" "$HOST_NAME"
  HOST_PID=$STARTED
  await_boot "$HOST_PID" "$HOST_DIR"
}

lay() { # ROOT DIR NAME: an overlay of the root in DIR, for a host of this name
  mkdir "$2"/{upper,work,root}
  mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" "$2/root"
  # As Debian's installer leaves them.
  echo "$3" >"$2/root/etc/hostname"
  printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$3" >"$2/root/etc/hosts"
}

start() { # DIR NETWORK OPTION…: begins to boot the host in DIR, in that network namespace; STARTED is its process
  local dir=$1 network=$2
  shift 2
  apart "$network" systemd-nspawn -q -D "$dir/root" -M "$network" --register=no --keep-unit --boot \
    --network-namespace-path="/run/netns/$network" --resolv-conf=off --console=pipe "$@" \
    </dev/null >"$dir/console.log" 2>&1 &
  STARTED=$!
}

# Two hosts in one control group would manage each other's units.
control_groups() { # NAME: the folder of this name in each hierarchy that systemd uses, on a machine with version 1, 2 or both
  local hierarchy
  for hierarchy in /sys/fs/cgroup{,/systemd,/unified}; do
    [[ ! -f $hierarchy/cgroup.procs ]] || echo "$hierarchy/$1"
  done
}

apart() { # NAME COMMAND…: becomes the command, in control groups of its own
  local group
  for group in $(control_groups "$1"); do
    mkdir "$group"
    echo "$BASHPID" >"$group/cgroup.procs"
  done
  shift
  exec "$@"
}

await_boot() { # PROCESS DIR: until the host is up
  for _ in $(seq 600); do
    [[ $(inside "$1" systemctl is-system-running 2>/dev/null) =~ running|degraded ]] && return
    kill -0 "$1" 2>/dev/null || fail "the host has ended: $(tail -n 5 "$2/console.log")"
    sleep 0.2
  done
  fail "the host is not up after two minutes: $(tail -n 5 "$2/console.log")"
}

run() { # COMMAND…: runs it in the host, in all of its namespaces
  inside "$HOST_PID" "$@"
}

inside() { # PROCESS COMMAND…: runs it in the host of this process
  local leader
  leader=$(pgrep -P "$1" | head -n 1)
  [[ -n $leader ]] || return 1
  shift
  nsenter --target "$leader" --all --wdns=/ env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive TERM=dumb "$@" </dev/null
}

property() { # NAME: of the gateway's service on the host
  run systemctl show --value --property="$1" retinagate.service
}

# Processes that `down` ends.
CLIENTS=()
# Network namespaces that it removes, beside the host's own.
NAMESPACES=()

beside() { # COMMAND…: runs a program of this machine in the host's network
  ip netns exec "$HOST_NAME" "$@"
}

down() { # ends the host and removes all that it needed
  local status=$? name
  trap - EXIT
  ((${#CLIENTS[@]} == 0)) || kill "${CLIENTS[@]}" 2>/dev/null || true
  [[ -z ${HOST_PID-} ]] || halt "$HOST_PID"
  clear_away "$HOST_DIR" "$HOST_NAME"
  for name in "${NAMESPACES[@]}"; do
    ip netns del "$name" || true
  done
  exit "$status"
}

halt() { # PROCESS…: ends these hosts
  local process
  for process; do kill -TERM "$process" 2>/dev/null || true; done
  for process; do
    for _ in $(seq 50); do
      kill -0 "$process" 2>/dev/null || break
      sleep 0.2
    done
    kill -KILL "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
  done
}

clear_away() { # DIR NETWORK: removes what an ended host has left
  umount "$1/root" 2>/dev/null || umount --lazy "$1/root" || true
  ip netns del "$2" || true
  rm -rf --one-file-system "$1"
  local group
  for group in $(control_groups "$2"); do
    find "$group" -depth -type d -exec rmdir {} + || true
  done
}

ansible_tools() { # puts Ansible and what its tests need into the path; installed once for each version of the lists
  local list=$PROJECT/provisioning/test/ansible-requirements.txt venv
  venv=/var/tmp/retinagate-ansible-$(cat "$list" "$PROJECT/provisioning/ansible/requirements.txt" | sha256sum | cut -c 1-12)
  exec 9>"$venv.lock"
  flock 9
  if [[ ! -f $venv/.complete ]]; then
    say "installing Ansible, once"
    if ! python3 -m venv "$venv" || ! "$venv/bin/pip" -q install -r "$list"; then
      echo "skipped: Ansible cannot be installed" >&2
      exit 77
    fi
    touch "$venv/.complete"
  fi
  exec 9>&-
  PATH=$venv/bin:$PATH
  # Nothing of the account that runs the test.
  export ANSIBLE_CONFIG=$PROJECT/provisioning/ansible/ansible.cfg ANSIBLE_NOCOLOR=1 PY_COLORS=0
}
