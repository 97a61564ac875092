"""A client as Frigate's detector for DeepStack: a 320×320 JPEG a form, one after the other, by a new connection each. Started by frigate.sh.

usage: frigate.py PORT PICTURE COUNT

Prints the latencies: p50, p99 and longest in milliseconds, and how many took over its limit of 100 ms or were not answered 200.
"""
import http.client
import json
import sys
import time

TIMEOUT_SECONDS = 5
LIMIT_MS = 100
BOUNDARY = "frigate"

port, count = int(sys.argv[1]), int(sys.argv[3])
with open(sys.argv[2], "rb") as file:
    picture = file.read()
body = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="api_key"\r\n\r\n\r\n'
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="image"; filename="image"\r\n\r\n'
).encode() + picture + f"\r\n--{BOUNDARY}--\r\n".encode()
headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}


def ask():
    begun = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    connection.request("POST", "/v1/vision/detection", body, headers)
    response = connection.getresponse()
    good = json.loads(response.read()).get("success", False) and response.status == 200
    connection.close()
    return (time.perf_counter() - begun) * 1000, good


answers = [ask() for _ in range(count)]
millis = sorted(ms for ms, _ in answers)
print(
    json.dumps(
        {
            "pictures": count,
            "p50Ms": round(millis[count // 2], 1),
            "p99Ms": round(millis[-(count // 100) - 1], 1),
            "longestMs": round(millis[-1], 1),
            "overLimit": sum(ms > LIMIT_MS for ms in millis),
            "failed": sum(not good for _, good in answers),
        }
    )
)
