// swift-format-ignore-file
// Written by scripts/generate-schema from Sources/EventSchema/Protos; do not edit.

extension SchemaTable {
    /// Every vocabulary that a field may name.
    public static let vocabularies: [VocabularyDescription] = [
        VocabularyDescription(name: "Status", isClosed: true, words: ["Actual", "Exercise", "System", "Test", "Draft"], doc: "Whether a fact is real (CAP 1.2 status); anything but Actual stays inside exercises and tests."),
        VocabularyDescription(name: "Severity", isClosed: true, words: ["Extreme", "Severe", "Moderate", "Minor", "Unknown"], doc: "How bad it is (CAP 1.2 severity)."),
        VocabularyDescription(name: "Urgency", isClosed: true, words: ["Immediate", "Expected", "Future", "Past", "Unknown"], doc: "How soon to act (CAP 1.2 urgency)."),
        VocabularyDescription(name: "Certainty", isClosed: true, words: ["Observed", "Likely", "Possible", "Unlikely", "Unknown"], doc: "How sure the author is (CAP 1.2 certainty)."),
        VocabularyDescription(name: "TLP", isClosed: true, words: ["RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR"], doc: "Who may see an event (FIRST Traffic Light Protocol 2.0), from narrow to wide."),
        VocabularyDescription(name: "Sensitivity", isClosed: true, words: ["juvenile", "victim", "informant", "tactics", "medical", "personal"], doc: "What an event holds that some readers must not see."),
        VocabularyDescription(name: "Role", isClosed: false, words: ["incidentCommander", "patrolSupervisor", "tacticalCommander", "tacticalTeamLeader", "negotiationTeamLeader", "primaryNegotiator", "coach", "negotiationRecorder", "intelligenceOfficer", "tacticalLiaison", "observer", "commandPostRecorder", "publicInformationOfficer", "safetyOfficer", "liaisonOfficer", "tacticalMedic", "dispatcher", "patrolOfficer", "court", "automation"], doc: "What a person does at an incident."),
        VocabularyDescription(name: "PersonRole", isClosed: false, words: ["subject", "hostage", "victim", "witness", "bystander", "officer", "responder", "relative", "interpreter", "animal"], doc: "What a person, or an animal, is to an incident."),
        VocabularyDescription(name: "AgeGroup", isClosed: false, words: ["adult", "juvenile", "unknown"], doc: "How old a person is, as far as it may be told."),
        VocabularyDescription(name: "ResourceKind", isClosed: false, words: ["patrolUnit", "swatTeam", "negotiationTeam", "bombSquad", "k9", "armouredVehicle", "robot", "uas", "ambulanceALS", "ambulanceBLS", "fireEngine", "interpreter", "mentalHealthClinician", "utilityCrew", "redCross", "other"], doc: "What a unit, team or item is."),
        VocabularyDescription(name: "BuildingSide", isClosed: false, words: ["A", "B", "C", "D"], doc: "A side of a building: A is the front, then clockwise."),
        VocabularyDescription(name: "ClockSync", isClosed: false, words: ["ntp", "ptp", "gps", "manual", "none", "unknown"], doc: "What a clock is kept right by."),
        VocabularyDescription(name: "IncidentClass", isClosed: false, words: ["BARICADE", "HOSTAGE", "SUICTHRT", "ACTSHOOT", "WARRANT", "DVA", "ROBBERY", "WELFARE", "SHOOT", "WEAPON", "OTHER"], doc: "The kind of incident (APCO common incident types; BARICADE is spelled so there)."),
        VocabularyDescription(name: "Complexity", isClosed: false, words: ["Type1", "Type2", "Type3", "Type4", "Type5"], doc: "How much an incident asks for (NIMS incident complexity), Type1 the most."),
        VocabularyDescription(name: "Phase", isClosed: false, words: ["reported", "containment", "negotiation", "tacticalResolution", "surrender", "custodyAndClear", "demobilization", "closed", "reopened"], doc: "Where an incident stands between the first call and its end; phases may be skipped and may go back."),
        VocabularyDescription(name: "Outcome", isClosed: false, words: ["negotiatedSurrender", "surrenderAfterForce", "tacticalApprehension", "hostageRescue", "subjectDeceasedByForce", "subjectSuicide", "escaped", "subjectNotPresent", "disengaged", "transferred", "falseReport", "other"], doc: "How an incident ended."),
        VocabularyDescription(name: "LegalAuthority", isClosed: false, words: ["searchWarrant", "arrestWarrant", "exigentCircumstances", "emergencyPetition", "consent", "other"], doc: "What law a tactical activation rests on."),
        VocabularyDescription(name: "LinkRelation", isClosed: false, words: ["merged", "split", "related", "transferred"], doc: "How two incidents belong together."),
        VocabularyDescription(name: "CommandStructure", isClosed: false, words: ["single", "unified", "area"], doc: "How command is organised."),
        VocabularyDescription(name: "DecisionKind", isClosed: false, words: ["negotiateFirst", "warrant", "emergencyEntryStandby", "entryAuthorised", "lessLethalAuthorised", "chemicalAgentAuthorised", "forceAuthorised", "exchangeAuthorised", "disengage", "standDown", "other"], doc: "What a command decision is about."),
        VocabularyDescription(name: "UnitStatus", isClosed: false, words: ["Assigned", "Dispatched", "EnRoute", "Arrived", "OnScene", "Staging", "Cleared", "Delayed", "Transporting", "AtHospital", "ShiftPending"], doc: "What a unit is doing (EIDO secondary unit status, with AtHospital added)."),
        VocabularyDescription(name: "PerimeterRing", isClosed: false, words: ["inner", "outer", "traffic"], doc: "Which ring around a scene."),
        VocabularyDescription(name: "PerimeterState", isClosed: false, words: ["planned", "partial", "established", "adjusted", "released"], doc: "How far a ring has come."),
        VocabularyDescription(name: "Direction", isClosed: false, words: ["in", "out"], doc: "Into the scene or out of it."),
        VocabularyDescription(name: "PartyKind", isClosed: false, words: ["subject", "resident", "media", "relative", "unknown"], doc: "Who crossed a ring."),
        VocabularyDescription(name: "ProtectiveAction", isClosed: false, words: ["Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"], doc: "What the public is told to do (CAP 1.2 responseType)."),
        VocabularyDescription(name: "ProtectiveActionState", isClosed: false, words: ["ordered", "inProgress", "completed", "lifted"], doc: "How far a protective action has come."),
        VocabularyDescription(name: "PublicChannel", isClosed: false, words: ["pressBriefing", "pressRelease", "socialMedia", "doorToDoor", "telephoneNotification", "wirelessAlert", "website"], doc: "How a statement reaches the public."),
        VocabularyDescription(name: "CapMessageType", isClosed: false, words: ["Alert", "Update", "Cancel", "Ack", "Error"], doc: "What a CAP message is to the ones before it."),
        VocabularyDescription(name: "WeaponKind", isClosed: false, words: ["handgun", "longGun", "edged", "explosive", "other", "noneSeen", "unknown"], doc: "What weapon, if any."),
        VocabularyDescription(name: "WeaponChange", isClosed: false, words: ["firstSeen", "noLongerHeld", "none"], doc: "What a sighting changes about what is known of a subject's weapon."),
        VocabularyDescription(name: "Behaviour", isClosed: false, words: ["calm", "agitated", "threatening", "aiming", "distressed", "intoxicated", "asleep", "unresponsive"], doc: "How a subject acts."),
        VocabularyDescription(name: "ThreatLevel", isClosed: false, words: ["low", "moderate", "high", "extreme"], doc: "How dangerous a situation is held to be, from low to high."),
        VocabularyDescription(name: "ThreatTrend", isClosed: false, words: ["increasing", "stable", "decreasing"], doc: "Where a threat is going."),
        VocabularyDescription(name: "Condition", isClosed: false, words: ["uninjured", "minor", "serious", "critical", "deceased", "unknown"], doc: "How a person is."),
        VocabularyDescription(name: "ReleaseManner", isClosed: false, words: ["released", "escaped", "rescued"], doc: "How a hostage came free."),
        VocabularyDescription(name: "InjurySeverity", isClosed: false, words: ["minor", "serious", "critical", "fatal"], doc: "How badly a person is hurt."),
        VocabularyDescription(name: "HarmCause", isClosed: false, words: ["subject", "officerForce", "lessLethal", "chemicalAgent", "selfInflicted", "accident", "medical", "priorToPolice", "unknown"], doc: "What hurt a person."),
        VocabularyDescription(name: "Treatment", isClosed: false, words: ["onScene", "transported", "refused"], doc: "What care a person had."),
        VocabularyDescription(name: "Shooter", isClosed: false, words: ["subject", "officer", "unknown"], doc: "Who fired."),
        VocabularyDescription(name: "NegotiationChannel", isClosed: false, words: ["existingPhone", "throwPhone", "publicAddress", "faceToFace", "voiceFromCover", "textMessage", "robotAudio", "thirdParty"], doc: "How negotiators and subject talk."),
        VocabularyDescription(name: "AttemptResult", isClosed: false, words: ["noAnswer", "noResponse", "hungUp", "blocked"], doc: "How an attempt at contact failed."),
        VocabularyDescription(name: "LostReason", isClosed: false, words: ["subjectHungUp", "lineDropped", "batteryDead", "noResponse", "tacticalOrder", "planned", "other"], doc: "Why a contact ended."),
        VocabularyDescription(name: "DemandStatus", isClosed: false, words: ["open", "met", "refused", "withdrawn"], doc: "What became of a demand."),
        VocabularyDescription(name: "DeadlineSetter", isClosed: false, words: ["subject", "command"], doc: "Who set a deadline."),
        VocabularyDescription(name: "DeadlineNature", isClosed: false, words: ["threat", "commitment"], doc: "What passing a deadline means: harm threatened, or something promised."),
        VocabularyDescription(name: "DeadlineResolution", isClosed: false, words: ["met", "extended", "withdrawn", "passedWithoutAction", "passedWithAction"], doc: "What happened at a deadline."),
        VocabularyDescription(name: "RiskTrend", isClosed: false, words: ["INCREA", "STABLE", "DECREA"], doc: "Where negotiators see the risk going (ISO/TR 22351)."),
        VocabularyDescription(name: "ProgressIndicator", isClosed: false, words: ["outburstsDecline", "hostagesReleased", "weaponsGivenUp", "nooneNewlyHurt", "staticSituation", "routineSetsIn"], doc: "A known sign of progress in a negotiation."),
        VocabularyDescription(name: "DeliveryItem", isClosed: false, words: ["throwPhone", "food", "drink", "cigarettes", "medicine", "charger", "crisisLineCard", "other"], doc: "What is passed in or out."),
        VocabularyDescription(name: "DeliveryMeans", isClosed: false, words: ["robot", "officer", "thirdParty"], doc: "Who or what carries a delivery."),
        VocabularyDescription(name: "TacticalKind", isClosed: false, words: ["entry", "breach", "robotApproach", "droneDeployed", "vehicleApproach", "distractionDevice", "observerPlaced", "k9Deployed", "utilityCut", "rescueMove", "other"], doc: "A movement or device that is not itself force on a person."),
        VocabularyDescription(name: "TacticalResult", isClosed: false, words: ["completed", "aborted", "partial"], doc: "How a tactical action went."),
        VocabularyDescription(name: "LessLethalTool", isClosed: false, words: ["impact40mm", "beanbag", "conductedEnergy", "pepperSpray", "pepperBall", "waterCannon", "other"], doc: "A tool meant to stop a person without killing."),
        VocabularyDescription(name: "LessLethalEffect", isClosed: false, words: ["effective", "ineffective", "unknown"], doc: "Whether a less-lethal tool worked."),
        VocabularyDescription(name: "ChemicalAgent", isClosed: false, words: ["CS", "OC", "HC", "other"], doc: "What agent was put in."),
        VocabularyDescription(name: "AgentDelivery", isClosed: false, words: ["hand", "launcher", "vehicle", "robot"], doc: "How an agent was put in."),
        VocabularyDescription(name: "ForceKind", isClosed: false, words: ["physicalControl", "restraint", "k9Bite", "vehicle", "firearmDischarge", "firearmPointed", "other"], doc: "What force on a person."),
        VocabularyDescription(name: "CustodyForce", isClosed: false, words: ["none", "ref"], doc: "Whether force was used in taking custody: none, or ref when force.used events tell."),
        VocabularyDescription(name: "SearchResult", isClosed: false, words: ["clear", "found"], doc: "What a search came to."),
        VocabularyDescription(name: "ReportKind", isClosed: false, words: ["initial", "update", "final"], doc: "Which of an incident's situation reports."),
        VocabularyDescription(name: "RetractionReason", isClosed: false, words: ["notAsReported", "duplicate", "wrongIncident", "enteredInError"], doc: "Why an event does not stand."),
        VocabularyDescription(name: "RedactionBasis", isClosed: false, words: ["juvenile", "victim", "informant", "tactics", "medical", "other"], doc: "Whom or what a redaction protects."),
        VocabularyDescription(name: "AcknowledgementAction", isClosed: false, words: ["ack", "clear", "escalate", "snooze"], doc: "What a person did with an alert."),
    ]

    /// Every event type, in the order of its payload's field number.
    public static let events: [EventDescription] = [
        EventDescription(type: "incident.declared", payload: "IncidentDeclared", number: 100, category: .authored, severity: .severe, trend: .fixed(.escalation), requires: ["location", "incident"], doc: "Opens the record of one incident; nothing else should precede it."),
        EventDescription(type: "incident.reclassified", payload: "IncidentReclassified", number: 101, category: .authored, severity: .severe, trend: .byPayload, requires: ["incident"], doc: "The kind or complexity of an incident changed."),
        EventDescription(type: "incident.phase.changed", payload: "IncidentPhaseChanged", number: 102, category: .authored, severity: .minor, trend: .fixed(.neutral), requires: ["incident"], doc: "Moves an incident through its phases."),
        EventDescription(type: "incident.closed", payload: "IncidentClosed", number: 103, category: .authored, severity: .minor, trend: .fixed(.deescalation), requires: ["incident"], doc: "Ends an incident with its outcome and what came of it."),
        EventDescription(type: "incident.linked", payload: "IncidentLinked", number: 104, category: .authored, severity: .minor, trend: .fixed(.neutral), requires: ["incident"], doc: "Two incidents belong together."),
        EventDescription(type: "command.established", payload: "CommandEstablished", number: 110, category: .authored, severity: .minor, trend: .fixed(.neutral), requires: ["location", "incident"], doc: "Command post and incident commander are in place."),
        EventDescription(type: "command.transferred", payload: "CommandTransferred", number: 111, category: .authored, severity: .minor, trend: .fixed(.neutral), requires: ["incident"], doc: "Command passes from one person or role to another."),
        EventDescription(type: "decision.recorded", payload: "DecisionRecorded", number: 112, category: .authored, severity: .moderate, trend: .byPayload, requires: ["incident"], doc: "A command decision with its authority and reason; also plans approved but not carried out, and warrants."),
        EventDescription(type: "resource.requested", payload: "ResourceRequested", number: 113, category: .authored, severity: .moderate, trend: .fixed(.neutral), requires: ["incident"], doc: "Asks for units, teams or items."),
        EventDescription(type: "resource.status.changed", payload: "ResourceStatusChanged", number: 114, category: .authored, severity: .minor, trend: .fixed(.neutral), requires: [], doc: "Units or teams changed state."),
        EventDescription(type: "personnel.relieved", payload: "PersonnelRelieved", number: 115, category: .authored, severity: .minor, trend: .fixed(.neutral), requires: ["incident"], doc: "A post was relieved, which starts its clock anew."),
        EventDescription(type: "perimeter.changed", payload: "PerimeterChanged", number: 120, category: .authored, severity: .minor, trend: .byPayload, requires: ["incident"], doc: "A perimeter ring was planned, set, moved or released."),
        EventDescription(type: "perimeter.breached", payload: "PerimeterBreached", number: 121, category: .authored, severity: .severe, trend: .fixed(.escalation), requires: ["incident"], doc: "Someone crossed a ring without leave."),
        EventDescription(type: "protective.action.changed", payload: "ProtectiveActionChanged", number: 122, category: .authored, severity: .moderate, trend: .byPayload, requires: ["incident"], doc: "Evacuation, shelter, avoidance or all-clear was ordered, goes on, is complete or lifted."),
        EventDescription(type: "public.information.released", payload: "PublicInformationReleased", number: 123, category: .authored, severity: .minor, trend: .fixed(.neutral), requires: [], doc: "A statement or alert went to the public or the press."),
        EventDescription(type: "subject.observed", payload: "SubjectObserved", number: 130, category: .authored, severity: .moderate, trend: .byPayload, requires: ["incident"], doc: "A sighting or report of the subject: place, behaviour, weapon."),
        EventDescription(type: "threat.assessed", payload: "ThreatAssessed", number: 131, category: .authored, severity: .severe, trend: .byPayload, requires: ["incident"], doc: "A stated threat level, up or down."),
        EventDescription(type: "hostage.reported", payload: "HostageReported", number: 132, category: .authored, severity: .extreme, trend: .fixed(.escalation), requires: ["incident"], doc: "Hostages known or believed to be held, as a running count."),
        EventDescription(type: "hostage.released", payload: "HostageReleased", number: 133, category: .authored, severity: .moderate, trend: .fixed(.deescalation), requires: ["incident"], doc: "Hostages left the subject's control."),
        EventDescription(type: "injury.reported", payload: "InjuryReported", number: 134, category: .authored, severity: .severe, trend: .fixed(.escalation), requires: ["incident"], doc: "A person was hurt or died."),
        EventDescription(type: "shots.fired", payload: "ShotsFired", number: 135, category: .authored, severity: .extreme, trend: .fixed(.escalation), requires: ["incident"], doc: "Gunfire was seen, heard or reported."),
        EventDescription(type: "negotiation.contact.attempted", payload: "ContactAttempted", number: 140, category: .authored, severity: .minor, trend: .fixed(.neutral), requires: ["incident"], doc: "An attempt to reach the subject brought no talk both ways."),
        EventDescription(type: "negotiation.contact.established", payload: "ContactEstablished", number: 141, category: .authored, severity: .moderate, trend: .fixed(.deescalation), requires: ["incident"], doc: "Talk both ways begins."),
        EventDescription(type: "negotiation.contact.lost", payload: "ContactLost", number: 142, category: .authored, severity: .moderate, trend: .fixed(.escalation), requires: ["incident"], doc: "Talk both ways ended or broke off."),
        EventDescription(type: "demand.made", payload: "DemandMade", number: 143, category: .authored, severity: .moderate, trend: .fixed(.neutral), requires: ["incident"], doc: "The subject asks for something."),
        EventDescription(type: "deadline.set", payload: "DeadlineSet", number: 144, category: .authored, severity: .severe, trend: .byPayload, requires: ["incident"], doc: "A time limit was set by the subject, or by command."),
        EventDescription(type: "deadline.resolved", payload: "DeadlineResolved", number: 145, category: .authored, severity: .moderate, trend: .byPayload, requires: ["incident"], doc: "What happened at a deadline."),
        EventDescription(type: "negotiation.progress.assessed", payload: "ProgressAssessed", number: 146, category: .authored, severity: .minor, trend: .byPayload, requires: ["incident"], doc: "The negotiators' position paper: status, assessment, recommendation."),
        EventDescription(type: "delivery.made", payload: "DeliveryMade", number: 147, category: .authored, severity: .minor, trend: .fixed(.neutral), requires: ["incident"], doc: "Something was passed in or out."),
        EventDescription(type: "tactical.action.executed", payload: "TacticalActionExecuted", number: 150, category: .authored, severity: .moderate, trend: .fixed(.escalation), requires: ["incident"], doc: "A movement or device of the tactical team that is not itself force on a person."),
        EventDescription(type: "lesslethal.deployed", payload: "LessLethalDeployed", number: 151, category: .authored, severity: .severe, trend: .fixed(.escalation), requires: ["incident"], doc: "A less-lethal tool was used on a person."),
        EventDescription(type: "chemicalagent.deployed", payload: "ChemicalAgentDeployed", number: 152, category: .authored, severity: .severe, trend: .fixed(.escalation), requires: ["incident"], doc: "Gas or another chemical agent was put into a place."),
        EventDescription(type: "force.used", payload: "ForceUsed", number: 153, category: .authored, severity: .severe, trend: .fixed(.escalation), requires: ["incident"], doc: "Force on a person that policy requires to be reported, deadly force included."),
        EventDescription(type: "subject.surrendered", payload: "SubjectSurrendered", number: 160, category: .authored, severity: .moderate, trend: .fixed(.deescalation), requires: ["incident"], doc: "The subject is giving up: all units hold."),
        EventDescription(type: "subject.incustody", payload: "SubjectInCustody", number: 161, category: .authored, severity: .minor, trend: .fixed(.deescalation), requires: ["incident"], doc: "The subject is in custody, or otherwise accounted for."),
        EventDescription(type: "scene.cleared", payload: "SceneCleared", number: 162, category: .authored, severity: .minor, trend: .fixed(.deescalation), requires: ["incident"], doc: "A structure or area was searched and is safe."),
        EventDescription(type: "status.reported", payload: "StatusReported", number: 170, category: .authored, severity: .minor, trend: .fixed(.neutral), requires: ["incident"], doc: "A situation report for a period: counts and words."),
        EventDescription(type: "log.entry", payload: "LogEntry", number: 171, category: .authored, severity: .minor, trend: .fixed(.neutral), requires: [], doc: "A notable activity that fits no other type."),
        EventDescription(type: "record.corrected", payload: "RecordCorrected", number: 172, category: .authored, severity: .moderate, trend: .fixed(.neutral), requires: ["amends"], doc: "Replaces field values of an earlier event; that event stays."),
        EventDescription(type: "record.retracted", payload: "RecordRetracted", number: 173, category: .authored, severity: .moderate, trend: .fixed(.neutral), requires: ["amends"], doc: "States that an earlier event did not happen as recorded; that event stays, struck through."),
        EventDescription(type: "record.redacted", payload: "RecordRedacted", number: 174, category: .authored, severity: .minor, trend: .fixed(.neutral), requires: ["amends"], doc: "Withholds fields of an earlier event from views below a level; the original stays sealed."),
        EventDescription(type: "external.record", payload: "ExternalRecord", number: 175, category: .authored, severity: .minor, trend: .fixed(.neutral), requires: [], doc: "A record of a foreign system, carried as it came."),
        EventDescription(type: "record.erased", payload: "RecordErased", number: 200, category: .system, severity: .minor, trend: .fixed(.neutral), requires: ["amends"], doc: "A payload was erased for good under the law; its proof stays valid."),
        EventDescription(type: "source.heartbeat", payload: "SourceHeartbeat", number: 201, category: .system, severity: .minor, trend: .fixed(.neutral), requires: [], doc: "A source is alive, even when nothing happens."),
        EventDescription(type: "alert.raised", payload: "AlertRaised", number: 202, category: .system, severity: .severe, trend: .fixed(.neutral), requires: [], doc: "A rule fired."),
        EventDescription(type: "alert.delivered", payload: "AlertDelivered", number: 203, category: .system, severity: .minor, trend: .fixed(.neutral), requires: [], doc: "An alert reached a channel."),
        EventDescription(type: "alert.failed", payload: "AlertFailed", number: 204, category: .system, severity: .moderate, trend: .fixed(.neutral), requires: [], doc: "An alert did not reach a channel."),
        EventDescription(type: "alert.acknowledged", payload: "AlertAcknowledged", number: 205, category: .system, severity: .minor, trend: .fixed(.neutral), requires: [], doc: "A person dealt with an alert."),
        EventDescription(type: "alert.escalated", payload: "AlertEscalated", number: 206, category: .system, severity: .severe, trend: .fixed(.neutral), requires: [], doc: "An alert went on to the next audience."),
        EventDescription(type: "alert.silenced", payload: "AlertSilenced", number: 207, category: .system, severity: .moderate, trend: .fixed(.neutral), requires: [], doc: "Alerts were silenced for a time, or a silence ended."),
        EventDescription(type: "alert.resolved", payload: "AlertResolved", number: 208, category: .system, severity: .minor, trend: .fixed(.neutral), requires: [], doc: "What an alert told of is over."),
        EventDescription(type: "archive.checkpoint", payload: "ArchiveCheckpoint", number: 209, category: .system, severity: .minor, trend: .fixed(.neutral), requires: [], doc: "An archive vouches for everything up to a record."),
    ]

    /// Every message, the envelope first; its payload is described by ``events``.
    public static let messages: [MessageDescription] = [
        event,
        author,
        clockQuality,
        geoPoint,
        geoRef,
        personRef,
        resourceRef,
        resourceNeed,
        outcomeCounts,
        fieldChange,
        mediaRef,
        incidentDeclared,
        incidentReclassified,
        incidentPhaseChanged,
        incidentClosed,
        incidentLinked,
        commandEstablished,
        commandTransferred,
        decisionRecorded,
        resourceRequested,
        resourceStatusChanged,
        personnelRelieved,
        perimeterChanged,
        perimeterBreached,
        protectiveActionChanged,
        publicInformationReleased,
        subjectObserved,
        threatAssessed,
        hostageReported,
        hostageReleased,
        injuryReported,
        shotsFired,
        contactAttempted,
        contactEstablished,
        contactLost,
        demandMade,
        deadlineSet,
        deadlineResolved,
        progressAssessed,
        deliveryMade,
        tacticalActionExecuted,
        lessLethalDeployed,
        chemicalAgentDeployed,
        forceUsed,
        subjectSurrendered,
        subjectInCustody,
        sceneCleared,
        statusReported,
        logEntry,
        recordCorrected,
        recordRetracted,
        recordRedacted,
        externalRecord,
        recordErased,
        sourceHeartbeat,
        alertRaised,
        alertDelivered,
        alertFailed,
        alertAcknowledged,
        alertEscalated,
        alertSilenced,
        alertResolved,
        archiveCheckpoint,
    ]

    private static let event = MessageDescription(
        name: "Event",
        doc: "One fact of a critical incident, or of the software that follows it. The fields that routing and de-duplication read have the lowest numbers, so that a quick walk finds them.",
        fields: [
            FieldDescription(number: 1, name: "id", jsonName: "id", kind: .id, isRequired: true, attribute: "id", doc: "Names the event for ever: UUID version 7 when minted, version 8 when derived from a foreign key."),
            FieldDescription(number: 2, name: "type", jsonName: "type", kind: .text, isRequired: true, pattern: .type, attribute: "type", doc: "What happened, such as shots.fired; text, so that an unknown type still has a name."),
            FieldDescription(number: 3, name: "agency", jsonName: "agency", kind: .text, isRequired: true, pattern: .agency, attribute: "agency", doc: "The agency that the event belongs to."),
            FieldDescription(number: 4, name: "incident", jsonName: "incident", kind: .text, pattern: .incident, attribute: "subject", doc: "The incident that the event is about; absent for system events about none."),
            FieldDescription(number: 5, name: "status", jsonName: "status", kind: .text, isRequired: true, vocabulary: "Status", attribute: "status", doc: "Whether the fact is real: CAP's status."),
            FieldDescription(number: 6, name: "source", jsonName: "source", kind: .text, isRequired: true, pattern: .source, attribute: "source", doc: "The node that wrote the event, a command post's computer, not the person."),
            FieldDescription(number: 7, name: "source_epoch", jsonName: "sourceEpoch", kind: .uint32, isRequired: true, minimum: 1, attribute: "sourceepoch", doc: "Which life of the source's numbering this is, from 1."),
            FieldDescription(number: 8, name: "source_sequence", jsonName: "sourceSequence", kind: .uint64, isRequired: true, minimum: 1, attribute: "sequence", doc: "The event's place among those the source wrote in this epoch: 1, 2, 3 without a hole."),
            FieldDescription(number: 9, name: "observed_at", jsonName: "observedAt", kind: .timestamp, isRequired: true, attribute: "time", doc: "When it happened or was seen, by the author's clock."),
            FieldDescription(number: 10, name: "recorded_at", jsonName: "recordedAt", kind: .timestamp, isRequired: true, attribute: "recordedtime", doc: "When the author entered it, by the author's clock."),
            FieldDescription(number: 11, name: "author", jsonName: "author", kind: .message, message: "Author", isRequired: true, attribute: "author", doc: "Who says so."),
            FieldDescription(number: 12, name: "severity", jsonName: "severity", kind: .text, isRequired: true, vocabulary: "Severity", attribute: "severity", doc: "How bad it is: CAP's severity."),
            FieldDescription(number: 13, name: "urgency", jsonName: "urgency", kind: .text, isRequired: true, vocabulary: "Urgency", attribute: "urgency", doc: "How soon to act: CAP's urgency."),
            FieldDescription(number: 14, name: "certainty", jsonName: "certainty", kind: .text, isRequired: true, vocabulary: "Certainty", attribute: "certainty", doc: "How sure the author is: CAP's certainty."),
            FieldDescription(number: 15, name: "tlp", jsonName: "tlp", kind: .text, isRequired: true, vocabulary: "TLP", attribute: "tlp", doc: "Who may see the event: the Traffic Light Protocol's marking."),
            FieldDescription(number: 16, name: "sensitivity", jsonName: "sensitivity", kind: .text, isRepeated: true, vocabulary: "Sensitivity", attribute: "sensitivity", doc: "What the event holds that some readers must not see."),
            FieldDescription(number: 17, name: "releasable_to", jsonName: "releasableTo", kind: .text, isRepeated: true, pattern: .agency, attribute: "releasableto", doc: "Agencies that may have the event beyond the author's own."),
            FieldDescription(number: 18, name: "record_class", jsonName: "recordClass", kind: .text, lengthMax: 64, attribute: "recordclass", doc: "The agency's retention and release class for the event, in its own words."),
            FieldDescription(number: 19, name: "text_releasable", jsonName: "textReleasable", kind: .bool, attribute: "textreleasable", doc: "The author says that narrative and free text may go to lower tiers with the rest."),
            FieldDescription(number: 20, name: "location", jsonName: "location", kind: .message, message: "GeoRef", isInData: true, doc: "Where it happened."),
            FieldDescription(number: 21, name: "narrative", jsonName: "narrative", kind: .text, lengthMax: 8000, isInData: true, doc: "What happened, in words."),
            FieldDescription(number: 22, name: "clock", jsonName: "clock", kind: .message, message: "ClockQuality", attribute: "clock", doc: "How well the author's clock kept time."),
            FieldDescription(number: 23, name: "amends", jsonName: "amends", kind: .id, attribute: "amends", doc: "The event that this one corrects, retracts, redacts or erases."),
            FieldDescription(number: 24, name: "related", jsonName: "related", kind: .id, isRepeated: true, attribute: "related", doc: "Other events that this one answers or belongs with."),
            FieldDescription(number: 25, name: "traceparent", jsonName: "traceparent", kind: .text, pattern: .traceparent, attribute: "traceparent", doc: "The W3C trace context of the request that brought the event."),
            FieldDescription(number: 26, name: "extra_json", jsonName: "extraJson", kind: .json, doc: "JSON members that this schema does not know, as one JSON object in the shape of the CloudEvents document."),
        ]
    )

    private static let author = MessageDescription(
        name: "Author",
        doc: "A person who says or decides something, without a name.",
        fields: [
            FieldDescription(number: 1, name: "id", jsonName: "id", kind: .text, isRequired: true, lengthMax: 128, doc: "The account, or a word such as court for who has none."),
            FieldDescription(number: 2, name: "role", jsonName: "role", kind: .text, isRequired: true, vocabulary: "Role", doc: "What the person does at the incident."),
            FieldDescription(number: 3, name: "agency", jsonName: "agency", kind: .text, pattern: .agency, doc: "The person's agency, where it is not the event's."),
            FieldDescription(number: 4, name: "on_behalf_of", jsonName: "onBehalfOf", kind: .text, lengthMax: 128, doc: "Whom the person writes for, as a scribe for the commander: an account or a role."),
        ]
    )

    private static let clockQuality = MessageDescription(
        name: "ClockQuality",
        doc: "How well an author's clock kept time.",
        fields: [
            FieldDescription(number: 1, name: "sync", jsonName: "sync", kind: .text, vocabulary: "ClockSync", doc: "What the clock is kept right by."),
            FieldDescription(number: 2, name: "offset_ms", jsonName: "offsetMs", kind: .int32, doc: "The clock minus true time as last measured, in milliseconds."),
            FieldDescription(number: 3, name: "uncertainty_ms", jsonName: "uncertaintyMs", kind: .uint32, doc: "How wrong that measurement may be either way, in milliseconds."),
        ]
    )

    private static let geoPoint = MessageDescription(
        name: "GeoPoint",
        doc: "A corner of an area, WGS 84.",
        fields: [
            FieldDescription(number: 1, name: "longitude", jsonName: "longitude", kind: .double, isRequired: true, minimum: -180, maximum: 180, doc: "Degrees east."),
            FieldDescription(number: 2, name: "latitude", jsonName: "latitude", kind: .double, isRequired: true, minimum: -90, maximum: 90, doc: "Degrees north."),
        ]
    )

    private static let geoRef = MessageDescription(
        name: "GeoRef",
        doc: "A place: a label, a point or an area, WGS 84 unless the datum says otherwise.",
        fields: [
            FieldDescription(number: 1, name: "label", jsonName: "label", kind: .text, lengthMax: 128, doc: "The name that radios use, such as LOC-T or the command post's."),
            FieldDescription(number: 2, name: "longitude", jsonName: "longitude", kind: .double, minimum: -180, maximum: 180, doc: "Degrees east."),
            FieldDescription(number: 3, name: "latitude", jsonName: "latitude", kind: .double, minimum: -90, maximum: 90, doc: "Degrees north."),
            FieldDescription(number: 4, name: "altitude", jsonName: "altitude", kind: .double, minimum: -12000, maximum: 100000, doc: "Metres above the ellipsoid."),
            FieldDescription(number: 5, name: "ce", jsonName: "ce", kind: .double, minimum: 0, maximum: 10000000, doc: "Circular error in metres: how far the true point may lie from this one."),
            FieldDescription(number: 6, name: "le", jsonName: "le", kind: .double, minimum: 0, maximum: 10000000, doc: "Linear error in metres: how wrong the altitude may be."),
            FieldDescription(number: 7, name: "area", jsonName: "area", kind: .message, message: "GeoPoint", isRepeated: true, doc: "The corners of an area in order, the first not repeated."),
            FieldDescription(number: 8, name: "datum", jsonName: "datum", kind: .text, lengthMax: 32, doc: "The geodetic datum, WGS84 when absent."),
            FieldDescription(number: 9, name: "side", jsonName: "side", kind: .text, vocabulary: "BuildingSide", doc: "The side of the building."),
            FieldDescription(number: 10, name: "source", jsonName: "source", kind: .text, lengthMax: 64, doc: "How the position was come by, such as HUMOBS for seen by a person."),
            FieldDescription(number: 11, name: "precision_limit", jsonName: "precisionLimit", kind: .uint32, maximum: 9, doc: "How many decimals of a degree may be shown."),
        ]
    )

    private static let personRef = MessageDescription(
        name: "PersonRef",
        doc: "A person as an incident knows them, without a name.",
        fields: [
            FieldDescription(number: 1, name: "ref", jsonName: "ref", kind: .text, isRequired: true, lengthMax: 32, doc: "The incident's own short name for the person, such as S1 or H2."),
            FieldDescription(number: 2, name: "role", jsonName: "role", kind: .text, vocabulary: "PersonRole", doc: "What the person is to the incident."),
            FieldDescription(number: 3, name: "age_group", jsonName: "ageGroup", kind: .text, vocabulary: "AgeGroup", doc: "How old the person is, as far as it may be told."),
        ]
    )

    private static let resourceRef = MessageDescription(
        name: "ResourceRef",
        doc: "A unit, team or item.",
        fields: [
            FieldDescription(number: 1, name: "id", jsonName: "id", kind: .text, isRequired: true, lengthMax: 64, doc: "Its call sign or number, such as 412."),
            FieldDescription(number: 2, name: "kind", jsonName: "kind", kind: .text, vocabulary: "ResourceKind", doc: "What it is."),
            FieldDescription(number: 3, name: "quantity", jsonName: "quantity", kind: .uint32, minimum: 1, maximum: 100000, doc: "How many of them."),
            FieldDescription(number: 4, name: "personnel", jsonName: "personnel", kind: .uint32, maximum: 100000, doc: "How many people are in it."),
            FieldDescription(number: 5, name: "agency", jsonName: "agency", kind: .text, pattern: .agency, doc: "Whose it is, where it is not the event's agency's."),
        ]
    )

    private static let resourceNeed = MessageDescription(
        name: "ResourceNeed",
        doc: "One line of a request for resources.",
        fields: [
            FieldDescription(number: 1, name: "kind", jsonName: "kind", kind: .text, isRequired: true, vocabulary: "ResourceKind", doc: "What is asked for."),
            FieldDescription(number: 2, name: "quantity", jsonName: "quantity", kind: .uint32, isRequired: true, minimum: 1, maximum: 100000, doc: "How many."),
            FieldDescription(number: 3, name: "nims_type", jsonName: "nimsType", kind: .uint32, minimum: 1, maximum: 4, doc: "The NIMS resource type, 1 the most capable."),
        ]
    )

    private static let outcomeCounts = MessageDescription(
        name: "OutcomeCounts",
        doc: "What an incident has cost and brought so far; zero is said, not left out.",
        fields: [
            FieldDescription(number: 1, name: "hostages_held", jsonName: "hostagesHeld", kind: .uint32, doc: "Hostages still held."),
            FieldDescription(number: 2, name: "hostages_released", jsonName: "hostagesReleased", kind: .uint32, doc: "Hostages released, escaped or rescued."),
            FieldDescription(number: 3, name: "injuries", jsonName: "injuries", kind: .uint32, doc: "People hurt, deaths left out."),
            FieldDescription(number: 4, name: "injuries_serious", jsonName: "injuriesSerious", kind: .uint32, doc: "Of the injured, those hurt seriously or critically."),
            FieldDescription(number: 5, name: "deaths", jsonName: "deaths", kind: .uint32, doc: "People who died."),
            FieldDescription(number: 6, name: "officers_hurt", jsonName: "officersHurt", kind: .uint32, doc: "Officers hurt or dead."),
            FieldDescription(number: 7, name: "animals_hurt", jsonName: "animalsHurt", kind: .uint32, doc: "Animals hurt or dead."),
            FieldDescription(number: 8, name: "subject_rounds", jsonName: "subjectRounds", kind: .uint32, doc: "Rounds fired by subjects."),
            FieldDescription(number: 9, name: "officer_rounds", jsonName: "officerRounds", kind: .uint32, doc: "Rounds fired by officers."),
            FieldDescription(number: 10, name: "force_applications", jsonName: "forceApplications", kind: .uint32, doc: "Reportable uses of force."),
            FieldDescription(number: 11, name: "less_lethal_rounds", jsonName: "lessLethalRounds", kind: .uint32, doc: "Less-lethal rounds."),
            FieldDescription(number: 12, name: "chemical_canisters", jsonName: "chemicalCanisters", kind: .uint32, doc: "Canisters of chemical agent."),
            FieldDescription(number: 13, name: "persons_evacuated", jsonName: "personsEvacuated", kind: .uint32, doc: "People brought out of harm's way."),
            FieldDescription(number: 14, name: "arrests", jsonName: "arrests", kind: .uint32, doc: "People arrested."),
        ]
    )

    private static let fieldChange = MessageDescription(
        name: "FieldChange",
        doc: "A new value for one field of an earlier event.",
        fields: [
            FieldDescription(number: 1, name: "pointer", jsonName: "pointer", kind: .text, isRequired: true, pattern: .pointer, doc: "The field in the earlier event's CloudEvents document, as a JSON pointer such as /data/count."),
            FieldDescription(number: 2, name: "value", jsonName: "value", kind: .json, doc: "The new value as JSON text; absent when the field goes away."),
        ]
    )

    private static let mediaRef = MessageDescription(
        name: "MediaRef",
        doc: "A recording, picture or document kept elsewhere.",
        fields: [
            FieldDescription(number: 1, name: "uri", jsonName: "uri", kind: .text, isRequired: true, lengthMax: 1024, doc: "Where it is kept."),
            FieldDescription(number: 2, name: "sha256", jsonName: "sha256", kind: .text, isRequired: true, pattern: .sha256, doc: "SHA-256 of its bytes, 64 hexadecimal digits."),
            FieldDescription(number: 3, name: "media_type", jsonName: "mediaType", kind: .text, lengthMax: 128, doc: "Its media type, such as image/jpeg."),
            FieldDescription(number: 4, name: "byte_count", jsonName: "byteCount", kind: .uint64, doc: "How long it is, in bytes."),
            FieldDescription(number: 5, name: "title", jsonName: "title", kind: .text, lengthMax: 256, doc: "What it shows."),
        ]
    )

    private static let incidentDeclared = MessageDescription(
        name: "IncidentDeclared",
        doc: "Opens the record of one incident; nothing else should precede it.",
        fields: [
            FieldDescription(number: 1, name: "incident_class", jsonName: "class", kind: .text, isRequired: true, vocabulary: "IncidentClass", doc: "What kind of incident it is."),
            FieldDescription(number: 2, name: "complexity", jsonName: "complexity", kind: .text, vocabulary: "Complexity", doc: "How much it asks for."),
            FieldDescription(number: 3, name: "cad_number", jsonName: "cadNumber", kind: .text, lengthMax: 64, doc: "The dispatch system's number."),
            FieldDescription(number: 4, name: "internal_code", jsonName: "internalCode", kind: .text, lengthMax: 64, doc: "What the agency calls such an incident, as Operation 100."),
            FieldDescription(number: 5, name: "call_received_at", jsonName: "callReceivedAt", kind: .timestamp, doc: "When the call came in."),
            FieldDescription(number: 6, name: "reopens", jsonName: "reopens", kind: .text, pattern: .incident, doc: "The closed incident that this one takes up again."),
            FieldDescription(number: 7, name: "persons", jsonName: "persons", kind: .message, message: "PersonRef", isRepeated: true, doc: "Persons known so far."),
            FieldDescription(number: 8, name: "weapon", jsonName: "weapon", kind: .text, vocabulary: "WeaponKind", doc: "The subject's weapon as the caller tells it."),
            FieldDescription(number: 9, name: "reason", jsonName: "reason", kind: .text, lengthMax: 256, doc: "Why a tactical team is called, in the agency's words."),
            FieldDescription(number: 10, name: "legal_authority", jsonName: "legalAuthority", kind: .text, vocabulary: "LegalAuthority", doc: "What law the activation rests on."),
            FieldDescription(number: 11, name: "district", jsonName: "district", kind: .text, lengthMax: 64, doc: "Postal code or beat, never an address."),
        ]
    )

    private static let incidentReclassified = MessageDescription(
        name: "IncidentReclassified",
        doc: "The kind or complexity of an incident changed.",
        fields: [
            FieldDescription(number: 1, name: "from_class", jsonName: "fromClass", kind: .text, isRequired: true, vocabulary: "IncidentClass", doc: "The kind before."),
            FieldDescription(number: 2, name: "to_class", jsonName: "toClass", kind: .text, isRequired: true, vocabulary: "IncidentClass", doc: "The kind from now on."),
            FieldDescription(number: 3, name: "from_complexity", jsonName: "fromComplexity", kind: .text, vocabulary: "Complexity", doc: "The complexity before."),
            FieldDescription(number: 4, name: "to_complexity", jsonName: "toComplexity", kind: .text, vocabulary: "Complexity", doc: "The complexity from now on."),
            FieldDescription(number: 5, name: "basis", jsonName: "basis", kind: .text, lengthMax: 1000, doc: "What the change rests on."),
            FieldDescription(number: 6, name: "decided_by", jsonName: "decidedBy", kind: .message, message: "Author", doc: "Who decided it."),
        ]
    )

    private static let incidentPhaseChanged = MessageDescription(
        name: "IncidentPhaseChanged",
        doc: "Moves an incident through its phases.",
        fields: [
            FieldDescription(number: 1, name: "from", jsonName: "from", kind: .text, isRequired: true, vocabulary: "Phase", doc: "The phase before."),
            FieldDescription(number: 2, name: "to", jsonName: "to", kind: .text, isRequired: true, vocabulary: "Phase", doc: "The phase from now on."),
            FieldDescription(number: 3, name: "reason", jsonName: "reason", kind: .text, lengthMax: 1000, doc: "Why."),
        ]
    )

    private static let incidentClosed = MessageDescription(
        name: "IncidentClosed",
        doc: "Ends an incident with its outcome and what came of it.",
        fields: [
            FieldDescription(number: 1, name: "outcome", jsonName: "outcome", kind: .text, isRequired: true, vocabulary: "Outcome", doc: "How it ended."),
            FieldDescription(number: 2, name: "ended_at", jsonName: "endedAt", kind: .timestamp, isRequired: true, doc: "When it ended."),
            FieldDescription(number: 3, name: "disposition_code", jsonName: "dispositionCode", kind: .text, pattern: .disposition, doc: "APCO's disposition code, 01 to 45."),
            FieldDescription(number: 4, name: "summary", jsonName: "summary", kind: .message, message: "OutcomeCounts", doc: "What it cost and brought."),
            FieldDescription(number: 5, name: "unresolved", jsonName: "unresolved", kind: .id, isRepeated: true, doc: "Events that leave something open."),
            FieldDescription(number: 6, name: "legal_authority", jsonName: "legalAuthority", kind: .text, vocabulary: "LegalAuthority", doc: "What law the activation rested on."),
            FieldDescription(number: 7, name: "property_seized", jsonName: "propertySeized", kind: .bool, doc: "Property was seized."),
            FieldDescription(number: 8, name: "forced_entry", jsonName: "forcedEntry", kind: .bool, doc: "A door or wall was forced."),
            FieldDescription(number: 9, name: "weapon_discharged", jsonName: "weaponDischarged", kind: .bool, doc: "A firearm was discharged by anyone."),
            FieldDescription(number: 10, name: "mutual_aid", jsonName: "mutualAid", kind: .text, isRepeated: true, pattern: .agency, doc: "Agencies that helped."),
            FieldDescription(number: 11, name: "equipment", jsonName: "equipment", kind: .text, isRepeated: true, lengthMax: 128, doc: "Equipment used that must be reported."),
            FieldDescription(number: 12, name: "personnel_hours", jsonName: "personnelHours", kind: .double, minimum: 0, maximum: 1000000, doc: "Hours worked by all personnel together."),
            FieldDescription(number: 13, name: "complaints", jsonName: "complaints", kind: .uint32, doc: "Complaints received so far."),
        ]
    )

    private static let incidentLinked = MessageDescription(
        name: "IncidentLinked",
        doc: "Two incidents belong together.",
        fields: [
            FieldDescription(number: 1, name: "relation", jsonName: "relation", kind: .text, isRequired: true, vocabulary: "LinkRelation", doc: "How."),
            FieldDescription(number: 2, name: "incidents", jsonName: "incidents", kind: .text, isRepeated: true, isRequired: true, pattern: .incident, doc: "The other incidents."),
            FieldDescription(number: 3, name: "other_agency", jsonName: "otherAgency", kind: .text, pattern: .agency, doc: "The agency that has the other incidents, where it is not the event's."),
            FieldDescription(number: 4, name: "reason", jsonName: "reason", kind: .text, lengthMax: 1000, doc: "Why."),
        ]
    )

    private static let commandEstablished = MessageDescription(
        name: "CommandEstablished",
        doc: "Command post and incident commander are in place.",
        fields: [
            FieldDescription(number: 1, name: "commander", jsonName: "commander", kind: .message, message: "Author", isRequired: true, doc: "Who commands."),
            FieldDescription(number: 2, name: "structure", jsonName: "structure", kind: .text, vocabulary: "CommandStructure", doc: "How command is organised."),
            FieldDescription(number: 3, name: "talkgroups", jsonName: "talkgroups", kind: .text, isRepeated: true, lengthMax: 64, doc: "Radio talkgroups in use."),
            FieldDescription(number: 4, name: "staging", jsonName: "staging", kind: .message, message: "GeoRef", doc: "Where arriving units wait."),
        ]
    )

    private static let commandTransferred = MessageDescription(
        name: "CommandTransferred",
        doc: "Command passes from one person or role to another.",
        fields: [
            FieldDescription(number: 1, name: "from", jsonName: "from", kind: .message, message: "Author", isRequired: true, doc: "Who commanded."),
            FieldDescription(number: 2, name: "to", jsonName: "to", kind: .message, message: "Author", isRequired: true, doc: "Who commands from now on."),
            FieldDescription(number: 3, name: "briefing", jsonName: "briefing", kind: .id, doc: "The event that records the briefing (ICS-201)."),
            FieldDescription(number: 4, name: "briefed", jsonName: "briefed", kind: .bool, doc: "The briefing was given."),
        ]
    )

    private static let decisionRecorded = MessageDescription(
        name: "DecisionRecorded",
        doc: "A command decision with its authority and reason; also plans approved but not carried out, and warrants.",
        fields: [
            FieldDescription(number: 1, name: "decision", jsonName: "decision", kind: .text, isRequired: true, lengthMax: 4000, doc: "What was decided."),
            FieldDescription(number: 2, name: "kind", jsonName: "kind", kind: .text, isRequired: true, vocabulary: "DecisionKind", doc: "What it is about."),
            FieldDescription(number: 3, name: "authority", jsonName: "authority", kind: .message, message: "Author", isRequired: true, doc: "On whose authority."),
            FieldDescription(number: 4, name: "conditions", jsonName: "conditions", kind: .text, isRepeated: true, lengthMax: 1000, doc: "What must hold before it is carried out."),
            FieldDescription(number: 5, name: "rationale", jsonName: "rationale", kind: .text, lengthMax: 4000, doc: "Why."),
            FieldDescription(number: 6, name: "expires_at", jsonName: "expiresAt", kind: .timestamp, doc: "When it lapses."),
            FieldDescription(number: 7, name: "reference", jsonName: "reference", kind: .text, lengthMax: 128, doc: "A number elsewhere, such as a warrant's."),
            FieldDescription(number: 8, name: "executed", jsonName: "executed", kind: .bool, doc: "It has been carried out."),
        ]
    )

    private static let resourceRequested = MessageDescription(
        name: "ResourceRequested",
        doc: "Asks for units, teams or items.",
        fields: [
            FieldDescription(number: 1, name: "needs", jsonName: "needs", kind: .message, message: "ResourceNeed", isRepeated: true, isRequired: true, doc: "What is asked for, one line for each kind."),
            FieldDescription(number: 2, name: "needed_by", jsonName: "neededBy", kind: .timestamp, doc: "When it is needed."),
            FieldDescription(number: 3, name: "deliver_to", jsonName: "deliverTo", kind: .message, message: "GeoRef", doc: "Where it is needed."),
            FieldDescription(number: 4, name: "mutual_aid", jsonName: "mutualAid", kind: .bool, doc: "It is asked of another agency."),
        ]
    )

    private static let resourceStatusChanged = MessageDescription(
        name: "ResourceStatusChanged",
        doc: "Units or teams changed state.",
        fields: [
            FieldDescription(number: 1, name: "resources", jsonName: "resources", kind: .message, message: "ResourceRef", isRepeated: true, isRequired: true, doc: "Which."),
            FieldDescription(number: 2, name: "status", jsonName: "status", kind: .text, isRequired: true, vocabulary: "UnitStatus", doc: "What they do now."),
            FieldDescription(number: 3, name: "answers", jsonName: "answers", kind: .id, doc: "The request that they answer."),
            FieldDescription(number: 4, name: "facility", jsonName: "facility", kind: .text, lengthMax: 128, doc: "The hospital, when they transport or have arrived there."),
        ]
    )

    private static let personnelRelieved = MessageDescription(
        name: "PersonnelRelieved",
        doc: "A post was relieved, which starts its clock anew.",
        fields: [
            FieldDescription(number: 1, name: "post", jsonName: "post", kind: .text, isRequired: true, lengthMax: 128, doc: "Which post, such as primaryNegotiator or inner perimeter."),
            FieldDescription(number: 2, name: "relieved", jsonName: "relieved", kind: .message, message: "ResourceRef", doc: "Who goes."),
            FieldDescription(number: 3, name: "relief", jsonName: "relief", kind: .message, message: "ResourceRef", doc: "Who comes."),
            FieldDescription(number: 4, name: "time_on_post_seconds", jsonName: "timeOnPostSeconds", kind: .uint32, doc: "How long the post was held, in seconds."),
            FieldDescription(number: 5, name: "personnel", jsonName: "personnel", kind: .uint32, maximum: 100000, doc: "How many people were relieved."),
        ]
    )

    private static let perimeterChanged = MessageDescription(
        name: "PerimeterChanged",
        doc: "A perimeter ring was planned, set, moved or released.",
        fields: [
            FieldDescription(number: 1, name: "ring", jsonName: "ring", kind: .text, isRequired: true, vocabulary: "PerimeterRing", doc: "Which ring."),
            FieldDescription(number: 2, name: "state", jsonName: "state", kind: .text, isRequired: true, vocabulary: "PerimeterState", doc: "How far it has come."),
            FieldDescription(number: 3, name: "posts", jsonName: "posts", kind: .uint32, maximum: 10000, doc: "How many posts hold it."),
            FieldDescription(number: 4, name: "sides_covered", jsonName: "sidesCovered", kind: .uint32, maximum: 4, doc: "How many of four sides are covered."),
            FieldDescription(number: 5, name: "sides", jsonName: "sides", kind: .text, isRepeated: true, vocabulary: "BuildingSide", doc: "The side that changed."),
        ]
    )

    private static let perimeterBreached = MessageDescription(
        name: "PerimeterBreached",
        doc: "Someone crossed a ring without leave.",
        fields: [
            FieldDescription(number: 1, name: "ring", jsonName: "ring", kind: .text, isRequired: true, vocabulary: "PerimeterRing", doc: "Which ring."),
            FieldDescription(number: 2, name: "direction", jsonName: "direction", kind: .text, isRequired: true, vocabulary: "Direction", doc: "Which way."),
            FieldDescription(number: 3, name: "party", jsonName: "party", kind: .text, isRequired: true, vocabulary: "PartyKind", doc: "Who."),
            FieldDescription(number: 4, name: "resolved", jsonName: "resolved", kind: .bool, doc: "The breach is over."),
        ]
    )

    private static let protectiveActionChanged = MessageDescription(
        name: "ProtectiveActionChanged",
        doc: "Evacuation, shelter, avoidance or all-clear was ordered, goes on, is complete or lifted.",
        fields: [
            FieldDescription(number: 1, name: "action", jsonName: "action", kind: .text, isRequired: true, vocabulary: "ProtectiveAction", doc: "What the public is told to do."),
            FieldDescription(number: 2, name: "state", jsonName: "state", kind: .text, isRequired: true, vocabulary: "ProtectiveActionState", doc: "How far it has come."),
            FieldDescription(number: 3, name: "structures_total", jsonName: "structuresTotal", kind: .uint32, doc: "Dwellings or premises concerned."),
            FieldDescription(number: 4, name: "structures_done", jsonName: "structuresDone", kind: .uint32, doc: "Of those, the ones done."),
            FieldDescription(number: 5, name: "persons", jsonName: "persons", kind: .uint32, doc: "People moved or reached so far."),
            FieldDescription(number: 6, name: "assembly", jsonName: "assembly", kind: .message, message: "GeoRef", doc: "Where they gather."),
            FieldDescription(number: 7, name: "refusals", jsonName: "refusals", kind: .uint32, doc: "How many refused."),
        ]
    )

    private static let publicInformationReleased = MessageDescription(
        name: "PublicInformationReleased",
        doc: "A statement or alert went to the public or the press.",
        fields: [
            FieldDescription(number: 1, name: "channels", jsonName: "channels", kind: .text, isRepeated: true, isRequired: true, vocabulary: "PublicChannel", doc: "How it went out."),
            FieldDescription(number: 2, name: "text", jsonName: "text", kind: .text, isRequired: true, lengthMax: 4000, doc: "What it said."),
            FieldDescription(number: 3, name: "cap_identifier", jsonName: "capIdentifier", kind: .text, lengthMax: 256, doc: "The CAP message's identifier."),
            FieldDescription(number: 4, name: "cap_message_type", jsonName: "capMessageType", kind: .text, vocabulary: "CapMessageType", doc: "What the CAP message is to the ones before it."),
            FieldDescription(number: 5, name: "action", jsonName: "action", kind: .text, vocabulary: "ProtectiveAction", doc: "What the public is told to do."),
            FieldDescription(number: 6, name: "released_by", jsonName: "releasedBy", kind: .message, message: "Author", doc: "Who released it."),
            FieldDescription(number: 7, name: "languages", jsonName: "languages", kind: .text, isRepeated: true, pattern: .language, doc: "The languages it went out in (BCP 47)."),
        ]
    )

    private static let subjectObserved = MessageDescription(
        name: "SubjectObserved",
        doc: "A sighting or report of the subject: place, behaviour, weapon.",
        fields: [
            FieldDescription(number: 1, name: "subject", jsonName: "subject", kind: .message, message: "PersonRef", isRequired: true, doc: "Who was seen."),
            FieldDescription(number: 2, name: "observation", jsonName: "observation", kind: .text, isRequired: true, lengthMax: 4000, doc: "What was seen."),
            FieldDescription(number: 3, name: "weapon", jsonName: "weapon", kind: .text, vocabulary: "WeaponKind", doc: "What weapon."),
            FieldDescription(number: 4, name: "weapon_change", jsonName: "weaponChange", kind: .text, vocabulary: "WeaponChange", doc: "What this changes about what is known of the weapon."),
            FieldDescription(number: 5, name: "behaviour", jsonName: "behaviour", kind: .text, vocabulary: "Behaviour", doc: "How the subject acts."),
            FieldDescription(number: 6, name: "access_to_hostages", jsonName: "accessToHostages", kind: .bool, doc: "The subject can reach hostages."),
            FieldDescription(number: 7, name: "others", jsonName: "others", kind: .message, message: "PersonRef", isRepeated: true, doc: "Others who were seen."),
            FieldDescription(number: 8, name: "others_condition", jsonName: "othersCondition", kind: .text, vocabulary: "Condition", doc: "How those are."),
        ]
    )

    private static let threatAssessed = MessageDescription(
        name: "ThreatAssessed",
        doc: "A stated threat level, up or down.",
        fields: [
            FieldDescription(number: 1, name: "level", jsonName: "level", kind: .text, isRequired: true, vocabulary: "ThreatLevel", doc: "How dangerous it is now."),
            FieldDescription(number: 2, name: "previous", jsonName: "previous", kind: .text, vocabulary: "ThreatLevel", doc: "How dangerous it was held to be before."),
            FieldDescription(number: 3, name: "trend", jsonName: "trend", kind: .text, vocabulary: "ThreatTrend", doc: "Where it is going."),
            FieldDescription(number: 4, name: "basis", jsonName: "basis", kind: .id, isRepeated: true, doc: "The events that the assessment rests on."),
            FieldDescription(number: 5, name: "weapon", jsonName: "weapon", kind: .text, vocabulary: "WeaponKind", doc: "The subject's weapon."),
            FieldDescription(number: 6, name: "access_to_hostages", jsonName: "accessToHostages", kind: .bool, doc: "The subject can reach hostages."),
        ]
    )

    private static let hostageReported = MessageDescription(
        name: "HostageReported",
        doc: "Hostages known or believed to be held, as a running count.",
        fields: [
            FieldDescription(number: 1, name: "count", jsonName: "count", kind: .uint32, isRequired: true, maximum: 100000, doc: "How many are held."),
            FieldDescription(number: 2, name: "persons", jsonName: "persons", kind: .message, message: "PersonRef", isRepeated: true, doc: "Who they are."),
            FieldDescription(number: 3, name: "juveniles", jsonName: "juveniles", kind: .uint32, maximum: 100000, doc: "Of those, how many are juveniles."),
            FieldDescription(number: 4, name: "condition", jsonName: "condition", kind: .text, vocabulary: "Condition", doc: "How they are."),
            FieldDescription(number: 5, name: "reported_by", jsonName: "reportedBy", kind: .text, lengthMax: 128, doc: "Who says so, such as the caller."),
        ]
    )

    private static let hostageReleased = MessageDescription(
        name: "HostageReleased",
        doc: "Hostages left the subject's control.",
        fields: [
            FieldDescription(number: 1, name: "count", jsonName: "count", kind: .uint32, isRequired: true, minimum: 1, maximum: 100000, doc: "How many."),
            FieldDescription(number: 2, name: "manner", jsonName: "manner", kind: .text, isRequired: true, vocabulary: "ReleaseManner", doc: "How they came free."),
            FieldDescription(number: 3, name: "persons", jsonName: "persons", kind: .message, message: "PersonRef", isRepeated: true, doc: "Who they are."),
            FieldDescription(number: 4, name: "condition", jsonName: "condition", kind: .text, vocabulary: "Condition", doc: "How they are."),
            FieldDescription(number: 5, name: "exchange", jsonName: "exchange", kind: .id, doc: "The delivery or decision that they were released for."),
            FieldDescription(number: 6, name: "handed_to", jsonName: "handedTo", kind: .text, lengthMax: 128, doc: "Who took care of them."),
        ]
    )

    private static let injuryReported = MessageDescription(
        name: "InjuryReported",
        doc: "A person was hurt or died.",
        fields: [
            FieldDescription(number: 1, name: "role", jsonName: "role", kind: .text, isRequired: true, vocabulary: "PersonRole", doc: "What the person is to the incident."),
            FieldDescription(number: 2, name: "severity", jsonName: "severity", kind: .text, isRequired: true, vocabulary: "InjurySeverity", doc: "How badly."),
            FieldDescription(number: 3, name: "cause", jsonName: "cause", kind: .text, isRequired: true, vocabulary: "HarmCause", doc: "By what."),
            FieldDescription(number: 4, name: "person", jsonName: "person", kind: .message, message: "PersonRef", doc: "Who."),
            FieldDescription(number: 5, name: "treatment", jsonName: "treatment", kind: .text, vocabulary: "Treatment", doc: "What care they had."),
            FieldDescription(number: 6, name: "facility", jsonName: "facility", kind: .text, lengthMax: 128, doc: "The hospital."),
            FieldDescription(number: 7, name: "linked_force", jsonName: "linkedForce", kind: .id, doc: "The use of force that caused it."),
            FieldDescription(number: 8, name: "before_police_arrival", jsonName: "beforePoliceArrival", kind: .bool, doc: "It happened before police arrived."),
            FieldDescription(number: 9, name: "count", jsonName: "count", kind: .uint32, minimum: 1, maximum: 100000, doc: "How many were hurt alike, one when absent."),
        ]
    )

    private static let shotsFired = MessageDescription(
        name: "ShotsFired",
        doc: "Gunfire was seen, heard or reported.",
        fields: [
            FieldDescription(number: 1, name: "by", jsonName: "by", kind: .text, isRequired: true, vocabulary: "Shooter", doc: "Who fired."),
            FieldDescription(number: 2, name: "rounds", jsonName: "rounds", kind: .uint32, maximum: 100000, doc: "How many rounds."),
            FieldDescription(number: 3, name: "direction", jsonName: "direction", kind: .text, lengthMax: 256, doc: "Which way, in words."),
            FieldDescription(number: 4, name: "weapon", jsonName: "weapon", kind: .text, vocabulary: "WeaponKind", doc: "With what."),
            FieldDescription(number: 5, name: "hits", jsonName: "hits", kind: .bool, doc: "Someone was hit."),
        ]
    )

    private static let contactAttempted = MessageDescription(
        name: "ContactAttempted",
        doc: "An attempt to reach the subject brought no talk both ways.",
        fields: [
            FieldDescription(number: 1, name: "channel", jsonName: "channel", kind: .text, isRequired: true, vocabulary: "NegotiationChannel", doc: "How it was tried."),
            FieldDescription(number: 2, name: "result", jsonName: "result", kind: .text, isRequired: true, vocabulary: "AttemptResult", doc: "What came of it."),
            FieldDescription(number: 3, name: "by", jsonName: "by", kind: .message, message: "Author", doc: "Who tried."),
            FieldDescription(number: 4, name: "attempt_number", jsonName: "attemptNumber", kind: .uint32, minimum: 1, maximum: 100000, doc: "Which attempt this is, from 1."),
        ]
    )

    private static let contactEstablished = MessageDescription(
        name: "ContactEstablished",
        doc: "Talk both ways begins.",
        fields: [
            FieldDescription(number: 1, name: "channel", jsonName: "channel", kind: .text, isRequired: true, vocabulary: "NegotiationChannel", doc: "How they talk."),
            FieldDescription(number: 2, name: "party", jsonName: "party", kind: .message, message: "PersonRef", isRequired: true, doc: "With whom."),
            FieldDescription(number: 3, name: "by", jsonName: "by", kind: .message, message: "Author", doc: "Who talks for the police."),
            FieldDescription(number: 4, name: "recorded", jsonName: "recorded", kind: .bool, doc: "The line is recorded."),
            FieldDescription(number: 5, name: "language", jsonName: "language", kind: .text, pattern: .language, doc: "The language spoken (BCP 47)."),
            FieldDescription(number: 6, name: "third_party", jsonName: "thirdParty", kind: .bool, doc: "A relative or other third party is on the line."),
        ]
    )

    private static let contactLost = MessageDescription(
        name: "ContactLost",
        doc: "Talk both ways ended or broke off.",
        fields: [
            FieldDescription(number: 1, name: "reason", jsonName: "reason", kind: .text, isRequired: true, vocabulary: "LostReason", doc: "Why."),
            FieldDescription(number: 2, name: "talk_time_seconds", jsonName: "talkTimeSeconds", kind: .uint32, doc: "How long they talked, in seconds."),
            FieldDescription(number: 3, name: "expected_return", jsonName: "expectedReturn", kind: .timestamp, doc: "When the subject is expected back."),
            FieldDescription(number: 4, name: "channel", jsonName: "channel", kind: .text, vocabulary: "NegotiationChannel", doc: "How they had talked."),
        ]
    )

    private static let demandMade = MessageDescription(
        name: "DemandMade",
        doc: "The subject asks for something.",
        fields: [
            FieldDescription(number: 1, name: "demand_id", jsonName: "demandId", kind: .text, isRequired: true, lengthMax: 32, doc: "The incident's own short name for the demand, such as D1."),
            FieldDescription(number: 2, name: "text", jsonName: "text", kind: .text, isRequired: true, lengthMax: 4000, doc: "What is asked for."),
            FieldDescription(number: 3, name: "for_person", jsonName: "for", kind: .message, message: "PersonRef", doc: "For whom."),
            FieldDescription(number: 4, name: "substantive", jsonName: "substantive", kind: .bool, doc: "It bears on the outcome, rather than on comfort."),
            FieldDescription(number: 5, name: "status", jsonName: "status", kind: .text, vocabulary: "DemandStatus", doc: "What became of it."),
        ]
    )

    private static let deadlineSet = MessageDescription(
        name: "DeadlineSet",
        doc: "A time limit was set by the subject, or by command.",
        fields: [
            FieldDescription(number: 1, name: "deadline_id", jsonName: "deadlineId", kind: .text, isRequired: true, lengthMax: 32, doc: "The incident's own short name for the deadline, such as DL1."),
            FieldDescription(number: 2, name: "due", jsonName: "due", kind: .timestamp, isRequired: true, doc: "When it runs out."),
            FieldDescription(number: 3, name: "by", jsonName: "by", kind: .text, isRequired: true, vocabulary: "DeadlineSetter", doc: "Who set it."),
            FieldDescription(number: 4, name: "nature", jsonName: "nature", kind: .text, vocabulary: "DeadlineNature", doc: "What passing it means; threat when absent."),
            FieldDescription(number: 5, name: "demand_id", jsonName: "demandId", kind: .text, lengthMax: 32, doc: "The demand that it belongs to."),
            FieldDescription(number: 6, name: "consequence", jsonName: "consequence", kind: .text, lengthMax: 1000, doc: "What was said would follow."),
        ]
    )

    private static let deadlineResolved = MessageDescription(
        name: "DeadlineResolved",
        doc: "What happened at a deadline.",
        fields: [
            FieldDescription(number: 1, name: "deadline_id", jsonName: "deadlineId", kind: .text, isRequired: true, lengthMax: 32, doc: "Which deadline."),
            FieldDescription(number: 2, name: "resolution", jsonName: "resolution", kind: .text, isRequired: true, vocabulary: "DeadlineResolution", doc: "What happened."),
            FieldDescription(number: 3, name: "new_due", jsonName: "newDue", kind: .timestamp, doc: "When it runs out now, if extended."),
        ]
    )

    private static let progressAssessed = MessageDescription(
        name: "ProgressAssessed",
        doc: "The negotiators' position paper: status, assessment, recommendation.",
        fields: [
            FieldDescription(number: 1, name: "trend", jsonName: "trend", kind: .text, isRequired: true, vocabulary: "RiskTrend", doc: "Where the risk is going."),
            FieldDescription(number: 2, name: "assessment", jsonName: "assessment", kind: .text, isRequired: true, lengthMax: 4000, doc: "How the negotiators see it."),
            FieldDescription(number: 3, name: "status", jsonName: "status", kind: .text, lengthMax: 4000, doc: "How things stand."),
            FieldDescription(number: 4, name: "recommendation", jsonName: "recommendation", kind: .text, lengthMax: 4000, doc: "What the negotiators advise."),
            FieldDescription(number: 5, name: "contacts", jsonName: "contacts", kind: .uint32, maximum: 100000, doc: "How many contacts there were so far."),
            FieldDescription(number: 6, name: "indicators", jsonName: "indicators", kind: .text, isRepeated: true, vocabulary: "ProgressIndicator", doc: "Signs of progress seen."),
            FieldDescription(number: 7, name: "number", jsonName: "number", kind: .uint32, minimum: 1, maximum: 100000, doc: "Which position paper this is, from 1."),
        ]
    )

    private static let deliveryMade = MessageDescription(
        name: "DeliveryMade",
        doc: "Something was passed in or out.",
        fields: [
            FieldDescription(number: 1, name: "items", jsonName: "items", kind: .text, isRepeated: true, isRequired: true, vocabulary: "DeliveryItem", doc: "What."),
            FieldDescription(number: 2, name: "accepted", jsonName: "accepted", kind: .bool, isRequired: true, doc: "It was taken."),
            FieldDescription(number: 3, name: "by", jsonName: "by", kind: .text, vocabulary: "DeliveryMeans", doc: "Who or what carried it."),
            FieldDescription(number: 4, name: "exchange", jsonName: "exchange", kind: .id, doc: "The event that it was given in return for."),
            FieldDescription(number: 5, name: "exchange_for", jsonName: "exchangeFor", kind: .message, message: "PersonRef", doc: "The person whose release it is given for."),
            FieldDescription(number: 6, name: "direction", jsonName: "direction", kind: .text, vocabulary: "Direction", doc: "Which way; in when absent."),
        ]
    )

    private static let tacticalActionExecuted = MessageDescription(
        name: "TacticalActionExecuted",
        doc: "A movement or device of the tactical team that is not itself force on a person.",
        fields: [
            FieldDescription(number: 1, name: "kind", jsonName: "kind", kind: .text, isRequired: true, vocabulary: "TacticalKind", doc: "What was done."),
            FieldDescription(number: 2, name: "result", jsonName: "result", kind: .text, isRequired: true, vocabulary: "TacticalResult", doc: "How it went."),
            FieldDescription(number: 3, name: "authority", jsonName: "authority", kind: .id, doc: "The decision that it rests on."),
            FieldDescription(number: 4, name: "equipment", jsonName: "equipment", kind: .text, isRepeated: true, lengthMax: 128, doc: "Reportable equipment used."),
        ]
    )

    private static let lessLethalDeployed = MessageDescription(
        name: "LessLethalDeployed",
        doc: "A less-lethal tool was used on a person.",
        fields: [
            FieldDescription(number: 1, name: "tool", jsonName: "tool", kind: .text, isRequired: true, vocabulary: "LessLethalTool", doc: "With what."),
            FieldDescription(number: 2, name: "rounds", jsonName: "rounds", kind: .uint32, isRequired: true, maximum: 100000, doc: "How many rounds or uses."),
            FieldDescription(number: 3, name: "effect", jsonName: "effect", kind: .text, isRequired: true, vocabulary: "LessLethalEffect", doc: "Whether it worked."),
            FieldDescription(number: 4, name: "target", jsonName: "target", kind: .message, message: "PersonRef", doc: "On whom."),
            FieldDescription(number: 5, name: "authority", jsonName: "authority", kind: .id, doc: "The decision that it rests on."),
            FieldDescription(number: 6, name: "by", jsonName: "by", kind: .message, message: "ResourceRef", doc: "By whom."),
        ]
    )

    private static let chemicalAgentDeployed = MessageDescription(
        name: "ChemicalAgentDeployed",
        doc: "Gas or another chemical agent was put into a place.",
        fields: [
            FieldDescription(number: 1, name: "agent", jsonName: "agent", kind: .text, isRequired: true, vocabulary: "ChemicalAgent", doc: "What agent."),
            FieldDescription(number: 2, name: "canisters", jsonName: "canisters", kind: .uint32, isRequired: true, maximum: 100000, doc: "How many canisters."),
            FieldDescription(number: 3, name: "delivery", jsonName: "delivery", kind: .text, isRequired: true, vocabulary: "AgentDelivery", doc: "How it was put in."),
            FieldDescription(number: 4, name: "authority", jsonName: "authority", kind: .id, doc: "The decision that it rests on."),
            FieldDescription(number: 5, name: "warning_given", jsonName: "warningGiven", kind: .bool, doc: "A warning was given before."),
            FieldDescription(number: 6, name: "ventilated", jsonName: "ventilated", kind: .bool, doc: "The place has been aired."),
        ]
    )

    private static let forceUsed = MessageDescription(
        name: "ForceUsed",
        doc: "Force on a person that policy requires to be reported, deadly force included.",
        fields: [
            FieldDescription(number: 1, name: "kind", jsonName: "kind", kind: .text, isRequired: true, vocabulary: "ForceKind", doc: "What force."),
            FieldDescription(number: 2, name: "by", jsonName: "by", kind: .message, message: "ResourceRef", isRequired: true, doc: "By whom."),
            FieldDescription(number: 3, name: "on", jsonName: "on", kind: .message, message: "PersonRef", isRequired: true, doc: "On whom."),
            FieldDescription(number: 4, name: "rounds", jsonName: "rounds", kind: .uint32, maximum: 100000, doc: "Rounds fired, if any."),
            FieldDescription(number: 5, name: "result", jsonName: "result", kind: .text, vocabulary: "Condition", doc: "How the person is afterwards."),
            FieldDescription(number: 6, name: "supervisor_present", jsonName: "supervisorPresent", kind: .bool, doc: "A supervisor was there."),
            FieldDescription(number: 7, name: "report_number", jsonName: "reportNumber", kind: .text, lengthMax: 64, doc: "The use-of-force report's number."),
            FieldDescription(number: 8, name: "authority", jsonName: "authority", kind: .id, doc: "The decision that it rests on."),
        ]
    )

    private static let subjectSurrendered = MessageDescription(
        name: "SubjectSurrendered",
        doc: "The subject is giving up: all units hold.",
        fields: [
            FieldDescription(number: 1, name: "subject", jsonName: "subject", kind: .message, message: "PersonRef", isRequired: true, doc: "Who."),
            FieldDescription(number: 2, name: "exit", jsonName: "exit", kind: .message, message: "GeoRef", doc: "By which way out."),
            FieldDescription(number: 3, name: "weapon_status", jsonName: "weaponStatus", kind: .text, lengthMax: 256, doc: "Where the weapon is."),
            FieldDescription(number: 4, name: "plan", jsonName: "plan", kind: .id, doc: "The event that records the surrender plan."),
        ]
    )

    private static let subjectInCustody = MessageDescription(
        name: "SubjectInCustody",
        doc: "The subject is in custody, or otherwise accounted for.",
        fields: [
            FieldDescription(number: 1, name: "subject", jsonName: "subject", kind: .message, message: "PersonRef", isRequired: true, doc: "Who."),
            FieldDescription(number: 2, name: "force", jsonName: "force", kind: .text, isRequired: true, vocabulary: "CustodyForce", doc: "Whether force was used."),
            FieldDescription(number: 3, name: "force_events", jsonName: "forceEvents", kind: .id, isRepeated: true, doc: "The force.used events that tell how."),
            FieldDescription(number: 4, name: "medical", jsonName: "medical", kind: .bool, doc: "A medical check was done."),
            FieldDescription(number: 5, name: "talk_time_seconds", jsonName: "talkTimeSeconds", kind: .uint32, doc: "How long the last contact lasted, in seconds."),
        ]
    )

    private static let sceneCleared = MessageDescription(
        name: "SceneCleared",
        doc: "A structure or area was searched and is safe.",
        fields: [
            FieldDescription(number: 1, name: "area", jsonName: "area", kind: .text, isRequired: true, lengthMax: 256, doc: "What was searched."),
            FieldDescription(number: 2, name: "result", jsonName: "result", kind: .text, isRequired: true, vocabulary: "SearchResult", doc: "What the search came to."),
            FieldDescription(number: 3, name: "weapons", jsonName: "weapons", kind: .uint32, maximum: 100000, doc: "Weapons found."),
            FieldDescription(number: 4, name: "persons", jsonName: "persons", kind: .uint32, maximum: 100000, doc: "People found."),
            FieldDescription(number: 5, name: "hazards", jsonName: "hazards", kind: .text, isRepeated: true, lengthMax: 256, doc: "Dangers that remain."),
            FieldDescription(number: 6, name: "handed_to", jsonName: "handedTo", kind: .text, lengthMax: 128, doc: "Who has the scene now."),
        ]
    )

    private static let statusReported = MessageDescription(
        name: "StatusReported",
        doc: "A situation report for a period: counts and words.",
        fields: [
            FieldDescription(number: 1, name: "number", jsonName: "number", kind: .uint32, isRequired: true, minimum: 1, maximum: 100000, doc: "Which report this is, from 1."),
            FieldDescription(number: 2, name: "kind", jsonName: "kind", kind: .text, isRequired: true, vocabulary: "ReportKind", doc: "Initial, update or final."),
            FieldDescription(number: 3, name: "period_from", jsonName: "periodFrom", kind: .timestamp, doc: "When the period begins."),
            FieldDescription(number: 4, name: "period_to", jsonName: "periodTo", kind: .timestamp, doc: "When the period ends."),
            FieldDescription(number: 5, name: "counts", jsonName: "counts", kind: .message, message: "OutcomeCounts", doc: "What it has cost and brought so far."),
            FieldDescription(number: 6, name: "objectives", jsonName: "objectives", kind: .text, isRepeated: true, lengthMax: 1000, doc: "What command wants to reach."),
            FieldDescription(number: 7, name: "planned", jsonName: "planned", kind: .text, isRepeated: true, lengthMax: 1000, doc: "What comes next."),
            FieldDescription(number: 8, name: "phase", jsonName: "phase", kind: .text, vocabulary: "Phase", doc: "The phase."),
        ]
    )

    private static let logEntry = MessageDescription(
        name: "LogEntry",
        doc: "A notable activity that fits no other type.",
        fields: [
            FieldDescription(number: 1, name: "text", jsonName: "text", kind: .text, isRequired: true, lengthMax: 4000, doc: "What happened."),
            FieldDescription(number: 2, name: "tags", jsonName: "tags", kind: .text, isRepeated: true, lengthMax: 64, doc: "Words to find it by."),
            FieldDescription(number: 3, name: "attachments", jsonName: "attachments", kind: .message, message: "MediaRef", isRepeated: true, doc: "Recordings, pictures or documents."),
        ]
    )

    private static let recordCorrected = MessageDescription(
        name: "RecordCorrected",
        doc: "Replaces field values of an earlier event; that event stays.",
        fields: [
            FieldDescription(number: 1, name: "changes", jsonName: "changes", kind: .message, message: "FieldChange", isRepeated: true, isRequired: true, doc: "What changes."),
            FieldDescription(number: 2, name: "reason", jsonName: "reason", kind: .text, isRequired: true, lengthMax: 1000, doc: "Why."),
            FieldDescription(number: 3, name: "approved_by", jsonName: "approvedBy", kind: .message, message: "Author", doc: "Who approved it."),
            FieldDescription(number: 4, name: "supersedes_correction", jsonName: "supersedesCorrection", kind: .id, doc: "The earlier correction that this one replaces."),
        ]
    )

    private static let recordRetracted = MessageDescription(
        name: "RecordRetracted",
        doc: "States that an earlier event did not happen as recorded; that event stays, struck through.",
        fields: [
            FieldDescription(number: 1, name: "reason", jsonName: "reason", kind: .text, isRequired: true, vocabulary: "RetractionReason", doc: "Why."),
            FieldDescription(number: 2, name: "explanation", jsonName: "explanation", kind: .text, lengthMax: 4000, doc: "What is known now."),
            FieldDescription(number: 3, name: "approved_by", jsonName: "approvedBy", kind: .message, message: "Author", doc: "Who approved it."),
        ]
    )

    private static let recordRedacted = MessageDescription(
        name: "RecordRedacted",
        doc: "Withholds fields of an earlier event from views below a level; the original stays sealed.",
        fields: [
            FieldDescription(number: 1, name: "pointers", jsonName: "pointers", kind: .text, isRepeated: true, isRequired: true, pattern: .pointer, doc: "The fields, as JSON pointers into the earlier event's CloudEvents document."),
            FieldDescription(number: 2, name: "basis", jsonName: "basis", kind: .text, isRequired: true, vocabulary: "RedactionBasis", doc: "Whom or what it protects."),
            FieldDescription(number: 3, name: "visible_to", jsonName: "visibleTo", kind: .text, isRequired: true, vocabulary: "TLP", doc: "The marking from which the fields still show."),
            FieldDescription(number: 4, name: "statute", jsonName: "statute", kind: .text, lengthMax: 256, doc: "The law that asks for it."),
            FieldDescription(number: 5, name: "review_at", jsonName: "reviewAt", kind: .timestamp, doc: "When to look at it again."),
        ]
    )

    private static let externalRecord = MessageDescription(
        name: "ExternalRecord",
        doc: "A record of a foreign system, carried as it came.",
        fields: [
            FieldDescription(number: 1, name: "system", jsonName: "system", kind: .text, isRequired: true, lengthMax: 128, doc: "Which system."),
            FieldDescription(number: 2, name: "record_id", jsonName: "recordId", kind: .text, isRequired: true, lengthMax: 256, doc: "The record's name there."),
            FieldDescription(number: 3, name: "kind", jsonName: "kind", kind: .text, isRequired: true, lengthMax: 128, doc: "What that system calls such a record."),
            FieldDescription(number: 4, name: "body", jsonName: "body", kind: .text, lengthMax: 60000, doc: "The record as text."),
            FieldDescription(number: 5, name: "body_type", jsonName: "bodyType", kind: .text, lengthMax: 128, doc: "The body's media type; text/plain when absent."),
        ]
    )

    private static let recordErased = MessageDescription(
        name: "RecordErased",
        doc: "A payload was erased for good under the law; its proof stays valid.",
        fields: [
            FieldDescription(number: 1, name: "stream", jsonName: "stream", kind: .id, isRequired: true, doc: "The stream that held the record."),
            FieldDescription(number: 2, name: "sequence", jsonName: "sequence", kind: .uint64, isRequired: true, minimum: 1, doc: "The record's place there."),
            FieldDescription(number: 3, name: "authority", jsonName: "authority", kind: .message, message: "Author", isRequired: true, doc: "On whose authority."),
            FieldDescription(number: 4, name: "statute", jsonName: "statute", kind: .text, isRequired: true, lengthMax: 256, doc: "The law or order."),
            FieldDescription(number: 5, name: "reason", jsonName: "reason", kind: .text, lengthMax: 1000, doc: "Why."),
            FieldDescription(number: 6, name: "sha256", jsonName: "sha256", kind: .text, pattern: .sha256, doc: "SHA-256 of what was erased, 64 hexadecimal digits."),
        ]
    )

    private static let sourceHeartbeat = MessageDescription(
        name: "SourceHeartbeat",
        doc: "A source is alive, even when nothing happens.",
        fields: [
            FieldDescription(number: 1, name: "last_sequence", jsonName: "lastSequence", kind: .uint64, doc: "The sequence number of the last authored event, 0 before the first."),
            FieldDescription(number: 2, name: "clock_offset_ms", jsonName: "clockOffsetMs", kind: .int32, doc: "The clock minus the publisher's as last measured, in milliseconds."),
            FieldDescription(number: 3, name: "clock_sync", jsonName: "clockSync", kind: .text, vocabulary: "ClockSync", doc: "What the clock is kept right by."),
            FieldDescription(number: 4, name: "backlog", jsonName: "backlog", kind: .uint32, doc: "Events that wait to be published."),
            FieldDescription(number: 5, name: "version", jsonName: "version", kind: .text, lengthMax: 64, doc: "The software's version."),
            FieldDescription(number: 6, name: "signing_off", jsonName: "signingOff", kind: .bool, doc: "The source stops on purpose; its silence is no alarm."),
        ]
    )

    private static let alertRaised = MessageDescription(
        name: "AlertRaised",
        doc: "A rule fired.",
        fields: [
            FieldDescription(number: 1, name: "rule", jsonName: "rule", kind: .text, isRequired: true, lengthMax: 128, doc: "The rule's name."),
            FieldDescription(number: 2, name: "key", jsonName: "key", kind: .text, isRequired: true, lengthMax: 256, doc: "What tells this alert from another of the same rule."),
            FieldDescription(number: 3, name: "text", jsonName: "text", kind: .text, isRequired: true, lengthMax: 4000, doc: "What people read."),
            FieldDescription(number: 4, name: "causes", jsonName: "causes", kind: .id, isRepeated: true, doc: "The events that caused it."),
            FieldDescription(number: 5, name: "audience", jsonName: "audience", kind: .text, isRepeated: true, lengthMax: 128, doc: "Who is told."),
            FieldDescription(number: 6, name: "late", jsonName: "late", kind: .bool, doc: "The condition was over when it was noticed."),
            FieldDescription(number: 7, name: "acknowledgement_required", jsonName: "acknowledgementRequired", kind: .bool, doc: "Someone must acknowledge it."),
        ]
    )

    private static let alertDelivered = MessageDescription(
        name: "AlertDelivered",
        doc: "An alert reached a channel.",
        fields: [
            FieldDescription(number: 1, name: "alert", jsonName: "alert", kind: .id, isRequired: true, doc: "The alert.raised event."),
            FieldDescription(number: 2, name: "channel", jsonName: "channel", kind: .text, isRequired: true, lengthMax: 128, doc: "Which channel took it."),
            FieldDescription(number: 3, name: "recipient", jsonName: "recipient", kind: .text, lengthMax: 256, doc: "Whom it went to."),
            FieldDescription(number: 4, name: "attempts", jsonName: "attempts", kind: .uint32, minimum: 1, maximum: 1000000, doc: "How many attempts it took."),
            FieldDescription(number: 5, name: "latency_ms", jsonName: "latencyMs", kind: .uint32, doc: "From raised to taken, in milliseconds."),
        ]
    )

    private static let alertFailed = MessageDescription(
        name: "AlertFailed",
        doc: "An alert did not reach a channel.",
        fields: [
            FieldDescription(number: 1, name: "alert", jsonName: "alert", kind: .id, isRequired: true, doc: "The alert.raised event."),
            FieldDescription(number: 2, name: "channel", jsonName: "channel", kind: .text, isRequired: true, lengthMax: 128, doc: "Which channel failed."),
            FieldDescription(number: 3, name: "recipient", jsonName: "recipient", kind: .text, lengthMax: 256, doc: "Whom it was for."),
            FieldDescription(number: 4, name: "attempts", jsonName: "attempts", kind: .uint32, minimum: 1, maximum: 1000000, doc: "How many attempts were made."),
            FieldDescription(number: 5, name: "reason", jsonName: "reason", kind: .text, isRequired: true, lengthMax: 1000, doc: "What went wrong."),
            FieldDescription(number: 6, name: "gave_up", jsonName: "gaveUp", kind: .bool, doc: "No further attempt will be made."),
        ]
    )

    private static let alertAcknowledged = MessageDescription(
        name: "AlertAcknowledged",
        doc: "A person dealt with an alert.",
        fields: [
            FieldDescription(number: 1, name: "alert", jsonName: "alert", kind: .id, isRequired: true, doc: "The alert.raised event."),
            FieldDescription(number: 2, name: "by", jsonName: "by", kind: .message, message: "Author", isRequired: true, doc: "Who."),
            FieldDescription(number: 3, name: "action", jsonName: "action", kind: .text, isRequired: true, vocabulary: "AcknowledgementAction", doc: "What they did."),
            FieldDescription(number: 4, name: "until", jsonName: "until", kind: .timestamp, doc: "Until when, if snoozed."),
            FieldDescription(number: 5, name: "note", jsonName: "note", kind: .text, lengthMax: 1000, doc: "What they said."),
            FieldDescription(number: 6, name: "channel", jsonName: "channel", kind: .text, lengthMax: 128, doc: "By which channel the word came."),
        ]
    )

    private static let alertEscalated = MessageDescription(
        name: "AlertEscalated",
        doc: "An alert went on to the next audience.",
        fields: [
            FieldDescription(number: 1, name: "alert", jsonName: "alert", kind: .id, isRequired: true, doc: "The alert.raised event."),
            FieldDescription(number: 2, name: "audience", jsonName: "audience", kind: .text, isRepeated: true, isRequired: true, lengthMax: 128, doc: "Who is told now."),
            FieldDescription(number: 3, name: "step", jsonName: "step", kind: .uint32, minimum: 1, maximum: 1000, doc: "Which step of the escalation this is, from 1."),
            FieldDescription(number: 4, name: "reason", jsonName: "reason", kind: .text, lengthMax: 1000, doc: "Why."),
        ]
    )

    private static let alertSilenced = MessageDescription(
        name: "AlertSilenced",
        doc: "Alerts were silenced for a time, or a silence ended.",
        fields: [
            FieldDescription(number: 1, name: "silence", jsonName: "silence", kind: .text, isRequired: true, lengthMax: 128, doc: "The silence's own name."),
            FieldDescription(number: 2, name: "by", jsonName: "by", kind: .message, message: "Author", isRequired: true, doc: "Who silenced them."),
            FieldDescription(number: 3, name: "until", jsonName: "until", kind: .timestamp, doc: "Until when; absent when the silence ends now."),
            FieldDescription(number: 4, name: "rule", jsonName: "rule", kind: .text, lengthMax: 128, doc: "Which rule; all when absent."),
            FieldDescription(number: 5, name: "alert", jsonName: "alert", kind: .id, doc: "Which one alert.raised event; all when absent."),
            FieldDescription(number: 6, name: "reason", jsonName: "reason", kind: .text, isRequired: true, lengthMax: 1000, doc: "Why."),
            FieldDescription(number: 7, name: "ended", jsonName: "ended", kind: .bool, doc: "The silence ends."),
        ]
    )

    private static let alertResolved = MessageDescription(
        name: "AlertResolved",
        doc: "What an alert told of is over.",
        fields: [
            FieldDescription(number: 1, name: "alert", jsonName: "alert", kind: .id, isRequired: true, doc: "The alert.raised event."),
            FieldDescription(number: 2, name: "cause", jsonName: "cause", kind: .id, doc: "The event that ended it."),
            FieldDescription(number: 3, name: "reason", jsonName: "reason", kind: .text, lengthMax: 1000, doc: "Why it is over, in words."),
        ]
    )

    private static let archiveCheckpoint = MessageDescription(
        name: "ArchiveCheckpoint",
        doc: "An archive vouches for everything up to a record.",
        fields: [
            FieldDescription(number: 1, name: "stream", jsonName: "stream", kind: .id, isRequired: true, doc: "The stream that is archived."),
            FieldDescription(number: 2, name: "sequence", jsonName: "sequence", kind: .uint64, isRequired: true, doc: "The last record covered."),
            FieldDescription(number: 3, name: "tree_size", jsonName: "treeSize", kind: .uint64, isRequired: true, doc: "How many leaves the tree has."),
            FieldDescription(number: 4, name: "root_sha256", jsonName: "rootSha256", kind: .text, isRequired: true, pattern: .sha256, doc: "The tree's root, SHA-256, 64 hexadecimal digits."),
            FieldDescription(number: 5, name: "note", jsonName: "note", kind: .text, lengthMax: 4000, doc: "The checkpoint as a signed note (C2SP), with its signatures."),
            FieldDescription(number: 6, name: "archive", jsonName: "archive", kind: .text, lengthMax: 128, doc: "The archive's own name."),
        ]
    )
}
