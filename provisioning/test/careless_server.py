"""careless_server.py PORT LOG: makes every mistake that stranger.py looks for, so that security.sh can see them found."""

import http.server
import sys
import urllib.parse


class Careless(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "Careless/1.0"

    def answer(self, body, status=200):
        self.send_response(status)
        if self.headers and self.headers.get("Origin"):
            self.send_header("Access-Control-Allow-Origin", self.headers["Origin"])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def send_error(self, code, message=None, explain=None):
        self.answer(b"java.lang.IllegalStateException\n\tat io.netty.Careless.read(Careless.java:1)\n", 500)

    def do_GET(self):
        path = urllib.parse.unquote(self.path.split("?")[0])
        print(path, file=log, flush=True)
        if "etc/passwd" in path:
            self.answer(open("/etc/passwd", "rb").read())
        else:
            self.answer(b"{}")

    def do_POST(self):
        # The first of two lengths, and whatever follows is the next request.
        self.rfile.read(int((self.headers.get("Content-Length") or "0").split(",")[0].strip() or 0))
        self.answer(b"at io.netty.Careless.read(Careless.java:1)")

    def do_TRACE(self):
        self.answer(str(self.headers).encode())

    def log_message(self, *_):
        pass


log = open(sys.argv[2], "w")
http.server.ThreadingHTTPServer(("0.0.0.0", int(sys.argv[1])), Careless).serve_forever()
