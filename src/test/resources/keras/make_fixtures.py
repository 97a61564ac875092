"""Makes the damaged Keras files of KerasImportTest. Needs h5py (3.x) and numpy.

Each is the structure of a RetinaNet on ResNet 50 with two classes, as Keras 2 saves it: groups,
attributes and the shapes of all arrays. The arrays were never written, so HDF5 allocates nothing
for them; what is wrong with the structure must be found before a value is read.
"""

import gzip
import io
import json
import pathlib

import h5py
import numpy

HERE = pathlib.Path(__file__).parent
CLASSES = 2
BLOCKS = {2: "abc", 3: "abcd", 4: "abcdef", 5: "abc"}


def conv(kernel, channels, filters, bias):
    arrays = [("kernel:0", (kernel, kernel, channels, filters))]
    return arrays + [("bias:0", (filters,))] if bias else arrays


def normalisation(channels):
    return [(n + ":0", (channels,)) for n in ("gamma", "beta", "moving_mean", "moving_variance")]


def subnet(name, outputs):
    arrays = []
    for i in range(4):
        arrays += [(f"{name}_{i}/{n}", s) for n, s in conv(3, 256, 256, True)]
    return arrays + [(f"{name}/{n}", s) for n, s in conv(3, 256, outputs, True)]


def retinanet(padding_layer=True):
    """Layers in order: name -> arrays."""
    layers = {"input_1": []}
    if padding_layer:
        layers["padding_conv1"] = []
    layers["conv1"] = conv(7, 3, 64, False)
    layers["bn_conv1"] = normalisation(64)
    layers["conv1_relu"] = []
    channels = 64
    for stage, tags in BLOCKS.items():
        width = 64 << (stage - 2)
        for tag in tags:
            block = f"{stage}{tag}"
            sizes = {"2a": (1, channels, width), "2b": (3, width, width), "2c": (1, width, 4 * width)}
            if tag == "a":
                sizes["1"] = (1, channels, 4 * width)
            for branch, (kernel, before, after) in sizes.items():
                layers[f"res{block}_branch{branch}"] = conv(kernel, before, after, False)
                layers[f"bn{block}_branch{branch}"] = normalisation(after)
            layers[f"res{block}_relu"] = []
            channels = 4 * width
    for level, before in ((5, 2048), (4, 1024), (3, 512)):
        layers[f"C{level}_reduced"] = conv(1, before, 256, True)
        layers[f"P{level}"] = conv(3, 256, 256, True)
    layers["P6"] = conv(3, 2048, 256, True)
    layers["P7"] = conv(3, 256, 256, True)
    layers["regression_submodel"] = subnet("pyramid_regression", 36)
    layers["classification_submodel"] = subnet("pyramid_classification", 9 * CLASSES)
    return layers


def write(name, layers, whole=True, config=None, values=None):
    memory = io.BytesIO()
    with h5py.File(memory, "w") as file:
        root = file.create_group("model_weights") if whole else file
        root.attrs["layer_names"] = numpy.array([n.encode() for n in layers])
        root.attrs["keras_version"] = b"2.2.5"
        if config:
            file.attrs["model_config"] = json.dumps({"config": {"layers": config}}).encode()
        for layer, arrays in layers.items():
            group = root.create_group(layer)
            names = [n if "/" in n else f"{layer}/{n}" for n, _ in arrays]
            group.attrs["weight_names"] = (
                numpy.array([n.encode() for n in names]) if names else numpy.zeros(0)
            )
            for array, (_, shape) in zip(names, arrays):
                group.create_dataset(array, shape, "<f4", data=(values or {}).get(array))
    with open(HERE / f"{name}.h5.gz", "wb") as out:
        # No time in the header: equal fixtures are equal files.
        with gzip.GzipFile("", "wb", 9, out, mtime=0) as packed:
            packed.write(memory.getvalue())


def main():
    write("never-written", retinanet())

    layers = retinanet()
    del layers["res4c_branch2b"]
    write("lacks-layer", layers)

    layers = retinanet()
    layers["P6"] = conv(3, 1024, 256, True)
    write("wrong-shape", layers)

    layers = retinanet()
    layers["bn3b_branch2a"] = normalisation(128)[:3]
    write("three-statistics", layers)

    layers = retinanet()
    layers["P2"] = conv(3, 256, 256, True)
    write("foreign-layer", layers)

    write("other-network", {"conv2d_1": conv(3, 3, 8, True), "dense_1": []})

    boxes = {"name": "boxes", "config": {"mean": [0, 0, 0, 0], "std": [0.1, 0.1, 0.2, 0.2]}}
    write("other-boxes", retinanet(), config=[boxes])

    anchors = {"size": 128, "stride": 32, "ratios": [0.5, 1, 3], "scales": [1, 2 ** (1 / 3), 2 ** (2 / 3)]}
    write("other-anchors", retinanet(), config=[{"name": "anchors_2", "config": anchors}])

    layers = retinanet()
    layers["regression_submodel"] = subnet("pyramid_regression", 4 * 12)
    layers["classification_submodel"] = subnet("pyramid_classification", 12 * CLASSES)
    write("twelve-anchors", layers)

    # Anchors as weights, as some versions keep them, but not those of keras-retinanet.
    layers = retinanet()
    layers["anchors_0"] = [("anchors:0", (9, 4))]
    write("anchors-as-weights", layers, values={"anchors_0/anchors:0": numpy.ones((9, 4), "<f4")})

    write("weights-without-padding-layer", retinanet(padding_layer=False), whole=False)


main()
