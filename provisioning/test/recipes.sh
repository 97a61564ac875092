#!/usr/bin/env bash
# recipes.sh: the recipes of OPERATING.md that need one host: an expired certificate, a rotated key, a full node. Each is done
# as the page says, under load, on a booted Debian with the package and a Prometheus with the product's own alerts.
set -euo pipefail
# shellcheck source=provisioning/test/lib.sh
. "$(dirname "$0")/lib.sh"
need systemd-container=systemd-nspawn debootstrap=debootstrap iproute2=ip python3=python3 curl=curl jq=jq openssl=openssl prometheus=prometheus
need_root
need_deb

picture=$PROJECT/src/test/resources/pictures/astronaut.jpg
client=$PROJECT/provisioning/test/recipe_client.py
keys=/etc/retinagate/keys
prometheus_port=9091

boot bookworm
work=$HOST_DIR
root=$HOST_DIR/root

evidence() { echo ": $(run journalctl -u retinagate --no-pager -o cat -n 20)"; }

alert() { # NAME: whether it fires
  beside curl -s "http://127.0.0.1:$prometheus_port/api/v1/alerts" \
    | jq -e --arg name "$1" '[.data.alerts[] | select(.labels.alertname == $name and .state == "firing")] | length > 0' >/dev/null
}

no_alert() { ! alert "$1"; }

expiring() { # NAME END: NAME.pem and NAME.key of the test's authority, until END (YYMMDDHHMMSSZ)
  (
    cd "$work/authority"
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -subj "/CN=$HOST_NAME" -out "$1.csr" 2>/dev/null
    openssl ca -batch -config ca.cnf -in "$1.csr" -out "$1.pem" -notext -startdate 200101000000Z -enddate "$2" 2>/dev/null
  )
}

put() { # NAME: the pair is renamed into place, the key first, readable for the group retinagate
  local part
  for part in key pem; do
    cp "$work/authority/$1.$part" "$root/etc/retinagate/tls.$part.new"
    run chown root:retinagate "/etc/retinagate/tls.$part.new"
    run chmod 640 "/etc/retinagate/tls.$part.new"
    run mv "/etc/retinagate/tls.$part.new" "/etc/retinagate/tls.$part"
  done
}

by_tls() { # as a client that checks certificates
  beside curl -s -o /dev/null --max-time 20 --cacert "$work/authority/root.pem" --resolve "localhost:8443:127.0.0.1" https://localhost:8443/health
}

make_authority() {
  mkdir -p "$work/authority"
  cd "$work/authority"
  touch index.txt
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout root.key -subj "/CN=Root of a test" -days 200 -sha256 \
    -addext basicConstraints=critical,CA:true -addext keyUsage=critical,keyCertSign,cRLSign -out root.pem 2>/dev/null
  cat >ca.cnf <<'END'
[ca]
default_ca = it
[it]
database = index.txt
rand_serial = yes
new_certs_dir = .
certificate = root.pem
private_key = root.key
default_md = sha256
policy = any
unique_subject = no
x509_extensions = node
[any]
commonName = supplied
[node]
subjectAltName = DNS:localhost
END
  cd "$PROJECT"
}

say "a host with HTTPS and keys, and Prometheus with the product's alerts, which wait less here"
make_authority
expiring old "$(date -u -d '2 minutes ago' +%y%m%d%H%M%SZ)"
expiring new "$(date -u -d '90 days' +%y%m%d%H%M%SZ)"
cp "$DEB" "$root/root/retinagate.deb"
run dpkg -i /root/retinagate.deb >"$work/dpkg.log" 2>&1 || fail "dpkg: $(tail -n 5 "$work/dpkg.log")"
put old
key=$(run retinagate key add camera-1 --file $keys | awk 'END { print $NF }')
echo "$key" >"$work/key"
printf 'RETINAGATE_%s\n' TLS_CERTIFICATE=/etc/retinagate/tls.pem TLS_KEY=/etc/retinagate/tls.key KEYS_FILE=$keys >>"$root/etc/default/retinagate"
run systemctl restart retinagate.service || fail "not started: $(run journalctl -u retinagate --no-pager -n 30)"
pid=$(property MainPID)

sed -E -e 's/^( +)for: .*/\1for: 5s/' -e 's/\[5m\]/[30s]/g' "$PROJECT/provisioning/monitoring/alerts.yml" >"$work/alerts.yml"
sed -E -e 's/(scrape_interval|evaluation_interval): .*/\1: 3s/' -e "s/targets: .*/targets: ['127.0.0.1:9090']/" -e '/^alerting:/,$d' \
  "$PROJECT/provisioning/monitoring/prometheus.yml" >"$work/prometheus.yml"
ip netns exec "$HOST_NAME" prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/tsdb" --web.listen-address=127.0.0.1:$prometheus_port \
  >"$work/prometheus.log" 2>&1 &
CLIENTS+=($!)

say "expired certificate"
await 120 "the alert does not fire" alert RetinagateCertificateExpires
status=0
by_tls || status=$?
[[ $status == 60 ]] || fail "a client takes the expired certificate (curl's status $status)"
logged=$(run journalctl -u retinagate --no-pager -o cat | grep -m 1 -i 'expired on') || fail "the log says nothing of it"
say "seen: the alert RetinagateCertificateExpires, curl's status 60, in the log: ${logged#* }"
SSL_CERT_FILE=$work/authority/root.pem
export SSL_CERT_FILE
put new
await 40 "the new certificate is not taken" by_tls
await 60 "the alert does not end" no_alert RetinagateCertificateExpires
[[ $(property MainPID) == "$pid" ]] || fail "it was restarted"
say "mended: a client takes the new one, the alert ended, the same process"
# A pair that does not belong together: the old one stays in use.
cp "$work/authority/old.pem" "$root/etc/retinagate/tls.pem"
refused() { run journalctl -u retinagate --no-pager -o cat | grep -q 'the old certificate stays in use'; }
await 60 "the log says nothing of the wrong pair" refused
by_tls || fail "a wrong pair broke HTTPS"
put new
say "a wrong pair (the old certificate, the new key) is logged, and HTTPS goes on"

say "rotated key, under load"
ip netns exec "$HOST_NAME" env SSL_CERT_FILE="$SSL_CERT_FILE" python3 "$client" https://localhost:8443/detect "$work/key" "$picture" 30 2 >"$work/client.log" &
load=$!
CLIENTS+=("$load")
sleep 5
next=$(run retinagate key add camera-1-next --file $keys | awk 'END { print $NF }')
sleep 2 # The file is read twice a second.
echo "$next" >"$work/key.new"
mv "$work/key.new" "$work/key"
sleep 8
status_of() { run curl -s -o /dev/null -w '%{http_code}' -H "X-Api-Key: $1" http://127.0.0.1:8080/models; }
metrics() { run curl -s http://127.0.0.1:9090/metrics | awk -v name="$1" 'index($0, name) == 1 { sum += $NF } END { print sum + 0 }'; }
old_in_use() { metrics 'retinagate_key_requests_total{key="camera-1",'; }
before=$(old_in_use)
((before > 0)) || fail "the metric does not know the old key"
sleep 5
[[ $(old_in_use) == "$before" ]] || fail "somebody still uses the old key: $before, then $(old_in_use)"
run retinagate key remove camera-1 --file $keys >/dev/null
sleep 2
[[ $(status_of "$key") == 401 && $(status_of "$next") == 200 ]] || fail "old key $(status_of "$key"), new key $(status_of "$next")"
wait "$load" || fail "the client was refused: $(cat "$work/client.log")"
[[ $(property MainPID) == "$pid" ]] || fail "it was restarted"
say "the client's answers: $(cat "$work/client.log"); the old key, unused for 5 s by the metric, gets 401; the same process"
# The mistake that the order avoids: the old key goes while a client uses it.
echo "$key" >"$work/wrong"
if beside env SSL_CERT_FILE="$SSL_CERT_FILE" python3 "$client" https://localhost:8443/detect "$work/wrong" "$picture" 2 >"$work/wrong.log"; then
  fail "a client with the removed key saw no refusal: $(cat "$work/wrong.log")"
fi
say "found: a client that was forgotten: $(cat "$work/wrong.log")"

say "full node"
flood=$(run retinagate key add flood --file $keys | awk 'END { print $NF }')
echo "$flood" >"$work/flood"
sleep 2
ip netns exec "$HOST_NAME" env SSL_CERT_FILE="$SSL_CERT_FILE" python3 "$client" https://localhost:8443/detect "$work/flood" "$picture" 150 60 >"$work/flood.log" &
CLIENTS+=($!)
await 120 "the alert does not fire" alert RetinagateSaturated
run retinagate health >/dev/null || fail "a full node is not healthy"
most=$(beside curl -s "http://127.0.0.1:$prometheus_port/api/v1/query" --data-urlencode 'query=topk(1, sum by (key) (rate(retinagate_key_requests_total[30s])))' \
  | jq -r '.data.result[0].metric.key')
[[ $most == flood ]] || fail "most requests are said to come with the key $most"
say "seen: the alert RetinagateSaturated; the node stays healthy; most requests come with the key $most"
run sed -i '/^flood /s|$| rate=1/s|' $keys
await 90 "the alert does not end" no_alert RetinagateSaturated
ip netns exec "$HOST_NAME" env SSL_CERT_FILE="$SSL_CERT_FILE" python3 "$client" https://localhost:8443/detect "$work/key" "$picture" 10 2 >"$work/others.log" \
  || fail "others are still refused: $(cat "$work/others.log")"
say "mended: a rate for that key; the alert ended; another key's answers beside the flood: $(cat "$work/others.log")"
say "all well"
