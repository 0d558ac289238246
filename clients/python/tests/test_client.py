"""Questions and answers on the request socket."""

from __future__ import annotations

import threading
from uuid import uuid4

import pytest
from fake_publisher import FakePublisher, Frames

from scenewire import (
    Client,
    Closed,
    Cursor,
    Damage,
    Gap,
    NoAnswer,
    ProtocolError,
    Record,
    RequestFault,
    RequestRefused,
    StreamDiverged,
)
from scenewire.v1 import bus_pb2 as bus


@pytest.fixture
def client(fake: FakePublisher) -> Client:
    return Client(fake.requests_endpoint, timeout=2)


def refuse(fault: int) -> object:
    def answer(request: bus.Request, _: Frames) -> list[Frames]:
        reply = bus.Reply(version=1, id=request.id)
        reply.refusal.fault, reply.refusal.detail = fault, "because"  # type: ignore[assignment]
        return [[reply.SerializeToString()]]

    return answer


def test_hello_says_who_the_publisher_is(fake: FakePublisher, client: Client) -> None:
    fake.append(3)
    welcome = client.hello()
    assert (welcome.stream, welcome.epoch, welcome.head) == (fake.stream, 1, 3)
    assert abs(welcome.clock_offset) < 1_000_000_000


def test_hello_measures_the_clocks_difference(fake: FakePublisher, client: Client) -> None:
    def ahead(request: bus.Request, payload: Frames) -> list[Frames]:
        reply = bus.Reply.FromString((fake.reply(request, payload) or [])[0][0])
        reply.welcome.clock += 3_600_000_000_000
        return [[reply.SerializeToString()]]

    fake.override = ahead
    assert abs(client.hello().clock_offset - 3_600_000_000_000) < 1_000_000_000


def test_replay_reads_to_the_end(fake: FakePublisher, client: Client) -> None:
    fake.append(2_500)
    records = [item for item in client.replay() if isinstance(item, Record)]
    assert [record.raw for record in records] == fake.records
    rest = [item.sequence for item in client.replay(records[2_000].cursor) if isinstance(item, Record)]
    assert rest == list(range(2_002, 2_501))
    assert [item.sequence for item in client.replay(2_499) if isinstance(item, Record)] == [2_500]
    assert list(client.replay(2_500)) == []


def test_replay_of_a_part(fake: FakePublisher, client: Client) -> None:
    for number in range(20):
        fake.append(1, incident=f"incident-{number % 2}")
    fake.page_max = 3
    found = [item.sequence for item in client.replay(topic="expd/incident-1/") if isinstance(item, Record)]
    assert found == list(range(2, 21, 2))


def test_replay_tells_gaps_and_damage(fake: FakePublisher, client: Client) -> None:
    fake.append(10)
    fake.first_retained, fake.damage_at = 4, 8
    items = list(client.replay())
    assert items[0] == Gap(1, 3)
    assert [item.sequence for item in items if isinstance(item, Record)] == [4, 5, 6, 7]
    assert items[-1] == Damage(8, "0001.seg at 4096: checksum")


def test_replay_goes_on_after_a_restart(fake: FakePublisher, client: Client) -> None:
    fake.append(10)
    fake.page_max = 4
    found: list[int] = []
    for item in client.replay():
        assert isinstance(item, Record)
        found.append(item.sequence)
        if item.sequence == 4:
            fake.restart()
    assert found == list(range(1, 11))


@pytest.mark.parametrize("after", [Cursor(uuid4(), 3, 1), 11])
def test_replay_of_another_past_is_refused(fake: FakePublisher, client: Client, after: Cursor | int) -> None:
    fake.append(10)
    with pytest.raises(StreamDiverged):
        list(client.replay(after))


@pytest.mark.parametrize("after", [-1, 1 << 64])
def test_replay_after_no_number_is_refused(client: Client, after: int) -> None:
    with pytest.raises(ValueError, match="after is"):
        list(client.replay(after))


def test_report_and_status(fake: FakePublisher, client: Client) -> None:
    fake.append(2)
    cursor = Cursor(fake.stream, 2, 7)
    client.report("test", cursor)
    assert fake.reports[-1].cursor.checksum == 7
    assert client.status().head == 2


def test_nobody_there_is_said_in_time() -> None:
    with (
        Client("tcp://127.0.0.1:20001", timeout=0.2) as client,
        pytest.raises(NoAnswer, match="127.0.0.1:20001"),
    ):
        client.status()


def test_silence_is_asked_again_over_a_new_socket(fake: FakePublisher, client: Client) -> None:
    answers = iter(range(2))
    fake.override = lambda request, frames: None if next(answers, None) is None else []
    assert client.status().head == 0
    ids = [request.id for request, _ in fake.requests]
    assert len(ids) == 3
    assert len(set(ids)) == 1


def test_an_overloaded_publisher_is_asked_until_the_timeout(fake: FakePublisher) -> None:
    fake.override = refuse(bus.REQUEST_FAULT_OVERLOADED)  # type: ignore[assignment]
    with (
        Client(fake.requests_endpoint, timeout=0.3) as client,
        pytest.raises(NoAnswer, match="status within"),
    ):
        client.status()
    assert len(fake.requests) > 3


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        (bus.REQUEST_FAULT_UNSUPPORTED_VERSION, RequestFault.UNSUPPORTED_VERSION),
        (bus.REQUEST_FAULT_MALFORMED, RequestFault.MALFORMED),
        (77, RequestFault.UNKNOWN),
    ],
)
def test_a_refusal_is_said_in_full(
    fake: FakePublisher, client: Client, number: int, fault: RequestFault
) -> None:
    fake.override = refuse(number)  # type: ignore[assignment]
    with pytest.raises(RequestRefused, match=f"{fake.requests_endpoint}.*because") as caught:
        client.status()
    assert (caught.value.fault, caught.value.code) == (fault, number)


@pytest.mark.parametrize("size", [0, 15, 17])
def test_a_stream_without_a_name_is_refused(fake: FakePublisher, client: Client, size: int) -> None:
    def falsify(request: bus.Request, payload: Frames) -> list[Frames]:
        reply = bus.Reply.FromString((fake.reply(request, payload) or [])[0][0])
        reply.welcome.stream = bytes(size)
        return [[reply.SerializeToString()]]

    fake.override = falsify
    with pytest.raises(ProtocolError, match=f"has {size} bytes; allowed are 16"):
        client.hello()


def test_close_ends_a_question_in_another_thread(fake: FakePublisher) -> None:
    fake.is_silent = True
    client = Client(fake.requests_endpoint)
    caught: list[Exception] = []

    def ask() -> None:
        try:
            client.status()
        except Closed as error:
            caught.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    while not fake.requests:
        pass
    client.close()
    thread.join(10)
    assert len(caught) == 1
    with pytest.raises(Closed):
        client.status()
