"""The author's side: events in, receipts out."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from . import limits
from ._connection import Connection
from ._listener import ListenerWatch
from .errors import NoAnswer, ProtocolError, RefusalReason, RequestFault, RequestRefused, ScenewireError
from .record import EVENT_BYTES_MAX
from .v1 import bus_pb2 as bus
from .v1.event_pb2 import Event


@dataclass(frozen=True, slots=True)
class Receipt:
    """The event is on stable storage."""

    sequence: int
    published_at: int
    """Nanoseconds since the Unix epoch."""
    is_duplicate: bool
    """It had been recorded before, perhaps by an earlier try of the same call; this is its first receipt."""
    notes: tuple[str, ...] = ()
    """What was accepted and is unknown to the publisher, for people."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """The event was not recorded."""

    reason: RefusalReason
    code: int
    """The reason's number, also when it is unknown here."""
    field: str
    """The path of the field at fault, empty when the fault is in none."""
    detail: str
    """What is wrong and what is allowed, for people."""

    @property
    def may_pass(self) -> bool:
        """Whether the same event may be accepted later."""
        return self.reason in (RefusalReason.READ_ONLY, RefusalReason.OVERLOADED, RefusalReason.STOPPING)

    def __str__(self) -> str:
        word = (
            self.reason.name
            if self.reason is not RefusalReason.UNKNOWN
            else f"reason {self.code}, unknown here"
        )
        return " ".join(part for part in (f"{word}:", self.field, self.detail) if part)


class EventRefused(ScenewireError):
    """An event was not recorded; ``refusal`` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


Result = Receipt | Refusal


@dataclass(slots=True)
class _Parcel:
    """Events that travel in one request, and what became of them."""

    first_index: int
    count: int
    request: bus.Request
    request_bytes: bytes
    payload: bytes
    is_sent: bool = False
    not_before: float = 0.0
    results: list[Result] | None = None


class Publisher:
    """Publishes events and returns a receipt or a refusal for each.

    An event is encoded once, and asked about with the same bytes until there is an answer, so it is recorded
    once whatever happens on the way. With a ``timeout`` it waits so many seconds for an answer, also while
    nobody listens; without one ``ANSWER_SECONDS``, but when nobody listens and no publisher has ever answered
    it raises :class:`NobodyListens` within two seconds. One publish at a time; any thread may call
    :meth:`close`.
    """

    def __init__(self, requests: str = limits.DEFAULT_REQUESTS, *, timeout: float | None = None) -> None:
        self._connection = Connection(requests, watch=ListenerWatch(requests) if timeout is None else None)
        self._timeout = limits.ANSWER_SECONDS if timeout is None else timeout
        self._is_publishing = False
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

    def publish(self, event: Event | bytes, *, played_at: int = 0) -> Receipt:
        """Publishes one event.

        :param event: an event, or its bytes when they must stay as they are.
        :param played_at: the player's clock in nanoseconds; only for a publisher whose clock is played.
        :raises EventRefused: when it was not recorded.
        :raises NoAnswer: when it is not known whether it was recorded; publishing it again is harmless.
        """
        for result in self.publish_all([event], played_at=played_at):
            if isinstance(result, Refusal):
                raise EventRefused(result)
            return result
        raise AssertionError("one event has one result")

    def publish_all(self, events: Iterable[Event | bytes], *, played_at: int = 0) -> Iterator[Result]:
        """Publishes events as they come, and gives each one's result, in their order.

        Up to ``REQUESTS_UNDER_WAY_MAX`` requests travel at once, so ``events`` is read ahead by that much; it
        is read no further than results are taken. Events keep their order unless the publisher was
        overloaded or gone meanwhile.

        :raises NoAnswer: after ``timeout`` seconds without an answer; names the events without a result.
        :raises NobodyListens: soon, when nobody is there.
        """
        if self._is_publishing:
            raise ValueError("a publish is under way: take its results, or close it, first")
        self._is_publishing = True
        waiting: deque[_Parcel] = deque()
        heard_at = answered_at = time.monotonic()
        if self._connection.watch:
            self._connection.watch.begin()
        try:
            parcels = self._parcels(events, played_at)
            while True:
                if not waiting:
                    heard_at = answered_at = time.monotonic()
                while len(waiting) < limits.REQUESTS_UNDER_WAY_MAX and (parcel := next(parcels, None)):
                    waiting.append(parcel)
                if not waiting:
                    return
                if (results := waiting[0].results) is not None:
                    waiting.popleft()
                    yield from results
                    # Whoever took the results may have been busy for long; that was no silence.
                    heard_at = answered_at = time.monotonic()
                    continue
                with self._lock:
                    if self._exchange(waiting, heard_at + self._connection.patience):
                        heard_at = time.monotonic()
                        if any(parcel.results is not None for parcel in waiting):
                            answered_at = heard_at
                        continue
                now = time.monotonic()
                if self._connection.watch:
                    self._connection.watch.look(self._connection.has_sent)
                if now >= answered_at + self._timeout:
                    last = waiting[-1]
                    span = f"events {waiting[0].first_index} to {last.first_index + last.count - 1}"
                    raise NoAnswer(self._connection.endpoint, self._timeout, f"a publish of {span}")
                if now >= heard_at + self._connection.patience:
                    if any(parcel.is_sent for parcel in waiting):
                        self._connection.wait_longer()
                    self._connection.renew()
                    heard_at = now
                    for parcel in waiting:
                        parcel.is_sent = False
        finally:
            self._is_publishing = False

    def _exchange(self, waiting: deque[_Parcel], silence_at: float) -> bool:
        """Sends what is to be sent, and takes at most one answer.

        :returns: whether the publisher said anything about these parcels.
        """
        now = time.monotonic()
        unsent = [parcel for parcel in waiting if not parcel.is_sent and parcel.results is None]
        due = [parcel for parcel in unsent if parcel.not_before <= now]
        for parcel in due:
            parcel.is_sent = self._connection.send(parcel.request_bytes, parcel.payload)
            if not parcel.is_sent:
                break
        later = [parcel.not_before for parcel in unsent if parcel.not_before > now]
        is_blocked = any(not parcel.is_sent for parcel in due)
        until = self._connection.until_look(min([silence_at, *later]))
        answer = self._connection.receive(until, sending=is_blocked)
        for parcel in waiting if answer else ():
            assert answer
            if parcel.request.id != answer[0].id or parcel.results is not None:
                continue
            try:
                reply = self._connection.checked(parcel.request, answer)[0]
                parcel.results = _results(self._connection.endpoint, reply.published, parcel.count)
            except RequestRefused as refusal:
                if refusal.fault is not RequestFault.OVERLOADED:
                    raise
                parcel.is_sent = False
                parcel.not_before = time.monotonic() + limits.PAUSE_SECONDS
            return True
        return False

    def _parcels(self, events: Iterable[Event | bytes], played_at: int) -> Iterator[_Parcel]:
        parts: list[bytes] = []
        size = first = 0
        index = -1
        for index, event in enumerate(events):
            data = event if isinstance(event, bytes) else event.SerializeToString()
            prefix = _varint(len(data))
            if len(data) > EVENT_BYTES_MAX:
                # The publisher would say the same of it, and would have to be sent it first.
                if parts:
                    yield self._parcel(first, parts, played_at)
                detail = f"the event has {len(data)} bytes; allowed are {EVENT_BYTES_MAX}"
                yield self._refused(index, Refusal(RefusalReason.INVALID, RefusalReason.INVALID, "", detail))
                parts, size, first = [], 0, index + 1
                continue
            is_full = len(parts) == 2 * limits.PARCEL_EVENTS_MAX
            if is_full or size + len(prefix) + len(data) > limits.PARCEL_BYTES_MAX:
                yield self._parcel(first, parts, played_at)
                parts, size, first = [], 0, index
            parts += (prefix, data)
            size += len(prefix) + len(data)
        if parts:
            yield self._parcel(first, parts, played_at)

    def _parcel(self, first: int, parts: list[bytes], played_at: int) -> _Parcel:
        request = self._connection.new_request()
        request.publish.played_at = played_at
        return _Parcel(first, len(parts) // 2, request, request.SerializeToString(), b"".join(parts))

    def _refused(self, index: int, refusal: Refusal) -> _Parcel:
        return _Parcel(index, 1, bus.Request(), b"", b"", is_sent=True, results=[refusal])


def new_event_id(milliseconds: int | None = None) -> bytes:
    """Mints an event's id: a UUID of version 7, 16 bytes.

    :param milliseconds: since the Unix epoch; now when left out.
    """
    now = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    random = int.from_bytes(os.urandom(10), "big")
    number = now << 80 | 7 << 76 | (random >> 64 & 0xFFF) << 64 | 2 << 62 | random & (1 << 62) - 1
    return UUID(int=number).bytes


def _results(endpoint: str, reply: bus.Published, count: int) -> list[Result]:
    """One result for each event.

    :raises ProtocolError: unless the answer names every index once.
    """
    results: list[Result | None] = [None] * count
    notes: dict[int, tuple[str, ...]] = {}
    for note in reply.notes:
        notes[note.index] = (*notes.get(note.index, ()), note.text)
    named = 0
    for run in reply.runs:
        if run.first_index + run.count > count:
            raise ProtocolError(endpoint, f"a receipt for event {run.first_index + run.count - 1} of {count}")
        named += run.count
        if named > count:
            break
        for offset in range(run.count):
            index = run.first_index + offset
            results[index] = Receipt(
                run.first_sequence + offset, run.published_at, run.is_duplicate, notes.get(index, ())
            )
    for one in reply.refusals:
        if one.index >= count:
            raise ProtocolError(endpoint, f"a refusal of event {one.index} of {count}")
        named += 1
        results[one.index] = Refusal(RefusalReason(one.reason), one.reason, one.field, one.detail)
    whole = [result for result in results if result is not None]
    if named != count or len(whole) != count:
        raise ProtocolError(endpoint, f"{named} results for {count} events, {len(whole)} of them named")
    return whole


def _varint(number: int) -> bytes:
    data = bytearray()
    while number > 0x7F:
        data.append(number & 0x7F | 0x80)
        number >>= 7
    data.append(number)
    return bytes(data)
