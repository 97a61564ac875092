#!/usr/bin/env bash
# The cost of TLS: pictures a second by HTTPS against HTTP in cleartext, on connections that are kept, of one node on one core,
# in alternation; and of small answers (GET /models), where TLS weighs most.
#
#   loadtest/tls.sh [--rounds 5] [--seconds 10] [--clients 3] [--picture FILE]
#
# Demands HTTPS >= 0.95 of HTTP for pictures; of small answers it only tells. Loopback only; needs wrk and openssl.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=loadtest/harness.sh
source loadtest/harness.sh

MIN_OF_CLEARTEXT=0.95
TLS_PORT=18443

rounds=5
seconds=10
clients=3
picture=
read_options rounds seconds clients picture -- "$@"
need_wrk_apart
need openssl openssl
[[ -n $picture ]] || picture=$(picture camera)
export PICTURE=$picture RETINAGATE_WORKERS_ENGINE_THREADS=1

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=localhost \
  -keyout "$RESULTS/tls.key" -out "$RESULTS/tls.pem" 2>/dev/null

# pictures URL SECONDS: pictures a second; fails unless every answer was 200.
pictures() {
  taskset -c "$CLIENT_CORE" wrk -t1 -c"$clients" -d"$2s" -s loadtest/post.lua "$1/detect" >"$RESULTS/tls.wrk"
  awk '/^RESULT/ { if ($7 + $9 + $11 > 0) exit 1; printf "%.2f", $5 / $3 }' "$RESULTS/tls.wrk" \
    || die "not every answer was 200: see $RESULTS/tls.wrk"
}

# answers URL SECONDS: small answers a second.
answers() {
  taskset -c "$CLIENT_CORE" wrk -t1 -c"$clients" -d"$2s" "$1/models" | awk '/^Requests\/sec/ { print $2 }'
}

rm -f "$RESULTS/tls.log"
RETINAGATE_HTTP_ACCESS_LOG=false start_gateway tls "$SERVER_CORE" "$PORT" "$MANAGEMENT_PORT" --workers 1 \
  --tls-port "$TLS_PORT" --tls-certificate "$RESULTS/tls.pem" --tls-key "$RESULTS/tls.key"
plain=http://127.0.0.1:$PORT
secure=https://127.0.0.1:$TLS_PORT
# Until the just-in-time compilers have settled.
for url in "$plain" "$secure"; do
  pictures "$url" 20 >/dev/null
  answers "$url" 10 >/dev/null
done

ratios=() https=() small=()
for round in $(seq "$rounds"); do
  # Each of the two goes first as often as the other.
  if ((round % 2)); then order=(http https); else order=(https http); fi
  for scheme in "${order[@]}"; do
    if [[ $scheme == http ]]; then url=$plain; else url=$secure; fi
    declare "pictures_$scheme=$(pictures "$url" "$seconds")"
    declare "answers_$scheme=$(answers "$url" "$seconds")"
  done
  # shellcheck disable=SC2154 # declared above
  ratios+=("$(ratio "$pictures_https" "$pictures_http")") small+=("$(ratio "$answers_https" "$answers_http")")
  https+=("$pictures_https")
  # shellcheck disable=SC2154
  printf 'round %d: pictures HTTP %s/s, HTTPS %s/s (%s of it); small answers HTTP %s/s, HTTPS %s/s (%s of it)\n' \
    "$round" "$pictures_http" "$pictures_https" "${ratios[-1]}" "$answers_http" "$answers_https" "${small[-1]}"
done

status=0
stop_gateway tls || status=1
check_log tls || status=1
figures=$(jq -n --argjson https "$(median "${https[@]}")" --argjson small "$(median "${small[@]}")" \
  '{httpsPerSecond: $https, smallAnswersRatio: $small}')
write_result tls "$figures" "$(check "HTTPS / HTTP, pictures" "$(median "${ratios[@]}")" ">=" "$MIN_OF_CLEARTEXT")" || status=1
exit "$status"
