"""What can go wrong, one class for each thing that a caller may do about it."""

from __future__ import annotations

from enum import IntEnum
from typing import Self


class _OpenEnum(IntEnum):
    """Numbers that a newer publisher may know more of; those read as ``UNKNOWN``."""

    @classmethod
    def _missing_(cls, value: object) -> Self:
        return cls(-1)


class RequestFault(_OpenEnum):
    """Why a request as a whole was not carried out."""

    UNKNOWN = -1
    UNSPECIFIED = 0
    MALFORMED = 1
    UNSUPPORTED_VERSION = 2
    OVERLOADED = 3
    STALE_EPOCH = 4
    DIVERGED = 5
    LIMIT = 6


class RefusalReason(_OpenEnum):
    """Why an event was not recorded."""

    UNKNOWN = -1
    UNSPECIFIED = 0
    INVALID = 1
    CONFLICT = 2
    NOT_ACTUAL = 3
    READ_ONLY = 4
    OVERLOADED = 5
    STOPPING = 6


class ScenewireError(Exception):
    """Everything that this package raises on its own account."""


class RecordError(ScenewireError):
    """Bytes are not the records that they should be.

    ``offset`` says where the record begins in the bytes that were read, ``fault`` what is wrong there.
    """

    def __init__(self, offset: int, fault: str, where: str = "") -> None:
        super().__init__(f"{where + ': ' if where else ''}the record at byte {offset} {fault}")
        self.offset = offset
        self.fault = fault


class UnsupportedVersion(RecordError):
    """A record has a version that this client does not read: a newer client is needed."""

    def __init__(self, offset: int, version: int, where: str = "") -> None:
        super().__init__(offset, f"has version {version}; this client reads version 1", where)
        self.version = version


class EventError(ScenewireError):
    """The event in a record is not protobuf; the record itself is what the publisher recorded."""


class ProtocolError(ScenewireError):
    """An answer breaks the wire format, or is of a version that this client does not know."""

    def __init__(self, endpoint: str, fault: str) -> None:
        super().__init__(f"{endpoint}: {fault}")
        self.endpoint = endpoint


class NoAnswer(ScenewireError):
    """Nobody answered in time; whether the request was carried out is not known."""

    def __init__(self, endpoint: str, seconds: float, what: str) -> None:
        super().__init__(f"{endpoint}: no answer to {what} within {seconds:g} s")
        self.endpoint = endpoint


class NobodyListens(NoAnswer):
    """No publisher is there, and none has ever answered.

    ``was_sent`` says whether something was sent to one that is gone; without it nothing was carried out.
    """

    def __init__(self, endpoint: str, was_sent: bool = False) -> None:
        fate = (
            " any more; no receipt: what was sent may or may not be recorded"
            if was_sent
            else ", so nothing was recorded"
        )
        ScenewireError.__init__(
            self,
            f"nobody listens on {endpoint}{fate}; start a publisher: "
            "scenewire-publisher --data DIR; look around: scenewire doctor; "
            "publish the same events again, with the same ids: none is recorded twice",
        )
        self.endpoint = endpoint
        self.was_sent = was_sent


class Closed(ScenewireError):
    """The client was closed while, or before, somebody waited for it."""


class RequestRefused(ScenewireError):
    """The publisher did not carry out a request; ``code`` is the fault's number also when it is unknown."""

    def __init__(self, endpoint: str, code: int, detail: str) -> None:
        self.fault = RequestFault(code)
        word = self.fault.name if self.fault is not RequestFault.UNKNOWN else f"fault {code}, unknown here"
        super().__init__(f"{endpoint}: {word}: {detail}")
        self.endpoint = endpoint
        self.code = code
        self.detail = detail


class StreamDiverged(ScenewireError):
    """The publisher's past is not the one that this consumer has stored.

    It runs on a restored backup or a copied directory. Going on would use sequence numbers twice;
    somebody must decide.
    """
