"""What a schema cannot say: bodies are real pictures, and labels are the model's own.

Without it every schema-valid request would be a 415, and nothing behind the decoder would be tested.
"""

import os
import pathlib

import schemathesis
from hypothesis import strategies as st

PICTURES = pathlib.Path(os.environ["RETINAGATE_PICTURES"])
FILES = [(PICTURES / name).read_bytes() for name in ("chelsea.jpg", "formats/rgb.png", "formats/lossy.webp", "formats/colour.bmp")]
LABELS = ["person", "dog", "cup"]

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
