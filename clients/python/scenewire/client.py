"""Questions to a publisher: who it is, what it has recorded, how it and its consumers stand."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from . import limits
from ._connection import Answer, Connection
from ._listener import ListenerWatch
from .errors import (
    ProtocolError,
    RecordError,
    RequestFault,
    RequestRefused,
    StreamDiverged,
    UnsupportedVersion,
)
from .record import Cursor, Record, read_records
from .v1 import bus_pb2 as bus

_CONSUMER = re.compile(r"[A-Za-z0-9._-]{0,64}")
_TOPIC = re.compile(r"([a-z0-9][a-z0-9-]{0,31}/(([A-Za-z0-9][A-Za-z0-9._-]{0,63}|~)/)?)?")
_SEQUENCE_MAX = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Welcome:
    """Who the publisher is."""

    stream: UUID
    epoch: int
    """Rises at every start of the publisher."""
    head: int
    """The last durable record's sequence number, 0 when there is none."""
    first_retained: int
    """The oldest record that can still be replayed."""
    clock: int
    """The publisher's clock, nanoseconds since the Unix epoch."""
    clock_offset: int
    """The publisher's clock minus this machine's in nanoseconds, taking both ways to be equally long."""
    is_played: bool
    """Whether a player sets the publisher's clock."""
    software_version: str
    cursor: Cursor | None
    """The head: where somebody stands who leaves out the past. ``None`` when there is none."""


@dataclass(frozen=True, slots=True)
class ConsumerStatus:
    """A consumer's last report."""

    name: str
    sequence: int
    """Its position: it has stored everything up to here that it follows."""
    reported_at: int
    """When it said so by the publisher's wall clock, nanoseconds since the Unix epoch."""


@dataclass(frozen=True, slots=True)
class Status:
    """How the publisher and its consumers stand."""

    stream: UUID
    epoch: int
    head: int
    first_retained: int
    head_published_at: int
    """Nanoseconds since the Unix epoch; 0 when the stream is empty."""
    clock: int
    is_played: bool
    is_read_only: bool
    """The disk is full; nothing is accepted until there is space."""
    consumers: tuple[ConsumerStatus, ...]
    software_version: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Records that retention removed before they were read; they cannot be had any more."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Damage:
    """The next record cannot be read by the publisher; its operator must act."""

    sequence: int
    detail: str


@dataclass(frozen=True, slots=True)
class Page:
    """One step through the stream."""

    gap: Gap | None
    records: tuple[Record, ...]
    damage: Damage | None
    head: int
    """The stream's last record when the step was made."""
    cursor: Cursor | None
    """What to store once all of it is stored; ``None`` while no record was read."""


class Reader:
    """A position in a stream, and the way on from there.

    Not for use outside the package.
    """

    def __init__(
        self,
        connection: Connection,
        ask: Callable[[bus.Request], Answer],
        consumer: str,
        topic: str,
        cursor: Cursor | None,
    ) -> None:
        if not _CONSUMER.fullmatch(consumer):
            raise ValueError(f"consumer is {consumer!r}; allowed are up to 64 letters, digits and . _ -")
        if not _TOPIC.fullmatch(topic) or len(topic.encode()) > limits.TOPIC_BYTES_MAX:
            raise ValueError(f"topic is {topic!r}; allowed is nothing, AGENCY/ or AGENCY/INCIDENT/")
        self._connection = connection
        self._ask = ask
        self._consumer = consumer
        self.topic = topic
        self.cursor = cursor
        """The record at ``position``, wanted or not, or the last before it whose checksum is known."""
        self.position = cursor.sequence if cursor else 0
        """Everything up to here was handed on or is not wanted."""
        self.stream = cursor.stream if cursor else None
        self.epoch = 0

    def greet(self) -> Welcome:
        """Says hello with the cursor.

        :raises StreamDiverged: when the publisher's past is not the one that was read here.
        """
        endpoint = self._connection.endpoint
        request = self._connection.new_request()
        request.hello.consumer = self._consumer
        if self.cursor:
            request.hello.cursor.CopyFrom(mark(self.cursor))
        reply = self._ask(request)[0].welcome
        now = time.time_ns()
        welcome = Welcome(
            stream_id(endpoint, reply.stream),
            reply.epoch,
            reply.head,
            reply.first_retained,
            reply.clock,
            reply.clock - (reply.sent_at + now) // 2,
            reply.is_played,
            reply.software_version,
            Cursor(stream_id(endpoint, reply.stream), reply.head, reply.head_checksum)
            if reply.head and reply.head_checksum
            else None,
        )
        # Without anything read, another stream is only a publisher that began anew.
        if self.position and welcome.stream != self.stream:
            raise StreamDiverged(
                f"{endpoint}: the stream is {welcome.stream}; this consumer has {self.stream}"
            )
        if self.position > welcome.head:
            raise StreamDiverged(
                f"{endpoint}: the stream {welcome.stream} ends at {welcome.head}; "
                f"this consumer has it up to {self.position}"
            )
        if self.cursor and reply.cursor != bus.CURSOR_VERDICT_MATCHES:
            raise StreamDiverged(
                f"{endpoint}: record {self.cursor.sequence} is not the one that this consumer has, "
                f"{self.cursor} (verdict {reply.cursor})"
            )
        self.stream, self.epoch = welcome.stream, welcome.epoch
        return welcome

    def next_page(self, byte_limit: int = 0) -> Page:
        """Asks for what follows the position, and moves it.

        :raises RequestRefused: ``STALE_EPOCH`` when the publisher has started anew.
        :raises StreamDiverged: when it says so.
        """
        if self.stream is None:
            raise ValueError("no hello was said")
        request = self._connection.new_request()
        ask = request.replay
        ask.stream, ask.epoch, ask.after = self.stream.bytes, self.epoch, self.position
        ask.topic_prefix, ask.byte_limit = self.topic, byte_limit
        try:
            reply, data = self._ask(request)
        except RequestRefused as refusal:
            if refusal.fault is RequestFault.DIVERGED:
                raise StreamDiverged(str(refusal)) from refusal
            raise
        page = self._page(reply.replayed, data)
        self.cursor = page.cursor
        self.position = reply.replayed.scanned_through
        return page

    def begin(self, welcome: Welcome) -> None:
        """Moves the position to the end of the stream as it was greeted, leaving out what lies before."""
        self.position, self.cursor = welcome.head, welcome.cursor

    def take(self, records: list[Record]) -> None:
        """Moves the position to the end of live records that directly follow it."""
        self.cursor = records[-1].cursor
        self.position = records[-1].sequence

    def _page(self, reply: bus.Replayed, data: bytes) -> Page:
        """Checks an answer: nothing is missing in it, nothing is too much."""
        endpoint, position = self._connection.endpoint, self.position
        gap = None
        if reply.first_retained > position + 1:
            gap = Gap(position + 1, reply.first_retained - 1)
            position = gap.last
        try:
            records = tuple(read_records(data))
        except UnsupportedVersion as error:
            raise UnsupportedVersion(error.offset, error.version, endpoint) from error
        except RecordError as error:
            raise RecordError(
                error.offset, error.fault, f"{endpoint}, replay after {self.position}"
            ) from error
        for record in records:
            is_next = record.sequence > position if self.topic else record.sequence == position + 1
            if not is_next or record.stream != self.stream:
                raise ProtocolError(
                    endpoint,
                    f"record {record.sequence} of {record.stream} came behind {position} of {self.stream}",
                )
            position = record.sequence
        through = reply.scanned_through
        if not (
            position <= through <= max(reply.head, self.position) and (self.topic or through == position)
        ):
            raise ProtocolError(
                endpoint, f"scanned through {through} of {reply.head}, but the records end at {position}"
            )
        damage = Damage(reply.damage.sequence, reply.damage.detail) if reply.HasField("damage") else None
        if through == self.position and through < reply.head and not damage:
            raise ProtocolError(endpoint, f"nothing came after {through} although the head is {reply.head}")
        cursor = records[-1].cursor if records else self.cursor
        if reply.HasField("position"):
            place = Cursor(
                stream_id(endpoint, reply.position.stream), reply.position.sequence, reply.position.checksum
            )
            is_other = records and place.sequence == records[-1].sequence and place != records[-1].cursor
            if place.stream != self.stream or place.sequence != through or is_other:
                raise ProtocolError(endpoint, f"scanned through {through}, but the position is {place}")
            cursor = place
        return Page(gap, records, damage, reply.head, cursor)


class Client:
    """Asks a publisher's request socket.

    Any thread may call; one question is asked at a time. Every call raises :class:`NoAnswer` when nothing
    answers within ``timeout`` seconds, :class:`NobodyListens` much sooner when nobody is there and neither
    was a publisher before nor a timeout given, and :class:`RequestRefused` when the publisher refuses.
    """

    def __init__(self, requests: str = limits.DEFAULT_REQUESTS, *, timeout: float | None = None) -> None:
        self._connection = Connection(requests, watch=ListenerWatch(requests) if timeout is None else None)
        self._timeout = limits.ANSWER_SECONDS if timeout is None else timeout
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends at once whatever waits in another thread, which gets :class:`Closed`."""
        self._connection.stop()
        with self._lock:
            self._connection.close()

    def hello(self, cursor: Cursor | None = None, *, consumer: str = "") -> Welcome:
        """Asks who the publisher is.

        :raises StreamDiverged: when ``cursor`` is given and does not lie in the publisher's stream.
        """
        return Reader(self._connection, self._ask, consumer, "", cursor).greet()

    def replay(
        self, after: Cursor | int = 0, *, topic: str = "", byte_limit: int = 0
    ) -> Iterator[Record | Gap | Damage]:
        """Reads what was recorded after a cursor or sequence number, up to the stream's end or to damage.

        :param topic: nothing for everything, ``AGENCY/``, or ``AGENCY/INCIDENT/`` (``~`` stands for events
            about no incident).
        :param byte_limit: bytes of records in one answer; 0 leaves it to the publisher.
        :raises StreamDiverged: when the publisher's past is not the one that was read before.
        """
        cursor = after if isinstance(after, Cursor) else None
        if not 0 <= (start := cursor.sequence if cursor else int(after)) <= _SEQUENCE_MAX:  # type: ignore[arg-type]
            raise ValueError(f"after is {start}; allowed are 0 to {_SEQUENCE_MAX}")
        reader = Reader(self._connection, self._ask, "", topic, cursor)
        welcome = reader.greet()
        if start > welcome.head:
            raise StreamDiverged(f"the stream {welcome.stream} ends at {welcome.head}, before {start}")
        reader.position = start
        while reader.position < welcome.head:
            try:
                page = reader.next_page(byte_limit)
            except RequestRefused as refusal:
                if refusal.fault is not RequestFault.STALE_EPOCH:
                    raise
                welcome = reader.greet()
                continue
            if page.gap:
                yield page.gap
            yield from page.records
            if page.damage:
                yield page.damage
                return

    def report(self, consumer: str, cursor: Cursor) -> None:
        """Tells the publisher how far a consumer has stored the stream, for others to see."""
        request = self._connection.new_request()
        request.report.consumer = consumer
        request.report.cursor.CopyFrom(mark(cursor))
        self._ask(request)

    def status(self) -> Status:
        """Asks how the publisher and its consumers stand."""
        request = self._connection.new_request()
        request.status.SetInParent()
        reply = self._ask(request)[0].status
        return Status(
            stream_id(self._connection.endpoint, reply.stream),
            reply.epoch,
            reply.head,
            reply.first_retained,
            reply.head_published_at,
            reply.clock,
            reply.is_played,
            reply.is_read_only,
            tuple(ConsumerStatus(one.name, one.sequence, one.reported_at) for one in reply.consumers),
            reply.software_version,
        )

    def _ask(self, request: bus.Request) -> Answer:
        with self._lock:
            return self._connection.ask(request, self._timeout)


def mark(cursor: Cursor) -> bus.CursorMark:
    """A cursor as it travels."""
    return bus.CursorMark(stream=cursor.stream.bytes, sequence=cursor.sequence, checksum=cursor.checksum)


def stream_id(endpoint: str, data: bytes) -> UUID:
    """A stream's name from its bytes.

    :raises ProtocolError: unless there are 16.
    """
    if len(data) != 16:
        raise ProtocolError(endpoint, f"the stream's name has {len(data)} bytes; allowed are 16")
    return UUID(bytes=data)
