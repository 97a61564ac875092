#!/bin/sh
# Drains this node when its auto-scaling group or the spot market takes the instance.
#   retinagate-lifecycle watch                    asks the instance's metadata every five seconds (a systemd service)
#   retinagate-lifecycle complete HOOK OUTCOME    answers a lifecycle hook: CONTINUE or ABANDON
# The group has taken the node out of the balancer, and waited for the deregistration delay, before the metadata say
# "Terminated". Stopping the service then finishes what is left (SIGTERM drains); a stop takes at most TimeoutStopSec.
set -eu

# shellcheck source=/dev/null
. "${FLEET_ENV:-/etc/retinagate-fleet.env}"

METADATA=${METADATA:-http://169.254.169.254/latest}
PERIOD=${PERIOD:-5}

# IMDSv2: each question needs a token. Fails with a message-free status when the key does not exist (404).
metadata() {
  token=$(curl -fsS -m 2 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$METADATA/api/token") || return 1
  curl -fs -m 2 -H "X-aws-ec2-metadata-token: $token" "$METADATA/meta-data/$1"
}

answer_hook() {
  instance=$(metadata instance-id)
  aws --region "$REGION" autoscaling complete-lifecycle-action --auto-scaling-group-name "$GROUP" \
    --lifecycle-hook-name "$1" --lifecycle-action-result "$2" --instance-id "$instance"
}

drain() {
  logger -s -t retinagate-lifecycle "draining: $1"
  systemctl stop retinagate.service
}

watch() {
  while :; do
    if [ "$(metadata autoscaling/target-lifecycle-state || true)" = Terminated ]; then
      drain 'the group terminates this instance'
      [ -z "$TERMINATE_HOOK" ] || answer_hook "$TERMINATE_HOOK" CONTINUE
      return 0
    fi
    # 404 until the notice, two minutes before the end.
    if metadata spot/instance-action >/dev/null; then
      drain 'the spot market takes this instance'
      return 0
    fi
    sleep "$PERIOD"
  done
}

case ${1-} in
  watch) watch ;;
  complete) answer_hook "$2" "$3" ;;
  *) echo "usage: $0 watch | complete HOOK CONTINUE|ABANDON" >&2; exit 2 ;;
esac
