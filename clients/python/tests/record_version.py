"""Records what a publisher of this version writes and says, as a fixture that is kept for ever.

Usage: record_version.py DIRECTORY. It is run once for a version; tests read the result and never write it.
The directory gets:

- `journal/`: a small journal, closed in good order. Its segment is cut behind the last commit, since the
  bytes that are missing count as zero.
- `conversation.ndjson`: one message a line in the order of their going over the sockets: `socket` (`live` or
  `requests`), `from` (`publisher` or `client`), `about`, `frames` in hexadecimal. Those marked `isAgain`
  were said to a publisher that was started on the whole journal, and can be said again.
- `stream.ndjson`: the same records as CloudEvents, as `scenewire journal dump` writes them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import zmq
from real_publisher import BUILD, RealPublisher
from sample_events import event_id, every_type

from scenewire import Client, Event, Record
from scenewire.v1 import bus_pb2 as bus

SEGMENT_HEADER_BYTES = 4_096
LIMIT_MILLISECONDS = 10_000


class Talk:
    """Sockets whose every message is written down."""

    def __init__(self, site: RealPublisher, is_again: bool) -> None:
        self.lines: list[dict[str, object]] = []
        self._is_again = is_again
        self._live = zmq.Context.instance().socket(zmq.SUB)
        self._requests = zmq.Context.instance().socket(zmq.DEALER)
        for socket, endpoint in ((self._live, site.live), (self._requests, site.requests)):
            socket.setsockopt(zmq.LINGER, 0)
            socket.setsockopt(zmq.RCVTIMEO, LIMIT_MILLISECONDS)
            socket.connect(endpoint)
        self._id = 100

    def close(self) -> None:
        self._live.close()
        self._requests.close()

    def subscribe(self, topic: bytes) -> None:
        self._live.subscribe(topic)
        self.hear(b"~heartbeat/" if topic == b"~heartbeat/" else None)

    def unsubscribe(self, topic: bytes) -> None:
        self._live.unsubscribe(topic)

    def hear(self, topic: bytes | None) -> None:
        """Writes the next live message with this topic down."""
        while topic is not None:
            frames = self._live.recv_multipart()
            if frames[0] == topic:
                self._note("live", "publisher", topic.decode(), frames)
                return

    def ask(self, about: str, request: bus.Request | bytes, *more: bytes) -> bus.Reply:
        if isinstance(request, bus.Request):
            self._id += 1
            request.id = self._id
            request.version = request.version or 1
        frames = [request if isinstance(request, bytes) else request.SerializeToString(), *more]
        self._note("requests", "client", about, frames)
        self._requests.send_multipart(frames)
        answer = self._requests.recv_multipart()
        self._note("requests", "publisher", about, answer)
        return bus.Reply.FromString(answer[0])

    def _note(self, socket: str, sender: str, about: str, frames: list[bytes]) -> None:
        line: dict[str, object] = {"socket": socket, "from": sender, "about": about}
        if self._is_again:
            line["isAgain"] = True
        self.lines.append(line | {"frames": [frame.hex() for frame in frames]})


def events() -> list[bytes]:
    """Every type once, then what a newer author may send."""
    known = list(every_type())
    newer = Event()
    newer.CopyFrom(known[0])
    newer.ClearField("payload")
    newer.id, newer.type, newer.source_sequence = event_id(200), "robot.deployed", 200
    newer.extra_json = b'{"data":{"robots":2},"weather":"rain"}'
    strange = Event()
    strange.CopyFrom(known[0])
    strange.id, strange.source_sequence = event_id(201), 201
    strange.incident_declared.SetInParent()
    strange.author.role = "droneOperator"
    # A field of each wire type, behind everything that is known.
    fields = b"\xa0\x7d\x01\xa9\x7d\x01\x02\x03\x04\x05\x06\x07\x08\xb2\x7d\x02hi\xbd\x7d\x01\x02\x03\x04"
    return [event.SerializeToString() for event in (*known, newer)] + [strange.SerializeToString() + fields]


def parcel(parts: list[bytes]) -> bytes:
    """Events, each preceded by its byte count as a varint of one or two bytes."""
    found = b""
    for part in parts:
        size = len(part)
        found += (bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])) + part
    return found


def first_talk(site: RealPublisher) -> list[dict[str, object]]:
    """Fills the journal, and writes down what is broadcast meanwhile."""
    talk = Talk(site, is_again=False)
    talk.subscribe(b"~heartbeat/")
    talk.subscribe(b"~stream/")
    talk.subscribe(b"expd/EX-1/")
    talk.hear(b"~heartbeat/")
    every = events()
    talk.ask("publish the first", bus.Request(publish=bus.Publish()), parcel(every[:1]))
    talk.hear(b"~stream/")
    talk.hear(b"expd/EX-1/")
    # The rest is written down once.
    talk.unsubscribe(b"expd/EX-1/")
    talk.ask("publish the rest", bus.Request(publish=bus.Publish()), parcel(every[1:]))
    talk.hear(b"~stream/")
    talk.hear(b"~heartbeat/")
    talk.close()
    return talk.lines


def second_talk(site: RealPublisher) -> list[dict[str, object]]:
    """Every request and every kind of answer that leaves the journal as it is."""
    with Client(site.requests) as client:
        welcome = client.hello()
        records = [item for item in client.replay() if isinstance(item, Record)]
    every = events()
    cursor = records[9].cursor
    mark = bus.CursorMark(stream=cursor.stream.bytes, sequence=10, checksum=cursor.checksum)
    wrong = bus.CursorMark(stream=cursor.stream.bytes, sequence=10, checksum=cursor.checksum ^ 1)
    beyond = bus.CursorMark(stream=cursor.stream.bytes, sequence=1_000, checksum=1)
    here = {"stream": welcome.stream.bytes, "epoch": welcome.epoch}
    other = Event.FromString(every[0])
    other.narrative = "Other bytes under a used id."
    invalid = Event.FromString(every[0])
    invalid.id, invalid.severity = event_id(300), "Awful"
    talk = Talk(site, is_again=True)
    talk.ask("hello without a cursor", bus.Request(hello=bus.Hello(sent_at=7)))
    talk.ask("hello with a cursor", bus.Request(hello=bus.Hello(consumer="archiver", cursor=mark, sent_at=8)))
    talk.ask("hello with another record", bus.Request(hello=bus.Hello(cursor=wrong)))
    talk.ask("hello beyond the head", bus.Request(hello=bus.Hello(cursor=beyond)))
    talk.ask("replay of the beginning", bus.Request(replay=bus.Replay(**here, byte_limit=4_096)))
    talk.ask("replay after 50", bus.Request(replay=bus.Replay(**here, after=50)))
    talk.ask("replay of one record", bus.Request(replay=bus.Replay(**here, after=3, byte_limit=1)))
    talk.ask("replay of a part", bus.Request(replay=bus.Replay(**here, topic_prefix="expd/EX-1/", after=40)))
    talk.ask("replay of nothing", bus.Request(replay=bus.Replay(**here, after=welcome.head)))
    talk.ask("replay beyond the head", bus.Request(replay=bus.Replay(**here, after=welcome.head + 1)))
    talk.ask(
        "replay of another epoch", bus.Request(replay=bus.Replay(stream=here["stream"], epoch=1_000_000))
    )
    talk.ask("publish again", bus.Request(publish=bus.Publish()), parcel(every[:5] + every[-2:]))
    talk.ask(
        "publish what is refused",
        bus.Request(publish=bus.Publish()),
        parcel([other.SerializeToString(), every[0], invalid.SerializeToString(), b"", b"\xff"]),
    )
    talk.ask("publish nothing", bus.Request(publish=bus.Publish()), b"")
    talk.ask("report", bus.Request(report=bus.Report(consumer="archiver", cursor=mark)))
    talk.ask("report by no name", bus.Request(report=bus.Report(consumer="no spaces", cursor=mark)))
    talk.ask("status", bus.Request(status=bus.StatusQuery()))
    talk.ask("version 2", bus.Request(version=2, status=bus.StatusQuery()))
    talk.ask("no body", bus.Request())
    talk.ask("no request", b"\xff\xff\xff")
    talk.close()
    return talk.lines


def used_byte_count(segment: bytes) -> int:
    """Where the last commit ends: commits begin behind the header, and name their own length."""
    place = SEGMENT_HEADER_BYTES
    while segment[place : place + 4] == b"SCWC":
        place += int.from_bytes(segment[place + 4 : place + 8], "little")
    return place


def main(output: Path) -> None:
    output.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as directory, RealPublisher(Path(directory)) as site:
        site.start()
        lines = first_talk(site)
        assert site.end() == 0
        site.start()
        lines += second_talk(site)
        assert site.end() == 0
        dump = subprocess.run(
            [BUILD / "scenewire", "journal", "dump", site.data], check=True, capture_output=True, text=True
        )
        journal = output / "journal"
        journal.mkdir()
        for path in sorted(site.data.iterdir()):
            if path.name == "spare.seg" or path.is_dir():
                continue
            data = path.read_bytes()
            (journal / path.name).write_bytes(
                data[: used_byte_count(data)] if path.suffix == ".seg" else data
            )
    (output / "stream.ndjson").write_text(dump.stdout)
    (output / "conversation.ndjson").write_text("".join(json.dumps(line) + "\n" for line in lines))


main(Path(sys.argv[1]))
