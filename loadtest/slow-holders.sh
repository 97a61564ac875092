#!/usr/bin/env bash
# Four addresses hold what they can: uploads that crawl, annotated answers that are never read, streams of HTTP/2 whose window stays
# closed. A fifth address posts pictures with a few connections: without, beside, and again without them.
#
#   loadtest/slow-holders.sh [--connections 500] [--seconds 60] [--return-seconds 30]
#
# Demands >= 0.9 of the goodput, no other answers than 200, and that every probe of both ports is answered 200. A connection that
# the node cut returns after --return-seconds; its picture is then work for the worker as any other. Loopback only; needs wrk.
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=loadtest/harness.sh
source loadtest/harness.sh

CLIENTS=4
MIN_GOODPUT=0.9
WARM_UP_SECONDS=40
ALONE_SECONDS=20
RAMP_SECONDS=30  # At once, their own pictures would fill the queue.
LEAVE_SECONDS=10 # Until the node has noticed that they left.
UNREAD_PICTURE=src/test/resources/pictures/astronaut.jpg
STREAM_PICTURE=src/test/resources/pictures/chelsea.jpg

connections=500
seconds=60
return_seconds=30
read_options connections seconds return-seconds -- "$@"
need_wrk_apart
need curl curl
need python3 python3
PICTURE=$(picture large)
export PICTURE RETINAGATE_WORKERS_ENGINE_THREADS=1
holders_csv=$RESULTS/slow-holders.clients.csv
probes=$RESULTS/slow-holders.probes

# goodput SECONDS: pictures a second, 503s, other answers, broken connections.
goodput() {
  taskset -c "$CLIENT_CORE" wrk -t1 -c"$CLIENTS" -d"$1s" --timeout 10s -s loadtest/post.lua "http://127.0.0.1:$PORT/detect" \
    | awk '/^RESULT/ { printf "%.2f %d %d %d\n", $5 / $3, $7, $9, $11 }'
}

# Asks both ports for their health, and prints each status; 000 without an answer.
probe() {
  taskset -cp "$CLIENT_CORE" "$BASHPID" >/dev/null
  while true; do
    curl -s -m 2 -o /dev/null -w '%{http_code}\n' "http://127.0.0.1:$PORT/health" || true
    curl -s -m 2 -o /dev/null -w '%{http_code}\n' "http://127.0.0.1:$MANAGEMENT_PORT/health/live" || true
    sleep 0.5
  done
}

# end NAME: stops a background process of this script.
end() {
  kill "${RUNNING[$1]}" 2>/dev/null || true
  wait "${RUNNING[$1]}" 2>/dev/null || true
  unset "RUNNING[$1]"
}

# most FILE COLUMN FROM TO: the highest value of a column between two times.
most() {
  awk -F, -v column="$2" -v from="$3" -v to="$4" \
    'NR > 1 && $1 >= from && $1 <= to && $column > max { max = $column } END { printf "%d", max }' "$1"
}

# grown FILE COLUMN FROM TO: how much a column grew between two times.
grown() {
  awk -F, -v column="$2" -v from="$3" -v to="$4" \
    'NR > 1 && $1 >= from && $1 <= to { if (!seen++) first = $column; last = $column } END { printf "%d", last - first }' "$1"
}

rm -f "$RESULTS/slow-holders.log" "$holders_csv"
start_gateway slow-holders "$SERVER_CORE" "$PORT" "$MANAGEMENT_PORT" --workers 1
watch_gateway slow-holders "$MANAGEMENT_PORT"
probe >"$probes" &
RUNNING[probes]=$!

goodput "$WARM_UP_SECONDS" >/dev/null
read -r before before_refused before_other before_broken < <(goodput "$ALONE_SECONDS")
echo "alone: $before/s, $before_refused refused"

taskset -c "$CLIENT_CORE" python3 -B loadtest/slow_holders.py "$PORT" "$connections" "$RAMP_SECONDS" "$return_seconds" \
  "$UNREAD_PICTURE" "$STREAM_PICTURE" "$holders_csv" &
RUNNING[holders]=$!
goodput "$RAMP_SECONDS" >/dev/null
kill -0 "${RUNNING[holders]}" 2>/dev/null || die "the slow holders have ended: see above"
from=$(date +%s)
done_before=$(metric '^retinagate_jobs_total.*"done"')
read -r beside refused other broken < <(goodput "$seconds")
done_beside=$(($(metric '^retinagate_jobs_total.*"done"') - done_before))
to=$(date +%s)
held=$(most "$holders_csv" 2 "$from" "$to")
uploads=$(most "$holders_csv" 3 "$from" "$to")
unread=$(most "$holders_csv" 4 "$from" "$to")
streams=$(most "$holders_csv" 5 "$from" "$to")
cut=$(grown "$holders_csv" 6 "$from" "$to")
refused_holders=$(grown "$holders_csv" 7 "$from" "$to")
other_ends=$(grown "$holders_csv" 8 "$from" "$to")
end holders
echo "beside: $beside/s, $refused refused; $held connections, which hold $uploads uploads, $unread answers, $streams streams;" \
  "$cut cut, $refused_holders refused, $other_ends ended otherwise"
# The worker's pictures of the slow ones: what is missing of the goodput may be theirs.
theirs=$(awk "BEGIN { printf \"%.2f\", ($done_beside - $beside * $seconds) / $seconds }")
echo "pictures of the slow ones: $theirs/s"

goodput "$LEAVE_SECONDS" >/dev/null
read -r after after_refused after_other after_broken < <(goodput "$ALONE_SECONDS")
echo "alone again: $after/s, $after_refused refused"

sleep 2
left=$(metric '^retinagate_(upload_reserved_bytes|in_flight|uploading) ')
curl -s -m 5 "http://127.0.0.1:$MANAGEMENT_PORT/metrics" | grep -E '^retinagate_(requests|rejected|jobs)_total' || true
end probes
unwatch_gateway slow-holders
bytes=$(most "$RESULTS/slow-holders.csv" 10 "$from" "$to")
rss=$(most "$RESULTS/slow-holders.csv" 2 "$from" "$to")
rss_alone=$(most "$RESULTS/slow-holders.csv" 2 0 "$((from - RAMP_SECONDS))")
probed=$(wc -l <"$probes")
unhealthy=$(grep -cv '^200$' "$probes" || true)
echo "bytes in flight at most $bytes; RSS at most $((rss / 1024)) MiB, alone $((rss_alone / 1024)) MiB; $probed probes"

status=0
stop_gateway slow-holders || status=1
check_log slow-holders || status=1
kept=$(awk "BEGIN { printf \"%.3f\", 2 * $beside / ($before + $after) }")
figures=$(jq -n --argjson before "$before" --argjson beside "$beside" --argjson after "$after" --argjson theirs "$theirs" \
  --argjson connections "$held" --argjson uploads "$uploads" --argjson unread "$unread" --argjson streams "$streams" \
  --argjson cut "$cut" --argjson refused "$refused_holders" --argjson ended "$other_ends" \
  --argjson bytes "$bytes" --argjson rss "$((rss / 1024))" --argjson rssAlone "$((rss_alone / 1024))" \
  '{beforePerSecond: $before, besidePerSecond: $beside, afterPerSecond: $after, slowPicturesPerSecond: $theirs,
    connectionsMax: $connections, uploadsMax: $uploads, unreadMax: $unread, streamsMax: $streams,
    cut: $cut, refused: $refused, endedOtherwise: $ended,
    bytesInFlightMax: $bytes, rssMaxMib: $rss, rssAloneMib: $rssAlone}')
write_result slow-holders "$figures" \
  "$(check "goodput beside the slow holders / without" "$kept" ">=" "$MIN_GOODPUT")" \
  "$(check "their connections at a time" "$held" ">=" "$((connections / 2))")" \
  "$(check "pictures refused, beside them" "$refused" "<=" 0)" \
  "$(check "neither 200 nor 503, or broken" \
    "$((other + broken + before_other + before_broken + after_other + after_broken))" "<=" 0)" \
  "$(check "probes not answered 200" "$unhealthy" "<=" 0)" \
  "$(check "bytes and pictures held at the end" "$left" "<=" 0)" || status=1
exit "$status"
