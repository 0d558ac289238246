// swift-format-ignore-file
// Written by scripts/generate-schema from Sources/EventSchema/Protos; do not edit.

import ArgumentParser

/// Flags for the envelope, which all types share.
struct EnvelopeOptions: ParsableArguments {
    @Option(name: .customLong("id"), help: FlagHelp.help("Event", "id"), completion: FlagHelp.completion("Event", "id"))
    var id: String?
    @Option(name: .customLong("agency"), help: FlagHelp.help("Event", "agency"), completion: FlagHelp.completion("Event", "agency"))
    var agency: String?
    @Option(name: .customLong("incident"), help: FlagHelp.help("Event", "incident"), completion: FlagHelp.completion("Event", "incident"))
    var incident: String?
    @Option(name: .customLong("status"), help: FlagHelp.help("Event", "status"), completion: FlagHelp.completion("Event", "status"))
    var status: String?
    @Option(name: .customLong("source"), help: FlagHelp.help("Event", "source"), completion: FlagHelp.completion("Event", "source"))
    var source: String?
    @Option(name: .customLong("source-epoch"), help: FlagHelp.help("Event", "sourceEpoch"), completion: FlagHelp.completion("Event", "sourceEpoch"))
    var sourceEpoch: String?
    @Option(name: .customLong("source-sequence"), help: FlagHelp.help("Event", "sourceSequence"), completion: FlagHelp.completion("Event", "sourceSequence"))
    var sourceSequence: String?
    @Option(name: .customLong("observed-at"), parsing: .unconditional, help: FlagHelp.help("Event", "observedAt"), completion: FlagHelp.completion("Event", "observedAt"))
    var observedAt: String?
    @Option(name: .customLong("recorded-at"), parsing: .unconditional, help: FlagHelp.help("Event", "recordedAt"), completion: FlagHelp.completion("Event", "recordedAt"))
    var recordedAt: String?
    @Option(name: .customLong("author-id"), help: FlagHelp.help("Author", "id"), completion: FlagHelp.completion("Author", "id"))
    var authorId: String?
    @Option(name: .customLong("author-role"), help: FlagHelp.help("Author", "role"), completion: FlagHelp.completion("Author", "role"))
    var authorRole: String?
    @Option(name: .customLong("author-agency"), help: FlagHelp.help("Author", "agency"), completion: FlagHelp.completion("Author", "agency"))
    var authorAgency: String?
    @Option(name: .customLong("author-on-behalf-of"), help: FlagHelp.help("Author", "onBehalfOf"), completion: FlagHelp.completion("Author", "onBehalfOf"))
    var authorOnBehalfOf: String?
    @Option(name: .customLong("severity"), help: FlagHelp.help("Event", "severity"), completion: FlagHelp.completion("Event", "severity"))
    var severity: String?
    @Option(name: .customLong("urgency"), help: FlagHelp.help("Event", "urgency"), completion: FlagHelp.completion("Event", "urgency"))
    var urgency: String?
    @Option(name: .customLong("certainty"), help: FlagHelp.help("Event", "certainty"), completion: FlagHelp.completion("Event", "certainty"))
    var certainty: String?
    @Option(name: .customLong("tlp"), help: FlagHelp.help("Event", "tlp"), completion: FlagHelp.completion("Event", "tlp"))
    var tlp: String?
    @Option(name: .customLong("sensitivity"), help: FlagHelp.help("Event", "sensitivity"), completion: FlagHelp.completion("Event", "sensitivity"))
    var sensitivity: [String] = []
    @Option(name: .customLong("releasable-to"), help: FlagHelp.help("Event", "releasableTo"), completion: FlagHelp.completion("Event", "releasableTo"))
    var releasableTo: [String] = []
    @Option(name: .customLong("record-class"), help: FlagHelp.help("Event", "recordClass"), completion: FlagHelp.completion("Event", "recordClass"))
    var recordClass: String?
    @Flag(name: .customLong("text-releasable"), inversion: .prefixedNo, help: FlagHelp.help("Event", "textReleasable"))
    var textReleasable: Bool?
    @Option(name: .customLong("location"), help: FlagHelp.help("Event", "location"), completion: FlagHelp.completion("Event", "location"))
    var location: String?
    @Option(name: .customLong("narrative"), help: FlagHelp.help("Event", "narrative"), completion: FlagHelp.completion("Event", "narrative"))
    var narrative: String?
    @Option(name: .customLong("clock-sync"), help: FlagHelp.help("ClockQuality", "sync"), completion: FlagHelp.completion("ClockQuality", "sync"))
    var clockSync: String?
    @Option(name: .customLong("clock-offset-ms"), parsing: .unconditional, help: FlagHelp.help("ClockQuality", "offsetMs"), completion: FlagHelp.completion("ClockQuality", "offsetMs"))
    var clockOffsetMs: String?
    @Option(name: .customLong("clock-uncertainty-ms"), help: FlagHelp.help("ClockQuality", "uncertaintyMs"), completion: FlagHelp.completion("ClockQuality", "uncertaintyMs"))
    var clockUncertaintyMs: String?
    @Option(name: .customLong("amends"), help: FlagHelp.help("Event", "amends"), completion: FlagHelp.completion("Event", "amends"))
    var amends: String?
    @Option(name: .customLong("related"), help: FlagHelp.help("Event", "related"), completion: FlagHelp.completion("Event", "related"))
    var related: [String] = []
    @Option(name: .customLong("traceparent"), help: FlagHelp.help("Event", "traceparent"), completion: FlagHelp.completion("Event", "traceparent"))
    var traceparent: String?

    /// What was given, with the attribute or the member of `data` that it stands for.
    var inputs: [FlagInput] {
        [
            FlagInput("Event", "id", flag: "id", member: "id", isInData: false, .text(id)),
            FlagInput("Event", "agency", flag: "agency", member: "agency", isInData: false, .text(agency)),
            FlagInput("Event", "incident", flag: "incident", member: "subject", isInData: false, .text(incident)),
            FlagInput("Event", "status", flag: "status", member: "status", isInData: false, .text(status)),
            FlagInput("Event", "source", flag: "source", member: "source", isInData: false, .text(source)),
            FlagInput("Event", "sourceEpoch", flag: "source-epoch", member: "sourceepoch", isInData: false, .text(sourceEpoch)),
            FlagInput("Event", "sourceSequence", flag: "source-sequence", member: "sequence", isInData: false, .text(sourceSequence)),
            FlagInput("Event", "observedAt", flag: "observed-at", member: "time", isInData: false, .text(observedAt)),
            FlagInput("Event", "recordedAt", flag: "recorded-at", member: "recordedtime", isInData: false, .text(recordedAt)),
            FlagInput("Author", "id", flag: "author-id", member: "authorid", isInData: false, .text(authorId)),
            FlagInput("Author", "role", flag: "author-role", member: "authorrole", isInData: false, .text(authorRole)),
            FlagInput("Author", "agency", flag: "author-agency", member: "authoragency", isInData: false, .text(authorAgency)),
            FlagInput("Author", "onBehalfOf", flag: "author-on-behalf-of", member: "authoronbehalfof", isInData: false, .text(authorOnBehalfOf)),
            FlagInput("Event", "severity", flag: "severity", member: "severity", isInData: false, .text(severity)),
            FlagInput("Event", "urgency", flag: "urgency", member: "urgency", isInData: false, .text(urgency)),
            FlagInput("Event", "certainty", flag: "certainty", member: "certainty", isInData: false, .text(certainty)),
            FlagInput("Event", "tlp", flag: "tlp", member: "tlp", isInData: false, .text(tlp)),
            FlagInput("Event", "sensitivity", flag: "sensitivity", member: "sensitivity", isInData: false, .texts(sensitivity)),
            FlagInput("Event", "releasableTo", flag: "releasable-to", member: "releasableto", isInData: false, .texts(releasableTo)),
            FlagInput("Event", "recordClass", flag: "record-class", member: "recordclass", isInData: false, .text(recordClass)),
            FlagInput("Event", "textReleasable", flag: "text-releasable", member: "textreleasable", isInData: false, .truth(textReleasable)),
            FlagInput("Event", "location", flag: "location", member: "location", isInData: true, .text(location)),
            FlagInput("Event", "narrative", flag: "narrative", member: "narrative", isInData: true, .text(narrative)),
            FlagInput("ClockQuality", "sync", flag: "clock-sync", member: "clocksync", isInData: false, .text(clockSync)),
            FlagInput("ClockQuality", "offsetMs", flag: "clock-offset-ms", member: "clockoffsetms", isInData: false, .text(clockOffsetMs)),
            FlagInput("ClockQuality", "uncertaintyMs", flag: "clock-uncertainty-ms", member: "clockuncertaintyms", isInData: false, .text(clockUncertaintyMs)),
            FlagInput("Event", "amends", flag: "amends", member: "amends", isInData: false, .text(amends)),
            FlagInput("Event", "related", flag: "related", member: "related", isInData: false, .texts(related)),
            FlagInput("Event", "traceparent", flag: "traceparent", member: "traceparent", isInData: false, .text(traceparent)),
        ]
    }
}

/// `scenewire publish incident.declared`.
struct PublishIncidentDeclared: EventCommand {
    static let configuration = FlagHelp.configuration("incident.declared", short: "declare")
    static let type = "incident.declared"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("class"), help: FlagHelp.help("IncidentDeclared", "class"), completion: FlagHelp.completion("IncidentDeclared", "class"))
        var `class`: String?
        @Option(name: .customLong("complexity"), help: FlagHelp.help("IncidentDeclared", "complexity"), completion: FlagHelp.completion("IncidentDeclared", "complexity"))
        var complexity: String?
        @Option(name: .customLong("cad-number"), help: FlagHelp.help("IncidentDeclared", "cadNumber"), completion: FlagHelp.completion("IncidentDeclared", "cadNumber"))
        var cadNumber: String?
        @Option(name: .customLong("internal-code"), help: FlagHelp.help("IncidentDeclared", "internalCode"), completion: FlagHelp.completion("IncidentDeclared", "internalCode"))
        var internalCode: String?
        @Option(name: .customLong("call-received-at"), parsing: .unconditional, help: FlagHelp.help("IncidentDeclared", "callReceivedAt"), completion: FlagHelp.completion("IncidentDeclared", "callReceivedAt"))
        var callReceivedAt: String?
        @Option(name: .customLong("reopens"), help: FlagHelp.help("IncidentDeclared", "reopens"), completion: FlagHelp.completion("IncidentDeclared", "reopens"))
        var reopens: String?
        @Option(name: .customLong("persons"), help: FlagHelp.help("IncidentDeclared", "persons"), completion: FlagHelp.completion("IncidentDeclared", "persons"))
        var persons: [String] = []
        @Option(name: .customLong("weapon"), help: FlagHelp.help("IncidentDeclared", "weapon"), completion: FlagHelp.completion("IncidentDeclared", "weapon"))
        var weapon: String?
        @Option(name: .customLong("reason"), help: FlagHelp.help("IncidentDeclared", "reason"), completion: FlagHelp.completion("IncidentDeclared", "reason"))
        var reason: String?
        @Option(name: .customLong("legal-authority"), help: FlagHelp.help("IncidentDeclared", "legalAuthority"), completion: FlagHelp.completion("IncidentDeclared", "legalAuthority"))
        var legalAuthority: String?
        @Option(name: .customLong("district"), help: FlagHelp.help("IncidentDeclared", "district"), completion: FlagHelp.completion("IncidentDeclared", "district"))
        var district: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("IncidentDeclared", "class", flag: "class", member: "class", isInData: true, .text(payload.`class`)),
            FlagInput("IncidentDeclared", "complexity", flag: "complexity", member: "complexity", isInData: true, .text(payload.complexity)),
            FlagInput("IncidentDeclared", "cadNumber", flag: "cad-number", member: "cadNumber", isInData: true, .text(payload.cadNumber)),
            FlagInput("IncidentDeclared", "internalCode", flag: "internal-code", member: "internalCode", isInData: true, .text(payload.internalCode)),
            FlagInput("IncidentDeclared", "callReceivedAt", flag: "call-received-at", member: "callReceivedAt", isInData: true, .text(payload.callReceivedAt)),
            FlagInput("IncidentDeclared", "reopens", flag: "reopens", member: "reopens", isInData: true, .text(payload.reopens)),
            FlagInput("IncidentDeclared", "persons", flag: "persons", member: "persons", isInData: true, .texts(payload.persons)),
            FlagInput("IncidentDeclared", "weapon", flag: "weapon", member: "weapon", isInData: true, .text(payload.weapon)),
            FlagInput("IncidentDeclared", "reason", flag: "reason", member: "reason", isInData: true, .text(payload.reason)),
            FlagInput("IncidentDeclared", "legalAuthority", flag: "legal-authority", member: "legalAuthority", isInData: true, .text(payload.legalAuthority)),
            FlagInput("IncidentDeclared", "district", flag: "district", member: "district", isInData: true, .text(payload.district)),
        ]
    }
}

/// `scenewire publish incident.reclassified`.
struct PublishIncidentReclassified: EventCommand {
    static let configuration = FlagHelp.configuration("incident.reclassified")
    static let type = "incident.reclassified"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("from-class"), help: FlagHelp.help("IncidentReclassified", "fromClass"), completion: FlagHelp.completion("IncidentReclassified", "fromClass"))
        var fromClass: String?
        @Option(name: .customLong("to-class"), help: FlagHelp.help("IncidentReclassified", "toClass"), completion: FlagHelp.completion("IncidentReclassified", "toClass"))
        var toClass: String?
        @Option(name: .customLong("from-complexity"), help: FlagHelp.help("IncidentReclassified", "fromComplexity"), completion: FlagHelp.completion("IncidentReclassified", "fromComplexity"))
        var fromComplexity: String?
        @Option(name: .customLong("to-complexity"), help: FlagHelp.help("IncidentReclassified", "toComplexity"), completion: FlagHelp.completion("IncidentReclassified", "toComplexity"))
        var toComplexity: String?
        @Option(name: .customLong("basis"), help: FlagHelp.help("IncidentReclassified", "basis"), completion: FlagHelp.completion("IncidentReclassified", "basis"))
        var basis: String?
        @Option(name: .customLong("decided-by"), help: FlagHelp.help("IncidentReclassified", "decidedBy"), completion: FlagHelp.completion("IncidentReclassified", "decidedBy"))
        var decidedBy: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("IncidentReclassified", "fromClass", flag: "from-class", member: "fromClass", isInData: true, .text(payload.fromClass)),
            FlagInput("IncidentReclassified", "toClass", flag: "to-class", member: "toClass", isInData: true, .text(payload.toClass)),
            FlagInput("IncidentReclassified", "fromComplexity", flag: "from-complexity", member: "fromComplexity", isInData: true, .text(payload.fromComplexity)),
            FlagInput("IncidentReclassified", "toComplexity", flag: "to-complexity", member: "toComplexity", isInData: true, .text(payload.toComplexity)),
            FlagInput("IncidentReclassified", "basis", flag: "basis", member: "basis", isInData: true, .text(payload.basis)),
            FlagInput("IncidentReclassified", "decidedBy", flag: "decided-by", member: "decidedBy", isInData: true, .text(payload.decidedBy)),
        ]
    }
}

/// `scenewire publish incident.phase.changed`.
struct PublishIncidentPhaseChanged: EventCommand {
    static let configuration = FlagHelp.configuration("incident.phase.changed", short: "phase")
    static let type = "incident.phase.changed"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("from"), help: FlagHelp.help("IncidentPhaseChanged", "from"), completion: FlagHelp.completion("IncidentPhaseChanged", "from"))
        var from: String?
        @Option(name: .customLong("to"), help: FlagHelp.help("IncidentPhaseChanged", "to"), completion: FlagHelp.completion("IncidentPhaseChanged", "to"))
        var to: String?
        @Option(name: .customLong("reason"), help: FlagHelp.help("IncidentPhaseChanged", "reason"), completion: FlagHelp.completion("IncidentPhaseChanged", "reason"))
        var reason: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("IncidentPhaseChanged", "from", flag: "from", member: "from", isInData: true, .text(payload.from)),
            FlagInput("IncidentPhaseChanged", "to", flag: "to", member: "to", isInData: true, .text(payload.to)),
            FlagInput("IncidentPhaseChanged", "reason", flag: "reason", member: "reason", isInData: true, .text(payload.reason)),
        ]
    }
}

/// `scenewire publish incident.closed`.
struct PublishIncidentClosed: EventCommand {
    static let configuration = FlagHelp.configuration("incident.closed", short: "close")
    static let type = "incident.closed"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("outcome"), help: FlagHelp.help("IncidentClosed", "outcome"), completion: FlagHelp.completion("IncidentClosed", "outcome"))
        var outcome: String?
        @Option(name: .customLong("ended-at"), parsing: .unconditional, help: FlagHelp.help("IncidentClosed", "endedAt"), completion: FlagHelp.completion("IncidentClosed", "endedAt"))
        var endedAt: String?
        @Option(name: .customLong("disposition-code"), help: FlagHelp.help("IncidentClosed", "dispositionCode"), completion: FlagHelp.completion("IncidentClosed", "dispositionCode"))
        var dispositionCode: String?
        @Option(name: .customLong("summary"), help: FlagHelp.help("IncidentClosed", "summary"), completion: FlagHelp.completion("IncidentClosed", "summary"))
        var summary: String?
        @Option(name: .customLong("unresolved"), help: FlagHelp.help("IncidentClosed", "unresolved"), completion: FlagHelp.completion("IncidentClosed", "unresolved"))
        var unresolved: [String] = []
        @Option(name: .customLong("legal-authority"), help: FlagHelp.help("IncidentClosed", "legalAuthority"), completion: FlagHelp.completion("IncidentClosed", "legalAuthority"))
        var legalAuthority: String?
        @Flag(name: .customLong("property-seized"), inversion: .prefixedNo, help: FlagHelp.help("IncidentClosed", "propertySeized"))
        var propertySeized: Bool?
        @Flag(name: .customLong("forced-entry"), inversion: .prefixedNo, help: FlagHelp.help("IncidentClosed", "forcedEntry"))
        var forcedEntry: Bool?
        @Flag(name: .customLong("weapon-discharged"), inversion: .prefixedNo, help: FlagHelp.help("IncidentClosed", "weaponDischarged"))
        var weaponDischarged: Bool?
        @Option(name: .customLong("mutual-aid"), help: FlagHelp.help("IncidentClosed", "mutualAid"), completion: FlagHelp.completion("IncidentClosed", "mutualAid"))
        var mutualAid: [String] = []
        @Option(name: .customLong("equipment"), help: FlagHelp.help("IncidentClosed", "equipment"), completion: FlagHelp.completion("IncidentClosed", "equipment"))
        var equipment: [String] = []
        @Option(name: .customLong("personnel-hours"), parsing: .unconditional, help: FlagHelp.help("IncidentClosed", "personnelHours"), completion: FlagHelp.completion("IncidentClosed", "personnelHours"))
        var personnelHours: String?
        @Option(name: .customLong("complaints"), help: FlagHelp.help("IncidentClosed", "complaints"), completion: FlagHelp.completion("IncidentClosed", "complaints"))
        var complaints: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("IncidentClosed", "outcome", flag: "outcome", member: "outcome", isInData: true, .text(payload.outcome)),
            FlagInput("IncidentClosed", "endedAt", flag: "ended-at", member: "endedAt", isInData: true, .text(payload.endedAt)),
            FlagInput("IncidentClosed", "dispositionCode", flag: "disposition-code", member: "dispositionCode", isInData: true, .text(payload.dispositionCode)),
            FlagInput("IncidentClosed", "summary", flag: "summary", member: "summary", isInData: true, .text(payload.summary)),
            FlagInput("IncidentClosed", "unresolved", flag: "unresolved", member: "unresolved", isInData: true, .texts(payload.unresolved)),
            FlagInput("IncidentClosed", "legalAuthority", flag: "legal-authority", member: "legalAuthority", isInData: true, .text(payload.legalAuthority)),
            FlagInput("IncidentClosed", "propertySeized", flag: "property-seized", member: "propertySeized", isInData: true, .truth(payload.propertySeized)),
            FlagInput("IncidentClosed", "forcedEntry", flag: "forced-entry", member: "forcedEntry", isInData: true, .truth(payload.forcedEntry)),
            FlagInput("IncidentClosed", "weaponDischarged", flag: "weapon-discharged", member: "weaponDischarged", isInData: true, .truth(payload.weaponDischarged)),
            FlagInput("IncidentClosed", "mutualAid", flag: "mutual-aid", member: "mutualAid", isInData: true, .texts(payload.mutualAid)),
            FlagInput("IncidentClosed", "equipment", flag: "equipment", member: "equipment", isInData: true, .texts(payload.equipment)),
            FlagInput("IncidentClosed", "personnelHours", flag: "personnel-hours", member: "personnelHours", isInData: true, .text(payload.personnelHours)),
            FlagInput("IncidentClosed", "complaints", flag: "complaints", member: "complaints", isInData: true, .text(payload.complaints)),
        ]
    }
}

/// `scenewire publish incident.linked`.
struct PublishIncidentLinked: EventCommand {
    static let configuration = FlagHelp.configuration("incident.linked")
    static let type = "incident.linked"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("relation"), help: FlagHelp.help("IncidentLinked", "relation"), completion: FlagHelp.completion("IncidentLinked", "relation"))
        var relation: String?
        @Option(name: .customLong("incidents"), help: FlagHelp.help("IncidentLinked", "incidents"), completion: FlagHelp.completion("IncidentLinked", "incidents"))
        var incidents: [String] = []
        @Option(name: .customLong("other-agency"), help: FlagHelp.help("IncidentLinked", "otherAgency"), completion: FlagHelp.completion("IncidentLinked", "otherAgency"))
        var otherAgency: String?
        @Option(name: .customLong("reason"), help: FlagHelp.help("IncidentLinked", "reason"), completion: FlagHelp.completion("IncidentLinked", "reason"))
        var reason: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("IncidentLinked", "relation", flag: "relation", member: "relation", isInData: true, .text(payload.relation)),
            FlagInput("IncidentLinked", "incidents", flag: "incidents", member: "incidents", isInData: true, .texts(payload.incidents)),
            FlagInput("IncidentLinked", "otherAgency", flag: "other-agency", member: "otherAgency", isInData: true, .text(payload.otherAgency)),
            FlagInput("IncidentLinked", "reason", flag: "reason", member: "reason", isInData: true, .text(payload.reason)),
        ]
    }
}

/// `scenewire publish command.established`.
struct PublishCommandEstablished: EventCommand {
    static let configuration = FlagHelp.configuration("command.established")
    static let type = "command.established"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("commander"), help: FlagHelp.help("CommandEstablished", "commander"), completion: FlagHelp.completion("CommandEstablished", "commander"))
        var commander: String?
        @Option(name: .customLong("structure"), help: FlagHelp.help("CommandEstablished", "structure"), completion: FlagHelp.completion("CommandEstablished", "structure"))
        var structure: String?
        @Option(name: .customLong("talkgroups"), help: FlagHelp.help("CommandEstablished", "talkgroups"), completion: FlagHelp.completion("CommandEstablished", "talkgroups"))
        var talkgroups: [String] = []
        @Option(name: .customLong("staging"), help: FlagHelp.help("CommandEstablished", "staging"), completion: FlagHelp.completion("CommandEstablished", "staging"))
        var staging: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("CommandEstablished", "commander", flag: "commander", member: "commander", isInData: true, .text(payload.commander)),
            FlagInput("CommandEstablished", "structure", flag: "structure", member: "structure", isInData: true, .text(payload.structure)),
            FlagInput("CommandEstablished", "talkgroups", flag: "talkgroups", member: "talkgroups", isInData: true, .texts(payload.talkgroups)),
            FlagInput("CommandEstablished", "staging", flag: "staging", member: "staging", isInData: true, .text(payload.staging)),
        ]
    }
}

/// `scenewire publish command.transferred`.
struct PublishCommandTransferred: EventCommand {
    static let configuration = FlagHelp.configuration("command.transferred")
    static let type = "command.transferred"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("from"), help: FlagHelp.help("CommandTransferred", "from"), completion: FlagHelp.completion("CommandTransferred", "from"))
        var from: String?
        @Option(name: .customLong("to"), help: FlagHelp.help("CommandTransferred", "to"), completion: FlagHelp.completion("CommandTransferred", "to"))
        var to: String?
        @Option(name: .customLong("briefing"), help: FlagHelp.help("CommandTransferred", "briefing"), completion: FlagHelp.completion("CommandTransferred", "briefing"))
        var briefing: String?
        @Flag(name: .customLong("briefed"), inversion: .prefixedNo, help: FlagHelp.help("CommandTransferred", "briefed"))
        var briefed: Bool?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("CommandTransferred", "from", flag: "from", member: "from", isInData: true, .text(payload.from)),
            FlagInput("CommandTransferred", "to", flag: "to", member: "to", isInData: true, .text(payload.to)),
            FlagInput("CommandTransferred", "briefing", flag: "briefing", member: "briefing", isInData: true, .text(payload.briefing)),
            FlagInput("CommandTransferred", "briefed", flag: "briefed", member: "briefed", isInData: true, .truth(payload.briefed)),
        ]
    }
}

/// `scenewire publish decision.recorded`.
struct PublishDecisionRecorded: EventCommand {
    static let configuration = FlagHelp.configuration("decision.recorded", short: "decision")
    static let type = "decision.recorded"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("kind"), help: FlagHelp.help("DecisionRecorded", "kind"), completion: FlagHelp.completion("DecisionRecorded", "kind"))
        var kind: String?
        @Option(name: .customLong("authority"), help: FlagHelp.help("DecisionRecorded", "authority"), completion: FlagHelp.completion("DecisionRecorded", "authority"))
        var authority: String?
        @Option(name: .customLong("conditions"), help: FlagHelp.help("DecisionRecorded", "conditions"), completion: FlagHelp.completion("DecisionRecorded", "conditions"))
        var conditions: [String] = []
        @Option(name: .customLong("rationale"), help: FlagHelp.help("DecisionRecorded", "rationale"), completion: FlagHelp.completion("DecisionRecorded", "rationale"))
        var rationale: String?
        @Option(name: .customLong("expires-at"), parsing: .unconditional, help: FlagHelp.help("DecisionRecorded", "expiresAt"), completion: FlagHelp.completion("DecisionRecorded", "expiresAt"))
        var expiresAt: String?
        @Option(name: .customLong("reference"), help: FlagHelp.help("DecisionRecorded", "reference"), completion: FlagHelp.completion("DecisionRecorded", "reference"))
        var reference: String?
        @Flag(name: .customLong("executed"), inversion: .prefixedNo, help: FlagHelp.help("DecisionRecorded", "executed"))
        var executed: Bool?
    }

    @Argument(help: FlagHelp.help("DecisionRecorded", "decision")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { nil }
    var inputs: [FlagInput] {
        [
            FlagInput("DecisionRecorded", "decision", flag: "<decision>", member: "decision", isInData: true, .text(words)),
            FlagInput("DecisionRecorded", "kind", flag: "kind", member: "kind", isInData: true, .text(payload.kind)),
            FlagInput("DecisionRecorded", "authority", flag: "authority", member: "authority", isInData: true, .text(payload.authority)),
            FlagInput("DecisionRecorded", "conditions", flag: "conditions", member: "conditions", isInData: true, .texts(payload.conditions)),
            FlagInput("DecisionRecorded", "rationale", flag: "rationale", member: "rationale", isInData: true, .text(payload.rationale)),
            FlagInput("DecisionRecorded", "expiresAt", flag: "expires-at", member: "expiresAt", isInData: true, .text(payload.expiresAt)),
            FlagInput("DecisionRecorded", "reference", flag: "reference", member: "reference", isInData: true, .text(payload.reference)),
            FlagInput("DecisionRecorded", "executed", flag: "executed", member: "executed", isInData: true, .truth(payload.executed)),
        ]
    }
}

/// `scenewire publish resource.requested`.
struct PublishResourceRequested: EventCommand {
    static let configuration = FlagHelp.configuration("resource.requested", short: "request")
    static let type = "resource.requested"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("needs"), help: FlagHelp.help("ResourceRequested", "needs"), completion: FlagHelp.completion("ResourceRequested", "needs"))
        var needs: [String] = []
        @Option(name: .customLong("needed-by"), parsing: .unconditional, help: FlagHelp.help("ResourceRequested", "neededBy"), completion: FlagHelp.completion("ResourceRequested", "neededBy"))
        var neededBy: String?
        @Option(name: .customLong("deliver-to"), help: FlagHelp.help("ResourceRequested", "deliverTo"), completion: FlagHelp.completion("ResourceRequested", "deliverTo"))
        var deliverTo: String?
        @Flag(name: .customLong("mutual-aid"), inversion: .prefixedNo, help: FlagHelp.help("ResourceRequested", "mutualAid"))
        var mutualAid: Bool?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("ResourceRequested", "needs", flag: "needs", member: "needs", isInData: true, .texts(payload.needs)),
            FlagInput("ResourceRequested", "neededBy", flag: "needed-by", member: "neededBy", isInData: true, .text(payload.neededBy)),
            FlagInput("ResourceRequested", "deliverTo", flag: "deliver-to", member: "deliverTo", isInData: true, .text(payload.deliverTo)),
            FlagInput("ResourceRequested", "mutualAid", flag: "mutual-aid", member: "mutualAid", isInData: true, .truth(payload.mutualAid)),
        ]
    }
}

/// `scenewire publish resource.status.changed`.
struct PublishResourceStatusChanged: EventCommand {
    static let configuration = FlagHelp.configuration("resource.status.changed", short: "unit")
    static let type = "resource.status.changed"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("resources"), help: FlagHelp.help("ResourceStatusChanged", "resources"), completion: FlagHelp.completion("ResourceStatusChanged", "resources"))
        var resources: [String] = []
        @Option(name: .customLong("resource-status"), help: FlagHelp.help("ResourceStatusChanged", "status"), completion: FlagHelp.completion("ResourceStatusChanged", "status"))
        var status: String?
        @Option(name: .customLong("answers"), help: FlagHelp.help("ResourceStatusChanged", "answers"), completion: FlagHelp.completion("ResourceStatusChanged", "answers"))
        var answers: String?
        @Option(name: .customLong("facility"), help: FlagHelp.help("ResourceStatusChanged", "facility"), completion: FlagHelp.completion("ResourceStatusChanged", "facility"))
        var facility: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("ResourceStatusChanged", "resources", flag: "resources", member: "resources", isInData: true, .texts(payload.resources)),
            FlagInput("ResourceStatusChanged", "status", flag: "resource-status", member: "status", isInData: true, .text(payload.status)),
            FlagInput("ResourceStatusChanged", "answers", flag: "answers", member: "answers", isInData: true, .text(payload.answers)),
            FlagInput("ResourceStatusChanged", "facility", flag: "facility", member: "facility", isInData: true, .text(payload.facility)),
        ]
    }
}

/// `scenewire publish personnel.relieved`.
struct PublishPersonnelRelieved: EventCommand {
    static let configuration = FlagHelp.configuration("personnel.relieved")
    static let type = "personnel.relieved"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("post"), help: FlagHelp.help("PersonnelRelieved", "post"), completion: FlagHelp.completion("PersonnelRelieved", "post"))
        var post: String?
        @Option(name: .customLong("relieved"), help: FlagHelp.help("PersonnelRelieved", "relieved"), completion: FlagHelp.completion("PersonnelRelieved", "relieved"))
        var relieved: String?
        @Option(name: .customLong("relief"), help: FlagHelp.help("PersonnelRelieved", "relief"), completion: FlagHelp.completion("PersonnelRelieved", "relief"))
        var relief: String?
        @Option(name: .customLong("time-on-post-seconds"), help: FlagHelp.help("PersonnelRelieved", "timeOnPostSeconds"), completion: FlagHelp.completion("PersonnelRelieved", "timeOnPostSeconds"))
        var timeOnPostSeconds: String?
        @Option(name: .customLong("personnel"), help: FlagHelp.help("PersonnelRelieved", "personnel"), completion: FlagHelp.completion("PersonnelRelieved", "personnel"))
        var personnel: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("PersonnelRelieved", "post", flag: "post", member: "post", isInData: true, .text(payload.post)),
            FlagInput("PersonnelRelieved", "relieved", flag: "relieved", member: "relieved", isInData: true, .text(payload.relieved)),
            FlagInput("PersonnelRelieved", "relief", flag: "relief", member: "relief", isInData: true, .text(payload.relief)),
            FlagInput("PersonnelRelieved", "timeOnPostSeconds", flag: "time-on-post-seconds", member: "timeOnPostSeconds", isInData: true, .text(payload.timeOnPostSeconds)),
            FlagInput("PersonnelRelieved", "personnel", flag: "personnel", member: "personnel", isInData: true, .text(payload.personnel)),
        ]
    }
}

/// `scenewire publish perimeter.changed`.
struct PublishPerimeterChanged: EventCommand {
    static let configuration = FlagHelp.configuration("perimeter.changed", short: "perimeter")
    static let type = "perimeter.changed"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("ring"), help: FlagHelp.help("PerimeterChanged", "ring"), completion: FlagHelp.completion("PerimeterChanged", "ring"))
        var ring: String?
        @Option(name: .customLong("state"), help: FlagHelp.help("PerimeterChanged", "state"), completion: FlagHelp.completion("PerimeterChanged", "state"))
        var state: String?
        @Option(name: .customLong("posts"), help: FlagHelp.help("PerimeterChanged", "posts"), completion: FlagHelp.completion("PerimeterChanged", "posts"))
        var posts: String?
        @Option(name: .customLong("sides-covered"), help: FlagHelp.help("PerimeterChanged", "sidesCovered"), completion: FlagHelp.completion("PerimeterChanged", "sidesCovered"))
        var sidesCovered: String?
        @Option(name: .customLong("sides"), help: FlagHelp.help("PerimeterChanged", "sides"), completion: FlagHelp.completion("PerimeterChanged", "sides"))
        var sides: [String] = []
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("PerimeterChanged", "ring", flag: "ring", member: "ring", isInData: true, .text(payload.ring)),
            FlagInput("PerimeterChanged", "state", flag: "state", member: "state", isInData: true, .text(payload.state)),
            FlagInput("PerimeterChanged", "posts", flag: "posts", member: "posts", isInData: true, .text(payload.posts)),
            FlagInput("PerimeterChanged", "sidesCovered", flag: "sides-covered", member: "sidesCovered", isInData: true, .text(payload.sidesCovered)),
            FlagInput("PerimeterChanged", "sides", flag: "sides", member: "sides", isInData: true, .texts(payload.sides)),
        ]
    }
}

/// `scenewire publish perimeter.breached`.
struct PublishPerimeterBreached: EventCommand {
    static let configuration = FlagHelp.configuration("perimeter.breached")
    static let type = "perimeter.breached"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("ring"), help: FlagHelp.help("PerimeterBreached", "ring"), completion: FlagHelp.completion("PerimeterBreached", "ring"))
        var ring: String?
        @Option(name: .customLong("direction"), help: FlagHelp.help("PerimeterBreached", "direction"), completion: FlagHelp.completion("PerimeterBreached", "direction"))
        var direction: String?
        @Option(name: .customLong("party"), help: FlagHelp.help("PerimeterBreached", "party"), completion: FlagHelp.completion("PerimeterBreached", "party"))
        var party: String?
        @Flag(name: .customLong("resolved"), inversion: .prefixedNo, help: FlagHelp.help("PerimeterBreached", "resolved"))
        var resolved: Bool?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("PerimeterBreached", "ring", flag: "ring", member: "ring", isInData: true, .text(payload.ring)),
            FlagInput("PerimeterBreached", "direction", flag: "direction", member: "direction", isInData: true, .text(payload.direction)),
            FlagInput("PerimeterBreached", "party", flag: "party", member: "party", isInData: true, .text(payload.party)),
            FlagInput("PerimeterBreached", "resolved", flag: "resolved", member: "resolved", isInData: true, .truth(payload.resolved)),
        ]
    }
}

/// `scenewire publish protective.action.changed`.
struct PublishProtectiveActionChanged: EventCommand {
    static let configuration = FlagHelp.configuration("protective.action.changed")
    static let type = "protective.action.changed"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("action"), help: FlagHelp.help("ProtectiveActionChanged", "action"), completion: FlagHelp.completion("ProtectiveActionChanged", "action"))
        var action: String?
        @Option(name: .customLong("state"), help: FlagHelp.help("ProtectiveActionChanged", "state"), completion: FlagHelp.completion("ProtectiveActionChanged", "state"))
        var state: String?
        @Option(name: .customLong("structures-total"), help: FlagHelp.help("ProtectiveActionChanged", "structuresTotal"), completion: FlagHelp.completion("ProtectiveActionChanged", "structuresTotal"))
        var structuresTotal: String?
        @Option(name: .customLong("structures-done"), help: FlagHelp.help("ProtectiveActionChanged", "structuresDone"), completion: FlagHelp.completion("ProtectiveActionChanged", "structuresDone"))
        var structuresDone: String?
        @Option(name: .customLong("persons"), help: FlagHelp.help("ProtectiveActionChanged", "persons"), completion: FlagHelp.completion("ProtectiveActionChanged", "persons"))
        var persons: String?
        @Option(name: .customLong("assembly"), help: FlagHelp.help("ProtectiveActionChanged", "assembly"), completion: FlagHelp.completion("ProtectiveActionChanged", "assembly"))
        var assembly: String?
        @Option(name: .customLong("refusals"), help: FlagHelp.help("ProtectiveActionChanged", "refusals"), completion: FlagHelp.completion("ProtectiveActionChanged", "refusals"))
        var refusals: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("ProtectiveActionChanged", "action", flag: "action", member: "action", isInData: true, .text(payload.action)),
            FlagInput("ProtectiveActionChanged", "state", flag: "state", member: "state", isInData: true, .text(payload.state)),
            FlagInput("ProtectiveActionChanged", "structuresTotal", flag: "structures-total", member: "structuresTotal", isInData: true, .text(payload.structuresTotal)),
            FlagInput("ProtectiveActionChanged", "structuresDone", flag: "structures-done", member: "structuresDone", isInData: true, .text(payload.structuresDone)),
            FlagInput("ProtectiveActionChanged", "persons", flag: "persons", member: "persons", isInData: true, .text(payload.persons)),
            FlagInput("ProtectiveActionChanged", "assembly", flag: "assembly", member: "assembly", isInData: true, .text(payload.assembly)),
            FlagInput("ProtectiveActionChanged", "refusals", flag: "refusals", member: "refusals", isInData: true, .text(payload.refusals)),
        ]
    }
}

/// `scenewire publish public.information.released`.
struct PublishPublicInformationReleased: EventCommand {
    static let configuration = FlagHelp.configuration("public.information.released")
    static let type = "public.information.released"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("channels"), help: FlagHelp.help("PublicInformationReleased", "channels"), completion: FlagHelp.completion("PublicInformationReleased", "channels"))
        var channels: [String] = []
        @Option(name: .customLong("cap-identifier"), help: FlagHelp.help("PublicInformationReleased", "capIdentifier"), completion: FlagHelp.completion("PublicInformationReleased", "capIdentifier"))
        var capIdentifier: String?
        @Option(name: .customLong("cap-message-type"), help: FlagHelp.help("PublicInformationReleased", "capMessageType"), completion: FlagHelp.completion("PublicInformationReleased", "capMessageType"))
        var capMessageType: String?
        @Option(name: .customLong("action"), help: FlagHelp.help("PublicInformationReleased", "action"), completion: FlagHelp.completion("PublicInformationReleased", "action"))
        var action: String?
        @Option(name: .customLong("released-by"), help: FlagHelp.help("PublicInformationReleased", "releasedBy"), completion: FlagHelp.completion("PublicInformationReleased", "releasedBy"))
        var releasedBy: String?
        @Option(name: .customLong("languages"), help: FlagHelp.help("PublicInformationReleased", "languages"), completion: FlagHelp.completion("PublicInformationReleased", "languages"))
        var languages: [String] = []
    }

    @Argument(help: FlagHelp.help("PublicInformationReleased", "text")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { nil }
    var inputs: [FlagInput] {
        [
            FlagInput("PublicInformationReleased", "channels", flag: "channels", member: "channels", isInData: true, .texts(payload.channels)),
            FlagInput("PublicInformationReleased", "text", flag: "<text>", member: "text", isInData: true, .text(words)),
            FlagInput("PublicInformationReleased", "capIdentifier", flag: "cap-identifier", member: "capIdentifier", isInData: true, .text(payload.capIdentifier)),
            FlagInput("PublicInformationReleased", "capMessageType", flag: "cap-message-type", member: "capMessageType", isInData: true, .text(payload.capMessageType)),
            FlagInput("PublicInformationReleased", "action", flag: "action", member: "action", isInData: true, .text(payload.action)),
            FlagInput("PublicInformationReleased", "releasedBy", flag: "released-by", member: "releasedBy", isInData: true, .text(payload.releasedBy)),
            FlagInput("PublicInformationReleased", "languages", flag: "languages", member: "languages", isInData: true, .texts(payload.languages)),
        ]
    }
}

/// `scenewire publish subject.observed`.
struct PublishSubjectObserved: EventCommand {
    static let configuration = FlagHelp.configuration("subject.observed", short: "sighting")
    static let type = "subject.observed"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("subject"), help: FlagHelp.help("SubjectObserved", "subject"), completion: FlagHelp.completion("SubjectObserved", "subject"))
        var subject: String?
        @Option(name: .customLong("weapon"), help: FlagHelp.help("SubjectObserved", "weapon"), completion: FlagHelp.completion("SubjectObserved", "weapon"))
        var weapon: String?
        @Option(name: .customLong("weapon-change"), help: FlagHelp.help("SubjectObserved", "weaponChange"), completion: FlagHelp.completion("SubjectObserved", "weaponChange"))
        var weaponChange: String?
        @Option(name: .customLong("behaviour"), help: FlagHelp.help("SubjectObserved", "behaviour"), completion: FlagHelp.completion("SubjectObserved", "behaviour"))
        var behaviour: String?
        @Flag(name: .customLong("access-to-hostages"), inversion: .prefixedNo, help: FlagHelp.help("SubjectObserved", "accessToHostages"))
        var accessToHostages: Bool?
        @Option(name: .customLong("others"), help: FlagHelp.help("SubjectObserved", "others"), completion: FlagHelp.completion("SubjectObserved", "others"))
        var others: [String] = []
        @Option(name: .customLong("others-condition"), help: FlagHelp.help("SubjectObserved", "othersCondition"), completion: FlagHelp.completion("SubjectObserved", "othersCondition"))
        var othersCondition: String?
    }

    @Argument(help: FlagHelp.help("SubjectObserved", "observation")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { nil }
    var inputs: [FlagInput] {
        [
            FlagInput("SubjectObserved", "subject", flag: "subject", member: "subject", isInData: true, .text(payload.subject)),
            FlagInput("SubjectObserved", "observation", flag: "<observation>", member: "observation", isInData: true, .text(words)),
            FlagInput("SubjectObserved", "weapon", flag: "weapon", member: "weapon", isInData: true, .text(payload.weapon)),
            FlagInput("SubjectObserved", "weaponChange", flag: "weapon-change", member: "weaponChange", isInData: true, .text(payload.weaponChange)),
            FlagInput("SubjectObserved", "behaviour", flag: "behaviour", member: "behaviour", isInData: true, .text(payload.behaviour)),
            FlagInput("SubjectObserved", "accessToHostages", flag: "access-to-hostages", member: "accessToHostages", isInData: true, .truth(payload.accessToHostages)),
            FlagInput("SubjectObserved", "others", flag: "others", member: "others", isInData: true, .texts(payload.others)),
            FlagInput("SubjectObserved", "othersCondition", flag: "others-condition", member: "othersCondition", isInData: true, .text(payload.othersCondition)),
        ]
    }
}

/// `scenewire publish threat.assessed`.
struct PublishThreatAssessed: EventCommand {
    static let configuration = FlagHelp.configuration("threat.assessed")
    static let type = "threat.assessed"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("level"), help: FlagHelp.help("ThreatAssessed", "level"), completion: FlagHelp.completion("ThreatAssessed", "level"))
        var level: String?
        @Option(name: .customLong("previous"), help: FlagHelp.help("ThreatAssessed", "previous"), completion: FlagHelp.completion("ThreatAssessed", "previous"))
        var previous: String?
        @Option(name: .customLong("trend"), help: FlagHelp.help("ThreatAssessed", "trend"), completion: FlagHelp.completion("ThreatAssessed", "trend"))
        var trend: String?
        @Option(name: .customLong("basis"), help: FlagHelp.help("ThreatAssessed", "basis"), completion: FlagHelp.completion("ThreatAssessed", "basis"))
        var basis: [String] = []
        @Option(name: .customLong("weapon"), help: FlagHelp.help("ThreatAssessed", "weapon"), completion: FlagHelp.completion("ThreatAssessed", "weapon"))
        var weapon: String?
        @Flag(name: .customLong("access-to-hostages"), inversion: .prefixedNo, help: FlagHelp.help("ThreatAssessed", "accessToHostages"))
        var accessToHostages: Bool?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("ThreatAssessed", "level", flag: "level", member: "level", isInData: true, .text(payload.level)),
            FlagInput("ThreatAssessed", "previous", flag: "previous", member: "previous", isInData: true, .text(payload.previous)),
            FlagInput("ThreatAssessed", "trend", flag: "trend", member: "trend", isInData: true, .text(payload.trend)),
            FlagInput("ThreatAssessed", "basis", flag: "basis", member: "basis", isInData: true, .texts(payload.basis)),
            FlagInput("ThreatAssessed", "weapon", flag: "weapon", member: "weapon", isInData: true, .text(payload.weapon)),
            FlagInput("ThreatAssessed", "accessToHostages", flag: "access-to-hostages", member: "accessToHostages", isInData: true, .truth(payload.accessToHostages)),
        ]
    }
}

/// `scenewire publish hostage.reported`.
struct PublishHostageReported: EventCommand {
    static let configuration = FlagHelp.configuration("hostage.reported", short: "hostages")
    static let type = "hostage.reported"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("count"), help: FlagHelp.help("HostageReported", "count"), completion: FlagHelp.completion("HostageReported", "count"))
        var count: String?
        @Option(name: .customLong("persons"), help: FlagHelp.help("HostageReported", "persons"), completion: FlagHelp.completion("HostageReported", "persons"))
        var persons: [String] = []
        @Option(name: .customLong("juveniles"), help: FlagHelp.help("HostageReported", "juveniles"), completion: FlagHelp.completion("HostageReported", "juveniles"))
        var juveniles: String?
        @Option(name: .customLong("condition"), help: FlagHelp.help("HostageReported", "condition"), completion: FlagHelp.completion("HostageReported", "condition"))
        var condition: String?
        @Option(name: .customLong("reported-by"), help: FlagHelp.help("HostageReported", "reportedBy"), completion: FlagHelp.completion("HostageReported", "reportedBy"))
        var reportedBy: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("HostageReported", "count", flag: "count", member: "count", isInData: true, .text(payload.count)),
            FlagInput("HostageReported", "persons", flag: "persons", member: "persons", isInData: true, .texts(payload.persons)),
            FlagInput("HostageReported", "juveniles", flag: "juveniles", member: "juveniles", isInData: true, .text(payload.juveniles)),
            FlagInput("HostageReported", "condition", flag: "condition", member: "condition", isInData: true, .text(payload.condition)),
            FlagInput("HostageReported", "reportedBy", flag: "reported-by", member: "reportedBy", isInData: true, .text(payload.reportedBy)),
        ]
    }
}

/// `scenewire publish hostage.released`.
struct PublishHostageReleased: EventCommand {
    static let configuration = FlagHelp.configuration("hostage.released", short: "released")
    static let type = "hostage.released"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("count"), help: FlagHelp.help("HostageReleased", "count"), completion: FlagHelp.completion("HostageReleased", "count"))
        var count: String?
        @Option(name: .customLong("manner"), help: FlagHelp.help("HostageReleased", "manner"), completion: FlagHelp.completion("HostageReleased", "manner"))
        var manner: String?
        @Option(name: .customLong("persons"), help: FlagHelp.help("HostageReleased", "persons"), completion: FlagHelp.completion("HostageReleased", "persons"))
        var persons: [String] = []
        @Option(name: .customLong("condition"), help: FlagHelp.help("HostageReleased", "condition"), completion: FlagHelp.completion("HostageReleased", "condition"))
        var condition: String?
        @Option(name: .customLong("exchange"), help: FlagHelp.help("HostageReleased", "exchange"), completion: FlagHelp.completion("HostageReleased", "exchange"))
        var exchange: String?
        @Option(name: .customLong("handed-to"), help: FlagHelp.help("HostageReleased", "handedTo"), completion: FlagHelp.completion("HostageReleased", "handedTo"))
        var handedTo: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("HostageReleased", "count", flag: "count", member: "count", isInData: true, .text(payload.count)),
            FlagInput("HostageReleased", "manner", flag: "manner", member: "manner", isInData: true, .text(payload.manner)),
            FlagInput("HostageReleased", "persons", flag: "persons", member: "persons", isInData: true, .texts(payload.persons)),
            FlagInput("HostageReleased", "condition", flag: "condition", member: "condition", isInData: true, .text(payload.condition)),
            FlagInput("HostageReleased", "exchange", flag: "exchange", member: "exchange", isInData: true, .text(payload.exchange)),
            FlagInput("HostageReleased", "handedTo", flag: "handed-to", member: "handedTo", isInData: true, .text(payload.handedTo)),
        ]
    }
}

/// `scenewire publish injury.reported`.
struct PublishInjuryReported: EventCommand {
    static let configuration = FlagHelp.configuration("injury.reported", short: "injury")
    static let type = "injury.reported"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("role"), help: FlagHelp.help("InjuryReported", "role"), completion: FlagHelp.completion("InjuryReported", "role"))
        var role: String?
        @Option(name: .customLong("injury-severity"), help: FlagHelp.help("InjuryReported", "severity"), completion: FlagHelp.completion("InjuryReported", "severity"))
        var severity: String?
        @Option(name: .customLong("cause"), help: FlagHelp.help("InjuryReported", "cause"), completion: FlagHelp.completion("InjuryReported", "cause"))
        var cause: String?
        @Option(name: .customLong("person"), help: FlagHelp.help("InjuryReported", "person"), completion: FlagHelp.completion("InjuryReported", "person"))
        var person: String?
        @Option(name: .customLong("treatment"), help: FlagHelp.help("InjuryReported", "treatment"), completion: FlagHelp.completion("InjuryReported", "treatment"))
        var treatment: String?
        @Option(name: .customLong("facility"), help: FlagHelp.help("InjuryReported", "facility"), completion: FlagHelp.completion("InjuryReported", "facility"))
        var facility: String?
        @Option(name: .customLong("linked-force"), help: FlagHelp.help("InjuryReported", "linkedForce"), completion: FlagHelp.completion("InjuryReported", "linkedForce"))
        var linkedForce: String?
        @Flag(name: .customLong("before-police-arrival"), inversion: .prefixedNo, help: FlagHelp.help("InjuryReported", "beforePoliceArrival"))
        var beforePoliceArrival: Bool?
        @Option(name: .customLong("count"), help: FlagHelp.help("InjuryReported", "count"), completion: FlagHelp.completion("InjuryReported", "count"))
        var count: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("InjuryReported", "role", flag: "role", member: "role", isInData: true, .text(payload.role)),
            FlagInput("InjuryReported", "severity", flag: "injury-severity", member: "severity", isInData: true, .text(payload.severity)),
            FlagInput("InjuryReported", "cause", flag: "cause", member: "cause", isInData: true, .text(payload.cause)),
            FlagInput("InjuryReported", "person", flag: "person", member: "person", isInData: true, .text(payload.person)),
            FlagInput("InjuryReported", "treatment", flag: "treatment", member: "treatment", isInData: true, .text(payload.treatment)),
            FlagInput("InjuryReported", "facility", flag: "facility", member: "facility", isInData: true, .text(payload.facility)),
            FlagInput("InjuryReported", "linkedForce", flag: "linked-force", member: "linkedForce", isInData: true, .text(payload.linkedForce)),
            FlagInput("InjuryReported", "beforePoliceArrival", flag: "before-police-arrival", member: "beforePoliceArrival", isInData: true, .truth(payload.beforePoliceArrival)),
            FlagInput("InjuryReported", "count", flag: "count", member: "count", isInData: true, .text(payload.count)),
        ]
    }
}

/// `scenewire publish shots.fired`.
struct PublishShotsFired: EventCommand {
    static let configuration = FlagHelp.configuration("shots.fired", short: "shots")
    static let type = "shots.fired"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("by"), help: FlagHelp.help("ShotsFired", "by"), completion: FlagHelp.completion("ShotsFired", "by"))
        var by: String?
        @Option(name: .customLong("rounds"), help: FlagHelp.help("ShotsFired", "rounds"), completion: FlagHelp.completion("ShotsFired", "rounds"))
        var rounds: String?
        @Option(name: .customLong("direction"), help: FlagHelp.help("ShotsFired", "direction"), completion: FlagHelp.completion("ShotsFired", "direction"))
        var direction: String?
        @Option(name: .customLong("weapon"), help: FlagHelp.help("ShotsFired", "weapon"), completion: FlagHelp.completion("ShotsFired", "weapon"))
        var weapon: String?
        @Flag(name: .customLong("hits"), inversion: .prefixedNo, help: FlagHelp.help("ShotsFired", "hits"))
        var hits: Bool?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("ShotsFired", "by", flag: "by", member: "by", isInData: true, .text(payload.by)),
            FlagInput("ShotsFired", "rounds", flag: "rounds", member: "rounds", isInData: true, .text(payload.rounds)),
            FlagInput("ShotsFired", "direction", flag: "direction", member: "direction", isInData: true, .text(payload.direction)),
            FlagInput("ShotsFired", "weapon", flag: "weapon", member: "weapon", isInData: true, .text(payload.weapon)),
            FlagInput("ShotsFired", "hits", flag: "hits", member: "hits", isInData: true, .truth(payload.hits)),
        ]
    }
}

/// `scenewire publish negotiation.contact.attempted`.
struct PublishContactAttempted: EventCommand {
    static let configuration = FlagHelp.configuration("negotiation.contact.attempted", short: "attempt")
    static let type = "negotiation.contact.attempted"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("channel"), help: FlagHelp.help("ContactAttempted", "channel"), completion: FlagHelp.completion("ContactAttempted", "channel"))
        var channel: String?
        @Option(name: .customLong("result"), help: FlagHelp.help("ContactAttempted", "result"), completion: FlagHelp.completion("ContactAttempted", "result"))
        var result: String?
        @Option(name: .customLong("by"), help: FlagHelp.help("ContactAttempted", "by"), completion: FlagHelp.completion("ContactAttempted", "by"))
        var by: String?
        @Option(name: .customLong("attempt-number"), help: FlagHelp.help("ContactAttempted", "attemptNumber"), completion: FlagHelp.completion("ContactAttempted", "attemptNumber"))
        var attemptNumber: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("ContactAttempted", "channel", flag: "channel", member: "channel", isInData: true, .text(payload.channel)),
            FlagInput("ContactAttempted", "result", flag: "result", member: "result", isInData: true, .text(payload.result)),
            FlagInput("ContactAttempted", "by", flag: "by", member: "by", isInData: true, .text(payload.by)),
            FlagInput("ContactAttempted", "attemptNumber", flag: "attempt-number", member: "attemptNumber", isInData: true, .text(payload.attemptNumber)),
        ]
    }
}

/// `scenewire publish negotiation.contact.established`.
struct PublishContactEstablished: EventCommand {
    static let configuration = FlagHelp.configuration("negotiation.contact.established", short: "contact")
    static let type = "negotiation.contact.established"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("channel"), help: FlagHelp.help("ContactEstablished", "channel"), completion: FlagHelp.completion("ContactEstablished", "channel"))
        var channel: String?
        @Option(name: .customLong("party"), help: FlagHelp.help("ContactEstablished", "party"), completion: FlagHelp.completion("ContactEstablished", "party"))
        var party: String?
        @Option(name: .customLong("by"), help: FlagHelp.help("ContactEstablished", "by"), completion: FlagHelp.completion("ContactEstablished", "by"))
        var by: String?
        @Flag(name: .customLong("recorded"), inversion: .prefixedNo, help: FlagHelp.help("ContactEstablished", "recorded"))
        var recorded: Bool?
        @Option(name: .customLong("language"), help: FlagHelp.help("ContactEstablished", "language"), completion: FlagHelp.completion("ContactEstablished", "language"))
        var language: String?
        @Flag(name: .customLong("third-party"), inversion: .prefixedNo, help: FlagHelp.help("ContactEstablished", "thirdParty"))
        var thirdParty: Bool?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("ContactEstablished", "channel", flag: "channel", member: "channel", isInData: true, .text(payload.channel)),
            FlagInput("ContactEstablished", "party", flag: "party", member: "party", isInData: true, .text(payload.party)),
            FlagInput("ContactEstablished", "by", flag: "by", member: "by", isInData: true, .text(payload.by)),
            FlagInput("ContactEstablished", "recorded", flag: "recorded", member: "recorded", isInData: true, .truth(payload.recorded)),
            FlagInput("ContactEstablished", "language", flag: "language", member: "language", isInData: true, .text(payload.language)),
            FlagInput("ContactEstablished", "thirdParty", flag: "third-party", member: "thirdParty", isInData: true, .truth(payload.thirdParty)),
        ]
    }
}

/// `scenewire publish negotiation.contact.lost`.
struct PublishContactLost: EventCommand {
    static let configuration = FlagHelp.configuration("negotiation.contact.lost", short: "lost")
    static let type = "negotiation.contact.lost"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("reason"), help: FlagHelp.help("ContactLost", "reason"), completion: FlagHelp.completion("ContactLost", "reason"))
        var reason: String?
        @Option(name: .customLong("talk-time-seconds"), help: FlagHelp.help("ContactLost", "talkTimeSeconds"), completion: FlagHelp.completion("ContactLost", "talkTimeSeconds"))
        var talkTimeSeconds: String?
        @Option(name: .customLong("expected-return"), parsing: .unconditional, help: FlagHelp.help("ContactLost", "expectedReturn"), completion: FlagHelp.completion("ContactLost", "expectedReturn"))
        var expectedReturn: String?
        @Option(name: .customLong("channel"), help: FlagHelp.help("ContactLost", "channel"), completion: FlagHelp.completion("ContactLost", "channel"))
        var channel: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("ContactLost", "reason", flag: "reason", member: "reason", isInData: true, .text(payload.reason)),
            FlagInput("ContactLost", "talkTimeSeconds", flag: "talk-time-seconds", member: "talkTimeSeconds", isInData: true, .text(payload.talkTimeSeconds)),
            FlagInput("ContactLost", "expectedReturn", flag: "expected-return", member: "expectedReturn", isInData: true, .text(payload.expectedReturn)),
            FlagInput("ContactLost", "channel", flag: "channel", member: "channel", isInData: true, .text(payload.channel)),
        ]
    }
}

/// `scenewire publish demand.made`.
struct PublishDemandMade: EventCommand {
    static let configuration = FlagHelp.configuration("demand.made", short: "demand")
    static let type = "demand.made"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("demand-id"), help: FlagHelp.help("DemandMade", "demandId"), completion: FlagHelp.completion("DemandMade", "demandId"))
        var demandId: String?
        @Option(name: .customLong("for"), help: FlagHelp.help("DemandMade", "for"), completion: FlagHelp.completion("DemandMade", "for"))
        var `for`: String?
        @Flag(name: .customLong("substantive"), inversion: .prefixedNo, help: FlagHelp.help("DemandMade", "substantive"))
        var substantive: Bool?
        @Option(name: .customLong("demand-status"), help: FlagHelp.help("DemandMade", "status"), completion: FlagHelp.completion("DemandMade", "status"))
        var status: String?
    }

    @Argument(help: FlagHelp.help("DemandMade", "text")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { nil }
    var inputs: [FlagInput] {
        [
            FlagInput("DemandMade", "demandId", flag: "demand-id", member: "demandId", isInData: true, .text(payload.demandId)),
            FlagInput("DemandMade", "text", flag: "<text>", member: "text", isInData: true, .text(words)),
            FlagInput("DemandMade", "for", flag: "for", member: "for", isInData: true, .text(payload.`for`)),
            FlagInput("DemandMade", "substantive", flag: "substantive", member: "substantive", isInData: true, .truth(payload.substantive)),
            FlagInput("DemandMade", "status", flag: "demand-status", member: "status", isInData: true, .text(payload.status)),
        ]
    }
}

/// `scenewire publish deadline.set`.
struct PublishDeadlineSet: EventCommand {
    static let configuration = FlagHelp.configuration("deadline.set", short: "deadline")
    static let type = "deadline.set"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("deadline-id"), help: FlagHelp.help("DeadlineSet", "deadlineId"), completion: FlagHelp.completion("DeadlineSet", "deadlineId"))
        var deadlineId: String?
        @Option(name: .customLong("due"), parsing: .unconditional, help: FlagHelp.help("DeadlineSet", "due"), completion: FlagHelp.completion("DeadlineSet", "due"))
        var due: String?
        @Option(name: .customLong("by"), help: FlagHelp.help("DeadlineSet", "by"), completion: FlagHelp.completion("DeadlineSet", "by"))
        var by: String?
        @Option(name: .customLong("nature"), help: FlagHelp.help("DeadlineSet", "nature"), completion: FlagHelp.completion("DeadlineSet", "nature"))
        var nature: String?
        @Option(name: .customLong("demand-id"), help: FlagHelp.help("DeadlineSet", "demandId"), completion: FlagHelp.completion("DeadlineSet", "demandId"))
        var demandId: String?
        @Option(name: .customLong("consequence"), help: FlagHelp.help("DeadlineSet", "consequence"), completion: FlagHelp.completion("DeadlineSet", "consequence"))
        var consequence: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("DeadlineSet", "deadlineId", flag: "deadline-id", member: "deadlineId", isInData: true, .text(payload.deadlineId)),
            FlagInput("DeadlineSet", "due", flag: "due", member: "due", isInData: true, .text(payload.due)),
            FlagInput("DeadlineSet", "by", flag: "by", member: "by", isInData: true, .text(payload.by)),
            FlagInput("DeadlineSet", "nature", flag: "nature", member: "nature", isInData: true, .text(payload.nature)),
            FlagInput("DeadlineSet", "demandId", flag: "demand-id", member: "demandId", isInData: true, .text(payload.demandId)),
            FlagInput("DeadlineSet", "consequence", flag: "consequence", member: "consequence", isInData: true, .text(payload.consequence)),
        ]
    }
}

/// `scenewire publish deadline.resolved`.
struct PublishDeadlineResolved: EventCommand {
    static let configuration = FlagHelp.configuration("deadline.resolved", short: "resolved")
    static let type = "deadline.resolved"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("deadline-id"), help: FlagHelp.help("DeadlineResolved", "deadlineId"), completion: FlagHelp.completion("DeadlineResolved", "deadlineId"))
        var deadlineId: String?
        @Option(name: .customLong("resolution"), help: FlagHelp.help("DeadlineResolved", "resolution"), completion: FlagHelp.completion("DeadlineResolved", "resolution"))
        var resolution: String?
        @Option(name: .customLong("new-due"), parsing: .unconditional, help: FlagHelp.help("DeadlineResolved", "newDue"), completion: FlagHelp.completion("DeadlineResolved", "newDue"))
        var newDue: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("DeadlineResolved", "deadlineId", flag: "deadline-id", member: "deadlineId", isInData: true, .text(payload.deadlineId)),
            FlagInput("DeadlineResolved", "resolution", flag: "resolution", member: "resolution", isInData: true, .text(payload.resolution)),
            FlagInput("DeadlineResolved", "newDue", flag: "new-due", member: "newDue", isInData: true, .text(payload.newDue)),
        ]
    }
}

/// `scenewire publish negotiation.progress.assessed`.
struct PublishProgressAssessed: EventCommand {
    static let configuration = FlagHelp.configuration("negotiation.progress.assessed")
    static let type = "negotiation.progress.assessed"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("trend"), help: FlagHelp.help("ProgressAssessed", "trend"), completion: FlagHelp.completion("ProgressAssessed", "trend"))
        var trend: String?
        @Option(name: .customLong("progress-status"), help: FlagHelp.help("ProgressAssessed", "status"), completion: FlagHelp.completion("ProgressAssessed", "status"))
        var status: String?
        @Option(name: .customLong("recommendation"), help: FlagHelp.help("ProgressAssessed", "recommendation"), completion: FlagHelp.completion("ProgressAssessed", "recommendation"))
        var recommendation: String?
        @Option(name: .customLong("contacts"), help: FlagHelp.help("ProgressAssessed", "contacts"), completion: FlagHelp.completion("ProgressAssessed", "contacts"))
        var contacts: String?
        @Option(name: .customLong("indicators"), help: FlagHelp.help("ProgressAssessed", "indicators"), completion: FlagHelp.completion("ProgressAssessed", "indicators"))
        var indicators: [String] = []
        @Option(name: .customLong("number"), help: FlagHelp.help("ProgressAssessed", "number"), completion: FlagHelp.completion("ProgressAssessed", "number"))
        var number: String?
    }

    @Argument(help: FlagHelp.help("ProgressAssessed", "assessment")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { nil }
    var inputs: [FlagInput] {
        [
            FlagInput("ProgressAssessed", "trend", flag: "trend", member: "trend", isInData: true, .text(payload.trend)),
            FlagInput("ProgressAssessed", "assessment", flag: "<assessment>", member: "assessment", isInData: true, .text(words)),
            FlagInput("ProgressAssessed", "status", flag: "progress-status", member: "status", isInData: true, .text(payload.status)),
            FlagInput("ProgressAssessed", "recommendation", flag: "recommendation", member: "recommendation", isInData: true, .text(payload.recommendation)),
            FlagInput("ProgressAssessed", "contacts", flag: "contacts", member: "contacts", isInData: true, .text(payload.contacts)),
            FlagInput("ProgressAssessed", "indicators", flag: "indicators", member: "indicators", isInData: true, .texts(payload.indicators)),
            FlagInput("ProgressAssessed", "number", flag: "number", member: "number", isInData: true, .text(payload.number)),
        ]
    }
}

/// `scenewire publish delivery.made`.
struct PublishDeliveryMade: EventCommand {
    static let configuration = FlagHelp.configuration("delivery.made")
    static let type = "delivery.made"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("items"), help: FlagHelp.help("DeliveryMade", "items"), completion: FlagHelp.completion("DeliveryMade", "items"))
        var items: [String] = []
        @Flag(name: .customLong("accepted"), inversion: .prefixedNo, help: FlagHelp.help("DeliveryMade", "accepted"))
        var accepted: Bool?
        @Option(name: .customLong("by"), help: FlagHelp.help("DeliveryMade", "by"), completion: FlagHelp.completion("DeliveryMade", "by"))
        var by: String?
        @Option(name: .customLong("exchange"), help: FlagHelp.help("DeliveryMade", "exchange"), completion: FlagHelp.completion("DeliveryMade", "exchange"))
        var exchange: String?
        @Option(name: .customLong("exchange-for"), help: FlagHelp.help("DeliveryMade", "exchangeFor"), completion: FlagHelp.completion("DeliveryMade", "exchangeFor"))
        var exchangeFor: String?
        @Option(name: .customLong("direction"), help: FlagHelp.help("DeliveryMade", "direction"), completion: FlagHelp.completion("DeliveryMade", "direction"))
        var direction: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("DeliveryMade", "items", flag: "items", member: "items", isInData: true, .texts(payload.items)),
            FlagInput("DeliveryMade", "accepted", flag: "accepted", member: "accepted", isInData: true, .truth(payload.accepted)),
            FlagInput("DeliveryMade", "by", flag: "by", member: "by", isInData: true, .text(payload.by)),
            FlagInput("DeliveryMade", "exchange", flag: "exchange", member: "exchange", isInData: true, .text(payload.exchange)),
            FlagInput("DeliveryMade", "exchangeFor", flag: "exchange-for", member: "exchangeFor", isInData: true, .text(payload.exchangeFor)),
            FlagInput("DeliveryMade", "direction", flag: "direction", member: "direction", isInData: true, .text(payload.direction)),
        ]
    }
}

/// `scenewire publish tactical.action.executed`.
struct PublishTacticalActionExecuted: EventCommand {
    static let configuration = FlagHelp.configuration("tactical.action.executed")
    static let type = "tactical.action.executed"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("kind"), help: FlagHelp.help("TacticalActionExecuted", "kind"), completion: FlagHelp.completion("TacticalActionExecuted", "kind"))
        var kind: String?
        @Option(name: .customLong("result"), help: FlagHelp.help("TacticalActionExecuted", "result"), completion: FlagHelp.completion("TacticalActionExecuted", "result"))
        var result: String?
        @Option(name: .customLong("authority"), help: FlagHelp.help("TacticalActionExecuted", "authority"), completion: FlagHelp.completion("TacticalActionExecuted", "authority"))
        var authority: String?
        @Option(name: .customLong("equipment"), help: FlagHelp.help("TacticalActionExecuted", "equipment"), completion: FlagHelp.completion("TacticalActionExecuted", "equipment"))
        var equipment: [String] = []
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("TacticalActionExecuted", "kind", flag: "kind", member: "kind", isInData: true, .text(payload.kind)),
            FlagInput("TacticalActionExecuted", "result", flag: "result", member: "result", isInData: true, .text(payload.result)),
            FlagInput("TacticalActionExecuted", "authority", flag: "authority", member: "authority", isInData: true, .text(payload.authority)),
            FlagInput("TacticalActionExecuted", "equipment", flag: "equipment", member: "equipment", isInData: true, .texts(payload.equipment)),
        ]
    }
}

/// `scenewire publish lesslethal.deployed`.
struct PublishLessLethalDeployed: EventCommand {
    static let configuration = FlagHelp.configuration("lesslethal.deployed")
    static let type = "lesslethal.deployed"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("tool"), help: FlagHelp.help("LessLethalDeployed", "tool"), completion: FlagHelp.completion("LessLethalDeployed", "tool"))
        var tool: String?
        @Option(name: .customLong("rounds"), help: FlagHelp.help("LessLethalDeployed", "rounds"), completion: FlagHelp.completion("LessLethalDeployed", "rounds"))
        var rounds: String?
        @Option(name: .customLong("effect"), help: FlagHelp.help("LessLethalDeployed", "effect"), completion: FlagHelp.completion("LessLethalDeployed", "effect"))
        var effect: String?
        @Option(name: .customLong("target"), help: FlagHelp.help("LessLethalDeployed", "target"), completion: FlagHelp.completion("LessLethalDeployed", "target"))
        var target: String?
        @Option(name: .customLong("authority"), help: FlagHelp.help("LessLethalDeployed", "authority"), completion: FlagHelp.completion("LessLethalDeployed", "authority"))
        var authority: String?
        @Option(name: .customLong("by"), help: FlagHelp.help("LessLethalDeployed", "by"), completion: FlagHelp.completion("LessLethalDeployed", "by"))
        var by: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("LessLethalDeployed", "tool", flag: "tool", member: "tool", isInData: true, .text(payload.tool)),
            FlagInput("LessLethalDeployed", "rounds", flag: "rounds", member: "rounds", isInData: true, .text(payload.rounds)),
            FlagInput("LessLethalDeployed", "effect", flag: "effect", member: "effect", isInData: true, .text(payload.effect)),
            FlagInput("LessLethalDeployed", "target", flag: "target", member: "target", isInData: true, .text(payload.target)),
            FlagInput("LessLethalDeployed", "authority", flag: "authority", member: "authority", isInData: true, .text(payload.authority)),
            FlagInput("LessLethalDeployed", "by", flag: "by", member: "by", isInData: true, .text(payload.by)),
        ]
    }
}

/// `scenewire publish chemicalagent.deployed`.
struct PublishChemicalAgentDeployed: EventCommand {
    static let configuration = FlagHelp.configuration("chemicalagent.deployed")
    static let type = "chemicalagent.deployed"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("agent"), help: FlagHelp.help("ChemicalAgentDeployed", "agent"), completion: FlagHelp.completion("ChemicalAgentDeployed", "agent"))
        var agent: String?
        @Option(name: .customLong("canisters"), help: FlagHelp.help("ChemicalAgentDeployed", "canisters"), completion: FlagHelp.completion("ChemicalAgentDeployed", "canisters"))
        var canisters: String?
        @Option(name: .customLong("delivery"), help: FlagHelp.help("ChemicalAgentDeployed", "delivery"), completion: FlagHelp.completion("ChemicalAgentDeployed", "delivery"))
        var delivery: String?
        @Option(name: .customLong("authority"), help: FlagHelp.help("ChemicalAgentDeployed", "authority"), completion: FlagHelp.completion("ChemicalAgentDeployed", "authority"))
        var authority: String?
        @Flag(name: .customLong("warning-given"), inversion: .prefixedNo, help: FlagHelp.help("ChemicalAgentDeployed", "warningGiven"))
        var warningGiven: Bool?
        @Flag(name: .customLong("ventilated"), inversion: .prefixedNo, help: FlagHelp.help("ChemicalAgentDeployed", "ventilated"))
        var ventilated: Bool?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("ChemicalAgentDeployed", "agent", flag: "agent", member: "agent", isInData: true, .text(payload.agent)),
            FlagInput("ChemicalAgentDeployed", "canisters", flag: "canisters", member: "canisters", isInData: true, .text(payload.canisters)),
            FlagInput("ChemicalAgentDeployed", "delivery", flag: "delivery", member: "delivery", isInData: true, .text(payload.delivery)),
            FlagInput("ChemicalAgentDeployed", "authority", flag: "authority", member: "authority", isInData: true, .text(payload.authority)),
            FlagInput("ChemicalAgentDeployed", "warningGiven", flag: "warning-given", member: "warningGiven", isInData: true, .truth(payload.warningGiven)),
            FlagInput("ChemicalAgentDeployed", "ventilated", flag: "ventilated", member: "ventilated", isInData: true, .truth(payload.ventilated)),
        ]
    }
}

/// `scenewire publish force.used`.
struct PublishForceUsed: EventCommand {
    static let configuration = FlagHelp.configuration("force.used")
    static let type = "force.used"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("kind"), help: FlagHelp.help("ForceUsed", "kind"), completion: FlagHelp.completion("ForceUsed", "kind"))
        var kind: String?
        @Option(name: .customLong("by"), help: FlagHelp.help("ForceUsed", "by"), completion: FlagHelp.completion("ForceUsed", "by"))
        var by: String?
        @Option(name: .customLong("on"), help: FlagHelp.help("ForceUsed", "on"), completion: FlagHelp.completion("ForceUsed", "on"))
        var on: String?
        @Option(name: .customLong("rounds"), help: FlagHelp.help("ForceUsed", "rounds"), completion: FlagHelp.completion("ForceUsed", "rounds"))
        var rounds: String?
        @Option(name: .customLong("result"), help: FlagHelp.help("ForceUsed", "result"), completion: FlagHelp.completion("ForceUsed", "result"))
        var result: String?
        @Flag(name: .customLong("supervisor-present"), inversion: .prefixedNo, help: FlagHelp.help("ForceUsed", "supervisorPresent"))
        var supervisorPresent: Bool?
        @Option(name: .customLong("report-number"), help: FlagHelp.help("ForceUsed", "reportNumber"), completion: FlagHelp.completion("ForceUsed", "reportNumber"))
        var reportNumber: String?
        @Option(name: .customLong("authority"), help: FlagHelp.help("ForceUsed", "authority"), completion: FlagHelp.completion("ForceUsed", "authority"))
        var authority: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("ForceUsed", "kind", flag: "kind", member: "kind", isInData: true, .text(payload.kind)),
            FlagInput("ForceUsed", "by", flag: "by", member: "by", isInData: true, .text(payload.by)),
            FlagInput("ForceUsed", "on", flag: "on", member: "on", isInData: true, .text(payload.on)),
            FlagInput("ForceUsed", "rounds", flag: "rounds", member: "rounds", isInData: true, .text(payload.rounds)),
            FlagInput("ForceUsed", "result", flag: "result", member: "result", isInData: true, .text(payload.result)),
            FlagInput("ForceUsed", "supervisorPresent", flag: "supervisor-present", member: "supervisorPresent", isInData: true, .truth(payload.supervisorPresent)),
            FlagInput("ForceUsed", "reportNumber", flag: "report-number", member: "reportNumber", isInData: true, .text(payload.reportNumber)),
            FlagInput("ForceUsed", "authority", flag: "authority", member: "authority", isInData: true, .text(payload.authority)),
        ]
    }
}

/// `scenewire publish subject.surrendered`.
struct PublishSubjectSurrendered: EventCommand {
    static let configuration = FlagHelp.configuration("subject.surrendered", short: "surrender")
    static let type = "subject.surrendered"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("subject"), help: FlagHelp.help("SubjectSurrendered", "subject"), completion: FlagHelp.completion("SubjectSurrendered", "subject"))
        var subject: String?
        @Option(name: .customLong("exit"), help: FlagHelp.help("SubjectSurrendered", "exit"), completion: FlagHelp.completion("SubjectSurrendered", "exit"))
        var exit: String?
        @Option(name: .customLong("weapon-status"), help: FlagHelp.help("SubjectSurrendered", "weaponStatus"), completion: FlagHelp.completion("SubjectSurrendered", "weaponStatus"))
        var weaponStatus: String?
        @Option(name: .customLong("plan"), help: FlagHelp.help("SubjectSurrendered", "plan"), completion: FlagHelp.completion("SubjectSurrendered", "plan"))
        var plan: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("SubjectSurrendered", "subject", flag: "subject", member: "subject", isInData: true, .text(payload.subject)),
            FlagInput("SubjectSurrendered", "exit", flag: "exit", member: "exit", isInData: true, .text(payload.exit)),
            FlagInput("SubjectSurrendered", "weaponStatus", flag: "weapon-status", member: "weaponStatus", isInData: true, .text(payload.weaponStatus)),
            FlagInput("SubjectSurrendered", "plan", flag: "plan", member: "plan", isInData: true, .text(payload.plan)),
        ]
    }
}

/// `scenewire publish subject.incustody`.
struct PublishSubjectInCustody: EventCommand {
    static let configuration = FlagHelp.configuration("subject.incustody", short: "custody")
    static let type = "subject.incustody"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("subject"), help: FlagHelp.help("SubjectInCustody", "subject"), completion: FlagHelp.completion("SubjectInCustody", "subject"))
        var subject: String?
        @Option(name: .customLong("subject-force"), help: FlagHelp.help("SubjectInCustody", "force"), completion: FlagHelp.completion("SubjectInCustody", "force"))
        var force: String?
        @Option(name: .customLong("force-events"), help: FlagHelp.help("SubjectInCustody", "forceEvents"), completion: FlagHelp.completion("SubjectInCustody", "forceEvents"))
        var forceEvents: [String] = []
        @Flag(name: .customLong("medical"), inversion: .prefixedNo, help: FlagHelp.help("SubjectInCustody", "medical"))
        var medical: Bool?
        @Option(name: .customLong("talk-time-seconds"), help: FlagHelp.help("SubjectInCustody", "talkTimeSeconds"), completion: FlagHelp.completion("SubjectInCustody", "talkTimeSeconds"))
        var talkTimeSeconds: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("SubjectInCustody", "subject", flag: "subject", member: "subject", isInData: true, .text(payload.subject)),
            FlagInput("SubjectInCustody", "force", flag: "subject-force", member: "force", isInData: true, .text(payload.force)),
            FlagInput("SubjectInCustody", "forceEvents", flag: "force-events", member: "forceEvents", isInData: true, .texts(payload.forceEvents)),
            FlagInput("SubjectInCustody", "medical", flag: "medical", member: "medical", isInData: true, .truth(payload.medical)),
            FlagInput("SubjectInCustody", "talkTimeSeconds", flag: "talk-time-seconds", member: "talkTimeSeconds", isInData: true, .text(payload.talkTimeSeconds)),
        ]
    }
}

/// `scenewire publish scene.cleared`.
struct PublishSceneCleared: EventCommand {
    static let configuration = FlagHelp.configuration("scene.cleared")
    static let type = "scene.cleared"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("area"), help: FlagHelp.help("SceneCleared", "area"), completion: FlagHelp.completion("SceneCleared", "area"))
        var area: String?
        @Option(name: .customLong("result"), help: FlagHelp.help("SceneCleared", "result"), completion: FlagHelp.completion("SceneCleared", "result"))
        var result: String?
        @Option(name: .customLong("weapons"), help: FlagHelp.help("SceneCleared", "weapons"), completion: FlagHelp.completion("SceneCleared", "weapons"))
        var weapons: String?
        @Option(name: .customLong("persons"), help: FlagHelp.help("SceneCleared", "persons"), completion: FlagHelp.completion("SceneCleared", "persons"))
        var persons: String?
        @Option(name: .customLong("hazards"), help: FlagHelp.help("SceneCleared", "hazards"), completion: FlagHelp.completion("SceneCleared", "hazards"))
        var hazards: [String] = []
        @Option(name: .customLong("handed-to"), help: FlagHelp.help("SceneCleared", "handedTo"), completion: FlagHelp.completion("SceneCleared", "handedTo"))
        var handedTo: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("SceneCleared", "area", flag: "area", member: "area", isInData: true, .text(payload.area)),
            FlagInput("SceneCleared", "result", flag: "result", member: "result", isInData: true, .text(payload.result)),
            FlagInput("SceneCleared", "weapons", flag: "weapons", member: "weapons", isInData: true, .text(payload.weapons)),
            FlagInput("SceneCleared", "persons", flag: "persons", member: "persons", isInData: true, .text(payload.persons)),
            FlagInput("SceneCleared", "hazards", flag: "hazards", member: "hazards", isInData: true, .texts(payload.hazards)),
            FlagInput("SceneCleared", "handedTo", flag: "handed-to", member: "handedTo", isInData: true, .text(payload.handedTo)),
        ]
    }
}

/// `scenewire publish status.reported`.
struct PublishStatusReported: EventCommand {
    static let configuration = FlagHelp.configuration("status.reported")
    static let type = "status.reported"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("number"), help: FlagHelp.help("StatusReported", "number"), completion: FlagHelp.completion("StatusReported", "number"))
        var number: String?
        @Option(name: .customLong("kind"), help: FlagHelp.help("StatusReported", "kind"), completion: FlagHelp.completion("StatusReported", "kind"))
        var kind: String?
        @Option(name: .customLong("period-from"), parsing: .unconditional, help: FlagHelp.help("StatusReported", "periodFrom"), completion: FlagHelp.completion("StatusReported", "periodFrom"))
        var periodFrom: String?
        @Option(name: .customLong("period-to"), parsing: .unconditional, help: FlagHelp.help("StatusReported", "periodTo"), completion: FlagHelp.completion("StatusReported", "periodTo"))
        var periodTo: String?
        @Option(name: .customLong("counts"), help: FlagHelp.help("StatusReported", "counts"), completion: FlagHelp.completion("StatusReported", "counts"))
        var counts: String?
        @Option(name: .customLong("objectives"), help: FlagHelp.help("StatusReported", "objectives"), completion: FlagHelp.completion("StatusReported", "objectives"))
        var objectives: [String] = []
        @Option(name: .customLong("planned"), help: FlagHelp.help("StatusReported", "planned"), completion: FlagHelp.completion("StatusReported", "planned"))
        var planned: [String] = []
        @Option(name: .customLong("phase"), help: FlagHelp.help("StatusReported", "phase"), completion: FlagHelp.completion("StatusReported", "phase"))
        var phase: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("StatusReported", "number", flag: "number", member: "number", isInData: true, .text(payload.number)),
            FlagInput("StatusReported", "kind", flag: "kind", member: "kind", isInData: true, .text(payload.kind)),
            FlagInput("StatusReported", "periodFrom", flag: "period-from", member: "periodFrom", isInData: true, .text(payload.periodFrom)),
            FlagInput("StatusReported", "periodTo", flag: "period-to", member: "periodTo", isInData: true, .text(payload.periodTo)),
            FlagInput("StatusReported", "counts", flag: "counts", member: "counts", isInData: true, .text(payload.counts)),
            FlagInput("StatusReported", "objectives", flag: "objectives", member: "objectives", isInData: true, .texts(payload.objectives)),
            FlagInput("StatusReported", "planned", flag: "planned", member: "planned", isInData: true, .texts(payload.planned)),
            FlagInput("StatusReported", "phase", flag: "phase", member: "phase", isInData: true, .text(payload.phase)),
        ]
    }
}

/// `scenewire publish log.entry`.
struct PublishLogEntry: EventCommand {
    static let configuration = FlagHelp.configuration("log.entry", short: "note")
    static let type = "log.entry"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("tags"), help: FlagHelp.help("LogEntry", "tags"), completion: FlagHelp.completion("LogEntry", "tags"))
        var tags: [String] = []
        @Option(name: .customLong("attachments"), help: FlagHelp.help("LogEntry", "attachments"), completion: FlagHelp.completion("LogEntry", "attachments"))
        var attachments: [String] = []
    }

    @Argument(help: FlagHelp.help("LogEntry", "text")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { nil }
    var inputs: [FlagInput] {
        [
            FlagInput("LogEntry", "text", flag: "<text>", member: "text", isInData: true, .text(words)),
            FlagInput("LogEntry", "tags", flag: "tags", member: "tags", isInData: true, .texts(payload.tags)),
            FlagInput("LogEntry", "attachments", flag: "attachments", member: "attachments", isInData: true, .texts(payload.attachments)),
        ]
    }
}

/// `scenewire publish record.corrected`.
struct PublishRecordCorrected: EventCommand {
    static let configuration = FlagHelp.configuration("record.corrected", short: "correct")
    static let type = "record.corrected"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("changes"), help: FlagHelp.help("RecordCorrected", "changes"), completion: FlagHelp.completion("RecordCorrected", "changes"))
        var changes: [String] = []
        @Option(name: .customLong("reason"), help: FlagHelp.help("RecordCorrected", "reason"), completion: FlagHelp.completion("RecordCorrected", "reason"))
        var reason: String?
        @Option(name: .customLong("approved-by"), help: FlagHelp.help("RecordCorrected", "approvedBy"), completion: FlagHelp.completion("RecordCorrected", "approvedBy"))
        var approvedBy: String?
        @Option(name: .customLong("supersedes-correction"), help: FlagHelp.help("RecordCorrected", "supersedesCorrection"), completion: FlagHelp.completion("RecordCorrected", "supersedesCorrection"))
        var supersedesCorrection: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("RecordCorrected", "changes", flag: "changes", member: "changes", isInData: true, .texts(payload.changes)),
            FlagInput("RecordCorrected", "reason", flag: "reason", member: "reason", isInData: true, .text(payload.reason)),
            FlagInput("RecordCorrected", "approvedBy", flag: "approved-by", member: "approvedBy", isInData: true, .text(payload.approvedBy)),
            FlagInput("RecordCorrected", "supersedesCorrection", flag: "supersedes-correction", member: "supersedesCorrection", isInData: true, .text(payload.supersedesCorrection)),
        ]
    }
}

/// `scenewire publish record.retracted`.
struct PublishRecordRetracted: EventCommand {
    static let configuration = FlagHelp.configuration("record.retracted", short: "retract")
    static let type = "record.retracted"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("reason"), help: FlagHelp.help("RecordRetracted", "reason"), completion: FlagHelp.completion("RecordRetracted", "reason"))
        var reason: String?
        @Option(name: .customLong("explanation"), help: FlagHelp.help("RecordRetracted", "explanation"), completion: FlagHelp.completion("RecordRetracted", "explanation"))
        var explanation: String?
        @Option(name: .customLong("approved-by"), help: FlagHelp.help("RecordRetracted", "approvedBy"), completion: FlagHelp.completion("RecordRetracted", "approvedBy"))
        var approvedBy: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("RecordRetracted", "reason", flag: "reason", member: "reason", isInData: true, .text(payload.reason)),
            FlagInput("RecordRetracted", "explanation", flag: "explanation", member: "explanation", isInData: true, .text(payload.explanation)),
            FlagInput("RecordRetracted", "approvedBy", flag: "approved-by", member: "approvedBy", isInData: true, .text(payload.approvedBy)),
        ]
    }
}

/// `scenewire publish record.redacted`.
struct PublishRecordRedacted: EventCommand {
    static let configuration = FlagHelp.configuration("record.redacted")
    static let type = "record.redacted"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("pointers"), help: FlagHelp.help("RecordRedacted", "pointers"), completion: FlagHelp.completion("RecordRedacted", "pointers"))
        var pointers: [String] = []
        @Option(name: .customLong("basis"), help: FlagHelp.help("RecordRedacted", "basis"), completion: FlagHelp.completion("RecordRedacted", "basis"))
        var basis: String?
        @Option(name: .customLong("visible-to"), help: FlagHelp.help("RecordRedacted", "visibleTo"), completion: FlagHelp.completion("RecordRedacted", "visibleTo"))
        var visibleTo: String?
        @Option(name: .customLong("statute"), help: FlagHelp.help("RecordRedacted", "statute"), completion: FlagHelp.completion("RecordRedacted", "statute"))
        var statute: String?
        @Option(name: .customLong("review-at"), parsing: .unconditional, help: FlagHelp.help("RecordRedacted", "reviewAt"), completion: FlagHelp.completion("RecordRedacted", "reviewAt"))
        var reviewAt: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("RecordRedacted", "pointers", flag: "pointers", member: "pointers", isInData: true, .texts(payload.pointers)),
            FlagInput("RecordRedacted", "basis", flag: "basis", member: "basis", isInData: true, .text(payload.basis)),
            FlagInput("RecordRedacted", "visibleTo", flag: "visible-to", member: "visibleTo", isInData: true, .text(payload.visibleTo)),
            FlagInput("RecordRedacted", "statute", flag: "statute", member: "statute", isInData: true, .text(payload.statute)),
            FlagInput("RecordRedacted", "reviewAt", flag: "review-at", member: "reviewAt", isInData: true, .text(payload.reviewAt)),
        ]
    }
}

/// `scenewire publish external.record`.
struct PublishExternalRecord: EventCommand {
    static let configuration = FlagHelp.configuration("external.record")
    static let type = "external.record"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("system"), help: FlagHelp.help("ExternalRecord", "system"), completion: FlagHelp.completion("ExternalRecord", "system"))
        var system: String?
        @Option(name: .customLong("record-id"), help: FlagHelp.help("ExternalRecord", "recordId"), completion: FlagHelp.completion("ExternalRecord", "recordId"))
        var recordId: String?
        @Option(name: .customLong("kind"), help: FlagHelp.help("ExternalRecord", "kind"), completion: FlagHelp.completion("ExternalRecord", "kind"))
        var kind: String?
        @Option(name: .customLong("body"), help: FlagHelp.help("ExternalRecord", "body"), completion: FlagHelp.completion("ExternalRecord", "body"))
        var body: String?
        @Option(name: .customLong("body-type"), help: FlagHelp.help("ExternalRecord", "bodyType"), completion: FlagHelp.completion("ExternalRecord", "bodyType"))
        var bodyType: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("ExternalRecord", "system", flag: "system", member: "system", isInData: true, .text(payload.system)),
            FlagInput("ExternalRecord", "recordId", flag: "record-id", member: "recordId", isInData: true, .text(payload.recordId)),
            FlagInput("ExternalRecord", "kind", flag: "kind", member: "kind", isInData: true, .text(payload.kind)),
            FlagInput("ExternalRecord", "body", flag: "body", member: "body", isInData: true, .text(payload.body)),
            FlagInput("ExternalRecord", "bodyType", flag: "body-type", member: "bodyType", isInData: true, .text(payload.bodyType)),
        ]
    }
}

/// `scenewire publish record.erased`.
struct PublishRecordErased: EventCommand {
    static let configuration = FlagHelp.configuration("record.erased")
    static let type = "record.erased"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("stream"), help: FlagHelp.help("RecordErased", "stream"), completion: FlagHelp.completion("RecordErased", "stream"))
        var stream: String?
        @Option(name: .customLong("sequence"), help: FlagHelp.help("RecordErased", "sequence"), completion: FlagHelp.completion("RecordErased", "sequence"))
        var sequence: String?
        @Option(name: .customLong("authority"), help: FlagHelp.help("RecordErased", "authority"), completion: FlagHelp.completion("RecordErased", "authority"))
        var authority: String?
        @Option(name: .customLong("statute"), help: FlagHelp.help("RecordErased", "statute"), completion: FlagHelp.completion("RecordErased", "statute"))
        var statute: String?
        @Option(name: .customLong("reason"), help: FlagHelp.help("RecordErased", "reason"), completion: FlagHelp.completion("RecordErased", "reason"))
        var reason: String?
        @Option(name: .customLong("sha256"), help: FlagHelp.help("RecordErased", "sha256"), completion: FlagHelp.completion("RecordErased", "sha256"))
        var sha256: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("RecordErased", "stream", flag: "stream", member: "stream", isInData: true, .text(payload.stream)),
            FlagInput("RecordErased", "sequence", flag: "sequence", member: "sequence", isInData: true, .text(payload.sequence)),
            FlagInput("RecordErased", "authority", flag: "authority", member: "authority", isInData: true, .text(payload.authority)),
            FlagInput("RecordErased", "statute", flag: "statute", member: "statute", isInData: true, .text(payload.statute)),
            FlagInput("RecordErased", "reason", flag: "reason", member: "reason", isInData: true, .text(payload.reason)),
            FlagInput("RecordErased", "sha256", flag: "sha256", member: "sha256", isInData: true, .text(payload.sha256)),
        ]
    }
}

/// `scenewire publish source.heartbeat`.
struct PublishSourceHeartbeat: EventCommand {
    static let configuration = FlagHelp.configuration("source.heartbeat")
    static let type = "source.heartbeat"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("last-sequence"), help: FlagHelp.help("SourceHeartbeat", "lastSequence"), completion: FlagHelp.completion("SourceHeartbeat", "lastSequence"))
        var lastSequence: String?
        @Option(name: .customLong("source-clock-offset-ms"), parsing: .unconditional, help: FlagHelp.help("SourceHeartbeat", "clockOffsetMs"), completion: FlagHelp.completion("SourceHeartbeat", "clockOffsetMs"))
        var clockOffsetMs: String?
        @Option(name: .customLong("source-clock-sync"), help: FlagHelp.help("SourceHeartbeat", "clockSync"), completion: FlagHelp.completion("SourceHeartbeat", "clockSync"))
        var clockSync: String?
        @Option(name: .customLong("backlog"), help: FlagHelp.help("SourceHeartbeat", "backlog"), completion: FlagHelp.completion("SourceHeartbeat", "backlog"))
        var backlog: String?
        @Option(name: .customLong("version"), help: FlagHelp.help("SourceHeartbeat", "version"), completion: FlagHelp.completion("SourceHeartbeat", "version"))
        var version: String?
        @Flag(name: .customLong("signing-off"), inversion: .prefixedNo, help: FlagHelp.help("SourceHeartbeat", "signingOff"))
        var signingOff: Bool?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("SourceHeartbeat", "lastSequence", flag: "last-sequence", member: "lastSequence", isInData: true, .text(payload.lastSequence)),
            FlagInput("SourceHeartbeat", "clockOffsetMs", flag: "source-clock-offset-ms", member: "clockOffsetMs", isInData: true, .text(payload.clockOffsetMs)),
            FlagInput("SourceHeartbeat", "clockSync", flag: "source-clock-sync", member: "clockSync", isInData: true, .text(payload.clockSync)),
            FlagInput("SourceHeartbeat", "backlog", flag: "backlog", member: "backlog", isInData: true, .text(payload.backlog)),
            FlagInput("SourceHeartbeat", "version", flag: "version", member: "version", isInData: true, .text(payload.version)),
            FlagInput("SourceHeartbeat", "signingOff", flag: "signing-off", member: "signingOff", isInData: true, .truth(payload.signingOff)),
        ]
    }
}

/// `scenewire publish alert.raised`.
struct PublishAlertRaised: EventCommand {
    static let configuration = FlagHelp.configuration("alert.raised")
    static let type = "alert.raised"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("rule"), help: FlagHelp.help("AlertRaised", "rule"), completion: FlagHelp.completion("AlertRaised", "rule"))
        var rule: String?
        @Option(name: .customLong("key"), help: FlagHelp.help("AlertRaised", "key"), completion: FlagHelp.completion("AlertRaised", "key"))
        var key: String?
        @Option(name: .customLong("causes"), help: FlagHelp.help("AlertRaised", "causes"), completion: FlagHelp.completion("AlertRaised", "causes"))
        var causes: [String] = []
        @Option(name: .customLong("audience"), help: FlagHelp.help("AlertRaised", "audience"), completion: FlagHelp.completion("AlertRaised", "audience"))
        var audience: [String] = []
        @Flag(name: .customLong("late"), inversion: .prefixedNo, help: FlagHelp.help("AlertRaised", "late"))
        var late: Bool?
        @Flag(name: .customLong("acknowledgement-required"), inversion: .prefixedNo, help: FlagHelp.help("AlertRaised", "acknowledgementRequired"))
        var acknowledgementRequired: Bool?
    }

    @Argument(help: FlagHelp.help("AlertRaised", "text")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { nil }
    var inputs: [FlagInput] {
        [
            FlagInput("AlertRaised", "rule", flag: "rule", member: "rule", isInData: true, .text(payload.rule)),
            FlagInput("AlertRaised", "key", flag: "key", member: "key", isInData: true, .text(payload.key)),
            FlagInput("AlertRaised", "text", flag: "<text>", member: "text", isInData: true, .text(words)),
            FlagInput("AlertRaised", "causes", flag: "causes", member: "causes", isInData: true, .texts(payload.causes)),
            FlagInput("AlertRaised", "audience", flag: "audience", member: "audience", isInData: true, .texts(payload.audience)),
            FlagInput("AlertRaised", "late", flag: "late", member: "late", isInData: true, .truth(payload.late)),
            FlagInput("AlertRaised", "acknowledgementRequired", flag: "acknowledgement-required", member: "acknowledgementRequired", isInData: true, .truth(payload.acknowledgementRequired)),
        ]
    }
}

/// `scenewire publish alert.delivered`.
struct PublishAlertDelivered: EventCommand {
    static let configuration = FlagHelp.configuration("alert.delivered")
    static let type = "alert.delivered"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("alert"), help: FlagHelp.help("AlertDelivered", "alert"), completion: FlagHelp.completion("AlertDelivered", "alert"))
        var alert: String?
        @Option(name: .customLong("channel"), help: FlagHelp.help("AlertDelivered", "channel"), completion: FlagHelp.completion("AlertDelivered", "channel"))
        var channel: String?
        @Option(name: .customLong("recipient"), help: FlagHelp.help("AlertDelivered", "recipient"), completion: FlagHelp.completion("AlertDelivered", "recipient"))
        var recipient: String?
        @Option(name: .customLong("attempts"), help: FlagHelp.help("AlertDelivered", "attempts"), completion: FlagHelp.completion("AlertDelivered", "attempts"))
        var attempts: String?
        @Option(name: .customLong("latency-ms"), help: FlagHelp.help("AlertDelivered", "latencyMs"), completion: FlagHelp.completion("AlertDelivered", "latencyMs"))
        var latencyMs: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("AlertDelivered", "alert", flag: "alert", member: "alert", isInData: true, .text(payload.alert)),
            FlagInput("AlertDelivered", "channel", flag: "channel", member: "channel", isInData: true, .text(payload.channel)),
            FlagInput("AlertDelivered", "recipient", flag: "recipient", member: "recipient", isInData: true, .text(payload.recipient)),
            FlagInput("AlertDelivered", "attempts", flag: "attempts", member: "attempts", isInData: true, .text(payload.attempts)),
            FlagInput("AlertDelivered", "latencyMs", flag: "latency-ms", member: "latencyMs", isInData: true, .text(payload.latencyMs)),
        ]
    }
}

/// `scenewire publish alert.failed`.
struct PublishAlertFailed: EventCommand {
    static let configuration = FlagHelp.configuration("alert.failed")
    static let type = "alert.failed"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("alert"), help: FlagHelp.help("AlertFailed", "alert"), completion: FlagHelp.completion("AlertFailed", "alert"))
        var alert: String?
        @Option(name: .customLong("channel"), help: FlagHelp.help("AlertFailed", "channel"), completion: FlagHelp.completion("AlertFailed", "channel"))
        var channel: String?
        @Option(name: .customLong("recipient"), help: FlagHelp.help("AlertFailed", "recipient"), completion: FlagHelp.completion("AlertFailed", "recipient"))
        var recipient: String?
        @Option(name: .customLong("attempts"), help: FlagHelp.help("AlertFailed", "attempts"), completion: FlagHelp.completion("AlertFailed", "attempts"))
        var attempts: String?
        @Option(name: .customLong("reason"), help: FlagHelp.help("AlertFailed", "reason"), completion: FlagHelp.completion("AlertFailed", "reason"))
        var reason: String?
        @Flag(name: .customLong("gave-up"), inversion: .prefixedNo, help: FlagHelp.help("AlertFailed", "gaveUp"))
        var gaveUp: Bool?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("AlertFailed", "alert", flag: "alert", member: "alert", isInData: true, .text(payload.alert)),
            FlagInput("AlertFailed", "channel", flag: "channel", member: "channel", isInData: true, .text(payload.channel)),
            FlagInput("AlertFailed", "recipient", flag: "recipient", member: "recipient", isInData: true, .text(payload.recipient)),
            FlagInput("AlertFailed", "attempts", flag: "attempts", member: "attempts", isInData: true, .text(payload.attempts)),
            FlagInput("AlertFailed", "reason", flag: "reason", member: "reason", isInData: true, .text(payload.reason)),
            FlagInput("AlertFailed", "gaveUp", flag: "gave-up", member: "gaveUp", isInData: true, .truth(payload.gaveUp)),
        ]
    }
}

/// `scenewire publish alert.acknowledged`.
struct PublishAlertAcknowledged: EventCommand {
    static let configuration = FlagHelp.configuration("alert.acknowledged")
    static let type = "alert.acknowledged"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("alert"), help: FlagHelp.help("AlertAcknowledged", "alert"), completion: FlagHelp.completion("AlertAcknowledged", "alert"))
        var alert: String?
        @Option(name: .customLong("by"), help: FlagHelp.help("AlertAcknowledged", "by"), completion: FlagHelp.completion("AlertAcknowledged", "by"))
        var by: String?
        @Option(name: .customLong("action"), help: FlagHelp.help("AlertAcknowledged", "action"), completion: FlagHelp.completion("AlertAcknowledged", "action"))
        var action: String?
        @Option(name: .customLong("until"), parsing: .unconditional, help: FlagHelp.help("AlertAcknowledged", "until"), completion: FlagHelp.completion("AlertAcknowledged", "until"))
        var until: String?
        @Option(name: .customLong("note"), help: FlagHelp.help("AlertAcknowledged", "note"), completion: FlagHelp.completion("AlertAcknowledged", "note"))
        var note: String?
        @Option(name: .customLong("channel"), help: FlagHelp.help("AlertAcknowledged", "channel"), completion: FlagHelp.completion("AlertAcknowledged", "channel"))
        var channel: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("AlertAcknowledged", "alert", flag: "alert", member: "alert", isInData: true, .text(payload.alert)),
            FlagInput("AlertAcknowledged", "by", flag: "by", member: "by", isInData: true, .text(payload.by)),
            FlagInput("AlertAcknowledged", "action", flag: "action", member: "action", isInData: true, .text(payload.action)),
            FlagInput("AlertAcknowledged", "until", flag: "until", member: "until", isInData: true, .text(payload.until)),
            FlagInput("AlertAcknowledged", "note", flag: "note", member: "note", isInData: true, .text(payload.note)),
            FlagInput("AlertAcknowledged", "channel", flag: "channel", member: "channel", isInData: true, .text(payload.channel)),
        ]
    }
}

/// `scenewire publish alert.escalated`.
struct PublishAlertEscalated: EventCommand {
    static let configuration = FlagHelp.configuration("alert.escalated")
    static let type = "alert.escalated"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("alert"), help: FlagHelp.help("AlertEscalated", "alert"), completion: FlagHelp.completion("AlertEscalated", "alert"))
        var alert: String?
        @Option(name: .customLong("audience"), help: FlagHelp.help("AlertEscalated", "audience"), completion: FlagHelp.completion("AlertEscalated", "audience"))
        var audience: [String] = []
        @Option(name: .customLong("step"), help: FlagHelp.help("AlertEscalated", "step"), completion: FlagHelp.completion("AlertEscalated", "step"))
        var step: String?
        @Option(name: .customLong("reason"), help: FlagHelp.help("AlertEscalated", "reason"), completion: FlagHelp.completion("AlertEscalated", "reason"))
        var reason: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("AlertEscalated", "alert", flag: "alert", member: "alert", isInData: true, .text(payload.alert)),
            FlagInput("AlertEscalated", "audience", flag: "audience", member: "audience", isInData: true, .texts(payload.audience)),
            FlagInput("AlertEscalated", "step", flag: "step", member: "step", isInData: true, .text(payload.step)),
            FlagInput("AlertEscalated", "reason", flag: "reason", member: "reason", isInData: true, .text(payload.reason)),
        ]
    }
}

/// `scenewire publish alert.silenced`.
struct PublishAlertSilenced: EventCommand {
    static let configuration = FlagHelp.configuration("alert.silenced")
    static let type = "alert.silenced"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("silence"), help: FlagHelp.help("AlertSilenced", "silence"), completion: FlagHelp.completion("AlertSilenced", "silence"))
        var silence: String?
        @Option(name: .customLong("by"), help: FlagHelp.help("AlertSilenced", "by"), completion: FlagHelp.completion("AlertSilenced", "by"))
        var by: String?
        @Option(name: .customLong("until"), parsing: .unconditional, help: FlagHelp.help("AlertSilenced", "until"), completion: FlagHelp.completion("AlertSilenced", "until"))
        var until: String?
        @Option(name: .customLong("rule"), help: FlagHelp.help("AlertSilenced", "rule"), completion: FlagHelp.completion("AlertSilenced", "rule"))
        var rule: String?
        @Option(name: .customLong("alert"), help: FlagHelp.help("AlertSilenced", "alert"), completion: FlagHelp.completion("AlertSilenced", "alert"))
        var alert: String?
        @Option(name: .customLong("reason"), help: FlagHelp.help("AlertSilenced", "reason"), completion: FlagHelp.completion("AlertSilenced", "reason"))
        var reason: String?
        @Flag(name: .customLong("ended"), inversion: .prefixedNo, help: FlagHelp.help("AlertSilenced", "ended"))
        var ended: Bool?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("AlertSilenced", "silence", flag: "silence", member: "silence", isInData: true, .text(payload.silence)),
            FlagInput("AlertSilenced", "by", flag: "by", member: "by", isInData: true, .text(payload.by)),
            FlagInput("AlertSilenced", "until", flag: "until", member: "until", isInData: true, .text(payload.until)),
            FlagInput("AlertSilenced", "rule", flag: "rule", member: "rule", isInData: true, .text(payload.rule)),
            FlagInput("AlertSilenced", "alert", flag: "alert", member: "alert", isInData: true, .text(payload.alert)),
            FlagInput("AlertSilenced", "reason", flag: "reason", member: "reason", isInData: true, .text(payload.reason)),
            FlagInput("AlertSilenced", "ended", flag: "ended", member: "ended", isInData: true, .truth(payload.ended)),
        ]
    }
}

/// `scenewire publish alert.resolved`.
struct PublishAlertResolved: EventCommand {
    static let configuration = FlagHelp.configuration("alert.resolved")
    static let type = "alert.resolved"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("alert"), help: FlagHelp.help("AlertResolved", "alert"), completion: FlagHelp.completion("AlertResolved", "alert"))
        var alert: String?
        @Option(name: .customLong("cause"), help: FlagHelp.help("AlertResolved", "cause"), completion: FlagHelp.completion("AlertResolved", "cause"))
        var cause: String?
        @Option(name: .customLong("reason"), help: FlagHelp.help("AlertResolved", "reason"), completion: FlagHelp.completion("AlertResolved", "reason"))
        var reason: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("AlertResolved", "alert", flag: "alert", member: "alert", isInData: true, .text(payload.alert)),
            FlagInput("AlertResolved", "cause", flag: "cause", member: "cause", isInData: true, .text(payload.cause)),
            FlagInput("AlertResolved", "reason", flag: "reason", member: "reason", isInData: true, .text(payload.reason)),
        ]
    }
}

/// `scenewire publish archive.checkpoint`.
struct PublishArchiveCheckpoint: EventCommand {
    static let configuration = FlagHelp.configuration("archive.checkpoint")
    static let type = "archive.checkpoint"

    struct Payload: ParsableArguments {
        @Option(name: .customLong("stream"), help: FlagHelp.help("ArchiveCheckpoint", "stream"), completion: FlagHelp.completion("ArchiveCheckpoint", "stream"))
        var stream: String?
        @Option(name: .customLong("sequence"), help: FlagHelp.help("ArchiveCheckpoint", "sequence"), completion: FlagHelp.completion("ArchiveCheckpoint", "sequence"))
        var sequence: String?
        @Option(name: .customLong("tree-size"), help: FlagHelp.help("ArchiveCheckpoint", "treeSize"), completion: FlagHelp.completion("ArchiveCheckpoint", "treeSize"))
        var treeSize: String?
        @Option(name: .customLong("root-sha256"), help: FlagHelp.help("ArchiveCheckpoint", "rootSha256"), completion: FlagHelp.completion("ArchiveCheckpoint", "rootSha256"))
        var rootSha256: String?
        @Option(name: .customLong("note"), help: FlagHelp.help("ArchiveCheckpoint", "note"), completion: FlagHelp.completion("ArchiveCheckpoint", "note"))
        var note: String?
        @Option(name: .customLong("archive"), help: FlagHelp.help("ArchiveCheckpoint", "archive"), completion: FlagHelp.completion("ArchiveCheckpoint", "archive"))
        var archive: String?
    }

    @Argument(help: FlagHelp.help("Event", "narrative")) var words: String?
    @OptionGroup(title: "What Happened") var payload: Payload
    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions
    @OptionGroup(title: "Publishing") var publishing: EventPublishing

    var narrative: String? { words }
    var inputs: [FlagInput] {
        [
            FlagInput("ArchiveCheckpoint", "stream", flag: "stream", member: "stream", isInData: true, .text(payload.stream)),
            FlagInput("ArchiveCheckpoint", "sequence", flag: "sequence", member: "sequence", isInData: true, .text(payload.sequence)),
            FlagInput("ArchiveCheckpoint", "treeSize", flag: "tree-size", member: "treeSize", isInData: true, .text(payload.treeSize)),
            FlagInput("ArchiveCheckpoint", "rootSha256", flag: "root-sha256", member: "rootSha256", isInData: true, .text(payload.rootSha256)),
            FlagInput("ArchiveCheckpoint", "note", flag: "note", member: "note", isInData: true, .text(payload.note)),
            FlagInput("ArchiveCheckpoint", "archive", flag: "archive", member: "archive", isInData: true, .text(payload.archive)),
        ]
    }
}

extension PublishGroup {
    /// A command for every event type of the schema.
    static let eventCommands: [CommandGroup] = [
        CommandGroup(name: "Lifecycle", subcommands: [PublishIncidentDeclared.self, PublishIncidentReclassified.self, PublishIncidentPhaseChanged.self, PublishIncidentClosed.self, PublishIncidentLinked.self]),
        CommandGroup(name: "Command And Resource", subcommands: [PublishCommandEstablished.self, PublishCommandTransferred.self, PublishDecisionRecorded.self, PublishResourceRequested.self, PublishResourceStatusChanged.self, PublishPersonnelRelieved.self]),
        CommandGroup(name: "Containment And Public Protection", subcommands: [PublishPerimeterChanged.self, PublishPerimeterBreached.self, PublishProtectiveActionChanged.self, PublishPublicInformationReleased.self]),
        CommandGroup(name: "Subject, Hostage And Harm", subcommands: [PublishSubjectObserved.self, PublishThreatAssessed.self, PublishHostageReported.self, PublishHostageReleased.self, PublishInjuryReported.self, PublishShotsFired.self]),
        CommandGroup(name: "Negotiation", subcommands: [PublishContactAttempted.self, PublishContactEstablished.self, PublishContactLost.self, PublishDemandMade.self, PublishDeadlineSet.self, PublishDeadlineResolved.self, PublishProgressAssessed.self, PublishDeliveryMade.self]),
        CommandGroup(name: "Tactical And Force", subcommands: [PublishTacticalActionExecuted.self, PublishLessLethalDeployed.self, PublishChemicalAgentDeployed.self, PublishForceUsed.self]),
        CommandGroup(name: "Resolution", subcommands: [PublishSubjectSurrendered.self, PublishSubjectInCustody.self, PublishSceneCleared.self]),
        CommandGroup(name: "Record Keeping", subcommands: [PublishStatusReported.self, PublishLogEntry.self, PublishRecordCorrected.self, PublishRecordRetracted.self, PublishRecordRedacted.self, PublishExternalRecord.self]),
        CommandGroup(name: "System", subcommands: [PublishRecordErased.self, PublishSourceHeartbeat.self, PublishAlertRaised.self, PublishAlertDelivered.self, PublishAlertFailed.self, PublishAlertAcknowledged.self, PublishAlertEscalated.self, PublishAlertSilenced.self, PublishAlertResolved.self, PublishArchiveCheckpoint.self]),
    ]
}
