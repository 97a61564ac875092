"""drain_clients.py PORT PICTURE SECONDS: posts the picture on kept connections until nothing listens any more.

Prints "loaded" once each client has had an answer, on average, and at the end answered, refused and broken. Broken is a connection that ends within a request or its answer: the client cannot
know whether the picture was looked at. A connection that is closed between two requests, as its answer has said, is not.
"""

import http.client
import sys
import threading
import time

CLIENTS = 16

port, picture, seconds = int(sys.argv[1]), open(sys.argv[2], "rb").read(), float(sys.argv[3])
end = time.monotonic() + seconds
lock = threading.Lock()
counts = {"answered": 0, "refused": 0, "broken": 0}


def count(what):
    with lock:
        counts[what] += 1
        if what == "answered" and counts[what] == CLIENTS:
            print("loaded", flush=True)


def client():
    while time.monotonic() < end:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.connect()
        except OSError:
            return
        try:
            while time.monotonic() < end:
                connection.request("POST", "/detect", picture, {"Content-Type": "image/jpeg"})
                answer = connection.getresponse()
                answer.read()
                count("answered" if answer.status == 200 else "refused")
                if answer.status != 200:
                    time.sleep(0.05)
                if answer.will_close:
                    break
        except (OSError, http.client.HTTPException) as e:
            print(f"broken: {e!r}", file=sys.stderr)
            count("broken")
        finally:
            connection.close()


threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"answered {counts['answered']} refused {counts['refused']} broken {counts['broken']}")
