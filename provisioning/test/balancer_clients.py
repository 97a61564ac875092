#!/usr/bin/env python3
"""Clients of a balancer and of its nodes, on the loopback, with kept connections.

balancer_clients.py load PORT PICTURE SECONDS RATE   posts RATE pictures a second; prints what became of them as JSON
balancer_clients.py burst PORT PICTURE N CLIENTS     posts N pictures as fast as so many clients can; prints the same
balancer_clients.py capacity PORT PICTURE            prints the pictures a second that a node answers one after the other
balancer_clients.py fill PORT PICTURE CLIENTS        keeps the node on this port full until SIGTERM; a refused client soon comes back
balancer_clients.py detours LOG                      reads a balancer's log; prints how long its requests were at nodes that did not answer them
"""
import collections
import http.client
import json
import re
import sys
import threading
import time

WARM_UP_PICTURES = 50
MEASURED_PICTURES = 50
# Far shorter than a picture takes, so that a free place is taken at once; longer than a refusal takes, so that these clients leave the node
# its time for the balancer's.
REFUSED_SECONDS = 0.02
# Enough for the requests that hang at a node which stands still.
LOAD_CLIENTS = 24
# HAProxy: TR/Tw/Tc/Tr/Ta status bytes - - flags actconn/feconn/beconn/srv_conn/retries; a plus: not on the same server.
# The request was at other nodes between its arrival and the connection to the node that answered: Tw + Tc, in ms.
HAPROXY = re.compile(r" \d+/(?P<queue>\d+)/(?P<connect>\d+)/\d+/\d+ (?P<status>\d+) .* \d+/\d+/\d+/\d+/(?P<retries>\+?\d+) ")
# NGINX: the address, status, connect and response time of each node that was asked, in s.
NGINX = re.compile(r'" (?P<status>\d+) \d+ [\d.]+ (?:\S+, )+\S+ (?:\S+, )+\S+ (?:\S+, )+\S+ (?P<times>(?:[\d.]+, )+)[\d.]+$')


class Client:
    def __init__(self, port, picture):
        self.port, self.picture, self.connection = port, picture, None

    def post(self):
        """The status, or "broken": the connection ended before the answer."""
        try:
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            self.connection.request("POST", "/detect", self.picture, {"Content-Type": "image/jpeg"})
            answer = self.connection.getresponse()
            answer.read()
            if answer.will_close:
                self.close()
            return answer.status
        except (OSError, http.client.HTTPException):
            self.close()
            return "broken"

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def percentile(values, share):
    return round(sorted(values)[max(0, -(-len(values) * share // 100) - 1)], 1) if values else None


def load(port, picture, count, clients, due):
    """due: the seconds from the beginning at which a picture is sent, by its number."""
    begin = time.monotonic()
    lock, statuses, millis, failed_twice = threading.Lock(), collections.Counter(), [], collections.Counter()

    def run(number):
        client = Client(port, picture)
        for turn in range(number, count, clients):
            time.sleep(max(0.0, begin + due(turn) - time.monotonic()))
            sent = time.monotonic()
            status = client.post()
            took = (time.monotonic() - sent) * 1000
            again = 200 if status == 200 else client.post()
            with lock:
                statuses[str(status)] += 1
                millis.append(took)
                if again != 200:
                    failed_twice[str(again)] += 1

    threads = [threading.Thread(target=run, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    total = sum(statuses.values())
    print(json.dumps({"requests": total, "failed": total - statuses["200"], "statuses": statuses,
                      "failedAfterOneRetry": sum(failed_twice.values()), "p50Ms": percentile(millis, 50),
                      "p99Ms": percentile(millis, 99), "maxMs": percentile(millis, 100)}))


def capacity(port, picture):
    client = Client(port, picture)
    for _ in range(WARM_UP_PICTURES):
        client.post()
    begin = time.monotonic()
    for _ in range(MEASURED_PICTURES):
        if client.post() != 200:
            sys.exit("a picture was not answered")
    print(MEASURED_PICTURES / (time.monotonic() - begin))


def fill(port, picture, clients):
    def run():
        client = Client(port, picture)
        while True:
            if client.post() != 200:
                time.sleep(REFUSED_SECONDS)

    for _ in range(clients):
        threading.Thread(target=run, daemon=True).start()
    threading.Event().wait()


def detours(log):
    millis = []
    for line in open(log, encoding="utf-8", errors="replace"):
        haproxy, nginx = HAPROXY.search(line), NGINX.search(line)
        if haproxy and haproxy["retries"] != "0" and haproxy["status"] == "200":
            millis.append(int(haproxy["queue"]) + int(haproxy["connect"]))
        elif nginx and nginx["status"] == "200":
            millis.append(1000 * sum(float(t) for t in nginx["times"].rstrip(", ").split(", ")))
    print(json.dumps({"detours": len(millis), "p50Ms": percentile(millis, 50), "p99Ms": percentile(millis, 99),
                      "maxMs": percentile(millis, 100)}))


def main():
    command, rest = sys.argv[1], sys.argv[2:]
    if command == "detours":
        detours(rest[0])
        return
    port, picture = int(rest[0]), open(rest[1], "rb").read()
    if command == "load":
        seconds, rate = float(rest[2]), float(rest[3])
        load(port, picture, int(seconds * rate), LOAD_CLIENTS, lambda turn: turn / rate)
    elif command == "burst":
        load(port, picture, int(rest[2]), int(rest[3]), lambda turn: 0.0)
    elif command == "capacity":
        capacity(port, picture)
    else:
        fill(port, picture, int(rest[2]))


main()
