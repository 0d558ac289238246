"""Where nobody listens, that is said at once, with what to do."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path

import pytest
import zmq
from fake_publisher import make_event

from scenewire import Client, NoAnswer, NobodyListens, Publisher


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
