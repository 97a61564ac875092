#!/usr/bin/env bash
# Checks provisioning/kubernetes without a cluster, and then checks the checks: each seeded mistake has to be found.
#   kubernetes.sh            everything
#   kubernetes.sh checks     without the seeded mistakes
# Ends with 0 when all is well, 1 when not. Renders with kubectl, or with kustomize, installed once by go; without either it says so and
# ends with 77. Tools that are no Debian packages go below RETINAGATE_TOOLS (/var/tmp/retinagate-tools).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
code=$root/provisioning/kubernetes
tools=${RETINAGATE_TOOLS:-/var/tmp/retinagate-tools}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The oldest Kubernetes that knows preStop's sleep without a feature gate, and the newest with schemas.
readonly KUSTOMIZE=v5.7.1 SCHEMAS=1.37.0 VERSIONS='1.30 1.37'

say() { printf '%s\n' "$*"; }
die() {
  say "FAILED: $*" >&2
  exit 1
}
mkdir -p "$tools/bin"

# --- Tools --------------------------------------------------------------------------------------------------------------------

if command -v kubectl >/dev/null; then
  kustomize() { kubectl kustomize "$1"; }
elif [ -x "$tools/bin/kustomize" ] || command -v go >/dev/null; then
  [ -x "$tools/bin/kustomize" ] || {
    say "installing kustomize $KUSTOMIZE"
    GOBIN=$tools/bin go install "sigs.k8s.io/kustomize/kustomize/v5@$KUSTOMIZE"
  }
  kustomize() { "$tools/bin/kustomize" build "$1"; }
else
  say "skipped: kubernetes.sh, neither kubectl nor go is on this machine"
  exit 77
fi
python=$tools/kubernetes-validate-$SCHEMAS/bin/python
if ! "$python" -c 'import kubernetes_validate' 2>/dev/null; then
  say "installing kubernetes-validate $SCHEMAS"
  python3 -m venv "$tools/kubernetes-validate-$SCHEMAS"
  "$python" -m pip install -q "kubernetes-validate==$SCHEMAS"
fi

# --- The checks. Each takes the folder with base and example, and fails with the tool's own output ------------------------------

render() { kustomize "$1/$2" >"$work/$2.yaml"; }

# The ServiceMonitor is the operator's kind: the schemas do not have it, and kubernetes.py looks at it.
check_schema() {
  render "$1" base && render "$1" example || return 1
  "$python" - "$VERSIONS" "$work/base.yaml" "$work/example.yaml" <<'PYTHON'
import sys, kubernetes_validate, yaml

checked, wrong = 0, 0
for path in sys.argv[2:]:
    for document in yaml.safe_load_all(open(path)):
        for version in sys.argv[1].split() if document["kind"] != "ServiceMonitor" else ():
            checked += 1
            try:
                kubernetes_validate.validate(document, version, strict=True)
            except kubernetes_validate.ValidationError as error:
                wrong += 1
                print(document["kind"], version, ".".join(map(str, error.path)), error.message)
print(f"{checked} validations, {wrong} mistakes")
sys.exit(1 if wrong else 0)
PYTHON
}

check_rules() {
  local variant
  for variant in base example; do
    render "$1" "$variant" && "$python" "$here/kubernetes.py" "$work/$variant.yaml" "$root" || return 1
  done
}

run_check() {
  local name=$1 begin=$SECONDS
  "check_$name" "$code" >"$work/$name.log" 2>&1 || {
    cat "$work/$name.log"
    die "$name"
  }
  say "ok       $name ($((SECONDS - begin)) s) $(tail -1 "$work/$name.log" | cut -c1-100)"
}

# --- Seeded mistakes: the check has to fail, and its output has to name the mistake -------------------------------------------

# seed CHECK FILE SED-EXPRESSION EXPECTED
seed() {
  local check=$1 file=$2 expression=$3 expected=$4 copy=$work/seeded
  rm -rf "$copy"
  cp -r "$code" "$copy"
  sed -i -E "$expression" "$copy/$file"
  ! cmp -s "$code/$file" "$copy/$file" || die "the mistake for $check did not get into $file: $expression"
  if "check_$check" "$copy" >"$work/seed.log" 2>&1; then
    die "$check does not find the mistake in $file: $expression"
  fi
  grep -qF -- "$expected" "$work/seed.log" || {
    cat "$work/seed.log"
    die "$check fails for another reason than the mistake in $file: $expression"
  }
  say "found    $check: $file, $expected"
}

seeds() {
  local deployment=base/deployment.yaml scaling=base/autoscaling.yaml policy=base/networkpolicy.yaml
  seed schema $deployment 's/readOnlyRootFilesystem/readonlyRootFilesystem/' 'readonlyRootFilesystem'
  seed schema $deployment 's/containerPort: 8080/containerPort: http/' 'not of type'
  seed schema $scaling '/^  maxReplicas/d' "'maxReplicas' is a required property"
  seed schema base/kustomization.yaml 's/- service.yaml/- services.yaml/' 'services.yaml'
  seed rules $deployment 's/(terminationGracePeriodSeconds:).*/\1 40/' 'killed in the middle of the drain'
  seed rules base/retinagate.yaml 's/timeout: 30s/timeout: 1m/' 'killed in the middle of the drain'
  seed rules $deployment 's/seconds: 5$/seconds: 1/' 'preStop of 1 s'
  seed rules $deployment '/readinessProbe/,/periodSeconds/ s/port: management/port: http/' 'readinessProbe does not ask the management port'
  seed rules base/retinagate.yaml 's/port: 9090/port: 9091/' 'startupProbe does not ask the management port'
  seed rules base/retinagate.yaml 's/host: 0.0.0.0/host: 127.0.0.1/' 'the management port is on the loopback'
  seed rules base/retinagate.yaml 's/probe-period/probing-period/' 'unknown key drain.probing-period'
  seed rules $deployment 's,/health/live,/health/ready,' 'livenessProbe does not ask /health/live'
  seed rules $deployment 's/failureThreshold: 90/failureThreshold: 9/' 'restarted before it has started'
  seed rules $scaling 's/minReplicas: 2/minReplicas: 1/' 'a drained machine may take the last node'
  seed rules $scaling 's/maxUnavailable: 1/maxUnavailable: 0/' 'no machine can ever be drained'
  seed rules $scaling '/^kind: PodDisruptionBudget/,$ { s/  selector:/  selector: {}/; /matchLabels/,$ d }' 'the budget does not select the nodes'
  seed rules $deployment 's/^spec:/spec:\n  replicas: 3/' 'undo what the autoscaler did'
  seed rules $scaling 's/retinagate_in_flight/retinagate_inflight/' 'no node has the metric retinagate_inflight'
  seed rules $scaling 's/averageValue: "4"/averageValue: "40"/' 'of no use with 2 workers'
  seed rules $deployment 's/runAsNonRoot: true/runAsNonRoot: false/' 'may run as root'
  seed rules $deployment 's/readOnlyRootFilesystem: true/readOnlyRootFilesystem: false/' 'the root file system is writable'
  seed rules $deployment 's,mountPath: /var/cache/retinagate,mountPath: /var/cache,' '/var/cache/retinagate is not writable'
  seed rules $policy '/namespaceSelector/,/name: prometheus/d' 'the management port is open to more than Prometheus'
  seed rules $policy 's/, Egress\]/]/' 'one direction is not restricted'
  # Kustomize writes the nodes' label over that of Prometheus.
  seed rules base/kustomization.yaml 's/includeTemplates/includeSelectors/' 'Prometheus is not let in'
  seed rules base/service.yaml '/publishNotReadyAddresses/d' 'does not see nodes that are not ready'
  seed rules base/servicemonitor.yaml 's/component: management/component: metrics/' '0 Services are scraped'
  seed rules base/servicemonitor.yaml '/jobLabel/d' 'the alerts know the job retinagate'
}

run_check schema
run_check rules
shellcheck "$here/kubernetes.sh" || die "shellcheck of kubernetes.sh"
say "ok       shellcheck of this script"
if [ "${1-}" != checks ]; then
  seeds
fi
say "kubernetes.sh: all well ($SECONDS s)"
