"""Where nobody listens, that is said at once, with what to do."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest
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
        pytest.raises(NobodyListens, match=f"nobody listens on {endpoint}"),
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
