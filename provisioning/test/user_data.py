#!/usr/bin/env python3
"""Checks what rendered user data would write to a node: user_data.py FILE. The schema of cloud-init is checked elsewhere."""
import gzip
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

MAX_BYTES = 16384  # EC2's bound of user data


def main(path):
    text = pathlib.Path(path).read_text()
    problems = []
    if len(gzip.compress(text.encode())) > MAX_BYTES:
        problems.append("longer than EC2 takes")
    config = yaml.safe_load(text)
    files = {f["path"]: f for f in config["write_files"]}

    # cloud-init's schema lets unknown keys pass, so a misspelt one would do nothing.
    commands = config.get("runcmd", [])
    if ["/usr/local/sbin/retinagate-bootstrap"] not in commands:
        problems.append("nothing runs the bootstrap")
    for command in commands:
        if not int(files[command[0]]["permissions"], 8) & 0o111:
            problems.append(f"{command[0]} is not executable")
    for name, file in files.items():
        content = file["content"]
        if content.startswith("#!") and subprocess.run(["sh", "-n"], input=content, text=True).returncode:
            problems.append(f"{name} is no shell script")
        if name.endswith(".json"):
            json.loads(content)
        if name.endswith(".yaml"):
            yaml.safe_load(content)
        if name.endswith(".sources") and not content.endswith("\n"):
            problems.append(f"{name}: apt ignores a last line without its end")

    # Each parameter that a script reads is set, and survives the shell's quoting.
    parameters = files["/etc/retinagate-fleet.env"]["content"]
    names = set(re.findall(r"^(\w+)=", parameters, re.M))
    script = files["/usr/local/sbin/retinagate-bootstrap"]["content"]
    own = set(re.findall(r"^\s*(?:export )?(\w+)=", script, re.M)) | {"FLEET_ENV", "LIFECYCLE"}
    for missing in set(re.findall(r"\$\{?([A-Z][A-Z0-9_]+)", script)) - names - own:
        problems.append(f"the bootstrap reads {missing}, which nothing sets")
    with tempfile.NamedTemporaryFile("w", suffix=".env") as env:
        env.write(parameters)
        env.flush()
        if subprocess.run(["sh", "-euc", f". {env.name}"]).returncode:
            problems.append("the parameters are no shell assignments")

    # Every setting is a key of the configuration that the project ships.
    known = keys(yaml.safe_load((pathlib.Path(__file__).parents[2] / "conf" / "retinagate.yaml").read_text()))
    for name in re.findall(r"^Environment=(\w+)=", files["/etc/systemd/system/retinagate.service.d/50-fleet.conf"]["content"], re.M):
        if name not in known:
            problems.append(f"{name} is the variable of no key")

    for problem in problems:
        print(f"{path}: {problem}")
    print(f"{pathlib.Path(path).parent.name}: {len(files)} files, {len(gzip.compress(text.encode()))} bytes gzipped")
    return 1 if problems else 0


def keys(tree, prefix="RETINAGATE"):
    """The environment variables of all keys below a tree of the configuration."""
    if not isinstance(tree, dict):
        return {prefix}
    return set().union(*(keys(v, f"{prefix}_{k.upper().replace('-', '_')}") for k, v in tree.items()))


sys.exit(main(sys.argv[1]))
