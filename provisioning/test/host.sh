#!/usr/bin/env bash
# host.sh [SUITE] [--watchdog]: the life of the package on a booted Debian: installed by apt from a signed repository,
# serving, killed, stopped under load, upgraded, purged.
set -euo pipefail
# shellcheck source=provisioning/test/lib.sh
. "$(dirname "$0")/lib.sh"
need systemd-container=systemd-nspawn debootstrap=debootstrap apt-utils=apt-ftparchive gnupg=gpg iproute2=ip python3=python3 curl=curl
need_root
need_deb

suite=${1:-bookworm}
picture=$PROJECT/src/test/resources/pictures/astronaut.jpg
edited="# Edited by an administrator."
configuration=/etc/retinagate/retinagate.yaml
repository_port=8000
port=8080

boot "$suite"
work=$HOST_DIR
root=$HOST_DIR/root
say "Debian $(cat "$root/etc/debian_version") is up"

publish() { # PACKAGE…: as a publisher does it, with a key of the test's own
  GNUPGHOME=$work/gnupg "$PROJECT/provisioning/apt/repository.sh" "$work/repository" "http://127.0.0.1:$repository_port" "$@"
}

evidence() { echo ": $(run journalctl -u retinagate --no-pager -n 30)"; }

is_active() { [[ $(property ActiveState) == active ]]; }

detects() {
  beside curl -sf --max-time 20 --data-binary "@$picture" http://127.0.0.1:$port/detect 2>/dev/null | grep -q '"label":"person"'
}

logs_json() { # whether the last line of the journal is the access log's, with its fields
  run journalctl -u retinagate --no-pager -o cat -n 1 | python3 -c '
import json, sys
line = json.loads(sys.stdin.read())
assert line["status"] == 200 and line["requestId"] and line["durationMs"] >= 0, line' 2>/dev/null
}

files() { # every file but what apt, dpkg and the journal keep of their own work
  find "$root"/{etc,usr,var,opt,srv,home,root,tmp} -xdev \
    ! -path "$root/var/lib/apt/*" ! -path "$root/var/cache/apt/*" ! -path "$root/var/lib/dpkg/*" ! -path "$root/var/log/*" \
    ! -path "$root/var/cache/man/*" ! -path "$root/var/lib/systemd/*" ! -path "$root/etc/.*lock" ! -path "$root/etc/*-" \
    ! -path "$root/tmp/systemd-private-*" ! -path "$root/var/tmp/systemd-private-*" | sort
}

# The repository, and how a client comes to know it. The host has no network, and so no other source.
mkdir -m 0700 "$work/gnupg"
publish "$DEB"
(cd "$work/repository" && exec ip netns exec "$HOST_NAME" python3 -m http.server --bind 127.0.0.1 $repository_port) >/dev/null 2>&1 &
CLIENTS+=($!)
rm -rf "$root"/etc/apt/sources.list "$root"/etc/apt/sources.list.d/*
install -m 0644 "$work/repository/retinagate.sources" "$root/etc/apt/sources.list.d/"
files >"$work/before"

say "apt install"
await 20 "the repository is not served" beside curl -sfo /dev/null http://127.0.0.1:$repository_port/retinagate.sources
run apt-get -qq update
run apt-get -qq -y install retinagate >"$work/apt.log" 2>&1 || fail "apt: $(tail -n 20 "$work/apt.log")"
await 180 "not active after the installation" is_active
[[ $(property Type) == notify ]] || fail "not Type=notify"
status=$(property StatusText)
[[ $status == "UP: nanodet-g, "* ]] || fail "its status is '$status'"
say "active by notify: $status"

say "detecting as the bare machine does"
detects || fail "no person was found"
here=$(java -jar "$PROJECT/target/retinagate.jar" model list 2>/dev/null | grep -oE 'int8|bf16|fp32' | head -n 1)
there=$(run journalctl -u retinagate --no-pager -o cat | sed -n 's/.*serving nanodet-g (\([a-z0-9]*\), .*/\1/p' | head -n 1)
[[ -n $there && $there == "$here" ]] || fail "precision '$there', on the bare machine '$here'"
pid=$(property MainPID)
nice=$(run ps -L -o ni=,comm= -p "$pid" | awk '/C[12] Compiler/ {print $1}' | sort -u)
[[ $nice == 7 ]] || fail "compiler threads at nice '$nice', on the bare machine 7"
user=$(run ps -o user= -p "$pid")
[[ $user == retinag* ]] || fail "it runs as $user"
run retinagate health || fail "retinagate health"
run retinagate health --live >/dev/null || fail "retinagate health --live"
[[ $(run stat -c %U /var/cache/retinagate/djl) == retinagate ]] || fail "the natives are not below /var/cache/retinagate"
run sh -c 'man retinagate >/dev/null && bash -n /usr/share/bash-completion/completions/retinagate' || fail "manual or completion"
found=$(run systemd-analyze verify /usr/lib/systemd/system/retinagate.service 2>&1 | grep -F retinagate || true)
[[ -z $found ]] || fail "systemd-analyze verify: $found"
say "precision $there, compiler threads at nice $nice, as $user; $(run systemd-analyze security retinagate.service | tail -n 1)"

say "kill -9"
run systemctl kill --signal=KILL retinagate.service
restarted() { [[ $(property NRestarts) == 1 ]] && is_active && detects; }
await 180 "not restarted" restarted

if [[ ${2-} == --watchdog ]]; then
  say "a process that stands still"
  run sh -c "kill -STOP $(property MainPID)"
  again() { [[ $(property NRestarts) == 2 ]] && is_active && detects; }
  await 180 "the watchdog has not restarted it" again
  run journalctl -u retinagate --no-pager -o cat | grep -i watchdog | tail -n 2
fi

say "systemctl stop under load"
ip netns exec "$HOST_NAME" python3 "$PROJECT/provisioning/test/drain_clients.py" $port "$picture" 60 >"$work/clients.log" 2>&1 &
load=$!
CLIENTS+=("$load")
await 120 "the clients get no answers" grep -qs loaded "$work/clients.log"
begin=$SECONDS
run systemctl stop retinagate.service
say "stopped after $((SECONDS - begin)) s: $(property Result), status $(property ExecMainStatus)"
[[ $(property Result) == success && $(property ExecMainStatus) == 0 ]] || fail "the stop was not orderly"
wait "$load" || fail "the clients: $(cat "$work/clients.log")"
say "$(tail -n 1 "$work/clients.log")"
grep -qE '^answered [1-9][0-9]* refused [0-9]+ broken 0$' "$work/clients.log" || fail "$(cat "$work/clients.log")"

say "port 80, as the README has it, and a log of JSON lines"
mkdir "$root/etc/systemd/system/retinagate.service.d"
printf '[Service]\nAmbientCapabilities=CAP_NET_BIND_SERVICE\nCapabilityBoundingSet=CAP_NET_BIND_SERVICE\nPrivateUsers=no\n' \
  >"$root/etc/systemd/system/retinagate.service.d/override.conf"
printf 'RETINAGATE_HTTP_PORT=80\nRETINAGATE_LOG_FORMAT=json\n' >>"$root/etc/default/retinagate"
run systemctl daemon-reload
run systemctl start retinagate.service || fail "not started: $(run journalctl -u retinagate --no-pager -n 30)"
port=80
detects || fail "nothing is detected on port 80"
await 10 "the access log is no JSON" logs_json

say "an API key, which root makes and the service reads"
printf 'RETINAGATE_KEYS_FILE=/etc/retinagate/keys\n' >>"$root/etc/default/retinagate"
key=$(run retinagate key add test --file /etc/retinagate/keys | awk 'END { print $NF }')
[[ $(run stat -c '%U %a' /etc/retinagate/keys) == "retinagate 600" ]] || fail "the key file is not the service's alone"
run systemctl restart retinagate.service || fail "not started: $(run journalctl -u retinagate --no-pager -n 30)"
models() { run curl -s -o /dev/null -w '%{http_code}' "$@" http://127.0.0.1/models; }
[[ $(models) == 401 && $(models -H "X-Api-Key: $key") == 200 ]] || fail "with the key $(models -H "X-Api-Key: $key"), without $(models)"
[[ $(run journalctl -u retinagate --no-pager -o cat | grep -cF "$key") == 0 ]] || fail "the key is in the journal"
sed -i '/^RETINAGATE_KEYS_FILE=/d' "$root/etc/default/retinagate"
rm -r "$root/etc/systemd/system/retinagate.service.d"
sed -i '/^RETINAGATE_HTTP_PORT=/d' "$root/etc/default/retinagate"
port=8080
run systemctl daemon-reload

say "apt upgrade, with an edited conffile that the new version has changed too"
run sed -i "1i $edited" $configuration
mkdir "$work/next"
dpkg-deb --raw-extract "$DEB" "$work/next"
sed -i 's/^Version: .*/&+next/' "$work/next/DEBIAN/control"
echo "# Of the next version." >>"$work/next$configuration"
dpkg-deb --root-owner-group -Znone --build "$work/next" "$work/retinagate_next_amd64.deb" >/dev/null
publish "$work/retinagate_next_amd64.deb"
old=$(property MainPID)
run apt-get -qq update
run apt-get -qq -y -o Dpkg::Options::=--force-confold upgrade >"$work/apt.log" 2>&1 || fail "apt: $(tail -n 20 "$work/apt.log")"
[[ $(run dpkg-query -W -f '${Version}' retinagate) == *+next ]] || fail "not upgraded"
grep -qxF -- "$edited" "$root$configuration" || fail "the edited conffile is lost"
grep -qx 'RETINAGATE_LOG_FORMAT=json' "$root/etc/default/retinagate" || fail "the edited defaults are lost"
await 180 "not active after the upgrade" is_active
[[ $(property MainPID) != "$old" ]] || fail "the old process still runs"
detects || fail "no person was found after the upgrade"
say "serves $(run dpkg-query -W -f '${Version}' retinagate)"

say "apt purge"
run apt-get -qq -y purge retinagate >"$work/apt.log" 2>&1 || fail "apt: $(tail -n 20 "$work/apt.log")"
files >"$work/after"
left=$(diff "$work/before" "$work/after") || fail "left behind: $left"
if run getent passwd retinagate; then fail "the user is left"; fi
[[ -z $(run pgrep -f retinagate.jar) ]] || fail "a process is left"
[[ $(property LoadState) == not-found ]] || fail "the unit is left"
say "nothing is left; Debian $suite passes"
