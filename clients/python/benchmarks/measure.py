"""Measures the Python client against a real publisher, and prints Markdown.

Usage: SCENEWIRE_BUILD=.build/release .build/python/bin/python clients/python/benchmarks/measure.py [EVENTS]

The publisher, the author and each subscriber are processes of their own; run `BusBenchmark` right before or
after for the Swift client's figures of the same minutes. Events are like that benchmark's: about 20 fields.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

CLIENT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(CLIENT), str(CLIENT / "tests")]

from real_publisher import RealPublisher  # noqa: E402

from scenewire import Batch, Client, Event, Heartbeat, Publisher, Receipt, Subscriber, new_event_id  # noqa: E402

SINGLE_SECONDS = 5


def template() -> Event:
    event = Event(
        id=new_event_id(),
        type="subject.observed",
        agency="expd",
        incident="EX-2025-0140",
        status="Exercise",
        source="tac1",
        source_epoch=1,
        source_sequence=4,
        severity="Moderate",
        urgency="Immediate",
        certainty="Observed",
        tlp="AMBER+STRICT",
    )
    event.observed_at.GetCurrentTime()
    event.recorded_at.GetCurrentTime()
    event.author.id, event.author.role, event.author.agency = "u17", "tacticalTeamLeader", "expd"
    observed = event.subject_observed
    observed.subject.ref, observed.subject.role = "S1", "subject"
    observed.observation, observed.weapon = "S1 rear bedroom, handgun in waistband; H1 seen", "handgun"
    return event


def encoded(count: int) -> Iterator[bytes]:
    """Events whose bytes are there already but for the id, as an author's who forwards them."""
    rest = template().SerializeToString()[18:]
    for _ in range(count):
        yield b"\x0a\x10" + new_event_id() + rest


def objects(count: int) -> Iterator[Event]:
    """Events that are encoded one by one."""
    event = template()
    for number in range(count):
        event.id, event.source_sequence = new_event_id(), number + 1
        yield event


def publish(site: RealPublisher, events: Iterator[bytes] | Iterator[Event], count: int) -> float:
    with Publisher(site.requests) as publisher:
        start = time.perf_counter()
        results = list(publisher.publish_all(events))
        seconds = time.perf_counter() - start
    assert len(results) == count
    assert all(isinstance(result, Receipt) for result in results)
    return count / seconds


def publish_singly(site: RealPublisher) -> float:
    with Publisher(site.requests) as publisher:
        publisher.publish(template())
        start = time.perf_counter()
        count = 0
        for event in encoded(1_000_000):
            publisher.publish(event)
            count += 1
            if time.perf_counter() - start > SINGLE_SECONDS:
                break
        return count / (time.perf_counter() - start)


def follow(site: RealPublisher, count: int, decodes: bool) -> None:
    """Prints `ready` once live or, with records there already, the seconds from the first to the last."""
    taken = size = 0
    start = 0.0
    with Subscriber(site.live, site.requests) as subscriber:
        for item in subscriber.batches():
            if isinstance(item, Heartbeat) and not taken:
                print("ready", flush=True)
            if not isinstance(item, Batch):
                continue
            start = start or time.perf_counter()
            taken += len(item.records)
            if decodes:
                size += sum(len(record.event.type) for record in item.records)
            if taken >= count:
                break
    print(time.perf_counter() - start, flush=True)


class Follower:
    """`follow` in a process of its own."""

    def __init__(self, site: RealPublisher, count: int, decodes: bool) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, "follow", site.live, site.requests, str(count), str(int(decodes))],
            stdout=subprocess.PIPE,
            text=True,
        )
        self._count = count

    def ready(self) -> None:
        assert self._process.stdout
        assert self._process.stdout.readline() == "ready\n"

    def rate(self) -> float:
        said, _ = self._process.communicate()
        return self._count / float(said.split()[-1])


def main(count: int) -> None:
    print(f"Load before: {os.getloadavg()[0]:.1f}; an event has {len(next(encoded(1)))} bytes\n")
    with tempfile.TemporaryDirectory() as directory, RealPublisher(Path(directory)) as site:
        site.start()
        follower = Follower(site, count, decodes=False)
        follower.ready()
        rate = publish(site, encoded(count), count)
        print(f"- publish, batches, bytes at hand, one live subscriber: {rate:,.0f}/s")
        print(f"- … and taken by that subscriber, checksums verified: {follower.rate():,.0f}/s")
        print(f"- publish, batches, each event encoded: {publish(site, objects(count), count):,.0f}/s")
        print(f"- publish, one event a request, one under way: {publish_singly(site):,.0f}/s")
        with Client(site.requests) as client:
            head = client.status().head
        for decodes in (False, True):
            rate = Follower(site, head, decodes).rate()
            print(
                f"- replay by a subscriber, {'decoded' if decodes else 'checksums verified'}: {rate:,.0f}/s"
            )
        site.end()


if sys.argv[1:2] == ["follow"]:

    class Place(RealPublisher):
        """Somebody else's publisher."""

        def __init__(self, live: str, requests: str) -> None:
            self.live, self.requests = live, requests

    follow(Place(*sys.argv[2:4]), int(sys.argv[4]), sys.argv[5] == "1")
else:
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
