"""stranger.py ADDRESS PORT PICTURE: what a stranger on the network tries over HTTP, with nothing but sockets.

Prints a line for each check: "ok" or "FAILED", its name, and what was seen. Sends a thousand requests at most, and ends by itself.
"""

import re
import socket
import sys
import time

ADDRESS, PORT, PICTURE = sys.argv[1], int(sys.argv[2]), open(sys.argv[3], "rb").read()
TIMEOUT = 20
SLOW_CONNECTIONS = 400
# http.header-timeout is 10 s; twice that on a shared machine.
SLOW_SECONDS = 20
MAX_HEALTH_SECONDS = 2.0
# What a Java program tells of itself when it fails.
INNARDS = re.compile(rb"\bat [a-z]+\.[\w.$]+\(|\b[a-z]+\.\w+Exception|\bio\.(netty|vertx)|\bdev\.retinagate|/usr/lib/|/var/cache/|/etc/")


def connect():
    return socket.create_connection((ADDRESS, PORT), timeout=TIMEOUT)


def exchange(request):
    """All that comes until the node closes or an answer is whole."""
    with connect() as one:
        try:
            one.sendall(request)
            got = b""
            while True:
                head, _, rest = got.partition(b"\r\n\r\n")
                length = re.search(rb"(?im)^content-length: *(\d+)", head)
                if rest and length and len(rest) >= int(length[1]) or b" 204 " in head and got.endswith(b"\r\n\r\n"):
                    return got
                more = one.recv(65536)
                if not more:
                    return got
                got += more
        except OSError:
            return got


def status(answer):
    found = re.match(rb"HTTP/1\.1 (\d+)", answer)
    return int(found[1]) if found else 0


def ask(method, path, headers="", body=b""):
    length = f"Content-Length: {len(body)}\r\n" if body or method in ("POST", "PUT", "PATCH") else ""
    return exchange(f"{method} {path} HTTP/1.1\r\nHost: {ADDRESS}\r\n{headers}{length}\r\n".encode("latin-1") + body)


def header(answer, name):
    found = re.search(rb"(?im)^" + name.encode() + rb": *(.*?)\r?$", answer.split(b"\r\n\r\n")[0])
    return found[1].decode() if found else ""


def detects():
    answer = ask("POST", "/detect", body=PICTURE)
    yield status(answer) == 200 and b'"label":"person"' in answer, f"status {status(answer)}"


def methods():
    for method in ("TRACE", "TRACK", "CONNECT", "PUT", "DELETE", "PATCH", "PROPFIND", "DEBUG"):
        for path in ("/", "/detect", "/health", "/models"):
            answer = ask(method, path, "X-Echo: marker-of-a-stranger\r\n")
            yield status(answer) in (400, 405, 501) and b"marker-of" not in answer, f"{method} {path}: {status(answer)}"


def traversal():
    ups = ("../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%252f", "..\\", "..%5c", "%c0%ae%c0%ae/", "....//", "..;/", ".%00./", "//")
    targets = ("etc/passwd", "etc/retinagate/keys", "META-INF/MANIFEST.MF", "application.properties", "WEB-INF/web.xml")
    for prefix in ("/", "/schemas/", "/docs/", "/v1/vision/custom/", "/app.js/"):
        for up in ups:
            for target in targets:
                answer = ask("GET", prefix + up * 6 + target)
                leaked = b"root:x:" in answer or b"Manifest-Version" in answer or b"sha256" in answer.lower()
                yield not leaked and status(answer) in (400, 404, 405), f"{prefix}{up}{target}: {status(answer)}"


def page_headers():
    for path in ("/", "/docs"):
        answer = ask("GET", path)
        policy = header(answer, "content-security-policy")
        yield "frame-ancestors 'none'" in policy and "default-src 'self'" in policy and "unsafe" not in policy, f"{path}: CSP {policy}"
        yield "object-src 'none'" in policy and "base-uri 'none'" in policy, f"{path}: CSP {policy}"
        yield header(answer, "referrer-policy") == "no-referrer", f"{path}: no Referrer-Policy"
        yield bool(header(answer, "permissions-policy")), f"{path}: no Permissions-Policy"


def answers_headers():
    answers = {path: ask("GET", path) for path in ("/", "/docs", "/health", "/models", "/openapi.yaml", "/nothing")}
    answers["detect"] = ask("POST", "/detect", body=PICTURE)
    for path, answer in answers.items():
        yield header(answer, "x-content-type-options") == "nosniff", f"{path}: no nosniff"
        yield not header(answer, "server") and not header(answer, "x-powered-by"), f"{path}: names its server"
        yield not header(answer, "set-cookie"), f"{path}: a cookie"


def origins():
    for origin in ("https://evil.example", "null", f"http://{ADDRESS}.evil.example"):
        for method in ("GET", "OPTIONS"):
            answer = ask(method, "/models", f"Origin: {origin}\r\nAccess-Control-Request-Method: POST\r\n")
            yield not header(answer, "access-control-allow-origin"), f"{method} from {origin} is allowed"


def innards():
    tries = [ask("GET", "/%"), ask("GET", "/nothing"), ask("POST", "/detect", body=b"\xff\xd8\xff" + b"x" * 999),
             ask("POST", "/detect?threshold=NaN&zone=a:1", body=PICTURE), ask("POST", "/detect", "Content-Type: multipart/form-data\r\n", b"--"),
             ask("POST", "/", "X-Amz-Target: RekognitionService.DetectLabels\r\nContent-Type: application/x-amz-json-1.1\r\n", b"{]"),
             ask("POST", "/detect", "Content-Type: image/png\r\n", b"\x89PNG\r\n\x1a\n" + b"\0" * 64), exchange(b"\0\1\2\3\r\n\r\n")]
    for answer in tries:
        yield status(answer) in (0, 400, 404, 415, 422) and not INNARDS.search(answer), repr(answer[:300])


def smuggling():
    """Requests on whose end two programs may differ: refused, and never two answers."""
    hidden = b"GET /models HTTP/1.1\r\nHost: x\r\n\r\n"
    heads = ("Content-Length: 4\r\nTransfer-Encoding: chunked", "Content-Length: 4\r\nContent-Length: 40", "Content-Length: +4",
             "Content-Length: 4, 4 4", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", "Transfer-Encoding: xchunked",
             "Transfer-Encoding : chunked", "Content-Length : 4", "Transfer-Encoding:\x0bchunked", "Content-Length: 4\r\n Content-Length: 9")
    for head in heads:
        answer = exchange(f"POST /detect HTTP/1.1\r\nHost: {ADDRESS}\r\n{head}\r\n\r\n".encode() + b"0\r\n\r\n" + hidden)
        yield answer.count(b"HTTP/1.1 ") <= 1 and status(answer) in (0, 400, 415, 501), f"{head!r}: {answer[:120]!r}"


def forged_log():
    """Leaves in the log what must not stand at the begin of a line there: security.sh looks for it."""
    forged = "2026-01-01T00:00:00.000Z INFO  forged-by-a-stranger"
    escaped = forged.replace(" ", "%20")
    answers = [ask("GET", f"/%0d%0a{escaped}"), ask("GET", f"/models?x=%0a{escaped}"), ask("GET", "/nothing", f"User-Agent: a\x1b[2J\x85{forged}\r\n"),
               ask("GET", "/nothing", f"X-Request-Id: a\x85{forged}\r\n"), ask("GET", "/nothing", f"X-Forwarded-For: \x1b]0;{forged}\x07\r\n"),
               exchange(f"GET /a\x1b[31m{forged} HTTP/1.1\r\nHost: x\r\n\r\n".encode()), exchange(f"GET /\x85{escaped} HTTP/1.1\r\nHost: x\r\n\r\n".encode("latin-1"))]
    form = (f'--b\r\nContent-Disposition: form-data; name="image"; filename="a%0a{forged}\n.jpg"\r\n\r\nno picture\r\n--b--\r\n').encode()
    answers.append(ask("POST", "/detect", "Content-Type: multipart/form-data; boundary=b\r\n", form))
    for answer in answers:
        yield status(answer) != 500, repr(answer[:120])


def slow_headers():
    """Slowloris: connections that send a header's line now and then. Others are answered, and each one is cut in time."""
    slow = []
    begin = time.monotonic()
    for _ in range(SLOW_CONNECTIONS):
        one = connect()
        one.sendall(b"POST /detect HTTP/1.1\r\nHost: x\r\n")
        slow.append(one)
    longest = 0
    while time.monotonic() - begin < SLOW_SECONDS:
        asked = time.monotonic()
        answer = ask("GET", "/health")
        longest = max(longest, time.monotonic() - asked)
        yield status(answer) == 200, f"/health answers {status(answer)}"
        for one in slow:
            try:
                one.sendall(b"X-a: b\r\n")
            except OSError:
                pass
        time.sleep(1)
    open_still = 0
    for one in slow:
        one.setblocking(False)
        try:
            while one.recv(4096):
                pass
        except BlockingIOError:
            open_still += 1
        except OSError:
            pass
        one.close()
    yield open_still == 0, f"{open_still} of {SLOW_CONNECTIONS} are open after {SLOW_SECONDS} s"
    yield longest < MAX_HEALTH_SECONDS, f"/health took {longest:.2f} s"


CHECKS = {
    "a picture is answered": detects,
    "methods that nothing needs": methods,
    "paths out of the web's folder": traversal,
    "headers of the page": page_headers,
    "headers of every answer": answers_headers,
    "pages of other origins": origins,
    "errors that tell of the inside": innards,
    "requests that two programs read differently": smuggling,
    "lines that forge the log": forged_log,
    f"{SLOW_CONNECTIONS} connections with slow headers": slow_headers,
}

for name, check in CHECKS.items():
    results = list(check())
    faults = [said for good, said in results if not good]
    print(f"{'FAILED' if faults else 'ok'}\t{name}\t{faults[0] if faults else f'{len(results)} tries'}", flush=True)
