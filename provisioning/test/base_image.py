#!/usr/bin/env python3
"""An image from a folder, for tests where no registry is: base_image.py FOLDER NAME OUT.tar

Writes what `docker save` writes, which Jib takes as tar:///OUT.tar: one layer with all of FOLDER but documentation and
caches, and a configuration that sets PATH.
"""

import hashlib
import io
import json
import pathlib
import sys
import tarfile
import tempfile

LEFT_OUT = ("usr/share/doc/", "usr/share/man/", "usr/share/locale/", "var/cache/", "var/lib/apt/", "boot/", "dev/", "proc/", "sys/", "run/")
PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def kept(member):
    path = member.name.removeprefix("./") + "/"
    return None if any(path.startswith(left) and path != left for left in LEFT_OUT) else member


def add(archive, name, content):
    member = tarfile.TarInfo(name)
    member.size = len(content)
    archive.addfile(member, io.BytesIO(content))


def main():
    folder, name, out = sys.argv[1:]
    with tempfile.TemporaryDirectory(dir=pathlib.Path(out).parent) as scratch:
        layer = pathlib.Path(scratch, "layer.tar")
        with tarfile.open(layer, "w", format=tarfile.PAX_FORMAT) as archive:
            archive.add(folder, arcname=".", filter=kept)
        with open(layer, "rb") as stream:
            digest = sha256(stream)
        config = {
            "architecture": "amd64",
            "os": "linux",
            "created": "1970-01-01T00:00:00Z",
            "config": {"Env": [PATH]},
            "rootfs": {"type": "layers", "diff_ids": ["sha256:" + digest]},
            "history": [{"created": "1970-01-01T00:00:00Z", "created_by": "base_image.py"}],
        }
        manifest = [{"Config": "config.json", "RepoTags": [name], "Layers": ["layer/layer.tar"]}]
        with tarfile.open(out, "w") as archive:
            add(archive, "config.json", json.dumps(config).encode())
            add(archive, "manifest.json", json.dumps(manifest).encode())
            archive.add(layer, arcname="layer/layer.tar")


def sha256(stream):
    digest = hashlib.sha256()
    while block := stream.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()


if __name__ == "__main__":
    main()
