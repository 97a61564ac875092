#!/bin/sh
# Installs Retinagate on a fresh Debian machine, starts it, and tells the auto-scaling group when the node is ready.
# Run once by cloud-init, as root. Parameters: /etc/retinagate-fleet.env. A failure of any step abandons the launch, so
# that the group terminates the instance and starts another.
set -eu

# shellcheck source=/dev/null
. "${FLEET_ENV:-/etc/retinagate-fleet.env}"

lifecycle=${LIFECYCLE:-/usr/local/sbin/retinagate-lifecycle}
outcome=ABANDON
finish() {
  if [ -n "$LAUNCH_HOOK" ]; then
    "$lifecycle" complete "$LAUNCH_HOOK" "$outcome" ||
      logger -t retinagate-bootstrap "the launch hook could not be completed: $outcome"
  fi
}
trap finish EXIT

log() { logger -s -t retinagate-bootstrap "$*"; }

# Mirrors fail now and then in the first seconds of a network.
try() {
  attempt=1
  until "$@"; do
    [ "$attempt" -lt 5 ] || { log "gave up: $*"; return 1; }
    sleep $((attempt * 3))
    attempt=$((attempt + 1))
  done
}

export DEBIAN_FRONTEND=noninteractive
install_packages() {
  try apt-get -q -o DPkg::Lock::Timeout=120 -o Dpkg::Options::=--force-confold install -y --no-install-recommends "$@"
}

try apt-get -q -o DPkg::Lock::Timeout=120 update
# awscli first: finish() needs it.
install_packages ca-certificates curl awscli

if [ -n "$MODELS_S3" ]; then
  # Before the package: its service starts at once, and needs the model.
  install -d -m 755 /var/lib/retinagate /var/lib/retinagate/models
  try aws --region "$REGION" s3 sync --only-show-errors "$MODELS_S3" /var/lib/retinagate/models
  chmod -R a+rX /var/lib/retinagate/models
fi

if [ -n "$AGENT_URL" ]; then
  try curl -fsS --retry 3 -o /var/tmp/amazon-cloudwatch-agent.deb "$AGENT_URL"
  echo "$AGENT_SHA256  /var/tmp/amazon-cloudwatch-agent.deb" | sha256sum -c --quiet -
  install_packages /var/tmp/amazon-cloudwatch-agent.deb logrotate
  rm /var/tmp/amazon-cloudwatch-agent.deb
  /opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s \
    -c file:/etc/retinagate-cloudwatch.json
  systemctl daemon-reload
  systemctl enable --now retinagate-log.service
fi

install_packages "retinagate${PACKAGE_VERSION:+=$PACKAGE_VERSION}"
systemctl daemon-reload
systemctl enable --now retinagate.service retinagate-lifecycle.service

if [ -n "$OPTIMIZER_IMAGE" ]; then
  install_packages docker.io
  # The agent takes the balancer's requests on the data port and passes them on to the node.
  try docker run -d --name target-control-agent --restart always --network host --read-only --cap-drop ALL \
    --security-opt no-new-privileges \
    -e TARGET_CONTROL_DATA_ADDRESS="0.0.0.0:$OPTIMIZER_DATA_PORT" \
    -e TARGET_CONTROL_CONTROL_ADDRESS="0.0.0.0:$OPTIMIZER_CONTROL_PORT" \
    -e TARGET_CONTROL_DESTINATION_ADDRESS=127.0.0.1:8080 \
    -e TARGET_CONTROL_MAX_CONCURRENCY="$OPTIMIZER_CONCURRENCY" \
    "$OPTIMIZER_IMAGE"
fi

# The first start unpacks the natives and loads the model: some ten seconds.
waited=0
until curl -fsS -m 5 -o /dev/null http://127.0.0.1:9090/health/ready; do
  [ "$waited" -lt 180 ] || { log "not ready after 180 s"; exit 1; }
  sleep 3
  waited=$((waited + 3))
done
outcome=CONTINUE
log "ready"
