"""apt_proxy.py NAMESPACE ADDRESS PORT MIRROR FOLDER: serves a mirror of Debian inside a network namespace that has no other way out.

It listens in the namespace and fetches outside of it. Packages never change under their name: they are kept in FOLDER.
"""

import ctypes
import http.server
import os
import shutil
import sys
import tempfile
import urllib.error
import urllib.request

CLONE_NEWNET = 0x40000000

namespace, address, port, mirror, folder = sys.argv[1:]


def enter(network):
    if ctypes.CDLL(None, use_errno=True).setns(network.fileno(), CLONE_NEWNET):
        raise OSError(ctypes.get_errno(), "setns")


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        kept = os.path.join(folder, os.path.basename(self.path))
        try:
            if not self.path.endswith(".deb"):
                with urllib.request.urlopen(mirror.rstrip("/") + self.path, timeout=120) as source:
                    self.answer(source.read())
                return
            if not os.path.exists(kept):
                # Written whole before it has its name: another test may use the folder.
                with tempfile.NamedTemporaryFile(dir=folder, delete=False) as part:
                    with urllib.request.urlopen(mirror.rstrip("/") + self.path, timeout=120) as source:
                        shutil.copyfileobj(source, part)
                os.replace(part.name, kept)
            with open(kept, "rb") as file:
                self.answer(file.read())
        except urllib.error.HTTPError as error:
            self.answer(b"", error.code)

    def answer(self, body, status=200):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *arguments):
        pass


os.makedirs(folder, exist_ok=True)
with open("/proc/self/ns/net") as outside, open(f"/run/netns/{namespace}") as inside:
    enter(inside)
    server = http.server.ThreadingHTTPServer((address, int(port)), Handler)
    enter(outside)
server.serve_forever()
