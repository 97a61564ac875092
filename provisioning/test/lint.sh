#!/usr/bin/env bash
# lint.sh: what can be said of the package and the scripts without installing them.
set -euo pipefail
# shellcheck source=provisioning/test/lib.sh
. "$(dirname "$0")/lib.sh"
need shellcheck=shellcheck lintian=lintian systemd=systemd-analyze
need_deb

MAX_EXPOSURE=15 # tenths

cd "$PROJECT"
say "shellcheck"
mapfile -t scripts < <(grep -rlE '^#!.*(bash|/sh)' provisioning .ci)
shellcheck -x -P SCRIPTDIR -P "$PROJECT" "${scripts[@]}"

say "lintian"
lintian --fail-on error,warning --tag-display-limit 0 "$DEB"

say "systemd-analyze"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Neither the program nor its manual page is on this machine.
sed -e 's|^ExecStart=/usr/bin/retinagate .*|ExecStart=/bin/true|' -e '/^Documentation=/d' \
  provisioning/deb/retinagate.service >"$work/retinagate.service"
# It ends with 0 even for an unknown key: clean is who prints nothing.
found=$(systemd-analyze verify --man=no "$work/retinagate.service" 2>&1) || true
[[ -z $found ]] || fail "systemd-analyze verify: $found"
found=$(systemd-analyze security --offline=true --threshold=$MAX_EXPOSURE "$work/retinagate.service" 2>&1) \
  || fail "systemd-analyze security: $found"
say "exposure $(sed -n 's/.*exposure level.*: \([0-9.]*\) .*/\1/p' <<<"$found")"
