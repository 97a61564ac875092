#!/usr/bin/env bash
# Runs provisioning/monitoring against a gateway: a Prometheus scrapes it, every expression of the dashboard and of the alerts is sent there
# and must find its series, and the checks for Icinga/Nagios and Munin are run. A seeded wrong name has to be found.
#   RETINAGATE_JAR   the jar (target/retinagate.jar; built when it is missing)
# Ends with 0 when all is well. Skips, and says so, without prometheus (Debian package) or java. Takes about two minutes at most.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
files=$root/provisioning/monitoring
work=$(mktemp -d)
started=()
cleanup() {
  for pid in ${started[@]+"${started[@]}"}; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

say() { printf '%s\n' "$*"; }
die() {
  say "FAILED: $*" >&2
  exit 1
}
for tool in prometheus promtool java curl python3 shellcheck; do
  command -v "$tool" >/dev/null || {
    say "SKIPPED: monitoring.sh, $tool is not on this machine"
    exit 77
  }
done
python3 -c 'import yaml' 2>/dev/null || {
  say "SKIPPED: monitoring.sh, python3 has no yaml (Debian package python3-yaml)"
  exit 77
}

# --- Files alone --------------------------------------------------------------------------------------------------------------

shellcheck "$here/monitoring.sh" "$files/check_retinagate" "$files/munin_retinagate"
(cd "$files" && promtool check rules alerts.yml && promtool check config prometheus.yml) >/dev/null || die "promtool"
if command -v amtool >/dev/null; then
  amtool check-config "$files/alertmanager.yml" >/dev/null || die "amtool check-config"
  routed() { amtool config routes test --config.file="$1" "severity=$2" 2>/dev/null; }
  while read -r severity; do
    case $severity in
      page) expected=on-call ;;
      ticket) expected=tickets ;;
      *) die "alertmanager.yml has no receiver for severity $severity" ;;
    esac
    [ "$(routed "$files/alertmanager.yml" "$severity")" = "$expected" ] || die "severity $severity does not reach $expected"
  done < <(sed -nE 's/.*severity: (\w+)\}.*/\1/p' "$files/alerts.yml" | sort -u)
  sed 's/receiver: tickets/receiver: nobody/' "$files/alertmanager.yml" >"$work/seeded.yml"
  ! amtool check-config "$work/seeded.yml" >/dev/null 2>&1 || die "amtool does not find a receiver that does not exist"
  sed 's/severity="page"/severity="pages"/' "$files/alertmanager.yml" >"$work/seeded.yml"
  [ "$(routed "$work/seeded.yml" page)" != on-call ] || die "the test of routes does not find a wrong severity"
  say "ok       alertmanager.yml, both seeded mistakes found"
else
  say "SKIPPED: alertmanager.yml, amtool is not on this machine (Debian package prometheus-alertmanager)"
fi

# --- A gateway and a Prometheus -----------------------------------------------------------------------------------------------

jar=${RETINAGATE_JAR:-$root/target/retinagate.jar}
[ -f "$jar" ] || (cd "$root" && mvn -q -B -DskipTests package)

free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
await() {
  local seconds=$1
  shift
  for _ in $(seq "$seconds"); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    sleep 1
  done
  return 1
}

public=$(free_port) management=$(free_port) prometheus=$(free_port)
# With a certificate, whose expiry is a metric.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=localhost \
  -keyout "$work/tls.key" -out "$work/tls.pem" 2>/dev/null
(cd "$root" && RETINAGATE_HTTP_HOST=127.0.0.1 RETINAGATE_HTTP_PORT=$public RETINAGATE_MANAGEMENT_PORT=$management \
  exec java -jar "$jar" serve --tls-port 0 --tls-certificate "$work/tls.pem" --tls-key "$work/tls.key") >"$work/gateway.log" 2>&1 &
gateway=$!
started+=("$gateway")
await 90 curl -fsS "http://127.0.0.1:$management/health/ready" || {
  cat "$work/gateway.log"
  die "the gateway is not ready"
}

cp "$files/alerts.yml" "$work/alerts.yml"
sed -E "s/- targets: .*/- targets: ['127.0.0.1:$management']/; s/_interval: \w+/_interval: 1s/" "$files/prometheus.yml" >"$work/prometheus.yml"
prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/data" --web.listen-address="127.0.0.1:$prometheus" \
  >"$work/prometheus.log" 2>&1 &
started+=($!)
await 30 curl -fsS "http://127.0.0.1:$prometheus/-/ready" || {
  cat "$work/prometheus.log"
  die "Prometheus is not ready"
}

# --- Traffic, expressions, seeded mistakes ------------------------------------------------------------------------------------

python3 "$here/expressions.py" "$files" "http://127.0.0.1:$prometheus" "http://127.0.0.1:$public" \
  "$root/src/test/resources/pictures/astronaut.jpg" || die "expressions"

# --- Icinga/Nagios and Munin --------------------------------------------------------------------------------------------------

# probe STATUS PATTERN ARGUMENTS...: the check ends with that status, and its one line matches.
probe() {
  local expected=$1 pattern=$2 line status=0
  shift 2
  line=$("$files/check_retinagate" "$@") || status=$?
  [ "$status" = "$expected" ] || die "check_retinagate $*: status $status, expected $expected: $line"
  [ "$(wc -l <<<"$line")" = 1 ] || die "check_retinagate $*: more than a line"
  grep -qE "$pattern" <<<"$line" || die "check_retinagate $*: $line"
  say "ok       check_retinagate, $expected: ${line:0:110}"
}

# A gateway that answers what a file says, for the states that a healthy one does not get into.
answers=$(free_port)
mkdir "$work/web"
(cd "$work/web" && exec python3 -m http.server --bind 127.0.0.1 "$answers") >/dev/null 2>&1 &
started+=($!)
curl -fsS "http://127.0.0.1:$management/metrics" >"$work/scrape"
await 10 curl -fsS "http://127.0.0.1:$answers/"

node=http://127.0.0.1:$management
fake=http://127.0.0.1:$answers
perfdata='\| in_flight=[0-9]+;[0-9]+;;0;[0-9]+ queue_depth=[0-9]+;;;0 workers_idle=[1-9][0-9]* .* requests=[1-9][0-9]*c rejected=[0-9]+c memory=[1-9][0-9]+B$'
probe 0 "^RETINAGATE OK - ready, 0 of [1-9][0-9]* permits in use $perfdata" -u "$node/"
probe 3 'not a whole number' -u "$node" -w many
probe 3 usage -x
sed -E 's/^(retinagate_ready\S*) .*/\1 0.0/' "$work/scrape" >"$work/web/metrics"
probe 2 'CRITICAL - not ready' -u "$fake"
sed -E 's/^(retinagate_workers\{.*"wedged".*\}) .*/\1 1.0/' "$work/scrape" >"$work/web/metrics"
probe 2 '1 workers hang' -u "$fake"
sed -E 's/^(retinagate_workers\{.*"rebuilding".*\}) .*/\1 1.0/' "$work/scrape" >"$work/web/metrics"
probe 1 '1 workers without a detector' -u "$fake"
sed -E 's/^(retinagate_in_flight\S*) .*/\1 9.0/; s/^(retinagate_permits\S*) .*/\1 10.0/' "$work/scrape" >"$work/web/metrics"
probe 1 '9 of 10 permits' -u "$fake"
probe 2 '9 of 10 permits' -u "$fake" -c 90
probe 0 '9 of 10 permits' -u "$fake" -w 95
echo hello >"$work/web/metrics"
probe 3 'no scrape of a Retinagate node' -u "$fake"
# The seeded mistake: the gateway's metric has another name than the check reads.
sed -E 's/^retinagate_permits/retinagate_places/' "$work/scrape" >"$work/web/metrics"
probe 3 'no scrape of a Retinagate node' -u "$fake"

# Each field that the configuration names gets a value, and no other.
munin() { url=$1 "$files/munin_retinagate" "${@:2}"; }
fields() { awk -v word="$1" '$1 == "multigraph" { graph = $2 } $1 ~ "[.]" word "$" { sub("[.]" word "$", "", $1); print graph "." $1 }' | sort; }
[ "$(munin "$node" autoconf)" = yes ] || die "munin_retinagate autoconf"
munin "$node" config | fields label >"$work/config"
munin "$node" | tee "$work/values" | fields value >"$work/fetched"
diff "$work/config" "$work/fetched" || die "munin_retinagate: configuration and values differ"
for field in permits "done" idle resident direct; do
  grep -qE "^$field\.value [1-9][0-9]*$" "$work/values" || die "munin_retinagate: no value of $field"
done
say "ok       munin_retinagate ($(wc -l <"$work/config") fields)"

kill "$gateway"
await 60 eval "! kill -0 $gateway"
probe 2 'no answer' -u "$node" -t 2
[ "$(munin "$node" autoconf | cut -c1-2)" = no ] || die "munin_retinagate finds a node where there is none"
say "monitoring.sh: all well ($SECONDS s)"
