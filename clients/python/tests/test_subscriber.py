"""Following: every record once and in order, whatever the live socket loses and whoever misbehaves."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest
from fake_publisher import FakePublisher, Frames, make_record

from scenewire import (
    Batch,
    Cursor,
    Damage,
    Gap,
    Heartbeat,
    ProtocolError,
    Record,
    RecordError,
    RequestRefused,
    State,
    StreamDiverged,
    Subscriber,
    UnsupportedVersion,
    limits,
)
from scenewire.v1 import bus_pb2 as bus

Item = Record | Gap | Damage | State | Heartbeat
LIMIT_SECONDS = 20.0


@pytest.fixture
def follow(fake: FakePublisher) -> Iterator[type[Follower]]:
    """Opens followers of the fake publisher, and closes them."""
    Follower.fake, Follower.opened = fake, []
    yield Follower
    for follower in Follower.opened:
        follower.subscriber.close()


class Follower:
    """A subscriber and what it was given."""

    fake: FakePublisher
    opened: list[Follower]

    def __init__(self, topic: str = "", after: Cursor | None = None, from_now: bool = False) -> None:
        self.subscriber = Subscriber(
            self.fake.live_endpoint,
            self.fake.requests_endpoint,
            consumer="test",
            topic=topic,
            after=after,
            from_now=from_now,
        )
        self.opened.append(self)
        self.items: list[Item] = []
        self._flow = iter(self.subscriber)

    @property
    def sequences(self) -> list[int]:
        return [item.sequence for item in self.items if isinstance(item, Record)]

    @property
    def states(self) -> list[State]:
        return [item for item in self.items if isinstance(item, State)]

    def until(self, head: int) -> Follower:
        """Takes what comes until everything up to ``head`` was given."""
        return self.until_item(lambda item: isinstance(item, Heartbeat) and item.head >= head)

    def until_item(self, is_it: object) -> Follower:
        assert callable(is_it)
        give_up_at = time.monotonic() + LIMIT_SECONDS
        for item in self._flow:
            self.items.append(item)
            if is_it(item):
                return self
            assert time.monotonic() < give_up_at, self.items[-5:]
        raise AssertionError("the subscriber ended")


def test_replays_what_was_there_and_goes_on_live(fake: FakePublisher, follow: type[Follower]) -> None:
    fake.append(2_500)
    follower = follow().until(2_500)
    assert follower.states == [State.REPLAYING, State.LIVE]
    fake.append(3)
    fake.append(4)
    follower.until(2_507)
    assert follower.sequences == list(range(1, 2_508))
    raw = [item.raw for item in follower.items if isinstance(item, Record)]
    assert raw == fake.records


def test_live_records_need_no_question(fake: FakePublisher, follow: type[Follower]) -> None:
    follower = follow().until(0)
    asked = len(fake.requests)
    fake.append(10)
    follower.until_item(lambda item: isinstance(item, Record) and item.sequence == 10)
    assert len(fake.requests) == asked


def test_a_lost_broadcast_is_fetched(fake: FakePublisher, follow: type[Follower]) -> None:
    follower = follow().until(0)
    fake.append(5)
    fake.append(5, is_lost=True)
    fake.append(5)
    assert follower.until(15).sequences == list(range(1, 16))
    assert State.CUT_OFF not in follower.states


def test_a_loss_at_the_end_shows_by_the_heartbeat(fake: FakePublisher, follow: type[Follower]) -> None:
    follower = follow().until(0)
    fake.append(5, is_lost=True)
    assert follower.until(5).sequences == [1, 2, 3, 4, 5]


def test_a_message_that_comes_twice_is_given_once(fake: FakePublisher, follow: type[Follower]) -> None:
    follower = follow().until(0)
    fake.append(4)
    fake.broadcast(b"~stream/", b"".join(fake.records[1:4]))
    fake.broadcast(b"~stream/", b"".join(fake.records[:2]))
    fake.append(1)
    assert follower.until(5).sequences == [1, 2, 3, 4, 5]


def test_a_message_that_overlaps_gives_only_what_is_new(fake: FakePublisher, follow: type[Follower]) -> None:
    follower = follow().until(0)
    fake.append(2)
    fake.append(2, is_lost=True)
    fake.broadcast(b"~stream/", b"".join(fake.records[:4]))
    assert follower.until(4).sequences == [1, 2, 3, 4]


def test_goes_on_after_its_cursor(fake: FakePublisher, follow: type[Follower]) -> None:
    fake.append(10)
    first = follow().until(10)
    cursor = next(item.cursor for item in first.items if isinstance(item, Record) and item.sequence == 6)
    assert follow(after=Cursor.parse(str(cursor))).until(10).sequences == [7, 8, 9, 10]


def test_from_now_leaves_the_past_out(fake: FakePublisher, follow: type[Follower]) -> None:
    fake.append(10)
    follower = follow(from_now=True).until(10)
    fake.append(2)
    assert follower.until(12).sequences == [11, 12]


def test_a_part_is_complete_up_to_the_head(fake: FakePublisher, follow: type[Follower]) -> None:
    for number in range(30):
        fake.append(1, incident=f"incident-{number % 3}", is_lost=number % 5 == 0)
    follower = follow("expd/incident-1/").until(30)
    for number in range(30):
        fake.append(1, incident=f"incident-{number % 3}", is_lost=number % 5 == 0)
    assert follower.until(60).sequences == [number for number in range(1, 61) if number % 3 == 2]
    assert all(isinstance(item, Record | Heartbeat | State) for item in follower.items)


def test_a_batch_stays_one(fake: FakePublisher) -> None:
    with Subscriber(fake.live_endpoint, fake.requests_endpoint) as subscriber:
        for item in subscriber.batches():
            if isinstance(item, Heartbeat) and item.head == 0:
                fake.append(7)
            if isinstance(item, Batch):
                assert [record.sequence for record in item.records] == list(range(1, 8))
                assert item.cursor == item.records[-1].cursor
                break


def test_what_retention_removed_is_a_gap(fake: FakePublisher, follow: type[Follower]) -> None:
    fake.append(10)
    fake.first_retained = 5
    follower = follow().until(10)
    assert [item for item in follower.items if isinstance(item, Gap)] == [Gap(1, 4)]
    assert follower.sequences == [5, 6, 7, 8, 9, 10]


def test_damage_is_told_once_and_asked_about_again(fake: FakePublisher, follow: type[Follower]) -> None:
    fake.append(10)
    fake.damage_at = 7
    follower = follow().until_item(lambda item: isinstance(item, Damage))
    assert follower.items[-1] == Damage(7, "0001.seg at 4096: checksum")
    fake.append(2)
    fake.damage_at = None
    follower.until(12)
    assert follower.sequences == list(range(1, 13))
    assert len([item for item in follower.items if isinstance(item, Damage)]) == 1


def test_damage_that_lasts_is_not_asked_about_at_every_sign(
    fake: FakePublisher, follow: type[Follower]
) -> None:
    fake.append(10)
    fake.damage_at = 7
    follow().until_item(lambda item: isinstance(item, Damage))
    flow = Follower.opened[0]
    thread = threading.Timer(1.0, flow.subscriber.close)
    asked = len(fake.requests)
    thread.start()
    with pytest.raises(AssertionError, match="ended"):
        flow.until(11)
    assert 1 <= len(fake.requests) - asked <= 4


def test_silence_is_told_and_ends(fake: FakePublisher, follow: type[Follower]) -> None:
    fake.append(3)
    follower = follow().until(3)
    fake.is_silent = True
    follower.until_item(lambda item: item is State.CUT_OFF)
    fake.append(3)
    fake.is_silent = False
    follower.until(6)
    assert follower.sequences == [1, 2, 3, 4, 5, 6]
    assert follower.states == [State.REPLAYING, State.LIVE, State.CUT_OFF, State.REPLAYING, State.LIVE]


def test_waits_for_a_publisher_that_is_not_there(fake: FakePublisher, follow: type[Follower]) -> None:
    fake.is_silent = True
    follower = follow().until_item(lambda item: item is State.CUT_OFF)
    fake.is_silent = False
    follower.until(0)
    assert follower.states == [State.CUT_OFF, State.REPLAYING, State.LIVE]


def test_a_new_epoch_is_greeted(fake: FakePublisher, follow: type[Follower]) -> None:
    fake.append(3)
    follower = follow().until(3)
    fake.restart()
    fake.append(3)
    assert follower.until(6).sequences == [1, 2, 3, 4, 5, 6]
    hellos = [request.hello for request, _ in fake.requests if request.HasField("hello")]
    assert hellos[-1].cursor.sequence == 3


def test_a_stale_epoch_is_greeted_anew(fake: FakePublisher, follow: type[Follower]) -> None:
    fake.append(3)
    answers = 0

    def restart_at_the_first_replay(request: bus.Request, _: Frames) -> list[Frames] | None:
        nonlocal answers
        if request.HasField("replay"):
            answers += 1
            if answers == 1:
                fake.restart()
        return None

    fake.override = restart_at_the_first_replay
    assert follow().until(3).sequences == [1, 2, 3]


@pytest.mark.parametrize("how", ["older", "other record", "other stream"])
def test_another_past_stops_the_stream(fake: FakePublisher, follow: type[Follower], how: str) -> None:
    fake.append(10)
    follower = follow().until(10)
    if how == "older":
        fake.restart(head=5)
    elif how == "other record":
        fake.restart(head=9)
        fake.append(1)
    else:
        fake.restart(stream=uuid4())
    with pytest.raises(StreamDiverged):
        follower.until(99)


def test_the_same_epoch_with_an_older_end_stops_the_stream(
    fake: FakePublisher, follow: type[Follower]
) -> None:
    fake.append(10)
    follower = follow().until(10)
    fake.epoch -= 1
    fake.restart(head=5)
    with pytest.raises(StreamDiverged, match="ends at 5; this consumer has it up to 10"):
        follower.until(99)


@pytest.mark.parametrize("from_now", [False, True])
def test_another_past_of_records_that_were_passed_over_stops_a_part(
    fake: FakePublisher, follow: type[Follower], from_now: bool
) -> None:
    fake.append(1)
    fake.append(2, incident="incident-1")
    follower = follow("expd/incident-0/", from_now=from_now).until(3)
    # An older copy goes on: what was of no interest is now, under the same number.
    fake.restart(head=1)
    fake.append(1)
    fake.append(2, incident="incident-1")
    with pytest.raises(StreamDiverged):
        follower.until(4)


def test_from_now_on_an_empty_stream_follows_it(fake: FakePublisher, follow: type[Follower]) -> None:
    follower = follow(from_now=True).until(0)
    fake.append(2)
    assert follower.until(2).sequences == [1, 2]


def test_a_part_stands_at_what_was_looked_through(fake: FakePublisher, follow: type[Follower]) -> None:
    fake.append(1)
    fake.append(2, incident="incident-1")
    follower = follow("expd/incident-0/").until(3)
    beat = follower.items[-1]
    assert isinstance(beat, Heartbeat)
    assert beat.cursor and beat.cursor.sequence == 3
    assert follow("expd/incident-0/", after=beat.cursor).until(3).sequences == []


def test_a_publisher_of_before_says_no_position(fake: FakePublisher, follow: type[Follower]) -> None:
    fake.says_position = False
    fake.append(1)
    fake.append(2, incident="incident-1")
    follower = follow("expd/incident-0/").until(3)
    beat = follower.items[-1]
    assert isinstance(beat, Heartbeat)
    assert beat.cursor and beat.cursor.sequence == 1
    assert follow(from_now=True).until(3).sequences == []


def test_nothing_read_yet_follows_whatever_comes(fake: FakePublisher, follow: type[Follower]) -> None:
    follower = follow().until(0)
    fake.restart(stream=uuid4())
    fake.append(2)
    assert follower.until(2).sequences == [1, 2]


def test_random_live_frames_are_ignored(fake: FakePublisher, follow: type[Follower]) -> None:
    generator = random.Random(7)
    follower = follow().until(0)
    for number in range(300):
        body = generator.randbytes(generator.randrange(200))
        frames = [(generator.choice([b"~stream/", b"~heartbeat/", b"~stream/more"])), body, b"third"]
        fake.broadcast(*frames[: generator.randrange(1, 4)])
        if number % 30 == 0:
            fake.append(1)
    follower.until(10)
    assert follower.sequences == list(range(1, 11))
    assert follower.subscriber.ignored_messages > 0


def test_every_flipped_byte_of_a_live_message_is_repaired(
    fake: FakePublisher, follow: type[Follower]
) -> None:
    follower = follow().until(0)
    fake.append(1, is_lost=True)
    body = fake.records[0]
    for place in range(len(body)):
        fake.broadcast(b"~stream/", body[:place] + bytes([body[place] ^ 0xFF]) + body[place + 1 :])
    fake.append(1)
    assert follower.until(2).sequences == [1, 2]


def test_a_newer_record_is_refused_by_name(fake: FakePublisher, follow: type[Follower]) -> None:
    follower = follow().until(0)
    fake.append(2, is_lost=True)
    fake.records[1] = make_record(b"", 2, fake.stream, version=2)
    fake.broadcast(b"~stream/", b"".join(fake.records))
    with pytest.raises(UnsupportedVersion, match=f"{fake.requests_endpoint}.*version 2"):
        follower.until(2)


def test_random_replies_are_ignored(fake: FakePublisher, follow: type[Follower]) -> None:
    generator = random.Random(11)
    fake.append(5)

    def babble(request: bus.Request, payload: Frames) -> list[Frames] | None:
        noise = [
            [generator.randbytes(generator.randrange(40)) for _ in range(generator.randrange(1, 5))]
            for _ in range(10)
        ]
        return [*noise, *(fake.reply(request, payload) or [])]

    fake.override = babble
    assert follow().until(5).sequences == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda reply: reply.replayed.__setattr__("scanned_through", 4), ProtocolError),
        (lambda reply: reply.replayed.__setattr__("scanned_through", 6), ProtocolError),
        (lambda reply: reply.replayed.__setattr__("first_retained", 3), ProtocolError),
        (lambda reply: reply.replayed.position.__setattr__("sequence", 4), ProtocolError),
        (lambda reply: reply.replayed.position.__setattr__("checksum", 4), ProtocolError),
        (lambda reply: reply.replayed.position.__setattr__("stream", bytes(16)), ProtocolError),
        (lambda reply: reply.__setattr__("version", 2), ProtocolError),
        (lambda reply: reply.reported.SetInParent(), ProtocolError),
        (lambda reply: reply.ClearField("replayed"), ProtocolError),
        (lambda reply: reply.refusal.__setattr__("fault", 99), RequestRefused),
        (lambda reply: reply.refusal.__setattr__("fault", bus.REQUEST_FAULT_LIMIT), RequestRefused),
        (lambda reply: reply.refusal.__setattr__("fault", bus.REQUEST_FAULT_DIVERGED), StreamDiverged),
    ],
)
def test_an_answer_that_cannot_be_right_is_refused(
    fake: FakePublisher, follow: type[Follower], change: object, expected: type[Exception]
) -> None:
    assert callable(change)
    fake.append(5)

    def falsify(request: bus.Request, payload: Frames) -> list[Frames] | None:
        if not request.HasField("replay"):
            return None
        frames = (fake.reply(request, payload) or [])[0]
        reply = bus.Reply.FromString(frames[0])
        change(reply)
        return [[reply.SerializeToString(), *frames[1:]]]

    fake.override = falsify
    with pytest.raises(expected, match=fake.requests_endpoint):
        follow().until(5)


def test_a_damaged_answer_is_refused_with_its_place(fake: FakePublisher, follow: type[Follower]) -> None:
    fake.append(5)
    fake.records[3] = fake.records[3][:-1] + b"\x00"
    with pytest.raises(RecordError) as caught:
        follow().until(5)
    assert caught.value.offset == sum(len(record) for record in fake.records[:3])


def test_an_answer_with_a_hole_is_refused(fake: FakePublisher, follow: type[Follower]) -> None:
    fake.append(5)
    del fake.records[2]
    with pytest.raises(ProtocolError, match="record 4 .* came behind 2"):
        follow().until(4)


def test_an_overloaded_publisher_is_asked_again(fake: FakePublisher, follow: type[Follower]) -> None:
    fake.append(5)
    refusals = iter(range(3))

    def refuse(request: bus.Request, _: Frames) -> list[Frames] | None:
        if next(refusals, None) is None:
            return None
        reply = bus.Reply(version=1, id=request.id)
        reply.refusal.fault = bus.REQUEST_FAULT_OVERLOADED
        return [[reply.SerializeToString()]]

    fake.override = refuse
    assert follow().until(5).sequences == [1, 2, 3, 4, 5]


def test_the_newest_report_goes_out(fake: FakePublisher, follow: type[Follower]) -> None:
    fake.append(5)
    follower = follow().until(5)
    for item in follower.items:
        if isinstance(item, Record):
            follower.subscriber.report(item.cursor)
    beats = 0
    while not fake.reports or fake.reports[-1].cursor.sequence != 5:
        beats += 1
        follower.until(5)
        assert beats < 100
    assert fake.reports[-1].consumer == "test"
    assert len(fake.reports) == 1


def test_close_ends_an_iteration_that_waits(fake: FakePublisher) -> None:
    fake.heartbeat_seconds = 1_000
    subscriber = Subscriber(fake.live_endpoint, fake.requests_endpoint)
    ended = threading.Event()
    heard = threading.Event()

    def follow() -> None:
        for _ in subscriber:
            heard.set()
        ended.set()

    thread = threading.Thread(target=follow)
    thread.start()
    assert heard.wait(LIMIT_SECONDS)
    subscriber.close()
    assert ended.wait(LIMIT_SECONDS)
    thread.join()
    assert list(subscriber) == []


def test_a_busy_consumer_loses_nothing(fake: FakePublisher, follow: type[Follower]) -> None:
    follower = follow().until(0)
    asked = len(fake.requests)
    # More than the queues of libzmq and of the system hold together, while nobody takes anything.
    for _ in range(200):
        fake.append(200)
    assert follower.until(40_000).sequences == list(range(1, 40_001))
    assert len(fake.requests) > asked


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        ({"topic": "expd"}, "topic is 'expd'"),
        ({"topic": "a/b/c/"}, "topic is"),
        ({"topic": "a" * 200 + "/"}, "topic is"),
        ({"consumer": "no spaces"}, "consumer is 'no spaces'"),
        ({"consumer": "a" * 65}, "consumer is"),
        ({"live": "udp://nowhere"}, "'udp://nowhere' cannot be connected to"),
        ({"requests": "nowhere"}, "'nowhere' cannot be connected to"),
    ],
)
def test_what_is_wrong_is_refused_at_once(arguments: dict[str, str], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        Subscriber(**arguments)  # type: ignore[arg-type]


def test_only_a_named_consumer_reports() -> None:
    with Subscriber() as subscriber, pytest.raises(ValueError, match="name"):
        subscriber.report(Cursor(uuid4(), 1, 1))


def test_every_wait_and_queue_has_a_limit() -> None:
    for name, value in vars(limits).items():
        if name.isupper() and not name.startswith("DEFAULT"):
            assert value > 0, name
