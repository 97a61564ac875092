#!/usr/bin/env bash
# haproxy.sh [FILE]: writes haproxy.cfg, which Compose mounts, anew from the template of the role that configures a host's balancer.
# To be run when that has changed; provisioning/test/balancers.sh finds out. Needs ansible (Debian's ansible-core).
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2016 # Variables of HAProxy's environment.
"$here/../ansible/roles/balancer/render.sh" haproxy.cfg "${1:-$here/haproxy.cfg}" balancer_user='""' \
  balancer_nodes='[{"name": "node-1", "address": "\"${RETINAGATE_NODE_1}\""}, {"name": "node-2", "address": "\"${RETINAGATE_NODE_2}\""}]'
