"""Speaks to a publisher as CloudEvents' own Python SDK does.

    cloudevents_client.py post URL     posts what the SDK makes in each of its modes
    cloudevents_client.py read URL     reads the stream in every form that holds events

Writes one line for each: a name, a tab, and what came of it.
"""

import json
import sys
import urllib.error
import urllib.request
from datetime import datetime, timedelta, timezone

from cloudevents.core.bindings import http
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

# CloudEvents 1.0, section "Type System".
INTEGERS = range(-(2**31), 2**31)


def made(number, data):
    return CloudEvent(
        {
            "id": f"0196ed9e-9c40-7000-8000-{number:012x}",
            "type": "shots.fired",
            "source": "cp1",
            "sourceepoch": 1,
            "sequence": f"{number:020d}",
            "agency": "expd",
            "subject": "2025-0520-001",
            "status": "Exercise",
            "time": datetime(2025, 5, 20, 9, 38, 45, tzinfo=timezone(timedelta(hours=-5))),
            "authorid": 'Zo\u00eb "Z" 100%',
            "authorrole": "commandPostRecorder",
            "tlp": "AMBER",
            "textreleasable": True,
            "clockoffsetms": -12,
            "weather": "rain",
            "datacontenttype": "application/json",
        },
        data,
    )


def ask(url, headers, body=None):
    request = urllib.request.Request(url, data=body, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def post(url):
    data = {"by": "unknown", "rounds": 1}
    structured = http.to_structured_event(made(2, data))
    batch = b"[" + http.to_structured_event(made(4, data)).body + b"]"
    modes = {
        "binary": http.to_binary_event(made(1, data)),
        "structured": structured,
        "structured bytes": http.to_structured_event(made(3, json.dumps(data).encode())),
        "batch": http.HTTPMessage({"content-type": "application/cloudevents-batch+json"}, batch),
    }
    for name, message in modes.items():
        status, _, body = ask(f"{url}/v1/events", message.headers, message.body)
        print(f"{name}\t{status} {'' if status == 201 else body.decode()}".rstrip())


def read(url):
    forms = [
        "application/cloudevents-batch+json",
        "application/x-ndjson",
        "application/json",
        "application/json, application/*+json",
        "application/*+json",
    ]
    for form in forms:
        status, headers, body = ask(f"{url}/v1/events", {"Accept": form})
        assert status == 200, body
        is_lines = headers["Content-Type"] == "application/x-ndjson"
        documents = [json.loads(line) for line in body.splitlines()] if is_lines else json.loads(body)
        ids = [strict(document).get_id() for document in documents]
        for place in ids:
            one, _, text = ask(
                f"{url}/v1/events/{place}", {"Accept": "application/cloudevents+json, */*;q=0.1"}
            )
            assert one == 404 or one == 400 or strict(json.loads(text)).get_id() == place, text
        print(f"{form}\t{len(ids)}")


def strict(document):
    """Reads a document as the SDK does, and holds it to what the SDK leaves to its readers."""
    event = JSONFormat().read(CloudEvent, json.dumps(document))
    for name, value in document.items():
        if name in ("data", "data_base64"):
            continue
        assert name.isascii() and name.isalnum() and name == name.lower() and len(name) <= 20, name
        assert isinstance(value, (str, bool)) or (type(value) is int and value in INTEGERS), (name, value)
    return event


{"post": post, "read": read}[sys.argv[1]](sys.argv[2])
