"""Whether the original and the gateway find the same in a picture: both compute the same network.

    compare.py ORIGINAL.json GATEWAY.json

Prints how many each found. Exit status 1 if the numbers differ, or something has no counterpart.
"""

import json
import sys

# Further apart than arithmetic and two JPEG decoders put them; much closer than a mistake would.
SCORE_TOLERANCE = 0.005
BOX_TOLERANCE_PIXELS = 1.0


def original(detection):
    return detection["classId"], detection["score"], detection["box"]


def gateway(detection):
    box = detection["box"]
    left, top = box["x"], box["y"]
    return detection["classId"], detection["score"], [left, top, left + box["width"], top + box["height"]]


def same(one, other):
    return (
        one[0] == other[0]
        and abs(one[1] - other[1]) <= SCORE_TOLERANCE
        and all(abs(a - b) <= BOX_TOLERANCE_PIXELS for a, b in zip(one[2], other[2]))
    )


def read(path, detection):
    with open(path, encoding="utf-8") as file:
        return [detection(each) for each in json.load(file)["detections"]]


if __name__ == "__main__":
    theirs = read(sys.argv[1], original)
    ours = read(sys.argv[2], gateway)
    unmatched = sum(not any(same(one, other) for other in ours) for one in theirs)
    print(f"detections: original {len(theirs)}, gateway {len(ours)}, without counterpart {unmatched}")
    sys.exit(0 if len(theirs) == len(ours) and unmatched == 0 else 1)
