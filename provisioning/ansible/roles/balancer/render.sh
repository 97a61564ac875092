#!/usr/bin/env bash
# render.sh haproxy.cfg|nginx.conf FILE KEY=VALUE…: writes the balancer's configuration as the role does, without installing it.
# The keys are those of defaults/main.yml; a value may be JSON. Needs ansible (Debian's ansible-core).
set -euo pipefail
role=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
template=$role/templates/$1.j2 file=$(realpath "$2")
shift 2
values=()
for value; do values+=(-e "{\"${value%%=*}\": ${value#*=}}"); done
ANSIBLE_LOCALHOST_WARNING=false ANSIBLE_INVENTORY_UNPARSED_WARNING=false \
  ansible localhost --connection local --module-name ansible.builtin.template \
  --args "src=$template dest=$file mode=0644" -e "@$role/defaults/main.yml" "${values[@]}" >/dev/null
