#!/usr/bin/env bash
# all.sh [--all]: the tests of what is in provisioning, one after another. --all adds the next Debian, the watchdog,
# piuparts, testssl.sh, the seeded mistakes of the Terraform code and of the balancers, and a fleet of booted hosts.
# A part whose tools are missing is skipped, and said to be. One that takes longer than MAX_SECONDS has failed.
set -uo pipefail
cd "$(dirname "$0")" || exit 1

MAX_SECONDS=1500
# To take away what the part has made.
MAX_CLEANUP_SECONDS=120

parts=("lint.sh" "host.sh bookworm" "tls.sh --quick" "monitoring.sh" "kubernetes.sh" "terraform.sh checks"
  "containers.sh" "balancers.sh" "ansible.sh lint" "security.sh --quick"
  "recipes.sh")
[[ ${1-} != --all ]] || parts=("lint.sh" "host.sh bookworm --watchdog" "host.sh trixie" "piuparts.sh bookworm"
  "tls.sh" "security.sh" "monitoring.sh" "kubernetes.sh" "terraform.sh" "containers.sh" "balancers.sh --seeds"
  "ansible.sh" "recipes.sh" "simulation.sh")

failed=0
for part in "${parts[@]}"; do
  echo "== $part"
  # shellcheck disable=SC2086 # A name and its arguments.
  timeout --kill-after=$MAX_CLEANUP_SECONDS $MAX_SECONDS ./$part
  case $? in
    0) ;;
    124 | 137)
      echo "== $part: FAILED, not ended after $MAX_SECONDS s"
      failed=1
      ;;
    77) echo "== $part: skipped" ;;
    *)
      echo "== $part: FAILED"
      failed=1
      ;;
  esac
done
exit $failed
