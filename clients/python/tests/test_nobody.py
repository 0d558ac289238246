"""Where nobody listens, that is said at once, with what to do."""

from __future__ import annotations

import logging
import socket
import threading
import time
from pathlib import Path

import pytest
import zmq
from fake_publisher import FakePublisher, make_event
from real_publisher import RealPublisher

from scenewire import (
    Client,
    NoAnswer,
    NobodyListens,
    Publisher,
    Record,
    State,
    Subscriber,
)


def free_endpoint() -> str:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{one.getsockname()[1]}"


@pytest.mark.parametrize("kind", ["tcp", "ipc"])
def test_publishing_to_nobody_ends_soon(kind: str, tmp_path: Path) -> None:
    endpoint = free_endpoint() if kind == "tcp" else f"ipc://{tmp_path}/requests"
    began = time.monotonic()
    with (
        Publisher(endpoint) as publisher,
        pytest.raises(NobodyListens, match=f"nobody listens on {endpoint}, so nothing was recorded"),
    ):
        publisher.publish(make_event(0))
    assert time.monotonic() - began < 4
    with Client(endpoint) as client, pytest.raises(NobodyListens, match="scenewire-publisher --data"):
        client.status()
    assert issubclass(NobodyListens, NoAnswer)


def test_who_says_how_long_waits_so_long() -> None:
    began = time.monotonic()
    with Publisher(free_endpoint(), timeout=2.5) as publisher, pytest.raises(NoAnswer) as caught:
        publisher.publish(make_event(0))
    assert not isinstance(caught.value, NobodyListens)
    assert time.monotonic() - began >= 2.5


def test_a_silent_listener_is_somebody() -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        endpoint = f"tcp://127.0.0.1:{one.getsockname()[1]}"
        publisher = Publisher(endpoint)
        publisher._timeout = 2.5
        with publisher, pytest.raises(NoAnswer) as caught:
            publisher.publish(make_event(0))
        assert not isinstance(caught.value, NobodyListens)


def test_what_was_sent_may_be_recorded(tmp_path: Path) -> None:
    endpoint = f"ipc://{tmp_path}/requests"
    with zmq.Context() as context:
        router = context.socket(zmq.ROUTER)
        router.bind(endpoint)

        def take_and_vanish() -> None:
            router.recv_multipart()
            router.close(linger=0)

        thread = threading.Thread(target=take_and_vanish)
        thread.start()
        with Publisher(endpoint) as publisher, pytest.raises(NobodyListens, match="may or may not") as caught:
            publisher.publish(make_event(0))
        thread.join()
    assert caught.value.was_sent
    assert "nothing was recorded" not in str(caught.value)


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.levelno == logging.WARNING]


def test_a_subscriber_says_that_nobody_is_there_and_waits(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    publisher = RealPublisher(tmp_path)
    began = time.monotonic()
    with publisher, Subscriber(publisher.live, publisher.requests) as subscriber:
        flow = iter(subscriber)
        assert next(flow) is State.CUT_OFF
        assert time.monotonic() - began < 3
        (said,) = warnings(caplog)
        assert said.startswith(
            f"scenewire: nobody listens on {publisher.requests}, so nothing is heard; waiting"
        )
        assert "scenewire-publisher --data DIR" in said
        assert "scenewire doctor" in said
        assert "SCENEWIRE_LIVE_ENDPOINT" in said
        publisher.start()
        with Publisher(publisher.requests) as author:
            author.publish(make_event(0))
        records = (item for item in flow if isinstance(item, Record))
        assert next(records).sequence == 1
        assert warnings(caplog) == [said]


def test_a_subscriber_says_each_time_that_a_publisher_is_gone(
    fake: FakePublisher, caplog: pytest.LogCaptureFixture
) -> None:
    with Subscriber(fake.live_endpoint, fake.requests_endpoint) as subscriber:
        for count in (1, 2):
            fake.is_silent = False
            wait_for(subscriber, State.LIVE)
            fake.is_silent = True
            wait_for(subscriber, State.CUT_OFF)
            assert len(warnings(caplog)) == count
        assert f"nothing heard on {fake.live_endpoint} for 0.4 s" in warnings(caplog)[1]


def test_a_subscriber_names_the_address_that_is_silent(
    fake: FakePublisher, caplog: pytest.LogCaptureFixture
) -> None:
    live = free_endpoint()
    with Subscriber(live, fake.requests_endpoint) as subscriber:
        wait_for(subscriber, State.CUT_OFF)
        # It goes on, and does not say it again.
        wait_for(subscriber, State.CUT_OFF)
    (said,) = warnings(caplog)
    assert said.startswith(f"scenewire: nothing heard on {live} for 0.4 s")
    caplog.clear()
    fake.is_silent = True
    with Subscriber(fake.live_endpoint, fake.requests_endpoint) as subscriber:
        wait_for(subscriber, State.CUT_OFF)
    assert warnings(caplog)[0].startswith(f"scenewire: no answer on {fake.requests_endpoint}")


def wait_for(subscriber: Subscriber, state: State) -> None:
    assert any(item is state for item in subscriber)
