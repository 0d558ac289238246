"""A record: an event with its place in the stream, the same bytes everywhere."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Self
from uuid import UUID

import google_crc32c
from google.protobuf.message import DecodeError

from .errors import EventError, RecordError, UnsupportedVersion
from .text import text_of
from .v1.event_pb2 import Event

HEADER_BYTES = 64
"""Bytes of a record before the publisher's name."""

NAME_BYTES_MAX = 64
"""The longest publisher's name, in bytes."""

EVENT_BYTES_MAX = 65_536
"""The longest event, in bytes."""

RECORD_BYTES_MAX = HEADER_BYTES + NAME_BYTES_MAX + EVENT_BYTES_MAX
"""The longest record, in bytes."""

REPR_TEXT_MAX = 80
"""Characters of an event's text that a record's ``repr`` shows."""

RECORD_VERSION = 1
"""The version of a record that this package reads."""

_HEADER = struct.Struct("<IIBBBxI16sQq16s")
_CURSOR = re.compile(
    r"(?P<stream>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?P<mark>[:/])(?P<sequence>[0-9]{1,20})(?P=mark)"
    r"(?P<checksum>[0-9a-f]{8})",
    re.ASCII | re.IGNORECASE,
)
_FLAG_STEPPED_BACK = 1
_FLAG_PLAYED = 2


@lru_cache(maxsize=64)
def _stream_id(data: bytes) -> UUID:
    # Making a UUID costs as much as the rest of a header; a reader meets few streams.
    return UUID(bytes=data)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last record that a consumer has stored.

    Store it in the same transaction as what was made of the record; ``str`` and :meth:`parse` make it a text
    and read it back.
    """

    stream: UUID
    sequence: int
    checksum: int
    """The record's CRC-32C."""

    def __str__(self) -> str:
        return f"{self.stream}:{self.sequence}:{self.checksum:08x}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads what ``str`` wrote, here, in Swift or over HTTP; also with the slashes of earlier versions.

        :raises ValueError: when ``text`` is anything else.
        """
        parts = _CURSOR.fullmatch(text)
        sequence = int(parts["sequence"]) if parts else 0
        if not parts or not 0 < sequence < 1 << 64:
            raise ValueError(f"{text!r} is no cursor; allowed is STREAM:SEQUENCE:CHECKSUM")
        return cls(UUID(parts["stream"]), sequence, int(parts["checksum"], 16))


@dataclass(frozen=True, slots=True)
class Record:
    """One record whose checksum was verified."""

    raw: bytes
    """The whole record, byte for byte; what an archive keeps."""
    checksum: int
    stream: UUID
    """Everything that this publisher ever recorded."""
    epoch: int
    """Which start of the publisher wrote it."""
    sequence: int
    """1, 2, 3 … without a hole."""
    published_at: int
    """When the publisher took the event, nanoseconds since the Unix epoch."""
    salt: bytes
    flags: int
    event_offset: int
    """Where in ``raw`` the event begins."""

    @classmethod
    def read(cls, data: bytes, offset: int = 0) -> Self:
        """Reads the record that begins at ``offset`` and verifies its checksum.

        :raises UnsupportedVersion: for a version other than 1.
        :raises RecordError: when there is no whole, undamaged record.
        """
        if len(data) - offset < HEADER_BYTES:
            raise RecordError(offset, f"ends after {len(data) - offset} of its header's {HEADER_BYTES} bytes")
        (checksum, size, version, flags, name_size, epoch, stream, sequence, published_at, salt) = (
            _HEADER.unpack_from(data, offset)
        )
        if version != RECORD_VERSION:
            raise UnsupportedVersion(offset, version)
        if name_size > NAME_BYTES_MAX:
            raise RecordError(offset, f"has a name of {name_size} bytes; allowed are {NAME_BYTES_MAX}")
        if not HEADER_BYTES + name_size <= size <= RECORD_BYTES_MAX:
            raise RecordError(
                offset, f"has {size} bytes; allowed are {HEADER_BYTES + name_size} to {RECORD_BYTES_MAX}"
            )
        if len(data) - offset < size:
            raise RecordError(offset, f"ends after {len(data) - offset} of its {size} bytes")
        raw = data[offset : offset + size]
        actual = google_crc32c.value(raw[4:])
        if actual != checksum:
            raise RecordError(offset, f"has the checksum {checksum:08x}; its bytes have {actual:08x}")
        return cls(
            raw,
            checksum,
            _stream_id(stream),
            epoch,
            sequence,
            published_at,
            salt,
            flags,
            HEADER_BYTES + name_size,
        )

    @property
    def cursor(self) -> Cursor:
        """What to store once this record is stored."""
        return Cursor(self.stream, self.sequence, self.checksum)

    @property
    def publisher_name(self) -> str:
        """The authenticated sender, empty while the bus runs without keys."""
        return self.raw[HEADER_BYTES : self.event_offset].decode("utf-8", "replace")

    @property
    def clock_stepped_back(self) -> bool:
        """The publisher's clock went back by a second or more before this record."""
        return bool(self.flags & _FLAG_STEPPED_BACK)

    @property
    def clock_played(self) -> bool:
        """A player set the publisher's clock."""
        return bool(self.flags & _FLAG_PLAYED)

    @property
    def event_bytes(self) -> bytes:
        """The event, byte for byte as its author sent it."""
        return self.raw[self.event_offset :]

    @property
    def event(self) -> Event:
        """The event, decoded anew at each call; fields that this version does not know are kept in it.

        :raises EventError: when it is not protobuf, which a publisher of this version never records.
        """
        try:
            return Event.FromString(self.event_bytes)
        except DecodeError as error:
            raise EventError(f"record {self.sequence} of {self.stream} holds no event: {error}") from error

    @property
    def event_id(self) -> UUID:
        """The event's id, as the command line and HTTP write it.

        :raises EventError: when there is none that can be read.
        """
        try:
            return UUID(bytes=self.event.id)
        except ValueError as error:
            raise EventError(f"record {self.sequence} of {self.stream} has no event id") from error

    @property
    def text(self) -> str:
        """What people wrote into the event, in whatever field; see :func:`text_of`.

        :raises EventError: when it is not protobuf.
        """
        return text_of(self.event)

    def __repr__(self) -> str:
        # For people: what would be bytes is left out or said as text.
        parts = [f"sequence={self.sequence}", f"published_at='{_time_text(self.published_at)}'"]
        try:
            event = self.event
            parts += [
                f"type={event.type!r}",
                f"agency={event.agency!r}",
                f"incident={event.incident!r}",
                f"status={event.status!r}",
                f"event_id='{self.event_id}'",
                f"text={_shortened(text_of(event))!r}",
            ]
        except EventError as error:
            parts.append(f"unreadable={str(error)!r}")
        return f"Record({', '.join(parts)})"


def _time_text(nanoseconds: int) -> str:
    """The time with milliseconds; the number itself where no calendar has it."""
    try:
        time = datetime.fromtimestamp(nanoseconds // 1_000_000_000, UTC).replace(tzinfo=None)
    except (OverflowError, ValueError, OSError):
        return str(nanoseconds)
    return f"{time.isoformat()}.{nanoseconds // 1_000_000 % 1_000:03d}Z"


def _shortened(text: str) -> str:
    return text if len(text) <= REPR_TEXT_MAX else text[: REPR_TEXT_MAX - 1] + "…"


def read_records(data: bytes) -> Iterator[Record]:
    """Reads records that stand back to back.

    :raises RecordError: where the bytes stop being whole, undamaged records.
    """
    offset = 0
    while offset < len(data):
        record = Record.read(data, offset)
        yield record
        offset += len(record.raw)
