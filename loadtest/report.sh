#!/usr/bin/env bash
# Turns the results in loadtest/target/results/ into the README's table (printed) and the plot of goodput against offered load.
#
#   loadtest/report.sh [--plot src/docs/goodput.svg]
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=loadtest/harness.sh
source loadtest/harness.sh

plot=src/docs/goodput.svg
read_options plot -- "$@"

# What lscpu says of the machine: cores, model, family, and whether INT8 has its instructions.
cpu() {
  LC_ALL=C lscpu | sed -n "s/^$1: *//p" | head -1
}
vnni=no
[[ " $(cpu Flags) " != *" avx512_vnni "* ]] || vnni=yes
newest=$(find "$RESULTS" -name '*.json' -printf '%T@ %p\n' | sort -rn | head -1 | cut -d' ' -f2-)
[[ -n $newest ]] || die "there are no results in $RESULTS"
CAPTION="$(cpu 'CPU(s)') cores, $(cpu 'Model name') (family $(cpu 'CPU family'), model $(cpu Model), AVX-512 VNNI: $vnni), $(date -u -r "$newest" +%F)"
export CAPTION
tool Report "$RESULTS" "$plot"
