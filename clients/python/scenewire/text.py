"""What people wrote into an event, in whatever field of whatever type."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from google.protobuf.message import Message

from .v1 import options_pb2
from .v1.event_pb2 import Event

PROSE_LENGTH_MIN = 256
"""Text that may be as long as this, in Unicode scalars, is prose; shorter fields hold names and numbers."""


def text_of(event: Event) -> str:
    """The text of an event: all that people wrote into it, one after the other.

    That is the narrative, the free text of its payload, such as a log entry's text or an observation, the new
    values of corrections, and whatever text stands in members that this version does not know. It is what
    ``scenewire query --text`` searches. Nothing is left out of it that a later record redacts.
    """
    texts = [*_data(event), *_strings(_data_member(event.extra_json))]
    whole = ""
    for text in dict.fromkeys(text for text in texts if text.strip()):
        if whole:
            whole += " " if whole[-1] in ".!?…" else ". "
        whole += text
    return whole


def _data(event: Event) -> Iterator[str]:
    for field in event.DESCRIPTOR.fields:
        if _rule(field).in_data:
            yield from _prose(event, field)
    payload = event.WhichOneof("payload")
    if payload is not None:
        yield from _message(getattr(event, payload))


def _message(message: Message) -> Iterator[str]:
    for field in message.DESCRIPTOR.fields:
        yield from _prose(message, field)


def _prose(message: Message, field: Any) -> Iterator[str]:
    value: Any = getattr(message, field.name)
    # Older versions of protobuf only have the label, newer ones warn of it.
    is_repeated = field.is_repeated if hasattr(field, "is_repeated") else field.label == field.LABEL_REPEATED
    if field.message_type is not None:
        if field.message_type.full_name == "google.protobuf.Timestamp":
            return
        for one in value if is_repeated else [value] if message.HasField(field.name) else []:
            yield from _message(one)
        return
    rule = _rule(field)
    for one in value if is_repeated else [value]:
        if rule.json:
            yield from _strings(_parsed(one))
        elif (
            isinstance(one, str)
            and rule.max_length >= PROSE_LENGTH_MIN
            and not (rule.vocabulary or rule.pattern)
        ):
            yield one


def _rule(field: Any) -> options_pb2.Rule:
    rule: options_pb2.Rule = field.GetOptions().Extensions[options_pb2.valid]
    return rule


def _data_member(extra: bytes) -> Any:
    parsed = _parsed(extra)
    return parsed.get("data") if isinstance(parsed, dict) else None


def _parsed(value: str | bytes) -> Any:
    """The value of JSON text; text that is none stands for itself."""
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value if isinstance(value, str) else value.decode("utf-8", "replace")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
