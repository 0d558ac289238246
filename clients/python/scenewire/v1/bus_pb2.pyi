from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

CURSOR_VERDICT_DIVERGED: CursorVerdict
CURSOR_VERDICT_MATCHES: CursorVerdict
CURSOR_VERDICT_UNSPECIFIED: CursorVerdict
DESCRIPTOR: _descriptor.FileDescriptor
REFUSAL_REASON_CONFLICT: RefusalReason
REFUSAL_REASON_INVALID: RefusalReason
REFUSAL_REASON_NOT_ACTUAL: RefusalReason
REFUSAL_REASON_OVERLOADED: RefusalReason
REFUSAL_REASON_READ_ONLY: RefusalReason
REFUSAL_REASON_STOPPING: RefusalReason
REFUSAL_REASON_UNSPECIFIED: RefusalReason
REQUEST_FAULT_DIVERGED: RequestFault
REQUEST_FAULT_LIMIT: RequestFault
REQUEST_FAULT_MALFORMED: RequestFault
REQUEST_FAULT_OVERLOADED: RequestFault
REQUEST_FAULT_STALE_EPOCH: RequestFault
REQUEST_FAULT_UNSPECIFIED: RequestFault
REQUEST_FAULT_UNSUPPORTED_VERSION: RequestFault

class ConsumerStatus(_message.Message):
    __slots__ = ["name", "reported_at", "sequence"]
    NAME_FIELD_NUMBER: _ClassVar[int]
    REPORTED_AT_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    name: str
    reported_at: int
    sequence: int
    def __init__(self, name: _Optional[str] = ..., sequence: _Optional[int] = ..., reported_at: _Optional[int] = ...) -> None: ...

class CursorMark(_message.Message):
    __slots__ = ["checksum", "sequence", "stream"]
    CHECKSUM_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    STREAM_FIELD_NUMBER: _ClassVar[int]
    checksum: int
    sequence: int
    stream: bytes
    def __init__(self, stream: _Optional[bytes] = ..., sequence: _Optional[int] = ..., checksum: _Optional[int] = ...) -> None: ...

class Damage(_message.Message):
    __slots__ = ["detail", "sequence"]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    detail: str
    sequence: int
    def __init__(self, sequence: _Optional[int] = ..., detail: _Optional[str] = ...) -> None: ...

class EventRefusal(_message.Message):
    __slots__ = ["detail", "field", "index", "reason"]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    detail: str
    field: str
    index: int
    reason: RefusalReason
    def __init__(self, index: _Optional[int] = ..., reason: _Optional[_Union[RefusalReason, str]] = ..., field: _Optional[str] = ..., detail: _Optional[str] = ...) -> None: ...

class Heartbeat(_message.Message):
    __slots__ = ["clock", "epoch", "head", "is_played", "stream"]
    CLOCK_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    HEAD_FIELD_NUMBER: _ClassVar[int]
    IS_PLAYED_FIELD_NUMBER: _ClassVar[int]
    STREAM_FIELD_NUMBER: _ClassVar[int]
    clock: int
    epoch: int
    head: int
    is_played: bool
    stream: bytes
    def __init__(self, stream: _Optional[bytes] = ..., epoch: _Optional[int] = ..., head: _Optional[int] = ..., clock: _Optional[int] = ..., is_played: bool = ...) -> None: ...

class Hello(_message.Message):
    __slots__ = ["consumer", "cursor", "sent_at"]
    CONSUMER_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    SENT_AT_FIELD_NUMBER: _ClassVar[int]
    consumer: str
    cursor: CursorMark
    sent_at: int
    def __init__(self, consumer: _Optional[str] = ..., cursor: _Optional[_Union[CursorMark, _Mapping]] = ..., sent_at: _Optional[int] = ...) -> None: ...

class Note(_message.Message):
    __slots__ = ["index", "text"]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    index: int
    text: str
    def __init__(self, index: _Optional[int] = ..., text: _Optional[str] = ...) -> None: ...

class Publish(_message.Message):
    __slots__ = ["played_at"]
    PLAYED_AT_FIELD_NUMBER: _ClassVar[int]
    played_at: int
    def __init__(self, played_at: _Optional[int] = ...) -> None: ...

class Published(_message.Message):
    __slots__ = ["notes", "refusals", "runs"]
    NOTES_FIELD_NUMBER: _ClassVar[int]
    REFUSALS_FIELD_NUMBER: _ClassVar[int]
    RUNS_FIELD_NUMBER: _ClassVar[int]
    notes: _containers.RepeatedCompositeFieldContainer[Note]
    refusals: _containers.RepeatedCompositeFieldContainer[EventRefusal]
    runs: _containers.RepeatedCompositeFieldContainer[Run]
    def __init__(self, runs: _Optional[_Iterable[_Union[Run, _Mapping]]] = ..., refusals: _Optional[_Iterable[_Union[EventRefusal, _Mapping]]] = ..., notes: _Optional[_Iterable[_Union[Note, _Mapping]]] = ...) -> None: ...

class Refusal(_message.Message):
    __slots__ = ["detail", "fault"]
    DETAIL_FIELD_NUMBER: _ClassVar[int]
    FAULT_FIELD_NUMBER: _ClassVar[int]
    detail: str
    fault: RequestFault
    def __init__(self, fault: _Optional[_Union[RequestFault, str]] = ..., detail: _Optional[str] = ...) -> None: ...

class Replay(_message.Message):
    __slots__ = ["after", "byte_limit", "epoch", "stream", "topic_prefix"]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    BYTE_LIMIT_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    STREAM_FIELD_NUMBER: _ClassVar[int]
    TOPIC_PREFIX_FIELD_NUMBER: _ClassVar[int]
    after: int
    byte_limit: int
    epoch: int
    stream: bytes
    topic_prefix: str
    def __init__(self, stream: _Optional[bytes] = ..., epoch: _Optional[int] = ..., after: _Optional[int] = ..., topic_prefix: _Optional[str] = ..., byte_limit: _Optional[int] = ...) -> None: ...

class Replayed(_message.Message):
    __slots__ = ["damage", "first_retained", "head", "position", "scanned_through"]
    DAMAGE_FIELD_NUMBER: _ClassVar[int]
    FIRST_RETAINED_FIELD_NUMBER: _ClassVar[int]
    HEAD_FIELD_NUMBER: _ClassVar[int]
    POSITION_FIELD_NUMBER: _ClassVar[int]
    SCANNED_THROUGH_FIELD_NUMBER: _ClassVar[int]
    damage: Damage
    first_retained: int
    head: int
    position: CursorMark
    scanned_through: int
    def __init__(self, scanned_through: _Optional[int] = ..., head: _Optional[int] = ..., first_retained: _Optional[int] = ..., damage: _Optional[_Union[Damage, _Mapping]] = ..., position: _Optional[_Union[CursorMark, _Mapping]] = ...) -> None: ...

class Reply(_message.Message):
    __slots__ = ["id", "published", "refusal", "replayed", "reported", "status", "version", "welcome"]
    ID_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_FIELD_NUMBER: _ClassVar[int]
    REPLAYED_FIELD_NUMBER: _ClassVar[int]
    REPORTED_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    WELCOME_FIELD_NUMBER: _ClassVar[int]
    id: int
    published: Published
    refusal: Refusal
    replayed: Replayed
    reported: Reported
    status: Status
    version: int
    welcome: Welcome
    def __init__(self, version: _Optional[int] = ..., id: _Optional[int] = ..., welcome: _Optional[_Union[Welcome, _Mapping]] = ..., published: _Optional[_Union[Published, _Mapping]] = ..., replayed: _Optional[_Union[Replayed, _Mapping]] = ..., reported: _Optional[_Union[Reported, _Mapping]] = ..., status: _Optional[_Union[Status, _Mapping]] = ..., refusal: _Optional[_Union[Refusal, _Mapping]] = ...) -> None: ...

class Report(_message.Message):
    __slots__ = ["consumer", "cursor"]
    CONSUMER_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    consumer: str
    cursor: CursorMark
    def __init__(self, consumer: _Optional[str] = ..., cursor: _Optional[_Union[CursorMark, _Mapping]] = ...) -> None: ...

class Reported(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class Request(_message.Message):
    __slots__ = ["hello", "id", "publish", "replay", "report", "status", "version"]
    HELLO_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_FIELD_NUMBER: _ClassVar[int]
    REPLAY_FIELD_NUMBER: _ClassVar[int]
    REPORT_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    hello: Hello
    id: int
    publish: Publish
    replay: Replay
    report: Report
    status: StatusQuery
    version: int
    def __init__(self, version: _Optional[int] = ..., id: _Optional[int] = ..., hello: _Optional[_Union[Hello, _Mapping]] = ..., publish: _Optional[_Union[Publish, _Mapping]] = ..., replay: _Optional[_Union[Replay, _Mapping]] = ..., report: _Optional[_Union[Report, _Mapping]] = ..., status: _Optional[_Union[StatusQuery, _Mapping]] = ...) -> None: ...

class Run(_message.Message):
    __slots__ = ["count", "first_index", "first_sequence", "is_duplicate", "published_at"]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    FIRST_INDEX_FIELD_NUMBER: _ClassVar[int]
    FIRST_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    IS_DUPLICATE_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_AT_FIELD_NUMBER: _ClassVar[int]
    count: int
    first_index: int
    first_sequence: int
    is_duplicate: bool
    published_at: int
    def __init__(self, first_index: _Optional[int] = ..., count: _Optional[int] = ..., first_sequence: _Optional[int] = ..., published_at: _Optional[int] = ..., is_duplicate: bool = ...) -> None: ...

class Status(_message.Message):
    __slots__ = ["clock", "consumers", "epoch", "first_retained", "head", "head_published_at", "is_played", "is_read_only", "software_version", "stream"]
    CLOCK_FIELD_NUMBER: _ClassVar[int]
    CONSUMERS_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    FIRST_RETAINED_FIELD_NUMBER: _ClassVar[int]
    HEAD_FIELD_NUMBER: _ClassVar[int]
    HEAD_PUBLISHED_AT_FIELD_NUMBER: _ClassVar[int]
    IS_PLAYED_FIELD_NUMBER: _ClassVar[int]
    IS_READ_ONLY_FIELD_NUMBER: _ClassVar[int]
    SOFTWARE_VERSION_FIELD_NUMBER: _ClassVar[int]
    STREAM_FIELD_NUMBER: _ClassVar[int]
    clock: int
    consumers: _containers.RepeatedCompositeFieldContainer[ConsumerStatus]
    epoch: int
    first_retained: int
    head: int
    head_published_at: int
    is_played: bool
    is_read_only: bool
    software_version: str
    stream: bytes
    def __init__(self, stream: _Optional[bytes] = ..., epoch: _Optional[int] = ..., head: _Optional[int] = ..., first_retained: _Optional[int] = ..., head_published_at: _Optional[int] = ..., clock: _Optional[int] = ..., is_played: bool = ..., is_read_only: bool = ..., consumers: _Optional[_Iterable[_Union[ConsumerStatus, _Mapping]]] = ..., software_version: _Optional[str] = ...) -> None: ...

class StatusQuery(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class Welcome(_message.Message):
    __slots__ = ["clock", "cursor", "epoch", "first_retained", "head", "head_checksum", "is_played", "sent_at", "software_version", "stream"]
    CLOCK_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    FIRST_RETAINED_FIELD_NUMBER: _ClassVar[int]
    HEAD_CHECKSUM_FIELD_NUMBER: _ClassVar[int]
    HEAD_FIELD_NUMBER: _ClassVar[int]
    IS_PLAYED_FIELD_NUMBER: _ClassVar[int]
    SENT_AT_FIELD_NUMBER: _ClassVar[int]
    SOFTWARE_VERSION_FIELD_NUMBER: _ClassVar[int]
    STREAM_FIELD_NUMBER: _ClassVar[int]
    clock: int
    cursor: CursorVerdict
    epoch: int
    first_retained: int
    head: int
    head_checksum: int
    is_played: bool
    sent_at: int
    software_version: str
    stream: bytes
    def __init__(self, stream: _Optional[bytes] = ..., epoch: _Optional[int] = ..., head: _Optional[int] = ..., first_retained: _Optional[int] = ..., clock: _Optional[int] = ..., is_played: bool = ..., sent_at: _Optional[int] = ..., cursor: _Optional[_Union[CursorVerdict, str]] = ..., software_version: _Optional[str] = ..., head_checksum: _Optional[int] = ...) -> None: ...

class CursorVerdict(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class RefusalReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class RequestFault(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
