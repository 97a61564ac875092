#!/usr/bin/env bash
# build.sh JAR VERSION TIME OUTPUT: the Debian package of a jar. Called by `mvn -Pdeb package`; needs dpkg-deb.
# TIME is that of each file, so that the same jar makes the same package.
set -euo pipefail

jar=$1 version=$2 output=$4
epoch=$(date -u -d "$3" +%s)
here=$(cd "$(dirname "$0")" && pwd)
project=$(cd "$here/../.." && pwd)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 0755 "$root"
export LC_ALL=C.UTF-8 SOURCE_DATE_EPOCH=$epoch

put() { # MODE FILE TARGET
  install -D -m "$1" "$2" "$root/$3"
}

generate() { # TARGET ARGUMENTS…: what a command of the jar prints
  local target=$root/$1
  mkdir -p "$(dirname "$target")"
  java -XX:TieredStopAtLevel=1 -jar "$jar" "${@:2}" >"$target"
  chmod 0644 "$target"
}

put 0644 "$jar" usr/lib/retinagate/retinagate.jar
put 0755 "$here/launcher" usr/bin/retinagate
put 0644 "$here/default" etc/default/retinagate
put 0644 "$here/retinagate.service" usr/lib/systemd/system/retinagate.service
put 0644 "$here/sysusers.conf" usr/lib/sysusers.d/retinagate.conf

# The documented configuration, with the package's folders in the place of the defaults.
mkdir -p "$root/etc/retinagate"
sed -e 's|^  directory: models$|  directory: /var/lib/retinagate/models|' \
  -e 's|^  cache-directory: auto$|  cache-directory: /var/cache/retinagate|' \
  "$project/conf/retinagate.yaml" >"$root/etc/retinagate/retinagate.yaml"
chmod 0644 "$root/etc/retinagate/retinagate.yaml"
[[ $(grep -c /var/ "$root/etc/retinagate/retinagate.yaml") == 2 ]] || { echo "build.sh: a folder of conf/retinagate.yaml was not found" >&2; exit 1; }

# The model of the package, and beside it those that an administrator fetches.
for file in "$project"/models/nanodet-g/*; do
  put 0644 "$file" "usr/share/retinagate/models/nanodet-g/$(basename "$file")"
done
mkdir -p "$root/var/lib/retinagate/models"
ln -s /usr/share/retinagate/models/nanodet-g "$root/var/lib/retinagate/models/nanodet-g"

generate usr/share/bash-completion/completions/retinagate completion
generate usr/share/man/man1/retinagate.1 manual
gzip -9 -n "$root/usr/share/man/man1/retinagate.1"

doc=$root/usr/share/doc/retinagate
mkdir -p "$doc"
sed -e "s|@VERSION@|$version|" -e "s|@DATE@|$(date -u -R -d "@$epoch")|" "$here/changelog" | gzip -9 -n >"$doc/changelog.gz"
{
  cat "$here/copyright"
  for list in THIRD-PARTY.txt THIRD-PARTY-NATIVE.txt; do
    sed -e '/^$/d' -e 's/^ *\(.*\)/ \1/' "$project/src/main/resources/META-INF/$list"
  done
} >"$doc/copyright"
for bill in retinagate native; do
  put 0644 "$project/src/main/resources/META-INF/sbom/$bill.cdx.json" "usr/share/doc/retinagate/$bill.cdx.json"
done
put 0644 "$here/lintian-overrides" usr/share/lintian/overrides/retinagate
chmod 0644 "$doc"/*

mkdir -p "$root/DEBIAN"
size=$(du -k -s --apparent-size "$root" | cut -f1)
sed -e "s|@VERSION@|$version|" -e "s|@SIZE@|$size|" "$here/control" >"$root/DEBIAN/control"
printf '/etc/%s\n' default/retinagate retinagate/retinagate.yaml >"$root/DEBIAN/conffiles"
(cd "$root" && find usr var -type f -print0 | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"
for script in postinst prerm postrm; do
  put 0755 "$here/$script" "DEBIAN/$script"
done
find "$root" -exec touch --no-dereference --date="@$epoch" {} +

# The jar is compressed already: a better compression takes minutes and saves little.
dpkg-deb --root-owner-group -Zgzip -z1 --build "$root" "$output" >/dev/null
