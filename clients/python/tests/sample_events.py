"""Invented events of every type, made from the schema's own rules: every field is there."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message

from scenewire import Event
from scenewire.v1 import event_pb2, options_pb2, payloads_pb2, types_pb2

PATTERNS = {
    "agency": "expd",
    "incident": "EX-1",
    "source": "cp1",
    "type": "log.entry",
    "language": "en",
    "traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "disposition": "12",
    "pointer": "/data/count",
    "sha256": "0123456789abcdef" * 4,
}
SECONDS = 1_747_751_925


def every_type() -> Iterator[Event]:
    """One event of each type, with an id and a place of its own."""
    for number, field in enumerate(event_pb2.Event.DESCRIPTOR.oneofs_by_name["payload"].fields):
        event = Event(
            id=event_id(number),
            type=field.name.replace("_", "."),
            status="Exercise",
            source_epoch=1,
            source_sequence=number + 1,
        )
        fill(event, event.DESCRIPTOR)
        fill(getattr(event, field.name), field.message_type)
        yield event


def event_id(number: int) -> bytes:
    """A UUID of version 7 that no clock made."""
    return struct.pack(">QQ", SECONDS * 1_000 << 16 | 0x7000, 1 << 63 | number)


def fill(message: Message, descriptor: Descriptor) -> None:
    """Gives every field that is not set, and is no payload, a value that its rule allows."""
    if descriptor.full_name == "google.protobuf.Timestamp":
        message.seconds, message.nanos = SECONDS, 250_000_000  # type: ignore[attr-defined]
        return
    for field in descriptor.fields:
        is_payload = field.containing_oneof and field.containing_oneof.name == "payload"
        if is_payload or field.name == "extra_json":
            continue
        if field.message_type:
            held = getattr(message, field.name)
            fill(held.add() if is_repeated(field) else held, field.message_type)
        elif is_repeated(field):
            getattr(message, field.name).append(value(field))
        elif not getattr(message, field.name):
            setattr(message, field.name, value(field))


def value(field: FieldDescriptor) -> Any:
    """A value that the field's rule allows."""
    rule = field.GetOptions().Extensions[options_pb2.valid]
    if rule.id:
        return event_id(0)
    if rule.json:
        return '{"count":2}'
    if rule.vocabulary:
        return VOCABULARIES[rule.vocabulary]
    if rule.pattern:
        return PATTERNS[rule.pattern]
    if field.type == FieldDescriptor.TYPE_STRING:
        return f"Invented {field.name.replace('_', ' ')}"[: rule.max_length or None]
    if field.type == FieldDescriptor.TYPE_BOOL:
        return True
    if field.type == FieldDescriptor.TYPE_BYTES:
        return b"\x01\x02"
    return type(field.default_value)(
        max(rule.min, 1) if not rule.HasField("max") else min(rule.max, max(rule.min, 1))
    )


def is_repeated(field: FieldDescriptor) -> bool:
    return bool(field.is_repeated)


VOCABULARIES = {
    vocabulary.name: vocabulary.words[0]
    for module in (event_pb2, types_pb2, payloads_pb2)
    for vocabulary in module.DESCRIPTOR.GetOptions().Extensions[options_pb2.vocabulary]
}
