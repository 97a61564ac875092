"""Open-loop load for two-models.sh: posts a picture to models of a node, each at its own rate with Poisson arrivals.

  two_models.py PORT PICTURE SECONDS MODEL=RATE...     a line of JSON a model: answers, refusals, p50 and p99 in ms
  two_models.py PORT PICTURE SECONDS MODEL=CLIENTSc    closed loop: answers a second
"""
import concurrent.futures
import http.client
import json
import random
import sys
import threading
import time

MAX_UNANSWERED = 256
SEED = 19

port, picture, seconds = int(sys.argv[1]), open(sys.argv[2], "rb").read(), float(sys.argv[3])
connections = threading.local()


def post(model):
    if not hasattr(connections, "kept"):
        connections.kept = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connections.kept.request("POST", "/detect?model=" + model, picture, {"Content-Type": "image/jpeg"})
    response = connections.kept.getresponse()
    response.read()
    return response.status


def timed(model, due):
    status = post(model)
    return status, time.monotonic() - due


def percentile(values, share):
    return 1000 * sorted(values)[min(len(values) - 1, int(share * len(values)))] if values else 0


def report(model, results):
    ok = [took for status, took in results if status == 200]
    refused = sum(status == 503 for status, _ in results)
    print(json.dumps({"model": model, "answers": len(ok), "refused": refused, "other": len(results) - len(ok) - refused,
                      "perSecond": round(len(ok) / seconds, 3), "p50Ms": round(percentile(ok, 0.5), 1),
                      "p99Ms": round(percentile(ok, 0.99), 1), "maxMs": round(percentile(ok, 1), 1)}))


def closed(model, clients):
    results, end = [], time.monotonic() + seconds

    def loop():
        while time.monotonic() < end:
            results.append(timed(model, time.monotonic()))

    threads = [threading.Thread(target=loop) for _ in range(clients)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    report(model, results)


def paced(rates):
    dice = random.Random(SEED)
    begun = time.monotonic()
    arrivals = []
    for model, rate in rates.items():
        at = 0.0
        while (at := at + dice.expovariate(rate)) < seconds:
            arrivals.append((at, model))
    futures = {model: [] for model in rates}
    with concurrent.futures.ThreadPoolExecutor(MAX_UNANSWERED) as pool:
        for at, model in sorted(arrivals):
            due = begun + at
            time.sleep(max(0, due - time.monotonic()))
            # Counted from when it was due: a late client must not hide a late answer.
            futures[model].append(pool.submit(timed, model, due))
    for model, all_of_it in futures.items():
        report(model, [future.result() for future in all_of_it])


wanted = dict(argument.split("=") for argument in sys.argv[4:])
if all(rate.endswith("c") for rate in wanted.values()):
    for name, count in wanted.items():
        closed(name, int(count[:-1]))
else:
    paced({name: float(rate) for name, rate in wanted.items()})
