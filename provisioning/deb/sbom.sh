#!/usr/bin/env bash
# sbom.sh: writes the bill of materials of what the jar carries (CycloneDX) anew, to be run when a dependency changes; SbomIT finds
# out. What tells nothing of a library itself is left out: where its authors publish it, who they are, and all digests but one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
bill=src/main/resources/META-INF/sbom/retinagate.cdx.json
mvn -B -ntp -q cyclonedx:makeBom
slim=$(jq '.components |= map({type, "bom-ref", group, name, version, scope, hashes: [.hashes[]? | select(.alg == "SHA-256")], licenses, purl}
    | with_entries(select(.value != null)))
  | del(.metadata.tools, .metadata.component.externalReferences)' "$bill")
printf '%s\n' "$slim" >"$bill"
