#!/usr/bin/env bash
# Checks provisioning/terraform without an account of AWS, and then checks the checks: a seeded mistake of each kind has to be found.
#   terraform.sh            everything
#   terraform.sh checks     without the seeded mistakes
#   terraform.sh seeds      the seeded mistakes alone
# Ends with 0 when all is well, 1 when not, 77 when skipped: terraform, go or npm is missing.
# Tools that are no Debian packages are installed once, by their ordinary clients, below RETINAGATE_TOOLS (/var/tmp/retinagate-tools).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
code=$(cd "$here/../terraform" && pwd)
tools=${RETINAGATE_TOOLS:-/var/tmp/retinagate-tools}
work=$(mktemp -d)
started=()
cleanup() {
  for pid in ${started[@]+"${started[@]}"}; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT

readonly CHECKOV=3.3.30 TFLINT=v0.64.0 SCHEMA_PACKAGE=@cdktn/provider-aws@25.7.0 PROVIDER=6.66.0

say() { printf '%s\n' "$*"; }
die() {
  say "FAILED: $*" >&2
  exit 1
}
for tool in terraform go npm node; do
  command -v "$tool" >/dev/null || {
    say "skipped: terraform.sh, $tool is not on this machine"
    exit 77
  }
done
mkdir -p "$tools/bin"

# --- Tools --------------------------------------------------------------------------------------------------------------------

install_tools() {
  if [ ! -x "$tools/checkov-$CHECKOV/bin/checkov" ]; then
    say "installing checkov $CHECKOV"
    python3 -m venv "$tools/checkov-$CHECKOV"
    "$tools/checkov-$CHECKOV/bin/pip" install -q "checkov==$CHECKOV"
  fi
  if [ ! -x "$tools/bin/tflint" ]; then
    say "installing tflint $TFLINT"
    GOBIN=$tools/bin go install "github.com/terraform-linters/tflint@$TFLINT" >"$work/tflint-install.log" 2>&1 ||
      die "tflint: $(tail -n 3 "$work/tflint-install.log")"
  fi
  command -v shellcheck >/dev/null || die "shellcheck is missing (Debian package shellcheck)"
  command -v cloud-init >/dev/null || die "cloud-init is missing (Debian package cloud-init)"
}

# The stand-in for the AWS provider, with the types that the code uses. Built again when they or the stand-in change.
build_stub() {
  local names key folder package
  names=$(grep -rhoE '^(resource|data) "aws_[a-z0-9_]+"' "$code" --include='*.tf' | sort -u |
    sed -E 's/^resource "aws_([a-z0-9_]+)"/\1/; s/^data "aws_([a-z0-9_]+)"/data-aws-\1/; s/_/-/g')
  key=$(cat "$code"/stub/* - <<<"$names $SCHEMA_PACKAGE" | sha256sum | cut -c1-16)
  folder=$tools/stub-$key
  if [ ! -x "$folder/terraform-provider-aws" ]; then
    package=$tools/schema-${SCHEMA_PACKAGE##*@}
    if [ ! -d "$package" ]; then
      say "fetching the schema: $SCHEMA_PACKAGE"
      (cd "$work" && npm pack --silent "$SCHEMA_PACKAGE" >/dev/null && tar xzf ./*.tgz && rm ./*.tgz)
      mv "$work/package" "$package"
    fi
    say "building the stand-in"
    cp -r "$code/stub" "$work/stub"
    # shellcheck disable=SC2086 # a word for each name
    node "$work/stub/schema.js" "$package" provider $names >"$work/stub/schema.json"
    (cd "$work/stub" && go build -o terraform-provider-aws .)
    mkdir -p "$folder"
    mv "$work/stub/terraform-provider-aws" "$folder/"
  fi
  # The mirror's layout begins with the registry's host: Terraform's own default, which it tells.
  printf 'disable_checkpoint = true\n' >"$work/plain.rc"
  mkdir "$work/empty"
  sed -n '/^terraform {/,/^}/p' "$code/versions.tf" >"$work/empty/versions.tf"
  local address
  address=$(cd "$work/empty" && TF_CLI_CONFIG_FILE=$work/plain.rc terraform providers | sed -nE 's/.*provider\[([^]]+)\].*/\1/p' | head -1)
  [ -n "$address" ] || die "terraform does not tell the provider's address"
  local place=$work/mirror/$address/$PROVIDER/linux_amd64
  mkdir -p "$place"
  cp "$folder/terraform-provider-aws" "$place/terraform-provider-aws_v$PROVIDER"
  cat >"$work/terraform.rc" <<RC
disable_checkpoint = true
provider_installation {
  filesystem_mirror {
    path = "$work/mirror"
  }
}
RC
  export TF_CLI_CONFIG_FILE=$work/terraform.rc TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1
}

# --- The checks. Each takes the folder to check, and fails with the tool's own output ------------------------------------------

check_fmt() { terraform fmt -check -recursive -diff "$1"; }

# One plugin process serves all copies; .terraform and the lock file stay in the copy.
init() { terraform -chdir="$1" init -input=false -no-color >"$work/init.log" 2>&1 || { cat "$work/init.log"; return 1; }; }

check_validate() {
  init "$1" && terraform -chdir="$1" validate -no-color
}

check_examples() {
  local example
  for example in "$1"/examples/*/; do
    check_validate "${example%/}" || return 1
  done
}

# With a second argument only that file of tests.
check_test() {
  init "$1" && terraform -chdir="$1" test -no-color ${2+-filter="tests/$2.tftest.hcl"}
}

# tests/ and stub/ are no configuration.
check_checkov() {
  PYTHONWARNINGS=ignore LOG_LEVEL=ERROR "$tools/checkov-$CHECKOV/bin/checkov" -d "$1" --framework terraform --compact --quiet \
    --skip-download --skip-path examples --skip-path .terraform
}

check_tflint() {
  local folder
  for folder in "$1" "$1"/modules/*/; do
    "$tools/bin/tflint" --chdir="$folder" --config="$here/tflint.hcl" --no-color || return 1
  done
}

check_shellcheck() { shellcheck "$1"/modules/user-data/files/*.sh; }

# What a node gets, with nothing and with everything optional.
render() {
  local folder=$1 variant=$2
  mkdir -p "$work/render"
  rm -rf "$work/render/$variant"
  cp -r "$folder/modules/user-data" "$work/render/$variant"
  cp "$here/terraform-$variant.tfvars.json" "$work/render/$variant/terraform.tfvars.json"
  (cd "$work/render/$variant" && terraform init -no-color >/dev/null && terraform apply -auto-approve -no-color >apply.log 2>&1 &&
    terraform output -raw text >user-data.yaml) || { cat "$work/render/$variant/apply.log"; return 1; }
}

check_cloud_init() {
  local variant
  for variant in plain full; do
    render "$1" "$variant" || return 1
    # 2 is "valid, with deprecated keys".
    cloud-init schema --config-file "$work/render/$variant/user-data.yaml" || return 1
    python3 "$here/user_data.py" "$work/render/$variant/user-data.yaml" || return 1
  done
}

# The scripts of a node, with metadata, apt-get, aws and systemctl of our own: a node that fails to start is abandoned, and one that ends
# is drained before it lets the group go on.
check_lifecycle() {
  python3 "$here/lifecycle.py" "$1/modules/user-data/files"
}

run_check() {
  local name=$1
  shift
  local begin=$SECONDS
  if "check_$name" "$@" >"$work/$name.log" 2>&1; then
    say "ok       $name ($((SECONDS - begin)) s) $(tail -1 "$work/$name.log" | cut -c1-100)"
  else
    cat "$work/$name.log"
    die "$name"
  fi
}

# --- Seeded mistakes: the check has to fail, and its output has to name the mistake -------------------------------------------

# seed CHECK ARGUMENTS FILE SED-EXPRESSION EXPECTED
seed() {
  local check=$1 arguments=$2 file=$3 expression=$4 expected=$5 copy=$work/seeded
  rm -rf "$copy"
  cp -r "$code" "$copy"
  sed -i -E "$expression" "$copy/$file"
  ! cmp -s "$code/$file" "$copy/$file" || die "the mistake for $check did not get into $file: $expression"
  # shellcheck disable=SC2086 # none, or one
  if "check_$check" "$copy" $arguments >"$work/seed.log" 2>&1; then
    cat "$work/seed.log"
    die "$check does not find the mistake in $file: $expression"
  fi
  # Tools wrap their lines.
  tr '\n│' '  ' <"$work/seed.log" | tr -s ' ' | grep -qF -- "$expected" || {
    cat "$work/seed.log"
    die "$check fails for another reason than the mistake in $file: $expression"
  }
  say "found    $check: $file, $expected"
}

# The expressions are sed's, not the shell's.
# shellcheck disable=SC2016
seeds() {
  seed fmt '' balancer.tf 's/^  internal +=/  internal =/' 'internal'
  seed validate '' balancer.tf 's/idle_timeout = var/idle_time_out = var/' 'An argument named "idle_time_out" is not expected here'
  seed validate '' balancer.tf 's/enable_http2 +=.*/enable_http2 = "perhaps"/' 'a bool is required'
  seed validate '' balancer.tf '/^  load_balancer_arn = /d' 'The argument "load_balancer_arn" is required'
  seed examples '' examples/fixed/main.tf 's/^  client_cidrs.*//' 'The argument "client_cidrs" is required'
  seed test times variables-times.tf '/^variable "node_idle_timeout_seconds"/,/^}/ s/default += 75/default = 65/; s/(var.node_idle_timeout_seconds >=) .*/\1 1/' \
    'node_idle_timeout_below_the_balancers'
  seed test times modules/user-data/main.tf 's/TimeoutStopSec=\$\{var.drain_probe_seconds \+ /TimeoutStopSec=${/' 'systemd kills a node in the middle of its drain'
  seed test times balancer.tf 's/unhealthy_threshold = .*/unhealthy_threshold = 10/' "before the balancer's probes have found it"
  seed test scaling scaling.tf 's/health_check_type += "EC2"/health_check_type = "ELB"/' 'replaces nodes that are slow under load'
  seed test scaling scaling.tf 's/pictures_per_second \* 60/pictures_per_second/' 'not 65 % of the measured capacity'
  seed test scaling scaling.tf 's/default = "ABANDON"/default = "CONTINUE"/' 'A node that does not become ready is kept'
  seed test service balancer.tf 's/"weighted_random"/"least_outstanding_requests"/' 'favours a node that fails fast'
  seed test service security.tf 's/referenced_security_group_id = aws_security_group.balancer.id/cidr_ipv4 = "0.0.0.0\/0"/' 'reaches the nodes'
  seed test service nodes.tf 's/:s3:::\$\{statement.value.bucket\}\/\$\{statement.value.prefix\}/:s3:::${statement.value.bucket}/' 'may read more than its models'
  seed test service nodes.tf 's/encrypted +=.*/encrypted = false/' 'The disk is not encrypted'
  seed checkov '' nodes.tf 's/http_tokens +=.*/http_tokens = "optional"/' 'CKV_AWS_79'
  seed checkov '' balancer.tf 's/drop_invalid_header_fields +=.*/drop_invalid_header_fields = false/' 'CKV_AWS_131'
  seed tflint '' variables.tf '$ a variable "left_over" {\n  type = string\n  description = "x"\n}' 'left_over'
  seed shellcheck '' modules/user-data/files/bootstrap.sh 's/"\$AGENT_URL"$/$AGENT_URL/' 'SC2086'
  seed cloud_init '' modules/user-data/main.tf 's/runcmd +=/runcommand =/' 'nothing runs the bootstrap'
  seed cloud_init '' modules/user-data/main.tf 's/runcmd +=.*/runcmd = "\/usr\/local\/sbin\/retinagate-bootstrap"/' "is not of type 'array'"
  seed cloud_init '' modules/user-data/main.tf 's/permissions = "0755", content = file\("\$\{path.module\}\/files\/boot/permissions = "0644", content = file("${path.module}\/files\/boot/' 'not executable'
  seed lifecycle '' modules/user-data/files/lifecycle.sh "s/^      drain 'the group.*//" 'let go before the drain'
  seed lifecycle '' modules/user-data/files/bootstrap.sh 's/^outcome=ABANDON/outcome=CONTINUE/' 'goes into service'
}

install_tools
build_stub
# A copy: init writes .terraform and a lock file with the stand-in's sums, which must not be committed.
cp -r "$code" "$work/clean"
rm -rf "$work/clean/.terraform" "$work/clean/.terraform.lock.hcl"
cp -r "$work/clean" "$work/initialised"
code=$work/clean

checks() {
  run_check fmt "$code"
  run_check validate "$work/initialised"
  run_check examples "$work/initialised"
  run_check test "$work/initialised"
  run_check checkov "$code"
  run_check tflint "$code"
  run_check shellcheck "$code"
  run_check cloud_init "$code"
  run_check lifecycle "$code"
  shellcheck "$here/terraform.sh" || die "shellcheck of terraform.sh"
  say "ok       shellcheck of this script"
}

[ "${1-}" = seeds ] || checks
[ "${1-}" = checks ] || seeds
say "terraform.sh: all well ($SECONDS s)"
