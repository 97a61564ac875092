#!/usr/bin/env bash
# shellcheck disable=SC2317,SC2120,SC2119 # `check` calls the functions by name
# HTTPS as strangers see it: openssl and testssl.sh against the packaged jar, with a certificate of a root made here.
#
#   provisioning/test/tls.sh [--quick]
#
# --quick leaves testssl.sh out. Needs openssl, curl, jq and testssl.sh (Debian package testssl.sh); uses the loopback alone.
# Ends with status 0 only if every check passed. testssl.sh's findings stay in target/testssl.json.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=provisioning/test/lib.sh
source provisioning/test/lib.sh

readonly JAR=$PWD/target/retinagate.jar
readonly FINDINGS=$PWD/target/testssl.json
readonly READY_WITHIN=90

work=$(mktemp -d)
node=
failed=0

end() {
  [[ -z $node ]] || kill "$node" 2>/dev/null || true
  [[ -z $node ]] || wait "$node" 2>/dev/null || true
  rm -rf "$work"
}
trap end EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

die() {
  echo "$0: $*" >&2
  exit 2
}

# check WHAT COMMAND...: runs it, and says whether it succeeded.
check() {
  local what=$1
  shift
  if "$@"; then
    echo "ok      $what"
  else
    echo "FAILED  $what"
    failed=1
  fi
}

# says TEXT COMMAND...: whether the command's output has the text, whatever its status.
says() {
  local text=$1 output
  shift
  output=$("$@" </dev/null 2>&1 || true)
  grep -q -- "$text" <<<"$output" || {
    echo "$output" | tail -n 20 >&2
    return 1
  }
}

# certificate NAME DAYS: NAME.pem and NAME.key, of the root.
certificate() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -subj "/CN=localhost" -out "$1.csr" 2>/dev/null
  openssl x509 -req -in "$1.csr" -CA root.pem -CAkey root.key -set_serial "0x$(openssl rand -hex 16)" -days "$2" -sha256 \
    -out "$1.pem" -extfile <(printf '%s\n' 'subjectAltName=DNS:localhost,IP:127.0.0.1' 'basicConstraints=critical,CA:false' \
      'keyUsage=critical,digitalSignature' 'extendedKeyUsage=serverAuth' 'crlDistributionPoints=URI:http://127.0.0.1/root.crl') 2>/dev/null
}

certificates() (
  cd "$work"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout root.key -subj "/CN=Root of a test" -days 200 \
    -sha256 -addext basicConstraints=critical,CA:true -addext keyUsage=critical,keyCertSign,cRLSign -out root.pem 2>/dev/null
  certificate first 180
  certificate second 180
  cp first.pem node.pem
  cp first.key node.key
)

start() {
  java -jar "$JAR" serve --host 127.0.0.1 --port 0 --tls-port 0 --management-port 0 \
    --tls-certificate "$work/node.pem" --tls-key "$work/node.key" >"$work/log" 2>&1 &
  node=$!
  local end=$((SECONDS + READY_WITHIN))
  until grep -qs ' serving ' "$work/log"; do
    if ! kill -0 "$node" 2>/dev/null || ((SECONDS >= end)); then
      cat "$work/log" >&2
      die "the node does not serve"
    fi
    sleep 0.2
  done
  port=$(sed -n 's|.*https://127\.0\.0\.1:\([0-9]*\)/.*|\1|p' "$work/log" | head -n 1)
  [[ -n $port ]] || die "the log names no https address"
}

s_client() {
  openssl s_client -connect "127.0.0.1:$port" -servername localhost -CAfile "$work/root.pem" "$@"
}

answers() {
  curl -sf -o /dev/null --cacert "$work/root.pem" "$@" "https://localhost:$port/health"
}

serves_second() {
  local end=$((SECONDS + 30))
  cp "$work/second.key" "$work/node.key"
  cp "$work/second.pem" "$work/node.pem"
  local wanted
  wanted=$(openssl x509 -in "$work/second.pem" -noout -serial)
  until [[ $(s_client </dev/null 2>/dev/null | openssl x509 -noout -serial) == "$wanted" ]]; do
    ((SECONDS < end)) || return 1
    sleep 1
  done
}

# refuses WORDS FLAGS...: the node does not start, and says why.
refuses() {
  says "$1" timeout 60 java -jar "$JAR" serve --host 127.0.0.1 --port 0 --tls-port 0 --management-port 0 "${@:2}"
}

no_finding_above_low() {
  rm -f "$FINDINGS"
  testssl --quiet --color 0 --warnings off --nodns none --ip 127.0.0.1 --add-ca "$work/root.pem" --jsonfile "$FINDINGS" \
    "localhost:$port" >"$work/testssl.txt" 2>&1 || true
  [[ -s $FINDINGS ]] || {
    tail -n 30 "$work/testssl.txt" >&2
    return 1
  }
  # Without a line about the protocols the scan did not get as far as the node.
  jq -e 'any(.[]; .id == "TLS1_3" and .severity == "OK")' "$FINDINGS" >/dev/null || return 1
  jq -r '.[] | select(.severity | IN("OK", "INFO") | not) | "        \(.severity) \(.id): \(.finding)"' "$FINDINGS"
  grep -m 1 'Overall Grade' "$work/testssl.txt" || true
  jq -e 'all(.[]; .severity | IN("OK", "INFO", "LOW"))' "$FINDINGS" >/dev/null
}

# A handshake that follows would verify the certificate again.
refuses_renegotiation() {
  local said
  said=$( (sleep 1; echo R; sleep 2) | openssl s_client -connect "127.0.0.1:$port" -tls1_2 2>&1) || true
  grep -q '^RENEGOTIATING' <<<"$said" && [[ $(sed '1,/^RENEGOTIATING/d' <<<"$said" | grep -c '^verify return') == 0 ]]
}

need openssl=openssl jq=jq
[[ ${1:-} == --quick ]] || need testssl.sh=testssl
[[ -f $JAR ]] || die "$JAR is missing: mvn -DskipTests package"

certificates
start
# Without the cipher string, openssl would refuse TLS 1.1 by itself, which proves nothing.
check "TLS 1.0 gets an alert" says 'alert protocol version' s_client -tls1 -cipher 'DEFAULT@SECLEVEL=0'
check "TLS 1.1 gets an alert" says 'alert protocol version' s_client -tls1_1 -cipher 'DEFAULT@SECLEVEL=0'
check "TLS 1.2 is spoken, with ECDHE" says 'Verify return code: 0' s_client -tls1_2 -cipher ECDHE+AESGCM
check "TLS 1.2 without forward secrecy gets an alert" says 'alert handshake failure' s_client -tls1_2 -cipher 'AES128-GCM-SHA256:AES256-SHA'
check "TLS 1.2 with CBC gets an alert" says 'alert handshake failure' s_client -tls1_2 -cipher 'ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES128-SHA'
check "TLS 1.3 is spoken" says 'Verify return code: 0' s_client -tls1_3
check "HTTP/2 by ALPN" says 'ALPN protocol: h2' s_client -alpn h2,http/1.1
check "HTTP/1.1 by ALPN" says 'ALPN protocol: http/1.1' s_client -alpn http/1.1
check "an answer by HTTPS" answers
check "an answer by HTTP/2" answers --http2
check "a client cannot renegotiate" refuses_renegotiation
check "a new certificate is served without a restart" serves_second
check "a missing file is named" refuses "tls.certificate: '$work/absent.pem' cannot be read" \
  --tls-certificate "$work/absent.pem" --tls-key "$work/node.key"
check "a key that does not fit is named" refuses "tls.key: '$work/first.key' does not fit" \
  --tls-certificate "$work/second.pem" --tls-key "$work/first.key"
if [[ ${1:-} != --quick ]]; then
  check "testssl.sh has no finding above LOW" no_finding_above_low
fi
exit "$failed"
