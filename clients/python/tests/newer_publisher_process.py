"""A publisher of one version more, in memory, for clients in any language.

Usage: newer_publisher_process.py WHAT FILE. WHAT is what is newer: `fields` (a field more in every message, a
flag more in every record, an event of a type more), `record` (the record's version), `reply` (the protocol's
version) or `refusal` (a reason more, given to every question). FILE gets the records' bytes. It says its
addresses on standard error and serves until it is ended.
"""

from __future__ import annotations

import signal
import sys
from pathlib import Path

from fake_publisher import FakePublisher, Frames, make_event, make_record

from scenewire.v1 import bus_pb2 as bus

UNKNOWN_FIELD = b"\xc2\x3e\x05newer"
"""Field 1000, which no message of version 1 has."""


def main(what: str, path: Path) -> None:
    with FakePublisher() as publisher:
        version = 2 if what == "record" else 1
        for number in range(1, 6):
            event = make_event(number)
            if number == 3:
                event.type = "robot.deployed"
                event.ClearField("payload")
            data = event.SerializeToString() + UNKNOWN_FIELD
            record = make_record(data, number, publisher.stream, version=version, flags=0b1000_0000)
            publisher.records.append(record)
            publisher.topics.append(b"expd/incident-0/")
        path.write_bytes(b"".join(publisher.records))

        def answer(request: bus.Request, payload: Frames) -> list[Frames]:
            frames = (publisher.reply(request, payload) or [])[0]
            reply = bus.Reply.FromString(frames[0])
            if what == "reply":
                reply.version = 2
            if what == "refusal":
                reply.refusal.fault, reply.refusal.detail = 99, "a reason of tomorrow"  # type: ignore[assignment]
                return [[reply.SerializeToString()]]
            name = reply.WhichOneof("body")
            if what == "fields" and name:
                getattr(reply, name).MergeFromString(UNKNOWN_FIELD)
                reply.MergeFromString(UNKNOWN_FIELD)
            return [[reply.SerializeToString(), *frames[1:]]]

        publisher.override = answer
        for word, value in (("live", publisher.live_endpoint), ("requests", publisher.requests_endpoint)):
            print(word, value, file=sys.stderr, flush=True)
        signal.sigwait([signal.SIGTERM])


signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGTERM])
main(sys.argv[1], Path(sys.argv[2]))
