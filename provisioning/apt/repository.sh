#!/usr/bin/env bash
# repository.sh FOLDER URL PACKAGE.deb…: adds packages to a signed apt repository, and makes the repository if there is none.
# FOLDER is then served by any HTTP server as URL. A client needs one file, which has the key in it:
#   curl -o /etc/apt/sources.list.d/retinagate.sources URL/retinagate.sources && apt update && apt install retinagate
# Run again with a later package, and the clients' `apt upgrade` installs it. Older packages stay, to go back to.
#
# The key is the secret key "Retinagate packages" of $GNUPGHOME (~/.gnupg without it), which is made if there is none.
# Whoever has it can have every client install anything: keep it, and a copy, where nobody else reads.
# Needs apt-utils and gnupg.
set -euo pipefail

(($# >= 3)) || {
  sed -n '2,9s/^# \{0,1\}//p' "$0" >&2
  exit 2
}
folder=$1 url=${2%/}
shift 2
suite=stable
owner="Retinagate packages"

key() {
  gpg --batch --with-colons --list-secret-keys "=$owner" 2>/dev/null | sed -n 's/^fpr:*\([0-9A-F]*\):$/\1/p' | head -n 1
}

if [[ -z $(key) ]]; then
  gpg --batch --quiet --passphrase '' --quick-generate-key "$owner" ed25519 sign never
fi
fingerprint=$(key)

mkdir -p "$folder/pool" "$folder/dists/$suite/main/binary-amd64"
install -m 0644 -t "$folder/pool" "$@"
cd "$folder"

apt-ftparchive packages pool >"dists/$suite/main/binary-amd64/Packages"
gzip -9 -n -k -f "dists/$suite/main/binary-amd64/Packages"

# All files of the index are written before the signed list of them, which a client reads first.
apt-ftparchive \
  -o APT::FTPArchive::Release::Origin=Retinagate \
  -o APT::FTPArchive::Release::Label=Retinagate \
  -o APT::FTPArchive::Release::Suite=$suite \
  -o APT::FTPArchive::Release::Codename=$suite \
  -o APT::FTPArchive::Release::Architectures=amd64 \
  -o APT::FTPArchive::Release::Components=main \
  release "dists/$suite" >Release.new
gpg --batch --yes --quiet --local-user "$fingerprint" --clearsign --output InRelease.new Release.new
gpg --batch --yes --quiet --local-user "$fingerprint" --armor --detach-sign --output Release.gpg.new Release.new
for file in Release Release.gpg InRelease; do
  mv "$file.new" "dists/$suite/$file"
done

{
  printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nArchitectures: amd64\nSigned-By:\n' "$url" "$suite"
  gpg --batch --armor --export "$fingerprint" | sed -e 's/^$/./' -e 's/^/ /'
} >retinagate.sources
echo "$folder: $(grep -c '^Package: ' "dists/$suite/main/binary-amd64/Packages") packages, signed by $fingerprint"
