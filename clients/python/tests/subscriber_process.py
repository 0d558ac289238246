"""Follows a stream and appends every record's bytes to a file; the file's last whole record is its cursor.

So it can be killed at any moment and started again. It tells on standard error how it stands, a word and a
value a line: `state`, `stored` (a sequence number), `current` (everything up to this one was delivered, or is
of no interest), `gap` and `damage`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scenewire import Batch, Cursor, Damage, Gap, Heartbeat, Record, RecordError, State, Subscriber


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("live", "requests", "file", "name"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--topic", default="")
    options = parser.parse_args()
    path = Path(options.file)
    cursor = cut(path)
    with (
        path.open("ab", buffering=0) as output,
        Subscriber(
            options.live, options.requests, consumer=options.name, topic=options.topic, after=cursor
        ) as subscriber,
    ):
        for item in subscriber.batches():
            match item:
                case Batch():
                    output.write(b"".join(record.raw for record in item.records))
                    subscriber.report(item.cursor)
                    tell("stored", item.cursor.sequence)
                case Heartbeat():
                    if item.cursor:
                        subscriber.report(item.cursor)
                    tell("current", item.head)
                case State():
                    tell("state", item.value)
                case Gap():
                    tell("gap", f"{item.first}-{item.last}")
                case Damage():
                    tell("damage", item.sequence)


def cut(path: Path) -> Cursor | None:
    """Cuts off what an earlier life did not finish writing, and finds the last record."""
    path.touch()
    data = path.read_bytes()
    end, cursor = 0, None
    while end < len(data):
        try:
            record = Record.read(data, end)
        except RecordError:
            break
        end, cursor = end + len(record.raw), record.cursor
    with path.open("rb+") as file:
        file.truncate(end)
    return cursor


def tell(word: str, value: object) -> None:
    print(word, value, file=sys.stderr, flush=True)


main()
