#!/usr/bin/env python3
"""Runs a node's scripts against metadata, aws, apt-get and systemctl of our own: lifecycle.py FOLDER-OF-THE-SCRIPTS."""
import http.server
import os
import pathlib
import subprocess
import sys
import tempfile
import threading

TIMEOUT_SECONDS = 30


class Metadata(http.server.BaseHTTPRequestHandler):
    """IMDSv2: a token for PUT, and values for who sends it. `values` is taken from the server."""

    def do_PUT(self):
        self.reply(200, "token-1")

    def do_GET(self):
        key = self.path.removeprefix("/meta-data/")
        if self.headers.get("X-aws-ec2-metadata-token") != "token-1":
            self.reply(401, "")
        else:
            value = self.server.values(key)
            self.reply(200 if value else 404, value or "no such key")

    def reply(self, status, text):
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


def watch(script, values, hook="drain"):
    """What the watcher called, in order, until it ended."""
    with tempfile.TemporaryDirectory() as folder, http.server.ThreadingHTTPServer(("127.0.0.1", 0), Metadata) as server:
        server.values = values
        threading.Thread(target=server.serve_forever, daemon=True).start()
        place = pathlib.Path(folder)
        calls = place / "calls"
        calls.touch()
        for name in ("systemctl", "aws", "logger"):
            tool = place / name
            tool.write_text(f'#!/bin/sh\n[ {name} = logger ] || echo "{name} $*" >>{calls}\n')
            tool.chmod(0o755)
        (place / "env").write_text(f"REGION='eu-central-1'\nGROUP='g'\nTERMINATE_HOOK='{hook}'\n")
        subprocess.run(
            ["sh", script, "watch"], check=True, timeout=TIMEOUT_SECONDS,
            env={"PATH": f"{folder}:{os.environ['PATH']}", "FLEET_ENV": str(place / "env"), "PERIOD": "0.1",
                 "METADATA": f"http://127.0.0.1:{server.server_port}"})
        server.shutdown()
        return calls.read_text().splitlines()


STOP = "systemctl stop retinagate.service"
LET_GO = ("aws --region eu-central-1 autoscaling complete-lifecycle-action --auto-scaling-group-name g "
          "--lifecycle-hook-name drain --lifecycle-action-result CONTINUE --instance-id i-1")


def after(count, value):
    """A value that is there from the count-th question on."""
    asked = []

    def answer():
        asked.append(1)
        return value if len(asked) > count else None
    return answer


BOOTSTRAP_ENV = {
    "REGION": "eu-central-1", "GROUP": "g", "LAUNCH_HOOK": "ready", "PACKAGE_VERSION": "1.2", "MODELS_S3": "s3://b/models/",
    "AGENT_URL": "", "AGENT_SHA256": "", "OPTIMIZER_IMAGE": "", "OPTIMIZER_CONCURRENCY": "", "OPTIMIZER_DATA_PORT": "",
    "OPTIMIZER_CONTROL_PORT": "",
}


def bootstrap(script, failing):
    """What the bootstrap called, in order, when commands that begin with `failing` fail."""
    with tempfile.TemporaryDirectory() as folder:
        place = pathlib.Path(folder)
        calls = place / "calls"
        calls.touch()
        for name in ("apt-get", "aws", "systemctl", "install", "chmod", "curl", "lifecycle", "logger", "sleep"):
            tool = place / name
            tool.write_text("#!/bin/sh\n" + (
                "" if name in ("logger", "sleep") else
                f'echo "{name} $*" >>{calls}\ncase "{name} $*" in {failing}) exit 1 ;; esac\n'))
            tool.chmod(0o755)
        (place / "env").write_text("".join(f"{k}='{v}'\n" for k, v in BOOTSTRAP_ENV.items()))
        status = subprocess.run(
            ["sh", script], timeout=TIMEOUT_SECONDS, stderr=subprocess.DEVNULL,
            env={"PATH": f"{folder}:{os.environ['PATH']}", "FLEET_ENV": str(place / "env"), "LIFECYCLE": str(place / "lifecycle")}).returncode
        return status, calls.read_text().splitlines()


def position(calls, part):
    """The place of the first call with that part; ends with what is missing when there is none."""
    for place, call in enumerate(calls):
        if part in call:
            return place
    sys.exit(f"the bootstrap never calls {part}: {calls}")


def check_bootstrap(script):
    status, calls = bootstrap(script, "nothing")
    order = ["apt-get", "s3 sync", "retinagate=1.2", "enable --now retinagate.service", "9090/health/ready", "lifecycle complete ready CONTINUE"]
    places = [position(calls, part) for part in order]
    if status or places != sorted(places):
        sys.exit(f"the bootstrap ends with {status}, in another order than {order}: {calls}")
    for failing in ('*update*', '*retinagate=1.2*', '*s3*', '*enable*', '*health/ready*'):
        status, calls = bootstrap(script, failing)
        if not status or calls[-1] != "lifecycle complete ready ABANDON":
            sys.exit(f"a node on which {failing} fails goes into service: {status}, {calls[-1]}")


def main(folder):
    check_bootstrap(f"{folder}/bootstrap.sh")
    script = f"{folder}/lifecycle.sh"
    state = after(3, "Terminated")
    seen = watch(script, lambda key: {
        "instance-id": "i-1", "autoscaling/target-lifecycle-state": state() or "InService" if "lifecycle" in key else None}.get(key))
    if seen != [STOP, LET_GO]:
        sys.exit(f"let go before the drain, or never: {seen}")

    notice = after(2, '{"action": "terminate"}')
    seen = watch(script, lambda key: notice() if key == "spot/instance-action" else None)
    if seen != [STOP]:
        sys.exit(f"a spot notice does not drain: {seen}")
    print("starts or abandons; drains, then lets go; drains on a spot notice")


main(sys.argv[1])
