"""fleet_clients.py HOST PORT PICTURE CLIENTS: posts the picture through a balancer, one after another for each client, until SIGTERM.

A client keeps its connection as long as the answers allow it. Prints "loaded" once each client has had an answer on average, and at the
end answered and failed. Failed is every request without a 200: each is printed, with its time.
"""

import http.client
import signal
import sys
import threading
import time

host, port, picture, clients = sys.argv[1], int(sys.argv[2]), open(sys.argv[3], "rb").read(), int(sys.argv[4])
stop = threading.Event()
lock = threading.Lock()
counts = {"answered": 0, "failed": 0}


def count(what, why=""):
    with lock:
        counts[what] += 1
        if what == "failed":
            print(time.strftime("%T"), "failed:", why, flush=True)
        elif counts[what] == clients:
            print("loaded", flush=True)


def client():
    connection = http.client.HTTPConnection(host, port, timeout=60)
    while not stop.is_set():
        try:
            connection.request("POST", "/detect", picture, {"Content-Type": "image/jpeg"})
            answer = connection.getresponse()
            body = answer.read()
            if answer.status == 200:
                count("answered")
            else:
                count("failed", f"{answer.status} {body[:200]!r}")
                stop.wait(0.2)
        except (OSError, http.client.HTTPException) as error:
            count("failed", repr(error))
            connection.close()
            stop.wait(0.2)


signal.signal(signal.SIGTERM, lambda *_: stop.set())
threads = [threading.Thread(target=client) for _ in range(clients)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"answered {counts['answered']} failed {counts['failed']}")
