"""open_load.py URL PICTURE RATE SECONDS SEED: posts the picture at random moments, RATE times a second in the mean, whether answers come or not.

What is sent in the first third of the time fills the queues, and is not counted.
Prints a line of JSON: requests, answered, refused, other answers, the seconds of sending, how late a request was at most, and the answered ones' waiting for a worker.
"""

import json
import random
import sys
import threading
import time
import urllib.error
import urllib.request

SETTLING = 1 / 3

url, rate, seconds = sys.argv[1], float(sys.argv[3]), float(sys.argv[4])
picture = open(sys.argv[2], "rb").read()
chance = random.Random(int(sys.argv[5]))
lock = threading.Lock()
waits, statuses = [], []


def post(counted):
    wait = None
    try:
        with urllib.request.urlopen(urllib.request.Request(url, picture), timeout=60) as answer:
            status, wait = answer.status, json.load(answer)["timing"]["queueMs"]
    except urllib.error.HTTPError as refused:
        status = refused.code
    except OSError as broken:
        status = type(broken).__name__
    if not counted:
        return
    with lock:
        statuses.append(status)
        if wait is not None:
            waits.append(wait)


begin = moment = time.monotonic()
posts, late = [], 0.0
while True:
    moment += chance.expovariate(rate)
    if moment - begin > seconds:
        break
    late = max(late, time.monotonic() - moment)
    time.sleep(max(0, moment - time.monotonic()))
    posts.append(threading.Thread(target=post, args=(moment - begin > seconds * SETTLING,)))
    posts[-1].start()
for one in posts:
    one.join()
waits.sort()
print(json.dumps({
    "requests": len(statuses), "answered": statuses.count(200), "refused": statuses.count(503), "late": round(late, 3),
    "other": sorted({str(one) for one in statuses} - {"200", "503"}), "seconds_sent": seconds * (1 - SETTLING),
    "p50": waits[len(waits) // 2] if waits else 0, "p99": waits[int(len(waits) * 0.99)] if waits else 0,
}))
