"""Publishes events and writes each receipt to a file: sequence, published-at, the event in hexadecimal.

It says `receipts` and their count on standard error, and tries again what may be accepted later.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from fake_publisher import make_event

from scenewire import NoAnswer, Publisher, Receipt, Refusal


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", required=True)
    parser.add_argument("--file", required=True)
    parser.add_argument("--count", type=int, required=True)
    options = parser.parse_args()
    receipts: dict[int, Receipt] = {}
    with Publisher(options.requests) as publisher:
        while len(receipts) < options.count:
            missing = [number for number in range(options.count) if number not in receipts]
            offer(publisher, missing, receipts)
    with open(options.file, "w", encoding="ascii") as output:
        for number, receipt in receipts.items():
            print(receipt.sequence, receipt.published_at, encoded(number).hex(), file=output)
    print("written", options.count, file=sys.stderr, flush=True)


def offer(publisher: Publisher, numbers: list[int], receipts: dict[int, Receipt]) -> None:
    try:
        for number, result in zip(numbers, publisher.publish_all(events(numbers)), strict=True):
            if isinstance(result, Receipt):
                receipts[number] = result
                if len(receipts) % 100 == 0:
                    print("receipts", len(receipts), file=sys.stderr, flush=True)
            elif isinstance(result, Refusal) and not result.may_pass:
                raise SystemExit(f"event {number}: {result}")
    except NoAnswer as error:
        print("waiting", error, file=sys.stderr, flush=True)


def events(numbers: list[int]) -> Iterator[bytes]:
    return (encoded(number) for number in numbers)


def encoded(number: int) -> bytes:
    """The event's bytes; some hold a field that no version knows."""
    event = make_event(number, f"incident-{number % 4}").SerializeToString()
    return event + (b"\xfa\xff\x0f\x03new" if number % 10 == 0 else b"")


main()
