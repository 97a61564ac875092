"""Callers of a balancer: CALLERS threads, each with a connection of its own, post a picture PER_SECOND times a second together for SECONDS,
and print how many got 200, 503 and anything else or nothing, and the p99 of the 503s in milliseconds.

    balancer_callers.py PORT PICTURE CALLERS PER_SECOND SECONDS
"""

import http.client
import sys
import threading
import time

BROKEN = 0


def call(port, picture, period, end, results):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)  # connects again when it was closed
    due = time.monotonic()
    while due < end:
        time.sleep(max(0, due - time.monotonic()))
        begun = time.monotonic()
        try:
            connection.request("POST", "/detect", picture, {"Content-Type": "image/jpeg"})
            answer = connection.getresponse()
            answer.read()
            status = answer.status
        except (OSError, http.client.HTTPException):
            connection.close()
            status = BROKEN
        results.append((status, 1e3 * (time.monotonic() - begun)))
        due += period


def main():
    port, file, callers, per_second, seconds = sys.argv[1:]
    with open(file, "rb") as opened:
        picture = opened.read()
    results = []
    period = int(callers) / float(per_second)
    threads = []
    for i in range(int(callers)):
        end = time.monotonic() + float(seconds)
        threads.append(threading.Thread(target=call, args=(int(port), picture, period, end, results)))
        threads[-1].start()
        time.sleep(1 / float(per_second))
    for thread in threads:
        thread.join()
    refused = sorted(ms for status, ms in results if status == 503)
    ok = sum(status == 200 for status, _ in results)
    p99 = refused[int(0.99 * len(refused))] if refused else 0
    print(ok, len(refused), len(results) - ok - len(refused), f"{p99:.1f}")


main()
