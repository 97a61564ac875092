#!/usr/bin/env bash
# piuparts.sh [SUITE]: installs, upgrades and purges the package in a fresh root, and looks for what is left.
set -euo pipefail
# shellcheck source=provisioning/test/lib.sh
. "$(dirname "$0")/lib.sh"
need piuparts=piuparts debootstrap=debootstrap
need_root
need_deb

suite=${1:-bookworm}
log=$PROJECT/target/piuparts-$suite.log
# What the JRE and systemd, which it depends on, leave behind is Debian's.
if ! timeout 900 piuparts --distribution "$suite" --mirror "$(mirror) main" --no-eatmydata --warn-on-debsums-errors \
  --ignore-regex '^/etc/(ssl|java|\.java).*' --ignore-regex '^/(var/lib|usr/share)/ca-certificates.*' \
  --ignore-regex '^/(root/\.ssh|var/(cache|lib|log)/private|var/lib/systemd)(/.*)?$' \
  --log-file "$log" "$DEB" >/dev/null; then
  tail -n 40 "$log" >&2
  fail "piuparts: $log"
fi
say "piuparts on $suite: $(tail -n 1 "$log")"
