from google.protobuf import timestamp_pb2 as _timestamp_pb2
from scenewire.v1 import options_pb2 as _options_pb2
from scenewire.v1 import types_pb2 as _types_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AlertAcknowledged(_message.Message):
    __slots__ = ["action", "alert", "by", "channel", "note", "until"]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    ALERT_FIELD_NUMBER: _ClassVar[int]
    BY_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    action: str
    alert: bytes
    by: _types_pb2.Author
    channel: str
    note: str
    until: _timestamp_pb2.Timestamp
    def __init__(self, alert: _Optional[bytes] = ..., by: _Optional[_Union[_types_pb2.Author, _Mapping]] = ..., action: _Optional[str] = ..., until: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., note: _Optional[str] = ..., channel: _Optional[str] = ...) -> None: ...

class AlertDelivered(_message.Message):
    __slots__ = ["alert", "attempts", "channel", "latency_ms", "recipient"]
    ALERT_FIELD_NUMBER: _ClassVar[int]
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    LATENCY_MS_FIELD_NUMBER: _ClassVar[int]
    RECIPIENT_FIELD_NUMBER: _ClassVar[int]
    alert: bytes
    attempts: int
    channel: str
    latency_ms: int
    recipient: str
    def __init__(self, alert: _Optional[bytes] = ..., channel: _Optional[str] = ..., recipient: _Optional[str] = ..., attempts: _Optional[int] = ..., latency_ms: _Optional[int] = ...) -> None: ...

class AlertEscalated(_message.Message):
    __slots__ = ["alert", "audience", "reason", "step"]
    ALERT_FIELD_NUMBER: _ClassVar[int]
    AUDIENCE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    alert: bytes
    audience: _containers.RepeatedScalarFieldContainer[str]
    reason: str
    step: int
    def __init__(self, alert: _Optional[bytes] = ..., audience: _Optional[_Iterable[str]] = ..., step: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class AlertFailed(_message.Message):
    __slots__ = ["alert", "attempts", "channel", "gave_up", "reason", "recipient"]
    ALERT_FIELD_NUMBER: _ClassVar[int]
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    GAVE_UP_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RECIPIENT_FIELD_NUMBER: _ClassVar[int]
    alert: bytes
    attempts: int
    channel: str
    gave_up: bool
    reason: str
    recipient: str
    def __init__(self, alert: _Optional[bytes] = ..., channel: _Optional[str] = ..., recipient: _Optional[str] = ..., attempts: _Optional[int] = ..., reason: _Optional[str] = ..., gave_up: bool = ...) -> None: ...

class AlertRaised(_message.Message):
    __slots__ = ["acknowledgement_required", "audience", "causes", "key", "late", "rule", "text"]
    ACKNOWLEDGEMENT_REQUIRED_FIELD_NUMBER: _ClassVar[int]
    AUDIENCE_FIELD_NUMBER: _ClassVar[int]
    CAUSES_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    LATE_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    acknowledgement_required: bool
    audience: _containers.RepeatedScalarFieldContainer[str]
    causes: _containers.RepeatedScalarFieldContainer[bytes]
    key: str
    late: bool
    rule: str
    text: str
    def __init__(self, rule: _Optional[str] = ..., key: _Optional[str] = ..., text: _Optional[str] = ..., causes: _Optional[_Iterable[bytes]] = ..., audience: _Optional[_Iterable[str]] = ..., late: bool = ..., acknowledgement_required: bool = ...) -> None: ...

class AlertResolved(_message.Message):
    __slots__ = ["alert", "cause", "reason"]
    ALERT_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    alert: bytes
    cause: bytes
    reason: str
    def __init__(self, alert: _Optional[bytes] = ..., cause: _Optional[bytes] = ..., reason: _Optional[str] = ...) -> None: ...

class AlertSilenced(_message.Message):
    __slots__ = ["alert", "by", "ended", "reason", "rule", "silence", "until"]
    ALERT_FIELD_NUMBER: _ClassVar[int]
    BY_FIELD_NUMBER: _ClassVar[int]
    ENDED_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    SILENCE_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    alert: bytes
    by: _types_pb2.Author
    ended: bool
    reason: str
    rule: str
    silence: str
    until: _timestamp_pb2.Timestamp
    def __init__(self, silence: _Optional[str] = ..., by: _Optional[_Union[_types_pb2.Author, _Mapping]] = ..., until: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., rule: _Optional[str] = ..., alert: _Optional[bytes] = ..., reason: _Optional[str] = ..., ended: bool = ...) -> None: ...

class ArchiveCheckpoint(_message.Message):
    __slots__ = ["archive", "note", "root_sha256", "sequence", "stream", "tree_size"]
    ARCHIVE_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    ROOT_SHA256_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    STREAM_FIELD_NUMBER: _ClassVar[int]
    TREE_SIZE_FIELD_NUMBER: _ClassVar[int]
    archive: str
    note: str
    root_sha256: str
    sequence: int
    stream: bytes
    tree_size: int
    def __init__(self, stream: _Optional[bytes] = ..., sequence: _Optional[int] = ..., tree_size: _Optional[int] = ..., root_sha256: _Optional[str] = ..., note: _Optional[str] = ..., archive: _Optional[str] = ...) -> None: ...

class ChemicalAgentDeployed(_message.Message):
    __slots__ = ["agent", "authority", "canisters", "delivery", "ventilated", "warning_given"]
    AGENT_FIELD_NUMBER: _ClassVar[int]
    AUTHORITY_FIELD_NUMBER: _ClassVar[int]
    CANISTERS_FIELD_NUMBER: _ClassVar[int]
    DELIVERY_FIELD_NUMBER: _ClassVar[int]
    VENTILATED_FIELD_NUMBER: _ClassVar[int]
    WARNING_GIVEN_FIELD_NUMBER: _ClassVar[int]
    agent: str
    authority: bytes
    canisters: int
    delivery: str
    ventilated: bool
    warning_given: bool
    def __init__(self, agent: _Optional[str] = ..., canisters: _Optional[int] = ..., delivery: _Optional[str] = ..., authority: _Optional[bytes] = ..., warning_given: bool = ..., ventilated: bool = ...) -> None: ...

class CommandEstablished(_message.Message):
    __slots__ = ["commander", "staging", "structure", "talkgroups"]
    COMMANDER_FIELD_NUMBER: _ClassVar[int]
    STAGING_FIELD_NUMBER: _ClassVar[int]
    STRUCTURE_FIELD_NUMBER: _ClassVar[int]
    TALKGROUPS_FIELD_NUMBER: _ClassVar[int]
    commander: _types_pb2.Author
    staging: _types_pb2.GeoRef
    structure: str
    talkgroups: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, commander: _Optional[_Union[_types_pb2.Author, _Mapping]] = ..., structure: _Optional[str] = ..., talkgroups: _Optional[_Iterable[str]] = ..., staging: _Optional[_Union[_types_pb2.GeoRef, _Mapping]] = ...) -> None: ...

class CommandTransferred(_message.Message):
    __slots__ = ["briefed", "briefing", "to"]
    BRIEFED_FIELD_NUMBER: _ClassVar[int]
    BRIEFING_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    TO_FIELD_NUMBER: _ClassVar[int]
    briefed: bool
    briefing: bytes
    to: _types_pb2.Author
    def __init__(self, to: _Optional[_Union[_types_pb2.Author, _Mapping]] = ..., briefing: _Optional[bytes] = ..., briefed: bool = ..., **kwargs) -> None: ...

class ContactAttempted(_message.Message):
    __slots__ = ["attempt_number", "by", "channel", "result"]
    ATTEMPT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    BY_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    attempt_number: int
    by: _types_pb2.Author
    channel: str
    result: str
    def __init__(self, channel: _Optional[str] = ..., result: _Optional[str] = ..., by: _Optional[_Union[_types_pb2.Author, _Mapping]] = ..., attempt_number: _Optional[int] = ...) -> None: ...

class ContactEstablished(_message.Message):
    __slots__ = ["by", "channel", "language", "party", "recorded", "third_party"]
    BY_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    PARTY_FIELD_NUMBER: _ClassVar[int]
    RECORDED_FIELD_NUMBER: _ClassVar[int]
    THIRD_PARTY_FIELD_NUMBER: _ClassVar[int]
    by: _types_pb2.Author
    channel: str
    language: str
    party: _types_pb2.PersonRef
    recorded: bool
    third_party: bool
    def __init__(self, channel: _Optional[str] = ..., party: _Optional[_Union[_types_pb2.PersonRef, _Mapping]] = ..., by: _Optional[_Union[_types_pb2.Author, _Mapping]] = ..., recorded: bool = ..., language: _Optional[str] = ..., third_party: bool = ...) -> None: ...

class ContactLost(_message.Message):
    __slots__ = ["channel", "expected_return", "reason", "talk_time_seconds"]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_RETURN_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    TALK_TIME_SECONDS_FIELD_NUMBER: _ClassVar[int]
    channel: str
    expected_return: _timestamp_pb2.Timestamp
    reason: str
    talk_time_seconds: int
    def __init__(self, reason: _Optional[str] = ..., talk_time_seconds: _Optional[int] = ..., expected_return: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., channel: _Optional[str] = ...) -> None: ...

class DeadlineResolved(_message.Message):
    __slots__ = ["deadline_id", "new_due", "resolution"]
    DEADLINE_ID_FIELD_NUMBER: _ClassVar[int]
    NEW_DUE_FIELD_NUMBER: _ClassVar[int]
    RESOLUTION_FIELD_NUMBER: _ClassVar[int]
    deadline_id: str
    new_due: _timestamp_pb2.Timestamp
    resolution: str
    def __init__(self, deadline_id: _Optional[str] = ..., resolution: _Optional[str] = ..., new_due: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class DeadlineSet(_message.Message):
    __slots__ = ["by", "consequence", "deadline_id", "demand_id", "due", "nature"]
    BY_FIELD_NUMBER: _ClassVar[int]
    CONSEQUENCE_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_ID_FIELD_NUMBER: _ClassVar[int]
    DEMAND_ID_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    NATURE_FIELD_NUMBER: _ClassVar[int]
    by: str
    consequence: str
    deadline_id: str
    demand_id: str
    due: _timestamp_pb2.Timestamp
    nature: str
    def __init__(self, deadline_id: _Optional[str] = ..., due: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., by: _Optional[str] = ..., nature: _Optional[str] = ..., demand_id: _Optional[str] = ..., consequence: _Optional[str] = ...) -> None: ...

class DecisionRecorded(_message.Message):
    __slots__ = ["authority", "conditions", "decision", "executed", "expires_at", "kind", "rationale", "reference"]
    AUTHORITY_FIELD_NUMBER: _ClassVar[int]
    CONDITIONS_FIELD_NUMBER: _ClassVar[int]
    DECISION_FIELD_NUMBER: _ClassVar[int]
    EXECUTED_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    RATIONALE_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    authority: _types_pb2.Author
    conditions: _containers.RepeatedScalarFieldContainer[str]
    decision: str
    executed: bool
    expires_at: _timestamp_pb2.Timestamp
    kind: str
    rationale: str
    reference: str
    def __init__(self, decision: _Optional[str] = ..., kind: _Optional[str] = ..., authority: _Optional[_Union[_types_pb2.Author, _Mapping]] = ..., conditions: _Optional[_Iterable[str]] = ..., rationale: _Optional[str] = ..., expires_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., reference: _Optional[str] = ..., executed: bool = ...) -> None: ...

class DeliveryMade(_message.Message):
    __slots__ = ["accepted", "by", "direction", "exchange", "exchange_for", "items"]
    ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    BY_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_FOR_FIELD_NUMBER: _ClassVar[int]
    ITEMS_FIELD_NUMBER: _ClassVar[int]
    accepted: bool
    by: str
    direction: str
    exchange: bytes
    exchange_for: _types_pb2.PersonRef
    items: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, items: _Optional[_Iterable[str]] = ..., accepted: bool = ..., by: _Optional[str] = ..., exchange: _Optional[bytes] = ..., exchange_for: _Optional[_Union[_types_pb2.PersonRef, _Mapping]] = ..., direction: _Optional[str] = ...) -> None: ...

class DemandMade(_message.Message):
    __slots__ = ["demand_id", "for_person", "status", "substantive", "text"]
    DEMAND_ID_FIELD_NUMBER: _ClassVar[int]
    FOR_PERSON_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    SUBSTANTIVE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    demand_id: str
    for_person: _types_pb2.PersonRef
    status: str
    substantive: bool
    text: str
    def __init__(self, demand_id: _Optional[str] = ..., text: _Optional[str] = ..., for_person: _Optional[_Union[_types_pb2.PersonRef, _Mapping]] = ..., substantive: bool = ..., status: _Optional[str] = ...) -> None: ...

class ExternalRecord(_message.Message):
    __slots__ = ["body", "body_type", "kind", "record_id", "system"]
    BODY_FIELD_NUMBER: _ClassVar[int]
    BODY_TYPE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    SYSTEM_FIELD_NUMBER: _ClassVar[int]
    body: str
    body_type: str
    kind: str
    record_id: str
    system: str
    def __init__(self, system: _Optional[str] = ..., record_id: _Optional[str] = ..., kind: _Optional[str] = ..., body: _Optional[str] = ..., body_type: _Optional[str] = ...) -> None: ...

class ForceUsed(_message.Message):
    __slots__ = ["authority", "by", "kind", "on", "report_number", "result", "rounds", "supervisor_present"]
    AUTHORITY_FIELD_NUMBER: _ClassVar[int]
    BY_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    ON_FIELD_NUMBER: _ClassVar[int]
    REPORT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    ROUNDS_FIELD_NUMBER: _ClassVar[int]
    SUPERVISOR_PRESENT_FIELD_NUMBER: _ClassVar[int]
    authority: bytes
    by: _types_pb2.ResourceRef
    kind: str
    on: _types_pb2.PersonRef
    report_number: str
    result: str
    rounds: int
    supervisor_present: bool
    def __init__(self, kind: _Optional[str] = ..., by: _Optional[_Union[_types_pb2.ResourceRef, _Mapping]] = ..., on: _Optional[_Union[_types_pb2.PersonRef, _Mapping]] = ..., rounds: _Optional[int] = ..., result: _Optional[str] = ..., supervisor_present: bool = ..., report_number: _Optional[str] = ..., authority: _Optional[bytes] = ...) -> None: ...

class HostageReleased(_message.Message):
    __slots__ = ["condition", "count", "exchange", "handed_to", "manner", "persons"]
    CONDITION_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    EXCHANGE_FIELD_NUMBER: _ClassVar[int]
    HANDED_TO_FIELD_NUMBER: _ClassVar[int]
    MANNER_FIELD_NUMBER: _ClassVar[int]
    PERSONS_FIELD_NUMBER: _ClassVar[int]
    condition: str
    count: int
    exchange: bytes
    handed_to: str
    manner: str
    persons: _containers.RepeatedCompositeFieldContainer[_types_pb2.PersonRef]
    def __init__(self, count: _Optional[int] = ..., manner: _Optional[str] = ..., persons: _Optional[_Iterable[_Union[_types_pb2.PersonRef, _Mapping]]] = ..., condition: _Optional[str] = ..., exchange: _Optional[bytes] = ..., handed_to: _Optional[str] = ...) -> None: ...

class HostageReported(_message.Message):
    __slots__ = ["condition", "count", "juveniles", "persons", "reported_by"]
    CONDITION_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    JUVENILES_FIELD_NUMBER: _ClassVar[int]
    PERSONS_FIELD_NUMBER: _ClassVar[int]
    REPORTED_BY_FIELD_NUMBER: _ClassVar[int]
    condition: str
    count: int
    juveniles: int
    persons: _containers.RepeatedCompositeFieldContainer[_types_pb2.PersonRef]
    reported_by: str
    def __init__(self, count: _Optional[int] = ..., persons: _Optional[_Iterable[_Union[_types_pb2.PersonRef, _Mapping]]] = ..., juveniles: _Optional[int] = ..., condition: _Optional[str] = ..., reported_by: _Optional[str] = ...) -> None: ...

class IncidentClosed(_message.Message):
    __slots__ = ["complaints", "disposition_code", "ended_at", "equipment", "forced_entry", "legal_authority", "mutual_aid", "outcome", "personnel_hours", "property_seized", "summary", "unresolved", "weapon_discharged"]
    COMPLAINTS_FIELD_NUMBER: _ClassVar[int]
    DISPOSITION_CODE_FIELD_NUMBER: _ClassVar[int]
    ENDED_AT_FIELD_NUMBER: _ClassVar[int]
    EQUIPMENT_FIELD_NUMBER: _ClassVar[int]
    FORCED_ENTRY_FIELD_NUMBER: _ClassVar[int]
    LEGAL_AUTHORITY_FIELD_NUMBER: _ClassVar[int]
    MUTUAL_AID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    PERSONNEL_HOURS_FIELD_NUMBER: _ClassVar[int]
    PROPERTY_SEIZED_FIELD_NUMBER: _ClassVar[int]
    SUMMARY_FIELD_NUMBER: _ClassVar[int]
    UNRESOLVED_FIELD_NUMBER: _ClassVar[int]
    WEAPON_DISCHARGED_FIELD_NUMBER: _ClassVar[int]
    complaints: int
    disposition_code: str
    ended_at: _timestamp_pb2.Timestamp
    equipment: _containers.RepeatedScalarFieldContainer[str]
    forced_entry: bool
    legal_authority: str
    mutual_aid: _containers.RepeatedScalarFieldContainer[str]
    outcome: str
    personnel_hours: float
    property_seized: bool
    summary: _types_pb2.OutcomeCounts
    unresolved: _containers.RepeatedScalarFieldContainer[bytes]
    weapon_discharged: bool
    def __init__(self, outcome: _Optional[str] = ..., ended_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., disposition_code: _Optional[str] = ..., summary: _Optional[_Union[_types_pb2.OutcomeCounts, _Mapping]] = ..., unresolved: _Optional[_Iterable[bytes]] = ..., legal_authority: _Optional[str] = ..., property_seized: bool = ..., forced_entry: bool = ..., weapon_discharged: bool = ..., mutual_aid: _Optional[_Iterable[str]] = ..., equipment: _Optional[_Iterable[str]] = ..., personnel_hours: _Optional[float] = ..., complaints: _Optional[int] = ...) -> None: ...

class IncidentDeclared(_message.Message):
    __slots__ = ["cad_number", "call_received_at", "complexity", "district", "incident_class", "internal_code", "legal_authority", "persons", "reason", "reopens", "weapon"]
    CAD_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CALL_RECEIVED_AT_FIELD_NUMBER: _ClassVar[int]
    COMPLEXITY_FIELD_NUMBER: _ClassVar[int]
    DISTRICT_FIELD_NUMBER: _ClassVar[int]
    INCIDENT_CLASS_FIELD_NUMBER: _ClassVar[int]
    INTERNAL_CODE_FIELD_NUMBER: _ClassVar[int]
    LEGAL_AUTHORITY_FIELD_NUMBER: _ClassVar[int]
    PERSONS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REOPENS_FIELD_NUMBER: _ClassVar[int]
    WEAPON_FIELD_NUMBER: _ClassVar[int]
    cad_number: str
    call_received_at: _timestamp_pb2.Timestamp
    complexity: str
    district: str
    incident_class: str
    internal_code: str
    legal_authority: str
    persons: _containers.RepeatedCompositeFieldContainer[_types_pb2.PersonRef]
    reason: str
    reopens: str
    weapon: str
    def __init__(self, incident_class: _Optional[str] = ..., complexity: _Optional[str] = ..., cad_number: _Optional[str] = ..., internal_code: _Optional[str] = ..., call_received_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., reopens: _Optional[str] = ..., persons: _Optional[_Iterable[_Union[_types_pb2.PersonRef, _Mapping]]] = ..., weapon: _Optional[str] = ..., reason: _Optional[str] = ..., legal_authority: _Optional[str] = ..., district: _Optional[str] = ...) -> None: ...

class IncidentLinked(_message.Message):
    __slots__ = ["incidents", "other_agency", "reason", "relation"]
    INCIDENTS_FIELD_NUMBER: _ClassVar[int]
    OTHER_AGENCY_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RELATION_FIELD_NUMBER: _ClassVar[int]
    incidents: _containers.RepeatedScalarFieldContainer[str]
    other_agency: str
    reason: str
    relation: str
    def __init__(self, relation: _Optional[str] = ..., incidents: _Optional[_Iterable[str]] = ..., other_agency: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class IncidentPhaseChanged(_message.Message):
    __slots__ = ["reason", "to"]
    FROM_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    TO_FIELD_NUMBER: _ClassVar[int]
    reason: str
    to: str
    def __init__(self, to: _Optional[str] = ..., reason: _Optional[str] = ..., **kwargs) -> None: ...

class IncidentReclassified(_message.Message):
    __slots__ = ["basis", "decided_by", "from_class", "from_complexity", "to_class", "to_complexity"]
    BASIS_FIELD_NUMBER: _ClassVar[int]
    DECIDED_BY_FIELD_NUMBER: _ClassVar[int]
    FROM_CLASS_FIELD_NUMBER: _ClassVar[int]
    FROM_COMPLEXITY_FIELD_NUMBER: _ClassVar[int]
    TO_CLASS_FIELD_NUMBER: _ClassVar[int]
    TO_COMPLEXITY_FIELD_NUMBER: _ClassVar[int]
    basis: str
    decided_by: _types_pb2.Author
    from_class: str
    from_complexity: str
    to_class: str
    to_complexity: str
    def __init__(self, from_class: _Optional[str] = ..., to_class: _Optional[str] = ..., from_complexity: _Optional[str] = ..., to_complexity: _Optional[str] = ..., basis: _Optional[str] = ..., decided_by: _Optional[_Union[_types_pb2.Author, _Mapping]] = ...) -> None: ...

class InjuryReported(_message.Message):
    __slots__ = ["before_police_arrival", "cause", "count", "facility", "linked_force", "person", "role", "severity", "treatment"]
    BEFORE_POLICE_ARRIVAL_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    FACILITY_FIELD_NUMBER: _ClassVar[int]
    LINKED_FORCE_FIELD_NUMBER: _ClassVar[int]
    PERSON_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    SEVERITY_FIELD_NUMBER: _ClassVar[int]
    TREATMENT_FIELD_NUMBER: _ClassVar[int]
    before_police_arrival: bool
    cause: str
    count: int
    facility: str
    linked_force: bytes
    person: _types_pb2.PersonRef
    role: str
    severity: str
    treatment: str
    def __init__(self, role: _Optional[str] = ..., severity: _Optional[str] = ..., cause: _Optional[str] = ..., person: _Optional[_Union[_types_pb2.PersonRef, _Mapping]] = ..., treatment: _Optional[str] = ..., facility: _Optional[str] = ..., linked_force: _Optional[bytes] = ..., before_police_arrival: bool = ..., count: _Optional[int] = ...) -> None: ...

class LessLethalDeployed(_message.Message):
    __slots__ = ["authority", "by", "effect", "rounds", "target", "tool"]
    AUTHORITY_FIELD_NUMBER: _ClassVar[int]
    BY_FIELD_NUMBER: _ClassVar[int]
    EFFECT_FIELD_NUMBER: _ClassVar[int]
    ROUNDS_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    TOOL_FIELD_NUMBER: _ClassVar[int]
    authority: bytes
    by: _types_pb2.ResourceRef
    effect: str
    rounds: int
    target: _types_pb2.PersonRef
    tool: str
    def __init__(self, tool: _Optional[str] = ..., rounds: _Optional[int] = ..., effect: _Optional[str] = ..., target: _Optional[_Union[_types_pb2.PersonRef, _Mapping]] = ..., authority: _Optional[bytes] = ..., by: _Optional[_Union[_types_pb2.ResourceRef, _Mapping]] = ...) -> None: ...

class LogEntry(_message.Message):
    __slots__ = ["attachments", "tags", "text"]
    ATTACHMENTS_FIELD_NUMBER: _ClassVar[int]
    TAGS_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    attachments: _containers.RepeatedCompositeFieldContainer[_types_pb2.MediaRef]
    tags: _containers.RepeatedScalarFieldContainer[str]
    text: str
    def __init__(self, text: _Optional[str] = ..., tags: _Optional[_Iterable[str]] = ..., attachments: _Optional[_Iterable[_Union[_types_pb2.MediaRef, _Mapping]]] = ...) -> None: ...

class PerimeterBreached(_message.Message):
    __slots__ = ["direction", "party", "resolved", "ring"]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    PARTY_FIELD_NUMBER: _ClassVar[int]
    RESOLVED_FIELD_NUMBER: _ClassVar[int]
    RING_FIELD_NUMBER: _ClassVar[int]
    direction: str
    party: str
    resolved: bool
    ring: str
    def __init__(self, ring: _Optional[str] = ..., direction: _Optional[str] = ..., party: _Optional[str] = ..., resolved: bool = ...) -> None: ...

class PerimeterChanged(_message.Message):
    __slots__ = ["posts", "ring", "sides", "sides_covered", "state"]
    POSTS_FIELD_NUMBER: _ClassVar[int]
    RING_FIELD_NUMBER: _ClassVar[int]
    SIDES_COVERED_FIELD_NUMBER: _ClassVar[int]
    SIDES_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    posts: int
    ring: str
    sides: _containers.RepeatedScalarFieldContainer[str]
    sides_covered: int
    state: str
    def __init__(self, ring: _Optional[str] = ..., state: _Optional[str] = ..., posts: _Optional[int] = ..., sides_covered: _Optional[int] = ..., sides: _Optional[_Iterable[str]] = ...) -> None: ...

class PersonnelRelieved(_message.Message):
    __slots__ = ["personnel", "post", "relief", "relieved", "time_on_post_seconds"]
    PERSONNEL_FIELD_NUMBER: _ClassVar[int]
    POST_FIELD_NUMBER: _ClassVar[int]
    RELIEF_FIELD_NUMBER: _ClassVar[int]
    RELIEVED_FIELD_NUMBER: _ClassVar[int]
    TIME_ON_POST_SECONDS_FIELD_NUMBER: _ClassVar[int]
    personnel: int
    post: str
    relief: _types_pb2.ResourceRef
    relieved: _types_pb2.ResourceRef
    time_on_post_seconds: int
    def __init__(self, post: _Optional[str] = ..., relieved: _Optional[_Union[_types_pb2.ResourceRef, _Mapping]] = ..., relief: _Optional[_Union[_types_pb2.ResourceRef, _Mapping]] = ..., time_on_post_seconds: _Optional[int] = ..., personnel: _Optional[int] = ...) -> None: ...

class ProgressAssessed(_message.Message):
    __slots__ = ["assessment", "contacts", "indicators", "number", "recommendation", "status", "trend"]
    ASSESSMENT_FIELD_NUMBER: _ClassVar[int]
    CONTACTS_FIELD_NUMBER: _ClassVar[int]
    INDICATORS_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    RECOMMENDATION_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    TREND_FIELD_NUMBER: _ClassVar[int]
    assessment: str
    contacts: int
    indicators: _containers.RepeatedScalarFieldContainer[str]
    number: int
    recommendation: str
    status: str
    trend: str
    def __init__(self, trend: _Optional[str] = ..., assessment: _Optional[str] = ..., status: _Optional[str] = ..., recommendation: _Optional[str] = ..., contacts: _Optional[int] = ..., indicators: _Optional[_Iterable[str]] = ..., number: _Optional[int] = ...) -> None: ...

class ProtectiveActionChanged(_message.Message):
    __slots__ = ["action", "assembly", "persons", "refusals", "state", "structures_done", "structures_total"]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    ASSEMBLY_FIELD_NUMBER: _ClassVar[int]
    PERSONS_FIELD_NUMBER: _ClassVar[int]
    REFUSALS_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    STRUCTURES_DONE_FIELD_NUMBER: _ClassVar[int]
    STRUCTURES_TOTAL_FIELD_NUMBER: _ClassVar[int]
    action: str
    assembly: _types_pb2.GeoRef
    persons: int
    refusals: int
    state: str
    structures_done: int
    structures_total: int
    def __init__(self, action: _Optional[str] = ..., state: _Optional[str] = ..., structures_total: _Optional[int] = ..., structures_done: _Optional[int] = ..., persons: _Optional[int] = ..., assembly: _Optional[_Union[_types_pb2.GeoRef, _Mapping]] = ..., refusals: _Optional[int] = ...) -> None: ...

class PublicInformationReleased(_message.Message):
    __slots__ = ["action", "cap_identifier", "cap_message_type", "channels", "languages", "released_by", "text"]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    CAP_IDENTIFIER_FIELD_NUMBER: _ClassVar[int]
    CAP_MESSAGE_TYPE_FIELD_NUMBER: _ClassVar[int]
    CHANNELS_FIELD_NUMBER: _ClassVar[int]
    LANGUAGES_FIELD_NUMBER: _ClassVar[int]
    RELEASED_BY_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    action: str
    cap_identifier: str
    cap_message_type: str
    channels: _containers.RepeatedScalarFieldContainer[str]
    languages: _containers.RepeatedScalarFieldContainer[str]
    released_by: _types_pb2.Author
    text: str
    def __init__(self, channels: _Optional[_Iterable[str]] = ..., text: _Optional[str] = ..., cap_identifier: _Optional[str] = ..., cap_message_type: _Optional[str] = ..., action: _Optional[str] = ..., released_by: _Optional[_Union[_types_pb2.Author, _Mapping]] = ..., languages: _Optional[_Iterable[str]] = ...) -> None: ...

class RecordCorrected(_message.Message):
    __slots__ = ["approved_by", "changes", "reason", "supersedes_correction"]
    APPROVED_BY_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SUPERSEDES_CORRECTION_FIELD_NUMBER: _ClassVar[int]
    approved_by: _types_pb2.Author
    changes: _containers.RepeatedCompositeFieldContainer[_types_pb2.FieldChange]
    reason: str
    supersedes_correction: bytes
    def __init__(self, changes: _Optional[_Iterable[_Union[_types_pb2.FieldChange, _Mapping]]] = ..., reason: _Optional[str] = ..., approved_by: _Optional[_Union[_types_pb2.Author, _Mapping]] = ..., supersedes_correction: _Optional[bytes] = ...) -> None: ...

class RecordErased(_message.Message):
    __slots__ = ["authority", "reason", "sequence", "sha256", "statute", "stream"]
    AUTHORITY_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    SHA256_FIELD_NUMBER: _ClassVar[int]
    STATUTE_FIELD_NUMBER: _ClassVar[int]
    STREAM_FIELD_NUMBER: _ClassVar[int]
    authority: _types_pb2.Author
    reason: str
    sequence: int
    sha256: str
    statute: str
    stream: bytes
    def __init__(self, stream: _Optional[bytes] = ..., sequence: _Optional[int] = ..., authority: _Optional[_Union[_types_pb2.Author, _Mapping]] = ..., statute: _Optional[str] = ..., reason: _Optional[str] = ..., sha256: _Optional[str] = ...) -> None: ...

class RecordRedacted(_message.Message):
    __slots__ = ["basis", "pointers", "review_at", "statute", "visible_to"]
    BASIS_FIELD_NUMBER: _ClassVar[int]
    POINTERS_FIELD_NUMBER: _ClassVar[int]
    REVIEW_AT_FIELD_NUMBER: _ClassVar[int]
    STATUTE_FIELD_NUMBER: _ClassVar[int]
    VISIBLE_TO_FIELD_NUMBER: _ClassVar[int]
    basis: str
    pointers: _containers.RepeatedScalarFieldContainer[str]
    review_at: _timestamp_pb2.Timestamp
    statute: str
    visible_to: str
    def __init__(self, pointers: _Optional[_Iterable[str]] = ..., basis: _Optional[str] = ..., visible_to: _Optional[str] = ..., statute: _Optional[str] = ..., review_at: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RecordRetracted(_message.Message):
    __slots__ = ["approved_by", "explanation", "reason"]
    APPROVED_BY_FIELD_NUMBER: _ClassVar[int]
    EXPLANATION_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    approved_by: _types_pb2.Author
    explanation: str
    reason: str
    def __init__(self, reason: _Optional[str] = ..., explanation: _Optional[str] = ..., approved_by: _Optional[_Union[_types_pb2.Author, _Mapping]] = ...) -> None: ...

class ResourceRequested(_message.Message):
    __slots__ = ["deliver_to", "mutual_aid", "needed_by", "needs"]
    DELIVER_TO_FIELD_NUMBER: _ClassVar[int]
    MUTUAL_AID_FIELD_NUMBER: _ClassVar[int]
    NEEDED_BY_FIELD_NUMBER: _ClassVar[int]
    NEEDS_FIELD_NUMBER: _ClassVar[int]
    deliver_to: _types_pb2.GeoRef
    mutual_aid: bool
    needed_by: _timestamp_pb2.Timestamp
    needs: _containers.RepeatedCompositeFieldContainer[_types_pb2.ResourceNeed]
    def __init__(self, needs: _Optional[_Iterable[_Union[_types_pb2.ResourceNeed, _Mapping]]] = ..., needed_by: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., deliver_to: _Optional[_Union[_types_pb2.GeoRef, _Mapping]] = ..., mutual_aid: bool = ...) -> None: ...

class ResourceStatusChanged(_message.Message):
    __slots__ = ["answers", "facility", "resources", "status"]
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    FACILITY_FIELD_NUMBER: _ClassVar[int]
    RESOURCES_FIELD_NUMBER: _ClassVar[int]
    STATUS_FIELD_NUMBER: _ClassVar[int]
    answers: bytes
    facility: str
    resources: _containers.RepeatedCompositeFieldContainer[_types_pb2.ResourceRef]
    status: str
    def __init__(self, resources: _Optional[_Iterable[_Union[_types_pb2.ResourceRef, _Mapping]]] = ..., status: _Optional[str] = ..., answers: _Optional[bytes] = ..., facility: _Optional[str] = ...) -> None: ...

class SceneCleared(_message.Message):
    __slots__ = ["area", "handed_to", "hazards", "persons", "result", "weapons"]
    AREA_FIELD_NUMBER: _ClassVar[int]
    HANDED_TO_FIELD_NUMBER: _ClassVar[int]
    HAZARDS_FIELD_NUMBER: _ClassVar[int]
    PERSONS_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    WEAPONS_FIELD_NUMBER: _ClassVar[int]
    area: str
    handed_to: str
    hazards: _containers.RepeatedScalarFieldContainer[str]
    persons: int
    result: str
    weapons: int
    def __init__(self, area: _Optional[str] = ..., result: _Optional[str] = ..., weapons: _Optional[int] = ..., persons: _Optional[int] = ..., hazards: _Optional[_Iterable[str]] = ..., handed_to: _Optional[str] = ...) -> None: ...

class ShotsFired(_message.Message):
    __slots__ = ["by", "direction", "hits", "rounds", "weapon"]
    BY_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    HITS_FIELD_NUMBER: _ClassVar[int]
    ROUNDS_FIELD_NUMBER: _ClassVar[int]
    WEAPON_FIELD_NUMBER: _ClassVar[int]
    by: str
    direction: str
    hits: bool
    rounds: int
    weapon: str
    def __init__(self, by: _Optional[str] = ..., rounds: _Optional[int] = ..., direction: _Optional[str] = ..., weapon: _Optional[str] = ..., hits: bool = ...) -> None: ...

class SourceHeartbeat(_message.Message):
    __slots__ = ["backlog", "clock_offset_ms", "clock_sync", "last_sequence", "signing_off", "version"]
    BACKLOG_FIELD_NUMBER: _ClassVar[int]
    CLOCK_OFFSET_MS_FIELD_NUMBER: _ClassVar[int]
    CLOCK_SYNC_FIELD_NUMBER: _ClassVar[int]
    LAST_SEQUENCE_FIELD_NUMBER: _ClassVar[int]
    SIGNING_OFF_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    backlog: int
    clock_offset_ms: int
    clock_sync: str
    last_sequence: int
    signing_off: bool
    version: str
    def __init__(self, last_sequence: _Optional[int] = ..., clock_offset_ms: _Optional[int] = ..., clock_sync: _Optional[str] = ..., backlog: _Optional[int] = ..., version: _Optional[str] = ..., signing_off: bool = ...) -> None: ...

class StatusReported(_message.Message):
    __slots__ = ["counts", "kind", "number", "objectives", "period_from", "period_to", "phase", "planned"]
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    OBJECTIVES_FIELD_NUMBER: _ClassVar[int]
    PERIOD_FROM_FIELD_NUMBER: _ClassVar[int]
    PERIOD_TO_FIELD_NUMBER: _ClassVar[int]
    PHASE_FIELD_NUMBER: _ClassVar[int]
    PLANNED_FIELD_NUMBER: _ClassVar[int]
    counts: _types_pb2.OutcomeCounts
    kind: str
    number: int
    objectives: _containers.RepeatedScalarFieldContainer[str]
    period_from: _timestamp_pb2.Timestamp
    period_to: _timestamp_pb2.Timestamp
    phase: str
    planned: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, number: _Optional[int] = ..., kind: _Optional[str] = ..., period_from: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., period_to: _Optional[_Union[_timestamp_pb2.Timestamp, _Mapping]] = ..., counts: _Optional[_Union[_types_pb2.OutcomeCounts, _Mapping]] = ..., objectives: _Optional[_Iterable[str]] = ..., planned: _Optional[_Iterable[str]] = ..., phase: _Optional[str] = ...) -> None: ...

class SubjectInCustody(_message.Message):
    __slots__ = ["force", "force_events", "medical", "subject", "talk_time_seconds"]
    FORCE_EVENTS_FIELD_NUMBER: _ClassVar[int]
    FORCE_FIELD_NUMBER: _ClassVar[int]
    MEDICAL_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    TALK_TIME_SECONDS_FIELD_NUMBER: _ClassVar[int]
    force: str
    force_events: _containers.RepeatedScalarFieldContainer[bytes]
    medical: bool
    subject: _types_pb2.PersonRef
    talk_time_seconds: int
    def __init__(self, subject: _Optional[_Union[_types_pb2.PersonRef, _Mapping]] = ..., force: _Optional[str] = ..., force_events: _Optional[_Iterable[bytes]] = ..., medical: bool = ..., talk_time_seconds: _Optional[int] = ...) -> None: ...

class SubjectObserved(_message.Message):
    __slots__ = ["access_to_hostages", "behaviour", "observation", "others", "others_condition", "subject", "weapon", "weapon_change"]
    ACCESS_TO_HOSTAGES_FIELD_NUMBER: _ClassVar[int]
    BEHAVIOUR_FIELD_NUMBER: _ClassVar[int]
    OBSERVATION_FIELD_NUMBER: _ClassVar[int]
    OTHERS_CONDITION_FIELD_NUMBER: _ClassVar[int]
    OTHERS_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    WEAPON_CHANGE_FIELD_NUMBER: _ClassVar[int]
    WEAPON_FIELD_NUMBER: _ClassVar[int]
    access_to_hostages: bool
    behaviour: str
    observation: str
    others: _containers.RepeatedCompositeFieldContainer[_types_pb2.PersonRef]
    others_condition: str
    subject: _types_pb2.PersonRef
    weapon: str
    weapon_change: str
    def __init__(self, subject: _Optional[_Union[_types_pb2.PersonRef, _Mapping]] = ..., observation: _Optional[str] = ..., weapon: _Optional[str] = ..., weapon_change: _Optional[str] = ..., behaviour: _Optional[str] = ..., access_to_hostages: bool = ..., others: _Optional[_Iterable[_Union[_types_pb2.PersonRef, _Mapping]]] = ..., others_condition: _Optional[str] = ...) -> None: ...

class SubjectSurrendered(_message.Message):
    __slots__ = ["exit", "plan", "subject", "weapon_status"]
    EXIT_FIELD_NUMBER: _ClassVar[int]
    PLAN_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    WEAPON_STATUS_FIELD_NUMBER: _ClassVar[int]
    exit: _types_pb2.GeoRef
    plan: bytes
    subject: _types_pb2.PersonRef
    weapon_status: str
    def __init__(self, subject: _Optional[_Union[_types_pb2.PersonRef, _Mapping]] = ..., exit: _Optional[_Union[_types_pb2.GeoRef, _Mapping]] = ..., weapon_status: _Optional[str] = ..., plan: _Optional[bytes] = ...) -> None: ...

class TacticalActionExecuted(_message.Message):
    __slots__ = ["authority", "equipment", "kind", "result"]
    AUTHORITY_FIELD_NUMBER: _ClassVar[int]
    EQUIPMENT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    authority: bytes
    equipment: _containers.RepeatedScalarFieldContainer[str]
    kind: str
    result: str
    def __init__(self, kind: _Optional[str] = ..., result: _Optional[str] = ..., authority: _Optional[bytes] = ..., equipment: _Optional[_Iterable[str]] = ...) -> None: ...

class ThreatAssessed(_message.Message):
    __slots__ = ["access_to_hostages", "basis", "level", "previous", "trend", "weapon"]
    ACCESS_TO_HOSTAGES_FIELD_NUMBER: _ClassVar[int]
    BASIS_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    PREVIOUS_FIELD_NUMBER: _ClassVar[int]
    TREND_FIELD_NUMBER: _ClassVar[int]
    WEAPON_FIELD_NUMBER: _ClassVar[int]
    access_to_hostages: bool
    basis: _containers.RepeatedScalarFieldContainer[bytes]
    level: str
    previous: str
    trend: str
    weapon: str
    def __init__(self, level: _Optional[str] = ..., previous: _Optional[str] = ..., trend: _Optional[str] = ..., basis: _Optional[_Iterable[bytes]] = ..., weapon: _Optional[str] = ..., access_to_hostages: bool = ...) -> None: ...
