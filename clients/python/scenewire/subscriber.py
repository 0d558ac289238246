"""Following a stream: live while it lasts, replay wherever something is missing."""

from __future__ import annotations

import enum
import logging
import math
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self
from uuid import UUID

import zmq
from google.protobuf.message import DecodeError

from . import limits
from ._connection import Answer, Bell, Connection, Silence, open_socket
from ._listener import ListenerWatch
from .client import Damage, Gap, Reader, mark, stream_id
from .errors import Closed, NobodyListens, ProtocolError, RecordError, RequestFault, RequestRefused
from .record import Cursor, Record, read_records
from .v1 import bus_pb2 as bus

_HEARTBEAT = b"~heartbeat/"
_STREAM = b"~stream/"
_LOG = logging.getLogger("scenewire")
_WHAT_TO_DO = (
    "waiting for a publisher; start one: scenewire-publisher --data DIR; look around: scenewire doctor; "
    "one that is elsewhere is named by SCENEWIRE_LIVE_ENDPOINT and SCENEWIRE_REQUESTS_ENDPOINT, "
    "or by Subscriber(live=…, requests=…)"
)


class State(enum.Enum):
    """How a subscriber stands with its publisher."""

    REPLAYING = "replaying"
    """It reads what it does not have yet."""
    LIVE = "live"
    """It has everything up to the last heartbeat."""
    CUT_OFF = "cut off"
    """Nobody listens, or nothing was heard for ``SILENCE_SECONDS``; it keeps trying.

    What it showed may be old."""


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """The publisher is there, and everything up to ``head`` was delivered or is of no interest."""

    stream: UUID
    epoch: int
    head: int
    clock: int
    """The publisher's clock, nanoseconds since the Unix epoch."""
    is_played: bool
    cursor: Cursor | None
    """Where the subscriber stands: what to store and to report, also while it follows a part of which nothing
    came. ``None`` while no record was recorded."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Records that came together, in order; at least one."""

    records: tuple[Record, ...]
    cursor: Cursor
    """What to store once all of them are stored: following a part, it may lie behind the last of them."""

    def __repr__(self) -> str:
        first, last = self.records[0].sequence, self.records[-1].sequence
        return f"Batch(count={len(self.records)}, first={first}, last={last}, cursor='{self.cursor}')"


class _Restarted(Exception):
    """The publisher has started anew: say hello."""


class Subscriber:
    """Follows a publisher's stream, every record once and in order.

    Iterate over it, or over :meth:`batches`, from one thread; any thread may call :meth:`close`. It reads no
    further than it is asked to, so it holds at most ``LIVE_MESSAGES_MAX`` messages while its consumer is busy
    and fetches the rest again. A publisher that is gone, or was never there, is waited for; the logger
    ``scenewire`` says so once, as a warning, which Python shows on standard error unless told otherwise.

    Iterating raises :class:`StreamDiverged` when the publisher's past is not the consumer's, and
    :class:`RecordError`, :class:`ProtocolError` or :class:`RequestRefused` when the publisher answers what
    cannot be followed; after that the subscriber has ended.
    """

    def __init__(
        self,
        live: str = limits.DEFAULT_LIVE,
        requests: str = limits.DEFAULT_REQUESTS,
        *,
        consumer: str = "",
        topic: str = "",
        after: Cursor | None = None,
        from_now: bool = False,
    ) -> None:
        """Connect; nothing is asked before the first iteration.

        :param consumer: the name for reports, up to 64 letters, digits and ``. _ -``; empty for none.
        :param topic: nothing for everything, ``AGENCY/``, or ``AGENCY/INCIDENT/`` (``~`` stands for events
            about no incident).
        :param after: the last record that the consumer has stored; the whole stream when left out.
        :param from_now: without ``after``: leave out what was recorded before the first contact.
        """
        self._live_endpoint = live
        self._connection = Connection(requests, Bell(), ListenerWatch(requests))
        try:
            self._reader = Reader(self._connection, self._ask, consumer, topic, after)
            self._live = self._subscribe()
        except ValueError:
            self._connection.close()
            raise
        self._consumer = consumer
        self._from_now = from_now and after is None
        self._state: State | None = None
        self._pulse: bus.Heartbeat | None = None
        self._behind_count = 0
        self._is_greeted = False
        self._has_warned = False
        self._damage: Damage | None = None
        self._damage_retry_at = 0.0
        self._report: Cursor | None = None
        self._report_id = 0
        self._reported_at = float("-inf")
        self.ignored_messages = 0
        """Live messages that were nothing this client can read; what was in them is replayed."""
        self._lock = threading.Lock()
        self._is_closed = False
        self._flow = self._follow()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __iter__(self) -> Iterator[Record | Gap | Damage | State | Heartbeat]:
        for item in self.batches():
            if isinstance(item, Batch):
                yield from item.records
            else:
                yield item

    def batches(self) -> Iterator[Batch | Gap | Damage | State | Heartbeat]:
        """What happens, records that came together as one; ends after :meth:`close`.

        One transaction for a batch and its cursor is what a consumer that stores wants.
        """
        while True:
            with self._lock:
                if self._is_closed:
                    return
                item = next(self._flow, None)
            if item is None:
                return
            yield item

    @property
    def state(self) -> State | None:
        """The last state that was handed out."""
        return self._state

    def report(self, cursor: Cursor) -> None:
        """Tells the publisher how far the consumer has stored the stream; goes out while iterating.

        At most one a second is sent, the newest.
        """
        if not self._consumer:
            raise ValueError("only a consumer with a name can report")
        self._report = cursor

    def close(self) -> None:
        """Ends the iteration, also one that waits in another thread."""
        self._connection.stop()
        with self._lock:
            self._is_closed = True
            self._live.close()
            self._connection.close()

    def _follow(self) -> Iterator[Batch | Gap | Damage | State | Heartbeat]:
        while True:
            try:
                yield from self._session()
            except Closed:
                return
            except NobodyListens:
                # Looked for until the first answer only; from now on it is waited for.
                self._connection.watch = None
                self._warn(f"nobody listens on {self._connection.endpoint}, so nothing is heard")
                yield from self._enter(State.CUT_OFF)
            except Silence:
                self._warn(self._silence())
                yield from self._enter(State.CUT_OFF)
                self._live.close()
                self._live = self._subscribe()
                self._connection.renew()
            except _Restarted:
                try:
                    self._connection.pause(limits.PAUSE_SECONDS)
                except Closed:
                    return

    def _warn(self, what: str) -> None:
        """Says once, until records are followed live again, that nothing is heard."""
        if not self._has_warned:
            self._has_warned = True
            # Python itself puts no name in front of what it shows on standard error.
            _LOG.warning("scenewire: %s; %s", what, _WHAT_TO_DO)

    def _silence(self) -> str:
        """What was silent: which of the two addresses is wrong can be seen from it."""
        if self._is_greeted:
            return f"nothing heard on {self._live_endpoint} for {limits.SILENCE_SECONDS:g} s"
        return f"no answer on {self._connection.endpoint}"

    def _session(self) -> Iterator[Batch | Gap | Damage | State | Heartbeat]:
        """Follows one life of the publisher; ends by raising."""
        self._pulse = None
        self._is_greeted = False
        welcome = self._reader.greet()
        self._is_greeted = True
        if self._from_now:
            self._from_now = False
            self._reader.begin(welcome)
        yield from self._enter(State.REPLAYING)
        yield from self._catch_up()
        until = time.monotonic() + limits.SILENCE_SECONDS
        while True:
            yield from self._settle()
            message = self._receive(until)
            # Taken anew after each message, since the consumer may have been busy in between.
            if message is None:
                raise Silence
            heard = self._read(*message)
            if heard is None:
                continue
            until = time.monotonic() + limits.SILENCE_SECONDS
            if isinstance(heard, bus.Heartbeat):
                self._note(heard)
                self._check_behind(heard)
                if heard.head > self._reader.position and time.monotonic() >= self._damage_retry_at:
                    yield from self._catch_up()
                if heard.head <= self._reader.position:
                    yield from self._settle()
                    yield Heartbeat(
                        UUID(bytes=heard.stream),
                        heard.epoch,
                        heard.head,
                        heard.clock,
                        heard.is_played,
                        self._reader.cursor,
                    )
            else:
                yield from self._deliver(heard)
            until = time.monotonic() + limits.SILENCE_SECONDS

    def _deliver(self, records: list[Record]) -> Iterator[Batch | Gap | Damage | State | Heartbeat]:
        """Hands live records on if they directly follow what was delivered; otherwise asks."""
        reader = self._reader
        if any(record.stream != reader.stream or record.epoch != reader.epoch for record in records):
            raise _Restarted
        fresh = [record for record in records if record.sequence > reader.position]
        if not fresh:
            return
        if all(record.sequence == reader.position + place for place, record in enumerate(fresh, 1)):
            reader.take(fresh)
            yield Batch(tuple(fresh), fresh[-1].cursor)
        elif time.monotonic() >= self._damage_retry_at:
            yield from self._catch_up()

    def _catch_up(self) -> Iterator[Batch | Gap | Damage | State | Heartbeat]:
        """Replays up to the head, or to damage."""
        while True:
            # What was broadcast before the question is in the answer; what comes after it stays queued.
            self._drop_live()
            try:
                page = self._reader.next_page()
            except RequestRefused as refusal:
                if refusal.fault is RequestFault.STALE_EPOCH:
                    raise _Restarted from refusal
                raise
            position = self._reader.position
            if position < page.head and not page.damage:
                yield from self._enter(State.REPLAYING)
            if page.gap:
                yield page.gap
            if page.records:
                yield Batch(page.records, page.cursor or page.records[-1].cursor)
            if page.damage:
                self._damage_retry_at = time.monotonic() + limits.DAMAGE_RETRY_SECONDS
                if page.damage != self._damage:
                    self._damage = page.damage
                    yield page.damage
                return
            self._damage = None
            self._damage_retry_at = 0.0
            if self._pulse and self._pulse.head > page.head:
                # The answer is younger than that heartbeat, so they are not of the same life.
                raise _Restarted
            if position >= page.head:
                return

    def _settle(self) -> Iterator[State]:
        if self._pulse and self._pulse.head <= self._reader.position:
            yield from self._enter(State.LIVE)

    def _enter(self, state: State) -> Iterator[State]:
        if state is State.LIVE:
            self._has_warned = False
        if state is not self._state:
            self._state = state
            yield state

    def _note(self, pulse: bus.Heartbeat) -> None:
        """Remembers a heartbeat, if it is of the life that was greeted."""
        reader = self._reader
        if reader.stream is None or pulse.stream != reader.stream.bytes or pulse.epoch != reader.epoch:
            raise _Restarted
        self._pulse = pulse

    def _check_behind(self, pulse: bus.Heartbeat) -> None:
        # One that waited in the queue while a replay overtook it is behind, too; but not one after the other.
        self._behind_count = self._behind_count + 1 if pulse.head < self._reader.position else 0
        if self._behind_count > limits.HEARTBEATS_BEHIND_MAX:
            self._behind_count = 0
            raise _Restarted

    def _receive(self, until: float) -> list[bytes] | None:
        """Waits for a live message, and tends to the reports meanwhile."""
        poller = zmq.Poller()
        poller.register(self._live, zmq.POLLIN)
        poller.register(self._connection.socket, zmq.POLLIN)
        poller.register(self._connection.bell, zmq.POLLIN)
        while True:
            self._connection.check_open()
            self._send_report()
            try:
                return self._live.recv_multipart(zmq.DONTWAIT)
            except zmq.Again:
                rest = until - time.monotonic()
                if rest <= 0:
                    return None
                poller.poll(math.ceil(rest * 1_000))
            while answer := self._connection.receive(0):
                self._hear(answer)

    def _drop_live(self) -> None:
        """Takes what is queued, and remembers only what a heartbeat says."""
        for _ in range(2 * limits.LIVE_MESSAGES_MAX):
            try:
                frames = self._live.recv_multipart(zmq.DONTWAIT)
            except zmq.Again:
                return
            if frames[0] == _HEARTBEAT:
                heard = self._read(*frames) if len(frames) == 2 else None
                if isinstance(heard, bus.Heartbeat):
                    self._note(heard)

    def _read(self, *frames: bytes) -> bus.Heartbeat | list[Record] | None:
        """What a live message says; ``None`` for what this client cannot read.

        That counts as lost. A record of another version is refused where the replay has it: an answer to a
        question is known to come from the publisher whole.
        """
        try:
            topic, body = frames
            if topic == _HEARTBEAT:
                pulse = bus.Heartbeat.FromString(body)
                stream_id(self._live_endpoint, pulse.stream)
                return pulse
            return list(read_records(body)) or None
        except (DecodeError, ProtocolError, RecordError, ValueError):
            self.ignored_messages += 1
            return None

    def _ask(self, request: bus.Request) -> Answer:
        """Asks once, and later again while the publisher is overloaded."""
        while True:
            try:
                return self._connection.ask_once(request)
            except RequestRefused as refusal:
                if refusal.fault is not RequestFault.OVERLOADED:
                    raise
            self._connection.pause(limits.PAUSE_SECONDS)

    def _send_report(self) -> None:
        now = time.monotonic()
        if self._report is None or now < self._reported_at + limits.REPORT_SECONDS:
            return
        # An unanswered one is given up after a silence: only the newest counts.
        if self._report_id and now < self._reported_at + limits.SILENCE_SECONDS:
            return
        request = self._connection.new_request()
        request.report.consumer = self._consumer
        request.report.cursor.CopyFrom(mark(self._report))
        if self._connection.send(request.SerializeToString()):
            self._report_id, self._reported_at, self._report = request.id, now, None

    def _hear(self, answer: Answer) -> None:
        if answer[0].id == self._report_id:
            # A refused report harms nobody who reads the stream; the status shows that it is missing.
            self._report_id = 0

    def _subscribe(self) -> zmq.Socket[bytes]:
        socket = open_socket(
            zmq.SUB,
            self._live_endpoint,
            # libzmq drops subscriptions beyond the limit of what is sent, so that one has none.
            {zmq.SNDHWM: 0, zmq.RCVHWM: limits.LIVE_MESSAGES_MAX},
        )
        for prefix in (self._reader.topic.encode() or _STREAM, _HEARTBEAT):
            socket.subscribe(prefix)
        return socket
