"""A publisher in memory that can be told to misbehave, for tests of the client alone."""

from __future__ import annotations

import os
import struct
import threading
import time
from collections.abc import Callable
from typing import Self
from uuid import UUID, uuid4

import google_crc32c
import zmq

from scenewire import Event
from scenewire.v1 import bus_pb2 as bus

Frames = list[bytes]

ADDRESS = "tcp://127.0.0.1"
PORT_MIN, PORT_MAX = 20_000, 32_000
"""Below the range from which the system takes ports of its own: there a client can connect to itself."""


def make_event(number: int, incident: str = "incident-0", **fields: str) -> Event:
    """A valid event; the same number makes the same bytes."""
    event = Event(
        id=struct.pack(">QQ", 1_747_751_925_000 << 16 | 0x7000, 1 << 63 | number),
        type="log.entry",
        agency="expd",
        incident=incident,
        status="Exercise",
        source="cp1",
        source_epoch=1,
        source_sequence=number + 1,
        severity="Minor",
        urgency="Past",
        certainty="Observed",
        tlp="AMBER",
        **fields,
    )
    event.observed_at.seconds = 1_747_751_925
    event.recorded_at.seconds = 1_747_751_940
    event.author.id, event.author.role = "a.recorder", "commandPostRecorder"
    event.log_entry.text = f"Entry {number}"
    return event


def make_record(
    event: bytes,
    sequence: int,
    stream: UUID,
    *,
    epoch: int = 1,
    version: int = 1,
    flags: int = 0,
    name: bytes = b"",
    published_at: int = 1_747_751_926_000_000_000,
) -> bytes:
    """A record as the wire format's table has it."""
    size = 64 + len(name) + len(event)
    rest = struct.pack(
        "<IBBBxI16sQq16s",
        size,
        version,
        flags,
        len(name),
        epoch,
        stream.bytes,
        sequence,
        published_at,
        os.urandom(16),
    )
    rest += name + event
    return struct.pack("<I", google_crc32c.value(rest)) + rest


class FakePublisher:
    """Keeps records in a list; each knob is one way to fail."""

    def __init__(self) -> None:
        self.stream = uuid4()
        self.epoch = 1
        self.records: list[bytes] = []
        self.topics: list[bytes] = []
        self.first_retained = 1
        self.damage_at: int | None = None
        self.page_max = 1_000
        self.heartbeat_seconds = 0.05
        self.is_silent = False
        self.says_position = True
        """Whether it answers as publishers do now; those of before said no position."""
        self.override: Callable[[bus.Request, Frames], list[Frames] | None] | None = None
        """Sees every request; frames instead of an answer, or ``None`` for the usual one."""
        self.requests: list[tuple[bus.Request, Frames]] = []
        self.reports: list[bus.Report] = []
        self._lock = threading.RLock()
        context = zmq.Context.instance()
        self._router = context.socket(zmq.ROUTER)
        self._xpub = context.socket(zmq.XPUB)
        for socket in (self._router, self._xpub):
            socket.setsockopt(zmq.LINGER, 0)
        self._xpub.setsockopt(zmq.XPUB_VERBOSE, 1)
        self._xpub.setsockopt(zmq.SNDHWM, 64)
        self.requests_endpoint = _bind(self._router)
        self.live_endpoint = _bind(self._xpub)
        self._outbox: list[Frames] = []
        self._is_stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_stopping.set()
        self._thread.join()
        self._router.close()
        self._xpub.close()

    @property
    def head(self) -> int:
        return len(self.records)

    def append(self, count: int, *, incident: str = "incident-0", is_lost: bool = False) -> None:
        """Records events and broadcasts them as one commit, unless the broadcast is lost."""
        with self._lock:
            new = []
            for _ in range(count):
                event = make_event(self.head, incident).SerializeToString()
                new.append(make_record(event, self.head + 1, self.stream, epoch=self.epoch))
                self.records.append(new[-1])
                self.topics.append(f"expd/{incident}/".encode())
            if not is_lost:
                self._outbox.append([b"~stream/", b"".join(new)])
                self._outbox.append([self.topics[-1], b"".join(new)])

    def broadcast(self, *frames: bytes) -> None:
        """Sends any frames to whom it may concern."""
        with self._lock:
            self._outbox.append(list(frames))

    def restart(self, *, stream: UUID | None = None, head: int | None = None) -> None:
        """Begins a new life, perhaps with another stream or an older end."""
        with self._lock:
            self.epoch += 1
            self.stream = stream or self.stream
            del self.records[self.head if head is None else head :]

    def reply(self, request: bus.Request, payload: Frames) -> list[Frames] | None:
        """The answer as it should be."""
        reply = bus.Reply(version=1, id=request.id)
        body = request.WhichOneof("body")
        records: bytes | None = None
        if body == "hello":
            verdict = self._verdict(request.hello)
            reply.welcome.CopyFrom(
                bus.Welcome(stream=self.stream.bytes, epoch=self.epoch, head=self.head, cursor=verdict)
            )
            reply.welcome.sent_at = request.hello.sent_at
            reply.welcome.clock = time.time_ns()
            if self.says_position and self.records:
                reply.welcome.head_checksum = self._checksum(self.head)
        elif body == "replay":
            ask = request.replay
            if ask.epoch != self.epoch:
                reply.refusal.fault = bus.REQUEST_FAULT_STALE_EPOCH
            else:
                records = self._replay(ask, reply.replayed)
        elif body == "publish":
            reply.published.runs.add(count=_count(payload[0]), first_sequence=self.head + 1, published_at=7)
        elif body == "report":
            self.reports.append(request.report)
            reply.reported.SetInParent()
        elif body == "status":
            reply.status.stream, reply.status.head = self.stream.bytes, self.head
        return [[reply.SerializeToString()] + ([] if records is None else [records])]

    def _replay(self, ask: bus.Replay, reply: bus.Replayed) -> bytes:
        first = max(ask.after + 1, self.first_retained)
        if first != ask.after + 1:
            reply.first_retained = self.first_retained
        end = min(first - 1 + self.page_max, self.head)
        if self.damage_at and first <= self.damage_at <= end:
            end = self.damage_at - 1
            reply.damage.sequence, reply.damage.detail = self.damage_at, "0001.seg at 4096: checksum"
        reply.head, reply.scanned_through = self.head, end
        if self.says_position and end:
            reply.position.stream, reply.position.sequence = self.stream.bytes, end
            reply.position.checksum = self._checksum(end)
        prefix = ask.topic_prefix.encode()
        return b"".join(
            record
            for record, topic in zip(self.records[first - 1 : end], self.topics[first - 1 : end], strict=True)
            if topic.startswith(prefix)
        )

    def _checksum(self, sequence: int) -> int:
        return int.from_bytes(self.records[sequence - 1][:4], "little")

    def _verdict(self, hello: bus.Hello) -> int:
        if not hello.HasField("cursor"):
            return bus.CURSOR_VERDICT_UNSPECIFIED
        mark = hello.cursor
        is_here = mark.stream == self.stream.bytes and mark.sequence <= self.head
        if is_here and self.records[mark.sequence - 1][:4] == struct.pack("<I", mark.checksum):
            return bus.CURSOR_VERDICT_MATCHES
        return bus.CURSOR_VERDICT_DIVERGED

    def _run(self) -> None:
        poller = zmq.Poller()
        poller.register(self._router, zmq.POLLIN)
        poller.register(self._xpub, zmq.POLLIN)
        beat_at = 0.0
        while not self._is_stopping.is_set():
            ready = dict(poller.poll(5))
            with self._lock:
                is_joined = False
                while self._xpub in ready:
                    try:
                        is_joined |= self._xpub.recv(zmq.DONTWAIT)[:1] == b"\x01"
                    except zmq.Again:
                        break
                outbox, self._outbox = self._outbox, []
                if self.is_silent:
                    outbox = []
                for frames in outbox:
                    self._xpub.send_multipart(frames)
                if not self.is_silent and (is_joined or time.monotonic() >= beat_at):
                    beat_at = time.monotonic() + self.heartbeat_seconds
                    pulse = bus.Heartbeat(stream=self.stream.bytes, epoch=self.epoch, head=self.head)
                    self._xpub.send_multipart([b"~heartbeat/", pulse.SerializeToString()])
                if self._router in ready:
                    self._answer(self._router.recv_multipart())

    def _answer(self, frames: Frames) -> None:
        peer, request, payload = frames[0], bus.Request.FromString(frames[1]), frames[2:]
        self.requests.append((request, payload))
        if self.is_silent:
            return
        answers = self.override(request, payload) if self.override else None
        for answer in self.reply(request, payload) or [] if answers is None else answers:
            self._router.send_multipart([peer, *answer])


def _bind(socket: zmq.Socket[bytes]) -> str:
    port = socket.bind_to_random_port(ADDRESS, min_port=PORT_MIN, max_port=PORT_MAX)
    return f"{ADDRESS}:{port}"


def _count(payload: bytes) -> int:
    """Events in a publish's second frame."""
    count = offset = 0
    while offset < len(payload):
        size = shift = 0
        while True:
            byte = payload[offset]
            offset += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        offset += size
        count += 1
    return count
