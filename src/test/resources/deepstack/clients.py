"""The public clients of camera software's protocol, unmodified. Prints what each of them got, as one JSON object.

usage: clients.py PORT PICTURE
"""
import json
import sys

from codeprojectai.core import CodeProjectAIException, CodeProjectAIObject
from deepstack.core import DeepstackException, DeepstackObject
from deepstack_sdk import Detection, ServerConfig


def failure(call, kind):
    """The text of the exception that the client raises."""
    try:
        call()
    except kind as e:
        return str(e)
    return "no failure"


def by_dictionaries(client, kind):
    """The two clients that have a class for a confidence and a model, and return dictionaries."""
    return {
        "found": client(min_confidence=0.4).detect(PICTURE),
        "certain": client(min_confidence=0.99).detect(PICTURE),
        "custom": client(custom_model="nanodet-g").detect(PICTURE),
        "bad": failure(lambda: client().detect(b"no picture"), kind),
        "other": failure(lambda: client(custom_model="other").detect(PICTURE), kind),
    }


def by_sdk(server):
    def found(detection, least):
        return [vars(item) for item in detection.detectObject(PICTURE, min_confidence=least)]

    return {
        "found": found(Detection(server), 0.4),
        "certain": found(Detection(server), 0.99),
        "custom": found(Detection(server, name="nanodet-g"), 0.4),
        "bad": failure(lambda: Detection(server).detectObject(b"no picture"), Exception),
        "other": failure(lambda: Detection(server, name="other").detectObject(PICTURE), Exception),
    }


PORT = int(sys.argv[1])
with open(sys.argv[2], "rb") as file:
    PICTURE = file.read()
json.dump(
    {
        "deepstack-python": by_dictionaries(
            lambda **more: DeepstackObject(ip="127.0.0.1", port=PORT, **more), DeepstackException
        ),
        "codeproject-ai-api": by_dictionaries(
            lambda **more: CodeProjectAIObject(ip="127.0.0.1", port=PORT, **more), CodeProjectAIException
        ),
        "deepstack-sdk": by_sdk(ServerConfig(f"http://127.0.0.1:{PORT}")),
    },
    sys.stdout,
)
