"""recipe_client.py URL KEY_FILE PICTURE SECONDS [CLIENTS]: posts the picture again and again, with the key that the file has at that moment.

Prints what each status came to, and fails if one was not 200. TLS is checked against the certificate in SSL_CERT_FILE.
"""

import collections
import sys
import threading
import time
import urllib.error
import urllib.request

url, key_file, seconds = sys.argv[1], sys.argv[2], float(sys.argv[4])
picture = open(sys.argv[3], "rb").read()
end = time.monotonic() + seconds
counts = collections.Counter()


def client():
    while time.monotonic() < end:
        request = urllib.request.Request(url, picture, {"X-Api-Key": open(key_file).read().strip()})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                answer.read()
                status = answer.status
        except urllib.error.HTTPError as refused:
            status = refused.code
        except OSError as broken:
            status = type(broken).__name__
        counts[status] += 1


clients = [threading.Thread(target=client) for _ in range(int(sys.argv[5]) if len(sys.argv) > 5 else 1)]
for one in clients:
    one.start()
for one in clients:
    one.join()
print(dict(counts))
sys.exit(set(counts) != {200})
