"""Records: what is read from them, and what is refused."""

from __future__ import annotations

import struct
from uuid import UUID

import google_crc32c
import pytest
from fake_publisher import make_event, make_record
from sample_events import every_type

from scenewire import (
    Batch,
    Cursor,
    Event,
    EventError,
    Record,
    RecordError,
    UnsupportedVersion,
    read_records,
    text_of,
)

STREAM = UUID("0196ed9e-9c40-7000-8000-000000000001")
EVENT = make_event(0).SerializeToString()
RECORD = make_record(EVENT, 17, STREAM, epoch=3, flags=0b111, name="Müller".encode())


def signed(data: bytes) -> bytes:
    """The bytes with a checksum that fits them, so that the check behind it is met."""
    return struct.pack("<I", google_crc32c.value(data[4:])) + data[4:]


def test_the_checksum_is_castagnolis() -> None:
    # RFC 3720 B.4 and the catalogue of CRCs.
    assert google_crc32c.value(bytes(32)) == 0x8A9136AA
    assert google_crc32c.value(b"123456789") == 0xE3069283


def test_reads_every_field() -> None:
    record = Record.read(RECORD)
    assert record.raw == RECORD
    assert (record.stream, record.epoch, record.sequence) == (STREAM, 3, 17)
    assert record.published_at == 1_747_751_926_000_000_000
    assert record.salt == RECORD[48:64]
    assert record.publisher_name == "Müller"
    assert record.clock_stepped_back
    assert record.clock_played
    assert record.event_bytes == EVENT
    assert record.event == make_event(0)
    assert record.cursor == Cursor(STREAM, 17, struct.unpack_from("<I", RECORD)[0])


def test_a_repr_is_for_people() -> None:
    record = Record.read(RECORD)
    assert repr(record) == (
        "Record(sequence=17, published_at='2025-05-20T14:38:46.000Z', type='log.entry', agency='expd', "
        f"incident='incident-0', status='Exercise', event_id='{record.event_id}', text='Entry 0')"
    )
    assert str(record.event_id).startswith("0196ee21-f508-7000-")
    event = make_event(0)
    event.log_entry.text = "word " * 100
    shown = repr(Record.read(make_record(event.SerializeToString(), 1, STREAM)))
    assert "…'" in shown
    assert len(shown) < 350


def test_a_repr_never_raises() -> None:
    no_event = Record.read(make_record(b"\xff\xff", 3, STREAM))
    assert 'unreadable="record 3' in repr(no_event)
    no_id = Record.read(make_record(Event(type="log.entry", id=b"short").SerializeToString(), 4, STREAM))
    assert "has no event id" in repr(no_id)
    with pytest.raises(EventError, match="no event id"):
        _ = no_id.event_id
    late = Record.read(make_record(EVENT, 5, STREAM, published_at=(1 << 63) - 1))
    assert "published_at='2262-" in repr(late)
    batch = Batch((no_event, late), late.cursor)
    assert repr(batch) == f"Batch(count=2, first=3, last=5, cursor='{late.cursor}')"
    assert "\\x" not in "".join(map(repr, (no_event, no_id, late, batch)))


def test_reads_records_back_to_back() -> None:
    records = [make_record(EVENT, number, STREAM) for number in range(1, 6)]
    assert [record.raw for record in read_records(b"".join(records))] == records
    assert list(read_records(b"")) == []


def test_refuses_every_truncation() -> None:
    for size in range(len(RECORD)):
        with pytest.raises(RecordError):
            Record.read(RECORD[:size])


def test_refuses_every_flipped_bit() -> None:
    for place in range(len(RECORD)):
        for bit in range(8):
            broken = bytearray(RECORD)
            broken[place] ^= 1 << bit
            with pytest.raises(RecordError):
                Record.read(bytes(broken))


@pytest.mark.parametrize("version", [0, 2, 255])
def test_refuses_another_version_by_its_name(version: int) -> None:
    with pytest.raises(UnsupportedVersion, match=f"has version {version}; this client reads version 1"):
        Record.read(make_record(EVENT, 1, STREAM, version=version))


def test_takes_the_longest_name_and_no_longer() -> None:
    assert Record.read(make_record(EVENT, 1, STREAM, name=b"n" * 64)).publisher_name == "n" * 64
    with pytest.raises(RecordError, match="name of 65 bytes"):
        Record.read(make_record(EVENT, 1, STREAM, name=b"n" * 65))


def test_takes_the_longest_record_and_no_longer() -> None:
    longest = make_record(bytes(65_536), 1, STREAM, name=b"n" * 64)
    assert len(Record.read(longest).raw) == 65_664
    with pytest.raises(RecordError, match="has 65665 bytes; allowed are 128 to 65664"):
        Record.read(make_record(bytes(65_537), 1, STREAM, name=b"n" * 64))


def test_believes_no_byte_count_below_the_header() -> None:
    short = bytearray(RECORD)
    struct.pack_into("<I", short, 4, 63)
    with pytest.raises(RecordError, match="has 63 bytes"):
        Record.read(signed(bytes(short)))


def test_says_where_the_bytes_stop_being_records() -> None:
    with pytest.raises(RecordError) as caught:
        list(read_records(RECORD + RECORD[:-1]))
    assert caught.value.offset == len(RECORD)


def test_ignores_flags_that_it_does_not_know() -> None:
    record = Record.read(make_record(EVENT, 1, STREAM, flags=0b1111_1100))
    assert not record.clock_played
    assert not record.clock_stepped_back


def test_a_record_without_an_event_keeps_its_bytes() -> None:
    record = Record.read(make_record(b"\xff\xff", 9, STREAM))
    assert record.event_bytes == b"\xff\xff"
    with pytest.raises(EventError, match="record 9"):
        _ = record.event


def test_an_event_is_every_truncation_or_a_clear_refusal() -> None:
    for size in range(len(EVENT)):
        record = Record.read(make_record(EVENT[:size], 1, STREAM))
        try:
            assert len(record.event.SerializeToString()) <= size
        except EventError:
            continue


def test_a_cursor_is_a_text_and_back() -> None:
    cursor = Cursor(STREAM, 17, 0x0BADF00D)
    assert str(cursor) == f"{STREAM}:17:0badf00d"
    assert Cursor.parse(str(cursor)) == cursor
    assert Cursor.parse(str(cursor).upper()) == cursor
    # As earlier versions wrote it.
    assert Cursor.parse(f"{STREAM}/17/0badf00d") == cursor


@pytest.mark.parametrize(
    "text",
    [
        "",
        "17",
        f"{STREAM}:17",
        f"{STREAM}:0:00000001",
        f"{STREAM}:17:1",
        f"{STREAM}:17:00000001:1",
        "x:17:00000001",
        f"{STREAM}:17:100000000",
        f"{STREAM}:17/00000001",
        f"{STREAM}:1_7:00000001",
        f"{STREAM}:+17:00000001",
        f"{STREAM}:17:0000000g",
    ],
)
def test_other_text_is_no_cursor(text: str) -> None:
    with pytest.raises(ValueError, match="is no cursor; allowed is STREAM:SEQUENCE:CHECKSUM"):
        Cursor.parse(text)


def test_the_text_is_what_people_wrote_in_whatever_field() -> None:
    event = Event(type="log.entry", narrative="Seen from side C.")
    event.log_entry.text = "Caller says that one shot was fired."
    event.log_entry.tags.append("roof")
    assert text_of(event) == "Seen from side C. Caller says that one shot was fired."
    correction = Event(type="record.corrected")
    correction.record_corrected.reason = "Misheard"
    correction.record_corrected.changes.add(
        pointer="/data/observation", value='["On the roof", {"a": "deep"}]'
    )
    assert text_of(correction) == "On the roof. deep. Misheard"
    unknown = Event(type="drone.sighted", extra_json=b'{"data": {"height": 30, "seenBy": "pilot"}, "x": "y"}')
    assert text_of(unknown) == "pilot"
    twice = Event(type="log.entry", narrative="Lights out.")
    twice.log_entry.text = "Lights out."
    assert text_of(twice) == "Lights out."
    record = Record.read(make_record(event.SerializeToString(), 17, STREAM))
    assert record.text == text_of(event)


def test_every_type_with_prose_has_a_text() -> None:
    for event in every_type():
        assert (event.narrative in text_of(event)) is bool(event.narrative)
