"""What a schema cannot say: bodies are real pictures, and labels are the model's own.

Without it every schema-valid request would be a 415, and nothing behind the decoder would be tested.
"""

import os
import pathlib
import re

import schemathesis
from hypothesis import strategies as st

PICTURES = pathlib.Path(os.environ["RETINAGATE_PICTURES"])
FILES = [(PICTURES / name).read_bytes() for name in ("chelsea.jpg", "formats/rgb.png", "formats/lossy.webp", "formats/colour.bmp")]
LABELS = ["person", "dog", "cup"]
RULE = re.compile(r"[^,]*[^,\s][^,]*")
ZONE = re.compile(r"[^,:/@]{1,40}:[0-9.]+(,[0-9.]+){5,63}")
MAX_RULES = 16

# The bytes alone tell the format: each of them is right under each type.
for media_type in ("image/jpeg", "image/png", "image/webp", "image/bmp", "application/octet-stream", "*/*"):
    schemathesis.openapi.media_type(media_type, st.sampled_from(FILES))


@schemathesis.hook
def before_call(context, case, kwargs):
    """Puts the model's labels in the place of others; an empty one stays, which has to be refused."""
    labels = (case.query or {}).get("labels")
    if isinstance(labels, str):
        labels = labels.split(",")
    if isinstance(labels, list) and all(isinstance(label, str) and label.strip() for label in labels):
        case.query["labels"] = ",".join(LABELS[len(label) % len(LABELS)] for label in labels)
    put_rules(case.query or {})
    if case.path_parameters and "model" in case.path_parameters:
        case.path_parameters["model"] = "nanodet-g"


def put_rules(query):
    """Rules and zones that the model and the other parameters allow, in the place of those of the right form."""
    for kind in ("forbid", "expect", "count"):
        rules = query.get(kind)
        if isinstance(rules, str):
            rules = rules.split(",")
        if all_match(RULE, rules) and rules:
            query[kind] = LABELS[len(rules[0]) % len(LABELS)]
    zones = query.get("zone")
    if isinstance(zones, str):
        zones = [zones]
    if all_match(ZONE, zones):
        query["zone"] = [f"zone{i}:0,0,1,0,1,1" for i in range(len(zones))]


def all_match(pattern, values):
    return (
        isinstance(values, list)
        and len(values) <= MAX_RULES
        and all(isinstance(value, str) and pattern.fullmatch(value) for value in values)
    )
