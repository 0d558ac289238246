"""Scenewire's stream of critical incidents: follow it, read it again, add to it.

>>> with scenewire.Subscriber() as stream:
...     for item in stream:
...         if isinstance(item, scenewire.Record):
...             print(item.sequence, item.event.type)
"""

from .client import Client, ConsumerStatus, Damage, Gap, Status, Welcome
from .errors import (
    Closed,
    EventError,
    NoAnswer,
    NobodyListens,
    ProtocolError,
    RecordError,
    RefusalReason,
    RequestFault,
    RequestRefused,
    ScenewireError,
    StreamDiverged,
    UnsupportedVersion,
)
from .publisher import EventRefused, Publisher, Receipt, Refusal, Result, new_event_id
from .record import Cursor, Record, read_records
from .subscriber import Batch, Heartbeat, State, Subscriber
from .text import text_of
from .v1.event_pb2 import Event

__all__ = [
    "Batch",
    "Client",
    "Closed",
    "ConsumerStatus",
    "Cursor",
    "Damage",
    "Event",
    "EventError",
    "EventRefused",
    "Gap",
    "Heartbeat",
    "NoAnswer",
    "NobodyListens",
    "ProtocolError",
    "Publisher",
    "Receipt",
    "Record",
    "RecordError",
    "Refusal",
    "RefusalReason",
    "RequestFault",
    "RequestRefused",
    "Result",
    "ScenewireError",
    "State",
    "Status",
    "StreamDiverged",
    "Subscriber",
    "UnsupportedVersion",
    "Welcome",
    "new_event_id",
    "read_records",
    "text_of",
]
