"""Publishing: one result for each event, whatever happens on the way."""

from __future__ import annotations

import random
from uuid import UUID

import pytest
from fake_publisher import FakePublisher, Frames, make_event

from scenewire import (
    EventRefused,
    NoAnswer,
    ProtocolError,
    Publisher,
    Receipt,
    Refusal,
    RefusalReason,
    RequestRefused,
    limits,
    new_event_id,
)
from scenewire.v1 import bus_pb2 as bus


@pytest.fixture
def publisher(fake: FakePublisher) -> Publisher:
    return Publisher(fake.requests_endpoint, timeout=3)


def test_one_event_has_a_receipt(fake: FakePublisher, publisher: Publisher) -> None:
    assert publisher.publish(make_event(0)) == Receipt(1, 7, False)
    request, payload = fake.requests[0]
    event = make_event(0).SerializeToString()
    assert request.version == 1
    assert payload == [bytes([len(event) & 0x7F | 0x80, len(event) >> 7]) + event]


def test_bytes_are_sent_as_they_are(fake: FakePublisher, publisher: Publisher) -> None:
    publisher.publish(b"any bytes", played_at=5)
    request, payload = fake.requests[0]
    assert payload == [b"\x09any bytes"]
    assert request.publish.played_at == 5


def test_many_events_keep_their_order(fake: FakePublisher, publisher: Publisher) -> None:
    def number_each(request: bus.Request, payload: Frames) -> list[Frames]:
        # Each event is two bytes behind its byte count; its number becomes its sequence number.
        reply = bus.Reply(version=1, id=request.id)
        data = payload[0]
        for place in range(0, len(data), 3):
            number = int.from_bytes(data[place + 1 : place + 3], "big")
            reply.published.runs.add(first_index=place // 3, count=1, first_sequence=number)
        return [[reply.SerializeToString()]]

    fake.override = number_each
    many = 3 * limits.PARCEL_EVENTS_MAX + 5
    results = list(publisher.publish_all(number.to_bytes(2, "big") for number in range(many)))
    assert [result.sequence for result in results if isinstance(result, Receipt)] == list(range(many))
    assert len(fake.requests) == 4


def test_no_more_is_read_than_may_be_under_way(fake: FakePublisher, publisher: Publisher) -> None:
    read = 0

    def events() -> object:
        nonlocal read
        while True:
            read += 1
            yield b"\x00" * 100

    results = publisher.publish_all(events())  # type: ignore[arg-type]
    next(results)
    results.close()  # type: ignore[attr-defined]
    assert read <= (limits.REQUESTS_UNDER_WAY_MAX + 1) * limits.PARCEL_EVENTS_MAX
    assert isinstance(publisher.publish(make_event(1)), Receipt)


def test_every_kind_of_result(fake: FakePublisher, publisher: Publisher) -> None:
    def answer(request: bus.Request, _: Frames) -> list[Frames]:
        reply = bus.Reply(version=1, id=request.id)
        published = reply.published
        published.runs.add(first_index=0, count=2, first_sequence=10, published_at=3)
        published.runs.add(first_index=3, count=1, first_sequence=2, published_at=1, is_duplicate=True)
        published.refusals.add(index=2, reason=bus.REFUSAL_REASON_CONFLICT, field="/id", detail="other bytes")
        published.refusals.add(index=4, reason=77, detail="newer")  # type: ignore[arg-type]
        published.refusals.add(index=5, reason=bus.REFUSAL_REASON_READ_ONLY)
        published.notes.add(index=1, text="a word")
        published.notes.add(index=1, text="another")
        return [[reply.SerializeToString()]]

    fake.override = answer
    results = list(publisher.publish_all([b""] * 6))
    assert results == [
        Receipt(10, 3, False),
        Receipt(11, 3, False, ("a word", "another")),
        Refusal(RefusalReason.CONFLICT, 2, "/id", "other bytes"),
        Receipt(2, 1, True),
        Refusal(RefusalReason.UNKNOWN, 77, "", "newer"),
        Refusal(RefusalReason.READ_ONLY, 4, "", ""),
    ]
    assert [result.may_pass for result in results if isinstance(result, Refusal)] == [False, False, True]
    assert str(results[2]) == "CONFLICT: /id other bytes"
    assert str(results[4]) == "reason 77, unknown here: newer"


def test_a_refused_event_raises_with_its_reason(fake: FakePublisher, publisher: Publisher) -> None:
    def answer(request: bus.Request, _: Frames) -> list[Frames]:
        reply = bus.Reply(version=1, id=request.id)
        reply.published.refusals.add(reason=bus.REFUSAL_REASON_INVALID, field="/severity", detail="is Awful")
        return [[reply.SerializeToString()]]

    fake.override = answer
    with pytest.raises(EventRefused, match="INVALID: /severity is Awful"):
        publisher.publish(make_event(0))


def test_too_long_an_event_is_refused_here(fake: FakePublisher, publisher: Publisher) -> None:
    results = list(publisher.publish_all([b"a", bytes(65_536), bytes(65_537), b"b"]))
    assert [type(result) for result in results] == [Receipt, Receipt, Refusal, Receipt]
    assert "65537 bytes; allowed are 65536" in str(results[2])
    assert sum(len(payload[0]) for _, payload in fake.requests) == 2 + 65_539 + 2


def test_silence_sends_the_same_bytes_again(fake: FakePublisher, publisher: Publisher) -> None:
    fake.override = lambda request, payload: [] if len(fake.requests) < 3 else None
    event = make_event(0)
    assert isinstance(publisher.publish(event), Receipt)
    sent = [(request.SerializeToString(), payload) for request, payload in fake.requests]
    assert len(sent) == 3
    assert sent[0] == sent[1] == sent[2]


def test_one_unanswered_request_of_many_is_sent_again(fake: FakePublisher, publisher: Publisher) -> None:
    dropped: list[int] = []

    def drop_the_second(request: bus.Request, _: Frames) -> list[Frames] | None:
        if len(fake.requests) == 2:
            dropped.append(request.id)
            return []
        return None

    fake.override = drop_the_second
    many = 4 * limits.PARCEL_EVENTS_MAX
    results = list(publisher.publish_all(make_event(number) for number in range(many)))
    assert len(results) == many
    assert [request.id for request, _ in fake.requests].count(dropped[0]) == 2


def test_an_overloaded_publisher_is_asked_again(fake: FakePublisher, publisher: Publisher) -> None:
    def refuse_twice(request: bus.Request, _: Frames) -> list[Frames] | None:
        if len(fake.requests) > 2:
            return None
        reply = bus.Reply(version=1, id=request.id)
        reply.refusal.fault = bus.REQUEST_FAULT_OVERLOADED
        return [[reply.SerializeToString()]]

    fake.override = refuse_twice
    assert isinstance(publisher.publish(make_event(0)), Receipt)
    assert len(fake.requests) == 3


def test_no_answer_names_the_events(fake: FakePublisher) -> None:
    fake.is_silent = True
    with (
        Publisher(fake.requests_endpoint, timeout=0.5) as publisher,
        pytest.raises(NoAnswer, match=r"publish of events 0 to 2 within 0.5 s"),
    ):
        list(publisher.publish_all([b"a", b"b", b"c"]))


def test_a_refused_request_says_why(fake: FakePublisher, publisher: Publisher) -> None:
    def refuse(request: bus.Request, _: Frames) -> list[Frames]:
        reply = bus.Reply(version=1, id=request.id)
        reply.refusal.fault, reply.refusal.detail = (
            bus.REQUEST_FAULT_UNSUPPORTED_VERSION,
            "version 1 is too old",
        )
        return [[reply.SerializeToString()]]

    fake.override = refuse
    with pytest.raises(RequestRefused, match="UNSUPPORTED_VERSION: version 1 is too old"):
        publisher.publish(make_event(0))


@pytest.mark.parametrize(
    "published",
    [
        bus.Published(),
        bus.Published(runs=[bus.Run(count=1)]),
        bus.Published(runs=[bus.Run(count=3)]),
        bus.Published(runs=[bus.Run(first_index=1, count=2)]),
        bus.Published(runs=[bus.Run(count=2), bus.Run(count=1)]),
        bus.Published(runs=[bus.Run(count=2), bus.Run(count=2)]),
        bus.Published(runs=[bus.Run(count=4_294_967_295)]),
        bus.Published(runs=[bus.Run(first_index=4_294_967_295, count=1)]),
        bus.Published(runs=[bus.Run(count=2)], refusals=[bus.EventRefusal(index=0)]),
        bus.Published(runs=[bus.Run(count=1)], refusals=[bus.EventRefusal(index=0)]),
        bus.Published(runs=[bus.Run(count=1)], refusals=[bus.EventRefusal(index=2)]),
    ],
    ids=str,
)
def test_an_answer_that_does_not_name_every_event_once_is_refused(
    fake: FakePublisher, publisher: Publisher, published: bus.Published
) -> None:
    fake.override = lambda request, _: [
        [bus.Reply(version=1, id=request.id, published=published).SerializeToString()]
    ]
    with pytest.raises(ProtocolError, match=fake.requests_endpoint):
        list(publisher.publish_all([b"a", b"b"]))


def test_random_replies_are_ignored(fake: FakePublisher, publisher: Publisher) -> None:
    generator = random.Random(3)

    def babble(request: bus.Request, payload: Frames) -> list[Frames]:
        whole = (fake.reply(request, payload) or [])[0][0]
        noise = [[generator.randbytes(generator.randrange(60))] for _ in range(20)]
        noise += [[whole[:size]] for size in range(len(whole))] + [[whole, b"", b""]]
        return [*noise, [whole]]

    fake.override = babble
    # A truncated answer may itself be one, and then it is refused, by name.
    for number in range(20):
        try:
            assert isinstance(publisher.publish(make_event(number)), Receipt)
        except ProtocolError as error:
            assert fake.requests_endpoint in str(error)


def test_every_flipped_byte_of_an_answer_is_survived(fake: FakePublisher) -> None:
    whole_size = 0
    place = 0

    def flip(request: bus.Request, payload: Frames) -> list[Frames]:
        nonlocal whole_size
        whole = bytearray((fake.reply(request, payload) or [])[0][0])
        whole_size = len(whole)
        flipped = bytearray(whole)
        flipped[place] ^= 0xFF
        return [[bytes(flipped)], [bytes(whole)]]

    fake.override = flip
    with Publisher(fake.requests_endpoint, timeout=3) as publisher:
        while place < max(whole_size, 1):
            try:
                assert isinstance(publisher.publish(make_event(place)), Receipt)
            except (ProtocolError, EventRefused, RequestRefused) as error:
                assert str(error)
            place += 1
    assert place > 10


def test_one_publish_at_a_time(fake: FakePublisher, publisher: Publisher) -> None:
    first = publisher.publish_all([make_event(number) for number in range(3)])
    next(first)
    with pytest.raises(ValueError, match="under way"):
        publisher.publish(make_event(9))
    assert len(list(first)) == 2
    assert fake.requests


def test_ids_are_of_version_7_and_rise() -> None:
    ids = [
        UUID(bytes=new_event_id(milliseconds)) for milliseconds in range(1_747_751_925_000, 1_747_751_925_100)
    ]
    assert all((one.version, one.variant) == (7, "specified in RFC 4122") for one in ids)
    assert ids == sorted(ids)
    assert ids[0].int >> 80 == 1_747_751_925_000
    assert new_event_id() != new_event_id()
