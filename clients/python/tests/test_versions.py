"""What was recorded with version 1 of the formats is read for ever, and one version newer is met in order.

`Tests/Fixtures/version-1` was written once by `record_version.py` and never changes.
"""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import zmq
from fake_publisher import FakePublisher, Frames, make_event, make_record
from google.protobuf.message import Message
from real_publisher import REPOSITORY, RealPublisher
from sample_events import event_id, every_type

from scenewire import (
    Client,
    Heartbeat,
    ProtocolError,
    Publisher,
    Receipt,
    Record,
    Refusal,
    RefusalReason,
    RequestRefused,
    Subscriber,
    UnsupportedVersion,
    read_records,
)
from scenewire.v1 import bus_pb2 as bus

FIXTURE = REPOSITORY / "Tests/Fixtures/version-1"
LIMIT_MILLISECONDS = 10_000
UNKNOWN_FIELD = b"\xc2\x3e\x05newer"
"""Field 1000, which no message of version 1 has."""


@dataclass
class Line:
    """One message of the recorded conversation."""

    socket: str
    sender: str
    about: str
    frames: Frames
    is_again: bool


@dataclass
class Exchange:
    """A recorded request and its reply."""

    about: str
    asked: Frames
    answered: Frames


def conversation() -> list[Line]:
    lines = []
    for text in (FIXTURE / "conversation.ndjson").read_text().splitlines():
        line = json.loads(text)
        frames = [bytes.fromhex(frame) for frame in line["frames"]]
        lines.append(Line(line["socket"], line["from"], line["about"], frames, line.get("isAgain", False)))
    return lines


def exchanges(is_again: bool) -> list[Exchange]:
    lines = [line for line in conversation() if line.socket == "requests" and line.is_again == is_again]
    return [
        Exchange(asked.about, asked.frames, answered.frames)
        for asked, answered in zip(lines[::2], lines[1::2], strict=True)
    ]


def documents() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FIXTURE / "stream.ndjson").read_text().splitlines()]


def recorded_stream() -> list[Record]:
    """The whole stream, from what was broadcast."""
    bodies = [line.frames[1] for line in conversation() if line.about == "~stream/"]
    return [record for body in bodies for record in read_records(body)]


@pytest.fixture
def old(tmp_path: Path) -> Iterator[RealPublisher]:
    """The present publisher on the recorded journal."""
    with RealPublisher(tmp_path) as publisher:
        shutil.copytree(FIXTURE / "journal", publisher.data)
        publisher.start()
        yield publisher


def test_the_recorded_broadcast_reads_as_it_was_told() -> None:
    records = recorded_stream()
    told = documents()
    assert len(records) == len(told) == len(list(every_type())) + 2
    for record, document in zip(records, told, strict=True):
        event = record.event
        assert str(record.stream) == document["recordstream"]
        assert record.sequence == int(document["recordsequence"])
        assert record.epoch == document["recordepoch"]
        assert f"{record.checksum:08x}" == document["recordchecksum"]
        assert str(UUID(bytes=event.id)) == document["id"]
        assert event.type == document["type"]
        assert event.source_sequence == int(document["sequence"])
        assert event.SerializeToString() == record.event_bytes
        if "protobuf" in document:
            assert base64.b64decode(document["protobuf"]) == record.event_bytes


def test_the_recorded_events_say_what_they_said() -> None:
    for record, event in zip(recorded_stream(), every_type(), strict=False):
        assert record.event_bytes == event.SerializeToString()


def test_every_recorded_message_is_known_in_full() -> None:
    for line in conversation():
        if line.socket == "live" and line.about == "~heartbeat/":
            assert_known(bus.Heartbeat.FromString(line.frames[1]), line.frames[1])
        elif line.socket == "requests" and line.sender == "publisher":
            assert_known(bus.Reply.FromString(line.frames[0]), line.frames[0])
        elif line.socket == "requests" and line.about != "no request":
            assert_known(bus.Request.FromString(line.frames[0]), line.frames[0])


def assert_known(message: Message, data: bytes) -> None:
    assert message.SerializeToString() == data
    message.DiscardUnknownFields()  # type: ignore[attr-defined]
    assert message.SerializeToString() == data


def test_the_present_publisher_replays_the_recorded_journal(old: RealPublisher) -> None:
    with Client(old.requests) as client:
        records = [item for item in client.replay() if isinstance(item, Record)]
        assert [record.raw for record in records] == [record.raw for record in recorded_stream()]
        assert client.hello(records[20].cursor).epoch > records[-1].epoch
    with Publisher(old.requests) as publisher:
        assert publisher.publish(make_event(1_000)).sequence == len(records) + 1
        assert publisher.publish(records[0].event_bytes) == Receipt(1, records[0].published_at, True)


def test_the_present_publisher_answers_as_it_was_recorded(old: RealPublisher) -> None:
    with Client(old.requests) as client:
        epoch = client.hello().epoch
    socket = zmq.Context.instance().socket(zmq.DEALER)
    socket.setsockopt(zmq.LINGER, 0)
    socket.setsockopt(zmq.RCVTIMEO, LIMIT_MILLISECONDS)
    socket.connect(old.requests)
    recorded = exchanges(is_again=True)
    assert len(recorded) == 20
    for exchange in recorded:
        socket.send_multipart([in_epoch(exchange.asked[0], epoch), *exchange.asked[1:]])
        answer = socket.recv_multipart()
        assert answer[1:] == exchange.answered[1:], exchange.about
        assert lasting(answer[0]) == lasting(exchange.answered[0]), exchange.about
    socket.close()


def in_epoch(data: bytes, epoch: int) -> bytes:
    """The request with the present epoch, where it asks in the one of its time."""
    if data == b"\xff\xff\xff":
        return data
    request = bus.Request.FromString(data)
    if request.HasField("replay") and request.replay.epoch == 2:
        request.replay.epoch = epoch
    return request.SerializeToString()


def lasting(data: bytes) -> bus.Reply:
    """A reply without what may differ: the start's epoch, clocks, words for people, and newer fields."""
    reply = bus.Reply.FromString(data)
    # Only in the body that is there: setting a field of another one would put that in its place.
    match reply.WhichOneof("body"):
        case "welcome":
            reply.welcome.epoch = reply.welcome.clock = reply.welcome.head_checksum = 0
            reply.welcome.software_version = ""
        case "status":
            reply.status.epoch = reply.status.clock = 0
            reply.status.software_version = ""
            for consumer in reply.status.consumers:
                consumer.reported_at = 0
        case "replayed":
            reply.replayed.ClearField("position")
        case "refusal":
            reply.refusal.detail = ""
        case "published":
            for refusal in reply.published.refusals:
                refusal.detail = ""
            for note in reply.published.notes:
                note.text = ""
    return reply


def test_the_present_publisher_meets_a_newer_client(old: RealPublisher) -> None:
    socket = zmq.Context.instance().socket(zmq.DEALER)
    socket.setsockopt(zmq.LINGER, 0)
    socket.setsockopt(zmq.RCVTIMEO, LIMIT_MILLISECONDS)
    socket.connect(old.requests)

    def ask(data: bytes, *more: bytes) -> bus.Reply:
        socket.send_multipart([data, *more])
        return bus.Reply.FromString(socket.recv_multipart()[0])

    # A field more in a request of this version is ignored.
    status = bus.Request(version=1, id=1, status=bus.StatusQuery()).SerializeToString()
    assert ask(status + UNKNOWN_FIELD).status.head == len(documents())
    # A version more is refused, and the answer says which is spoken here.
    refused = ask(bus.Request(version=2, id=2, status=bus.StatusQuery()).SerializeToString() + UNKNOWN_FIELD)
    assert (refused.version, refused.id) == (1, 2)
    assert refused.refusal.fault == bus.REQUEST_FAULT_UNSUPPORTED_VERSION
    assert "1" in refused.refusal.detail
    # A kind of question more is refused, too.
    refused = ask(bus.Request(version=1, id=3).SerializeToString() + b"\xa2\x06\x00")
    assert (refused.id, refused.refusal.fault) == (3, bus.REQUEST_FAULT_MALFORMED)
    socket.close()


def test_the_present_publisher_takes_what_a_newer_author_writes(old: RealPublisher) -> None:
    template = next(every_type())
    template.id = event_id(500)

    def changed(number: int, **fields: str) -> bytes:
        event = type(template)()
        event.CopyFrom(template)
        event.id, event.source_sequence = event_id(500 + number), 500 + number
        for name, text in fields.items():
            setattr(event, name, text)
        return event.SerializeToString()

    unknown_type = type(template).FromString(changed(3, type="robot.deployed"))
    unknown_type.ClearField("payload")
    unknown_word = type(template).FromString(changed(4))
    unknown_word.author.role = "droneOperator"
    offered = [
        changed(1) + UNKNOWN_FIELD,
        # A payload that is no message of this version: field 300 of the envelope.
        unknown_type.SerializeToString() + b"\xe2\x12\x02\x08\x01",
        unknown_word.SerializeToString(),
        changed(5, tlp="ULTRAVIOLET"),
    ]
    with Publisher(old.requests) as publisher, Client(old.requests) as client:
        results = list(publisher.publish_all(offered))
        assert [type(result) for result in results] == [Receipt, Receipt, Receipt, Refusal]
        assert all(isinstance(result, Receipt) and result.notes for result in results[:3])
        assert isinstance(results[3], Refusal)
        assert (results[3].reason, results[3].field) == (RefusalReason.INVALID, "/tlp")
        taken = [item for item in client.replay(len(documents())) if isinstance(item, Record)]
    assert [record.event_bytes for record in taken] == offered[:3]
    assert taken[1].event.WhichOneof("payload") is None
    assert [record.event.SerializeToString() for record in taken] == offered[:3]


def newer(fake: FakePublisher) -> None:
    """Makes a publisher say a field more everywhere."""

    def answer(request: bus.Request, payload: Frames) -> list[Frames]:
        frames = (fake.reply(request, payload) or [])[0]
        reply = bus.Reply.FromString(frames[0])
        name = reply.WhichOneof("body")
        assert name
        getattr(reply, name).MergeFromString(UNKNOWN_FIELD)
        return [[reply.SerializeToString() + UNKNOWN_FIELD, *frames[1:]]]

    fake.override = answer
    fake.heartbeat_seconds = 1_000


def test_this_client_follows_a_newer_publisher_of_the_same_protocol(fake: FakePublisher) -> None:
    newer(fake)
    fake.append(3)
    # Flags and events that this client does not know.
    event = make_event(3).SerializeToString() + UNKNOWN_FIELD
    fake.records.append(make_record(event, 4, fake.stream, flags=0b1000_0000))
    fake.topics.append(b"expd/incident-0/")
    pulse = bus.Heartbeat(stream=fake.stream.bytes, epoch=1, head=4)
    found = []
    with Subscriber(fake.live_endpoint, fake.requests_endpoint) as subscriber:
        for item in subscriber:
            if isinstance(item, Record):
                found.append(item)
                if item.sequence == 4:
                    fake.broadcast(b"~heartbeat/", pulse.SerializeToString() + UNKNOWN_FIELD)
            if isinstance(item, Heartbeat) and item.head == 4:
                break
    assert [record.raw for record in found] == fake.records
    assert found[3].event.SerializeToString() == event
    with Client(fake.requests_endpoint) as client, Publisher(fake.requests_endpoint) as publisher:
        assert client.status().head == 4
        assert isinstance(publisher.publish(make_event(9)), Receipt)


def test_this_client_refuses_a_newer_record(fake: FakePublisher) -> None:
    fake.records.append(make_record(b"", 1, fake.stream, version=2))
    fake.topics.append(b"expd/incident-0/")
    with Client(fake.requests_endpoint) as client, pytest.raises(UnsupportedVersion, match="version 2"):
        list(client.replay())


def test_this_client_refuses_a_newer_protocol(fake: FakePublisher) -> None:
    fake.override = lambda request, _: [[bus.Reply(version=2, id=request.id).SerializeToString()]]
    with (
        Client(fake.requests_endpoint) as client,
        pytest.raises(ProtocolError, match="protocol version 2; this client knows 1"),
    ):
        client.status()


def test_this_client_says_what_an_older_publisher_refuses(fake: FakePublisher) -> None:
    def refuse(request: bus.Request, _: Frames) -> list[Frames]:
        reply = bus.Reply(version=1, id=request.id)
        reply.refusal.fault = bus.REQUEST_FAULT_UNSUPPORTED_VERSION
        reply.refusal.detail = "version 1 is not known here; allowed is 0"
        return [[reply.SerializeToString()]]

    fake.override = refuse
    with (
        Publisher(fake.requests_endpoint) as publisher,
        pytest.raises(RequestRefused, match="UNSUPPORTED_VERSION: version 1 is not known here"),
    ):
        publisher.publish(make_event(0))
