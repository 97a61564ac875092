"""Makes the parity fixture beside this file: random ground truth and detections, judged by pycocotools.

    python3 -m venv venv && venv/bin/pip install pycocotools==2.0.11 numpy==2.4.6
    venv/bin/python make_parity.py [SEED [FOLDER]]

Coordinates and scores are multiples of 1/64: exact in float32, and there are many ties of score, of overlap,
and areas and overlaps that lie on a bound exactly.
"""
import contextlib
import copy
import io
import json
import random
import sys
from pathlib import Path

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

SEED = int(sys.argv[1]) if len(sys.argv) > 1 else 20
FOLDER = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parent
PICTURES = 56
# Ids with gaps. "ghost" has detections and no object, "unseen" objects and no detection, "absent" neither, and
# "throng" objects that are all crowds.
NAMES = {2: "sheep", 3: "cow", 7: "horse", 11: "ghost", 12: "unseen", 13: "absent", 90: "throng"}
SIDES = [32, 96, 64, 24, 12.5, 100, 180.125, 40, 31.875, 96.125, 8]
WIDTH, HEIGHT = 640, 480

random.seed(SEED)


def eighth(value):
    return round(value * 8) / 8


def random_box():
    w, h = random.choice(SIDES), random.choice(SIDES)
    return [eighth(random.uniform(0, WIDTH - w)), eighth(random.uniform(0, HEIGHT - h)), w, h]


def shaken(box):
    x, y, w, h = box
    kind = random.random()
    if kind < 0.15:
        return list(box)
    if kind < 0.3:  # overlap of exactly 1/2, 3/4 …
        return [x, y, w * random.choice([0.5, 0.75]), h]
    s = random.choice([0.03, 0.08, 0.2])
    return [eighth(x + random.gauss(0, s) * w), eighth(y + random.gauss(0, s) * h),
            max(0.125, eighth(w * random.gauss(1, s))), max(0.125, eighth(h * random.gauss(1, s)))]


def score(low, high):
    return round(random.uniform(low, high) * 64) / 64


images, annotations, results = [], [], []


def annotate(image, category, box, crowd):
    area = box[2] * box[3] * random.choice([1, 1, 0.625])
    annotations.append({"id": len(annotations) + 1, "image_id": image, "category_id": category, "bbox": box,
                        "area": area, "iscrowd": crowd})


def found(image, category, box, low=0.1, high=1.0):
    results.append({"image_id": image, "category_id": category, "bbox": box, "score": score(low, high)})


for number in range(PICTURES):
    image = 5 + 3 * number
    images.append({"id": image, "file_name": f"{image}.jpg", "width": WIDTH, "height": HEIGHT})
    if number % 9 == 4:  # empty; every other one also of detections
        if number % 2:
            found(image, 2, random_box(), 0.05, 0.6)
        continue
    for category in (2, 3, 7, 12, 90):
        for _ in range(random.choice([0, 0, 1, 2, 3] if category != 2 else [0, 1, 3, 6])):
            box = random_box()
            crowd = 1 if category == 90 or random.random() < 0.1 else 0
            annotate(image, category, box, crowd)
            if crowd and category not in (12, 90):  # one of the crowd was annotated by itself: a detection can find both
                member = [box[0] + 0.25 * box[2], box[1], box[2] / 2, box[3] / 2]
                annotate(image, category, member, 0)
                found(image, category, shaken(member))
            if category == 12:
                continue
            for _ in range(random.choice([0, 1, 1, 2]) + 2 * crowd):
                found(image, category, shaken(box))
    for category in (2, 3, 7, 11):
        for _ in range(random.choice([0, 1, 2])):
            found(image, category, random_box(), 0.05, 0.7)

# One picture with more than a hundred detections of a class; its objects are found by some of the weak ones too.
herd = [a["bbox"] for a in annotations if a["category_id"] == 2 and a["image_id"] == images[0]["id"]] or [random_box()]
for i in range(115):
    found(images[0]["id"], 2, shaken(herd[i % len(herd)]) if i % 4 == 0 else random_box(), 0.05, 0.9)
random.shuffle(images)
random.shuffle(annotations)
random.shuffle(results)

truth = {"info": {"description": f"random, seed {SEED}"}, "images": images, "annotations": annotations,
         "categories": [{"id": i, "name": n} for i, n in reversed(NAMES.items())]}
with contextlib.redirect_stdout(io.StringIO()):
    coco = COCO()
    coco.dataset = copy.deepcopy(truth)
    coco.createIndex()
    run = COCOeval(coco, coco.loadRes(copy.deepcopy(results)), "bbox")
    run.evaluate()
    run.accumulate()
    run.summarize()
keys = "ap ap50 ap75 apSmall apMedium apLarge ar1 ar10 ar100 arSmall arMedium arLarge".split()
precision, recall = run.eval["precision"], run.eval["recall"]  # (IoU, recall, class, area, most), (IoU, class, area, most)
classes = {}
for k, category in enumerate(map(int, run.params.catIds)):
    if precision[0, 0, k, 0, 2] > -1:
        classes[NAMES[category]] = {
            "objects": sum(a["category_id"] == category and not a["iscrowd"] for a in annotations),
            "ap": float(np.mean(precision[:, :, k, 0, 2])),
            "ap50": float(np.mean(precision[0, :, k, 0, 2])),
            "ar100": float(np.mean(recall[:, k, 0, 2]))}
expected = {"figures": dict(zip(keys, map(float, run.stats))), "classes": classes,
            "iouThresholds": run.params.iouThrs.tolist(), "recalls": run.params.recThrs.tolist()}


def write(name, value, lines):
    text = json.dumps(value, separators=(",", ":"))
    (FOLDER / name).write_text((text.replace("},{", "},\n{") if lines else json.dumps(value, indent=1)) + "\n")


write("parity-annotations.json", truth, True)
write("parity-results.json", results, True)
write("parity-expected.json", expected, False)
print(json.dumps(expected["figures"], indent=1), json.dumps(classes, indent=1))
print(len(images), "pictures", len(annotations), "annotations", len(results), "detections")
