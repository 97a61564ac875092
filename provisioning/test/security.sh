#!/usr/bin/env bash
# shellcheck disable=SC2317 # `check` calls the functions by name
# security.sh [--quick]: the package on a booted Debian as an attacker sees it, from the network and from within the service,
# and as an auditor does. --quick leaves lynis and wapiti out.
#
# Every check's name, tool and result are printed as a table. Then mistakes are made on purpose: each has to be found.
set -euo pipefail
# shellcheck source=provisioning/test/lib.sh
. "$(dirname "$0")/lib.sh"
need systemd-container=systemd-nspawn debootstrap=debootstrap iproute2=ip python3=python3 curl=curl nmap=nmap
[[ ${1-} == --quick ]] || need lynis=lynis
need_root
need_deb

tests=$PROJECT/provisioning/test
picture=$PROJECT/src/test/resources/pictures/astronaut.jpg
keys=/etc/retinagate/keys
# Only these two networks know the addresses.
inside=10.77.0.1 outside=10.77.0.2
careless_port=8099
# Tenths, as in lint.sh.
MAX_EXPOSURE=15
WAPITI=3.2.3
# Not here: modules for programs that the gateway is not, and those that need a server on the Internet.
wapiti_modules=backup,buster,cookieflags,crlf,csp,csrf,exec,file,htaccess,http_headers,methods,permanentxss,redirect,shellshock,ssrf,upload,xss,xxe
# The Content-Security-Policy's frame-ancestors says it, which stranger.py checks.
wapiti_known="Clickjacking Protection"
# The root of this test is made without Debian's security archive.
lynis_known=PKGS-7388

boot bookworm
work=$HOST_DIR
root=$HOST_DIR/root
stranger=$HOST_NAME-out
NAMESPACES+=("$stranger")
table=$work/table
failed=0

check() { # TOOL WHAT COMMAND…: the command's last line is what was seen
  local seen status=0
  seen=$("${@:3}" 2>&1) || status=1
  printf '%s|%s|%s|%s\n' "$([[ $status == 0 ]] && echo ok || echo FAILED)" "$1" "$2" "$(tail -n 1 <<<"$seen" | cut -c1-200)" | tee -a "$table"
  ((status == 0)) || failed=1
}

seeded() { # WHAT COMMAND…: a check that has to fail
  local seen
  if seen=$("${@:2}" 2>&1); then fail "not found: $1"; fi
  say "found: $1: $(tail -n 1 <<<"$seen" | cut -c1-160)"
}

restart() { run systemctl restart retinagate.service || fail "not started: $(run journalctl -u retinagate --no-pager -n 30)"; }

from_outside() { ip netns exec "$stranger" "$@"; }

# From the network.

open_ports() {
  from_outside nmap -Pn -n -p- -sS --min-rate 2000 -oG - "$inside" >"$work/nmap"
  local open
  open=$(grep -oE '[0-9]+/open/tcp' "$work/nmap" | paste -sd' ')
  echo "open: $open"
  [[ $open == 8080/open/tcp ]]
}

udp_ports() {
  local listening
  listening=$(run ss -Hlnu)
  echo "${listening:-no socket}"
  [[ -z $listening ]]
}

service_name() {
  from_outside nmap -Pn -n -sV --version-light -p 8080 -oG - "$inside" >"$work/nmap-service"
  local named
  named=$(sed -n 's|.*8080/open/tcp//\([^/]*\)//\([^/]*\)/.*|\2|p' "$work/nmap-service")
  echo "product: ${named:-not recognized}"
  [[ -z $named ]] && grep -q 8080/open "$work/nmap-service"
}

management_port() {
  run curl -sf -o /dev/null http://127.0.0.1:9090/health/live || { echo "not even from the host"; return 1; }
  local status=0
  from_outside curl -s -o /dev/null --max-time 5 "http://$inside:9090/metrics" || status=$?
  echo "from outside: curl's status $status (7: refused)"
  [[ $status == 7 ]]
}

wapiti() {
  local venv=/var/tmp/retinagate-tools/wapiti
  "$venv/bin/pip" -q show wapiti3 2>/dev/null | grep -qx "Version: $WAPITI" \
    || { python3 -m venv "$venv" && "$venv/bin/pip" -q install "wapiti3==$WAPITI"; }
  mkdir "$work/wapiti"
  # It asks for the newest wapiti, and finds no network.
  from_outside timeout 900 "$venv/bin/wapiti" -u "http://$inside:8080/" --swagger "http://$inside:8080/openapi.json" -m $wapiti_modules \
    --scope folder --max-scan-time 60 --max-attack-time 30 --flush-session --no-bugreport --store-session "$work/wapiti" \
    --store-config "$work/wapiti" -f json -o "$work/wapiti.json" >"$work/wapiti.log" 2>&1 || true
  python3 - "$work/wapiti.json" "$wapiti_known" <<'END'
import json, sys
report = json.load(open(sys.argv[1]))
found = [f"{name}: {one['method']} {one['path']}: {one['info']}" for kind in ("vulnerabilities", "anomalies")
         for name, ones in report[kind].items() if name != sys.argv[2] for one in ones]
pages = report["infos"]["crawled_pages_nbr"]
print(found[0] if found else f"nothing on {pages} paths but: {sys.argv[2]} (by X-Frame-Options; the CSP has it)")
sys.exit(bool(found) or pages < 10)
END
}

# From within: the service's own unit with another program.

in_the_unit() { # UNIT-FILE: prints what is possible there
  install -m 0644 "$tests/intruder.py" "$root/opt/intruder.py"
  sed -e 's/^Type=.*/Type=oneshot/' -e '/^NotifyAccess\|^Watchdog\|^Restart\|^\[Install\]\|^WantedBy/d' \
    -e "s|^ExecStart=.*|ExecStart=/usr/bin/python3 /opt/intruder.py $keys|" "$1" >"$root/etc/systemd/system/intruder.service"
  run systemctl daemon-reload
  run journalctl --rotate --vacuum-time=1s -q 2>/dev/null || true
  run systemctl start intruder.service
  run journalctl -u intruder -o cat --no-pager -n 100 | grep -E '^(possible|denied) ' >"$work/intruder"
}

intruder() { # UNIT-FILE
  in_the_unit "$1"
  local possible expected="connect to others,read its key file,write a /tmp of its own,write its cache"
  possible=$(sed -n 's/^possible //p' "$work/intruder" | sort -u | paste -sd,)
  echo "$(sort -u "$work/intruder" | grep -c ^denied) attempts denied; possible: $possible"
  [[ $possible == "$expected" ]]
}

exposure() {
  local line
  line=$(run systemd-analyze security --threshold=$MAX_EXPOSURE --no-pager retinagate.service | tail -n 1)
  echo "$line" | grep -oE '[0-9.]+ [A-Z]+'
  run systemd-analyze security --threshold=$MAX_EXPOSURE --no-pager retinagate.service >/dev/null
}

process() {
  local pid of
  pid=$(property MainPID)
  of=$(run sed -nE 's/^(Uid|CapEff|CapBnd|CapAmb|NoNewPrivs|Seccomp):\s+(\S+).*/\1 \2/p' "/proc/$pid/status" | paste -sd' ')
  echo "$of"
  [[ $of =~ Uid\ [1-9][0-9]*\ CapEff\ 0+\ CapBnd\ 0+\ CapAmb\ 0+\ NoNewPrivs\ 1\ Seccomp\ 2 ]]
}

memory_on_disks() {
  local limit
  limit=$(run sed -n 's/^Max core file size *\([^ ]*\) *\([^ ]*\) .*/\1 \2/p' "/proc/$(property MainPID)/limits")
  echo "core file at most $limit, MemorySwapMax=$(property MemorySwapMax)"
  [[ $limit == "0 0" && $(property MemorySwapMax) == 0 ]]
}

crash() { # A crash leaves a report of the JVM: only the service and root can read it, and there is no core file.
  run systemctl kill --signal=SEGV --kill-whom=main retinagate.service
  for _ in $(seq 150); do
    [[ $(property NRestarts) -ge 1 && $(property ActiveState) == active ]] && break
    sleep 1
  done
  echo "restarts: $(property NRestarts)"
  [[ $(property ActiveState) == active ]] && left_by_a_crash
}

left_by_a_crash() {
  local cores open
  cores=$(run find /var/cache/retinagate /var/lib/systemd/coredump /tmp -type f \( -name core -o -name 'core.*' \) 2>/dev/null || true)
  open=$(run find /var/cache/retinagate -maxdepth 1 -name 'hs_err*' -printf '%m ' 2>/dev/null)
  echo "reports of mode ${open:-none}, core files: ${cores:-none}"
  [[ -z $cores && $open =~ ^(600 )+$ ]]
}

files_of_the_service() { # The caches of the service are listed as one.
  local uid mine
  uid=$(run id -u retinagate)
  mine=$(find "$root"/{etc,usr,var,opt,srv,home,root} -xdev \( -uid "$uid" -o -perm -o+w ! -type l ! -perm -1000 \) \
    ! -path "$root/var/cache/retinagate*" -printf '/%P ' | sed "s|$root||g")
  echo "its own, beside its cache: ${mine:-nothing}"
  [[ $mine == "/retinagate/keys " ]]
}

# Secrets.

key_file() {
  local mode
  mode=$(run stat -c '%U %a' $keys)
  echo "$mode, the key in it: $(grep -cF "$key" "$root$keys" || true) times"
  [[ $mode == "retinagate 600" ]] && ! grep -qF "$key" "$root$keys"
}

key_elsewhere() {
  local pid where=""
  pid=$(property MainPID)
  run curl -sf -o /dev/null -H "X-Api-Key: $key" http://127.0.0.1:8080/models || { echo "the key is not taken"; return 1; }
  run curl -s -o /dev/null "http://127.0.0.1:8080/models?wrong=1" -H "X-Api-Key: rg_wrong"
  # Counted: grep -q would end the pipe at the first hit.
  [[ $(run journalctl --no-pager -o cat | grep -cF "$key") == 0 ]] || where+=" journal"
  [[ $(run cat "/proc/$pid/environ" "/proc/$pid/cmdline" | tr '\0' '\n' | grep -cF "$key") == 0 ]] || where+=" process"
  [[ $(run curl -s http://127.0.0.1:9090/metrics | grep -cF "$key") == 0 ]] || where+=" metrics"
  if grep -rqsF "$key" "$root/var/cache/retinagate" --include='*.log' --include='*.yaml'; then where+=" cache"; fi
  echo "found in:${where:- nothing}"
  [[ -z $where ]]
}

log_lines() { # JOURNAL-FILE: every line has the form of the program's own
  local forged
  forged=$(grep -aE '^[^ ]* *INFO +forged' "$1" || true)
  echo "lines that begin as the stranger wrote them: $(grep -c . <<<"$forged" || true); escapes: $(grep -acP '[\x1b\x85]' "$1" || true)"
  [[ -z $forged ]] && ! grep -qaP '\x1b' "$1"
}

journal() { run journalctl -u retinagate --no-pager -o cat >"$work/journal"; }

lynis() {
  mkdir -p "$root/etc/lynis"
  cp -r /usr/share/lynis "$root/usr/share/"
  cp -r /etc/lynis/. "$root/etc/lynis/"
  cp /usr/sbin/lynis "$root/usr/sbin/"
  run lynis audit system --quick --no-colors >"$work/lynis" 2>&1 || true
  local report=$root/var/log/lynis-report.dat warnings ours
  warnings=$(sed -n 's/^warning\[\]=\([^|]*\).*/\1/p' "$report" | grep -vx $lynis_known || true)
  ours=$(grep -E '^(warning|suggestion)' "$report" | grep -i retinagate || true)
  echo "hardening index $(sed -n 's/^hardening_index=//p' "$report"), unit $(sed -n 's/.*retinagate.service:.*\[ \(.*\) \].*/\1/p' "$work/lynis"), \
warnings: ${warnings:-none} (and $lynis_known of the test's root), about us: ${ours:-none}"
  [[ -z $warnings && -z $ours ]] && grep -qE 'retinagate.service:.*\[ (PROTECTED|OK) \]' "$work/lynis"
}

verdict() { # RESULT SEEN
  echo "$2"
  [[ $1 == ok ]]
}

stranger() { # PORT OUTPUT: adds stranger.py's checks to the table
  from_outside python3 "$tests/stranger.py" "$inside" "$1" "$picture" >"$2"
}

say "a host with the package, and a stranger on its network"
ip netns add "$stranger"
ip -n "$HOST_NAME" link add veth0 type veth peer name veth0 netns "$stranger"
ip -n "$HOST_NAME" addr add $inside/24 dev veth0
ip -n "$HOST_NAME" link set veth0 up
ip -n "$stranger" addr add $outside/24 dev veth0
ip -n "$stranger" link set veth0 up
ip -n "$stranger" link set lo up
cp "$DEB" "$root/root/retinagate.deb"
run dpkg -i /root/retinagate.deb >"$work/dpkg.log" 2>&1 || fail "dpkg: $(tail -n 5 "$work/dpkg.log")"
for _ in $(seq 180); do
  [[ $(property ActiveState) != active ]] || break
  sleep 1
done

unit=$root/usr/lib/systemd/system/retinagate.service
check nmap "ports of TCP that are open from outside" open_ports
check ss "ports of UDP" udp_ports
check nmap "what the port tells of its program" service_name
check curl "management port" management_port
stranger 8080 "$work/stranger"
while IFS=$'\t' read -r result what seen; do
  check stranger.py "$what" verdict "$result" "$seen"
done <"$work/stranger"
journal
check journalctl "lines that a stranger has forged" log_lines "$work/journal"
[[ ${1-} == --quick ]] || check wapiti "page and API" wapiti
check intruder.py "a program in the place of the gateway's" intruder "$unit"
check systemd-analyze "exposure of the unit" exposure
check /proc "user, capabilities, seccomp" process
check /proc "memory on disks" memory_on_disks
check kill "a crash" crash
check find "files that the service owns or all can write" files_of_the_service
printf 'RETINAGATE_KEYS_FILE=%s\n' $keys >>"$root/etc/default/retinagate"
key=$(run retinagate key add test --file $keys | awk 'END { print $NF }')
restart
check stat "key file" key_file
check grep "a key in journal, process, metrics" key_elsewhere
[[ ${1-} == --quick ]] || check lynis "the host" lynis

say "mistakes made on purpose"
printf 'RETINAGATE_MANAGEMENT_HOST=0.0.0.0\n' >>"$root/etc/default/retinagate"
restart
seeded "management on every address (nmap)" open_ports
seeded "management on every address (curl)" management_port
seeded "an unprotected unit" intruder <(sed -E '/^(Protect|Private|NoNew|Capability|SystemCall|Restrict|Inaccessible|Device|Lock|Ambient)/d' "$unit")
run chmod 644 $keys
seeded "a key file that all can read" key_file
run chmod 600 $keys
run touch /var/cache/retinagate/core.1
seeded "a core file" left_by_a_crash
run rm /var/cache/retinagate/core.1
run chmod o+w /etc/retinagate/retinagate.yaml
seeded "a configuration that all can write" files_of_the_service
run sh -c "echo 'caller $key' | systemd-cat"
seeded "a key in the journal" key_elsewhere
ip netns exec "$HOST_NAME" python3 "$tests/careless_server.py" $careless_port "$work/careless.log" 2>"$work/careless.err" &
CLIENTS+=($!)
sleep 2
stranger $careless_port "$work/careless"
good=$(grep -v '^FAILED' "$work/careless" | grep -v 'forge the log' || true)
[[ -z $good ]] || fail "of a careless server found good: $good"
seeded "lines forged in the log of a careless server" log_lines "$work/careless.log"
say "found: each of $(grep -c ^FAILED "$work/careless") mistakes of a careless server"

echo
column -t -s '|' "$table"
((failed == 0)) || fail "see the table"
say "all well"
