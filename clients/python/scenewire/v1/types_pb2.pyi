from scenewire.v1 import options_pb2 as _options_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Author(_message.Message):
    __slots__ = ["agency", "id", "on_behalf_of", "role"]
    AGENCY_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    ON_BEHALF_OF_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    agency: str
    id: str
    on_behalf_of: str
    role: str
    def __init__(self, id: _Optional[str] = ..., role: _Optional[str] = ..., agency: _Optional[str] = ..., on_behalf_of: _Optional[str] = ...) -> None: ...

class ClockQuality(_message.Message):
    __slots__ = ["offset_ms", "sync", "uncertainty_ms"]
    OFFSET_MS_FIELD_NUMBER: _ClassVar[int]
    SYNC_FIELD_NUMBER: _ClassVar[int]
    UNCERTAINTY_MS_FIELD_NUMBER: _ClassVar[int]
    offset_ms: int
    sync: str
    uncertainty_ms: int
    def __init__(self, sync: _Optional[str] = ..., offset_ms: _Optional[int] = ..., uncertainty_ms: _Optional[int] = ...) -> None: ...

class FieldChange(_message.Message):
    __slots__ = ["pointer", "value"]
    POINTER_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    pointer: str
    value: str
    def __init__(self, pointer: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...

class GeoPoint(_message.Message):
    __slots__ = ["latitude", "longitude"]
    LATITUDE_FIELD_NUMBER: _ClassVar[int]
    LONGITUDE_FIELD_NUMBER: _ClassVar[int]
    latitude: float
    longitude: float
    def __init__(self, longitude: _Optional[float] = ..., latitude: _Optional[float] = ...) -> None: ...

class GeoRef(_message.Message):
    __slots__ = ["altitude", "area", "ce", "datum", "label", "latitude", "le", "longitude", "precision_limit", "side", "source"]
    ALTITUDE_FIELD_NUMBER: _ClassVar[int]
    AREA_FIELD_NUMBER: _ClassVar[int]
    CE_FIELD_NUMBER: _ClassVar[int]
    DATUM_FIELD_NUMBER: _ClassVar[int]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    LATITUDE_FIELD_NUMBER: _ClassVar[int]
    LE_FIELD_NUMBER: _ClassVar[int]
    LONGITUDE_FIELD_NUMBER: _ClassVar[int]
    PRECISION_LIMIT_FIELD_NUMBER: _ClassVar[int]
    SIDE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    altitude: float
    area: _containers.RepeatedCompositeFieldContainer[GeoPoint]
    ce: float
    datum: str
    label: str
    latitude: float
    le: float
    longitude: float
    precision_limit: int
    side: str
    source: str
    def __init__(self, label: _Optional[str] = ..., longitude: _Optional[float] = ..., latitude: _Optional[float] = ..., altitude: _Optional[float] = ..., ce: _Optional[float] = ..., le: _Optional[float] = ..., area: _Optional[_Iterable[_Union[GeoPoint, _Mapping]]] = ..., datum: _Optional[str] = ..., side: _Optional[str] = ..., source: _Optional[str] = ..., precision_limit: _Optional[int] = ...) -> None: ...

class MediaRef(_message.Message):
    __slots__ = ["byte_count", "media_type", "sha256", "title", "uri"]
    BYTE_COUNT_FIELD_NUMBER: _ClassVar[int]
    MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    URI_FIELD_NUMBER: _ClassVar[int]
    byte_count: int
    media_type: str
    sha256: str
    title: str
    uri: str
    def __init__(self, uri: _Optional[str] = ..., sha256: _Optional[str] = ..., media_type: _Optional[str] = ..., byte_count: _Optional[int] = ..., title: _Optional[str] = ...) -> None: ...

class OutcomeCounts(_message.Message):
    __slots__ = ["animals_hurt", "arrests", "chemical_canisters", "deaths", "force_applications", "hostages_held", "hostages_released", "injuries", "injuries_serious", "less_lethal_rounds", "officer_rounds", "officers_hurt", "persons_evacuated", "subject_rounds"]
    ANIMALS_HURT_FIELD_NUMBER: _ClassVar[int]
    ARRESTS_FIELD_NUMBER: _ClassVar[int]
    CHEMICAL_CANISTERS_FIELD_NUMBER: _ClassVar[int]
    DEATHS_FIELD_NUMBER: _ClassVar[int]
    FORCE_APPLICATIONS_FIELD_NUMBER: _ClassVar[int]
    HOSTAGES_HELD_FIELD_NUMBER: _ClassVar[int]
    HOSTAGES_RELEASED_FIELD_NUMBER: _ClassVar[int]
    INJURIES_FIELD_NUMBER: _ClassVar[int]
    INJURIES_SERIOUS_FIELD_NUMBER: _ClassVar[int]
    LESS_LETHAL_ROUNDS_FIELD_NUMBER: _ClassVar[int]
    OFFICERS_HURT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_ROUNDS_FIELD_NUMBER: _ClassVar[int]
    PERSONS_EVACUATED_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_ROUNDS_FIELD_NUMBER: _ClassVar[int]
    animals_hurt: int
    arrests: int
    chemical_canisters: int
    deaths: int
    force_applications: int
    hostages_held: int
    hostages_released: int
    injuries: int
    injuries_serious: int
    less_lethal_rounds: int
    officer_rounds: int
    officers_hurt: int
    persons_evacuated: int
    subject_rounds: int
    def __init__(self, hostages_held: _Optional[int] = ..., hostages_released: _Optional[int] = ..., injuries: _Optional[int] = ..., injuries_serious: _Optional[int] = ..., deaths: _Optional[int] = ..., officers_hurt: _Optional[int] = ..., animals_hurt: _Optional[int] = ..., subject_rounds: _Optional[int] = ..., officer_rounds: _Optional[int] = ..., force_applications: _Optional[int] = ..., less_lethal_rounds: _Optional[int] = ..., chemical_canisters: _Optional[int] = ..., persons_evacuated: _Optional[int] = ..., arrests: _Optional[int] = ...) -> None: ...

class PersonRef(_message.Message):
    __slots__ = ["age_group", "ref", "role"]
    AGE_GROUP_FIELD_NUMBER: _ClassVar[int]
    REF_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    age_group: str
    ref: str
    role: str
    def __init__(self, ref: _Optional[str] = ..., role: _Optional[str] = ..., age_group: _Optional[str] = ...) -> None: ...

class ResourceNeed(_message.Message):
    __slots__ = ["kind", "nims_type", "quantity"]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NIMS_TYPE_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    kind: str
    nims_type: int
    quantity: int
    def __init__(self, kind: _Optional[str] = ..., quantity: _Optional[int] = ..., nims_type: _Optional[int] = ...) -> None: ...

class ResourceRef(_message.Message):
    __slots__ = ["agency", "id", "kind", "personnel", "quantity"]
    AGENCY_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    PERSONNEL_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    agency: str
    id: str
    kind: str
    personnel: int
    quantity: int
    def __init__(self, id: _Optional[str] = ..., kind: _Optional[str] = ..., quantity: _Optional[int] = ..., personnel: _Optional[int] = ..., agency: _Optional[str] = ...) -> None: ...
