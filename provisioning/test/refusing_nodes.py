"""refusing_nodes.py PORT…: stubs of nodes. Each is healthy and answers 503 to every picture, but the last one, which has room for twelve."""

import http.server
import sys
import threading
import time

PLACES = 12
WORK_SECONDS = 0.03


class Node(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    places = threading.Semaphore(PLACES)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self):
        self.answer(200)

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.server_port != ports[-1] or not self.places.acquire(blocking=False):
            self.answer(503)
            return
        time.sleep(WORK_SECONDS)
        self.places.release()
        self.answer(200)

    def log_message(self, *_):
        pass


ports = [int(port) for port in sys.argv[1:]]
for port in ports:
    threading.Thread(target=http.server.ThreadingHTTPServer(("127.0.0.1", port), Node).serve_forever).start()
