from google.protobuf import descriptor_pb2 as _descriptor_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor
EVENT_FIELD_NUMBER: _ClassVar[int]
VALID_FIELD_NUMBER: _ClassVar[int]
VOCABULARY_FIELD_NUMBER: _ClassVar[int]
event: _descriptor.FieldDescriptor
valid: _descriptor.FieldDescriptor
vocabulary: _descriptor.FieldDescriptor

class EventRule(_message.Message):
    __slots__ = ["requires", "severity", "system", "trend"]
    REQUIRES_FIELD_NUMBER: _ClassVar[int]
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    SYSTEM_FIELD_NUMBER: _ClassVar[int]
    TREND_FIELD_NUMBER: _ClassVar[int]
    requires: _containers.RepeatedScalarFieldContainer[str]
    severity: str
    system: bool
    trend: str
    def __init__(self, severity: _Optional[str] = ..., trend: _Optional[str] = ..., system: bool = ..., requires: _Optional[_Iterable[str]] = ...) -> None: ...

class Rule(_message.Message):
    __slots__ = ["attribute", "id", "in_data", "json", "max", "max_length", "min", "pattern", "required", "vocabulary"]
    ATTRIBUTE_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    IN_DATA_FIELD_NUMBER: _ClassVar[int]
    JSON_FIELD_NUMBER: _ClassVar[int]
    MAX_FIELD_NUMBER: _ClassVar[int]
    MAX_LENGTH_FIELD_NUMBER: _ClassVar[int]
    MIN_FIELD_NUMBER: _ClassVar[int]
    PATTERN_FIELD_NUMBER: _ClassVar[int]
    REQUIRED_FIELD_NUMBER: _ClassVar[int]
    VOCABULARY_FIELD_NUMBER: _ClassVar[int]
    attribute: str
    id: bool
    in_data: bool
    json: bool
    max: float
    max_length: int
    min: float
    pattern: str
    required: bool
    vocabulary: str
    def __init__(self, required: bool = ..., vocabulary: _Optional[str] = ..., min: _Optional[float] = ..., max: _Optional[float] = ..., max_length: _Optional[int] = ..., id: bool = ..., json: bool = ..., pattern: _Optional[str] = ..., attribute: _Optional[str] = ..., in_data: bool = ...) -> None: ...

class Vocabulary(_message.Message):
    __slots__ = ["closed", "doc", "name", "words"]
    CLOSED_FIELD_NUMBER: _ClassVar[int]
    DOC_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    WORDS_FIELD_NUMBER: _ClassVar[int]
    closed: bool
    doc: str
    name: str
    words: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., doc: _Optional[str] = ..., closed: bool = ..., words: _Optional[_Iterable[str]] = ...) -> None: ...
