"""The original as it was served: one keras-retinanet model behind threaded Flask, nothing between the two.

    app.py MODEL.h5 PORT

POST /detect takes a picture as a multipart file part, whatever its name, and answers JSON; `threshold` in the query
is the smallest score told. Loopback only.
"""

import sys

import numpy as np
from flask import Flask, jsonify, request
from keras_retinanet import models
from keras_retinanet.utils.image import preprocess_image, read_image_bgr, resize_image

SHORTER_SIDE = 800
LONGER_SIDE = 1333
DEFAULT_THRESHOLD = 0.5

app = Flask(__name__)
model = None


@app.get("/health")
def health():
    return jsonify(status="UP")


@app.post("/detect")
def detect():
    threshold = request.args.get("threshold", DEFAULT_THRESHOLD, type=float)
    picture = read_image_bgr(next(iter(request.files.values())))
    tensor, scale = resize_image(preprocess_image(picture), SHORTER_SIDE, LONGER_SIDE)
    boxes, scores, labels = model.predict_on_batch(tensor[np.newaxis])
    found = scores[0] >= threshold  # Places that no detection fills have score -1.
    return jsonify(
        detections=[
            {"classId": int(label), "score": float(score), "box": [float(side) for side in box / scale]}
            for box, score, label in zip(boxes[0][found], scores[0][found], labels[0][found])
        ]
    )


if __name__ == "__main__":
    file, port = sys.argv[1:]
    # The name decides which custom layers the loader knows; they are the same for ResNet 50, 101 and 152.
    model = models.load_model(file, backbone_name="resnet50")
    # Else the first requests' threads would build it at the same time.
    model.make_predict_function()
    app.run(host="127.0.0.1", port=int(port), threaded=True)
