import AlertRules
import EventSchema

/// What happens at one incident, minute by minute, and what the shipped rules say to it.
struct Story {
    var teller = Teller()

    /// - Parameter incidentClass: As what the incident is declared in the first minute; the inner ring stands.
    init(_ incidentClass: String = "BARICADE") throws {
        teller.lag = 0
        try teller.declare(at: 0, class: incidentClass)
        try tell(0, "perimeter.changed", #"{"ring":"inner","state":"established"}"#)
    }

    mutating func tell(_ minute: Int, _ type: String, _ data: String, tlp: String? = nil) throws {
        let usual = teller.tlp
        if let tlp { teller.tlp = tlp }
        try teller.tell(type, at: minute * 60, data)
        teller.tlp = usual
    }

    mutating func contact(_ minute: Int, _ subject: String, tlp: String? = nil) throws {
        let data = #"{"channel":"existingPhone","party":{"ref":"\#(subject)","role":"subject"}}"#
        try tell(minute, "negotiation.contact.established", data, tlp: tlp)
    }

    mutating func loss(_ minute: Int, tlp: String? = nil) throws {
        try tell(minute, "negotiation.contact.lost", #"{"reason":"subjectHungUp"}"#, tlp: tlp)
    }

    mutating func observe(_ minute: Int, _ subject: String) throws {
        try tell(minute, "subject.observed", #"{"subject":{"ref":"\#(subject)"},"observation":"window"}"#)
    }

    mutating func surrender(_ minute: Int, _ subject: String) throws {
        try tell(minute, "subject.surrendered", #"{"subject":{"ref":"\#(subject)"}}"#)
    }

    mutating func custody(_ minute: Int, _ subject: String) throws {
        try tell(minute, "subject.incustody", #"{"subject":{"ref":"\#(subject)"},"force":"none"}"#)
    }

    mutating func breach(_ minute: Int, by party: String, isResolved: Bool = false) throws {
        let data = #"{"ring":"inner","direction":"in","party":"\#(party)","resolved":\#(isResolved)}"#
        try tell(minute, "perimeter.breached", data)
    }

    mutating func deadline(_ minute: Int, due: Int, _ more: String = "", tlp: String? = nil) throws {
        let due = Teller.time(due * 60).rfc3339
        try tell(
            minute,
            "deadline.set",
            #"{"deadlineId":"DL1","due":"\#(due)","by":"subject"\#(more)}"#,
            tlp: tlp
        )
    }

    mutating func resolve(_ minute: Int, _ resolution: String, newDue: Int? = nil) throws {
        let due = newDue.map { #","newDue":"\#(Teller.time($0 * 60).rfc3339)""# } ?? ""
        try tell(minute, "deadline.resolved", #"{"deadlineId":"DL1","resolution":"\#(resolution)"\#(due)}"#)
    }

    mutating func close(_ minute: Int, tlp: String? = nil) throws {
        let end = Teller.time(minute * 60).rfc3339
        try tell(minute, "incident.closed", #"{"outcome":"other","endedAt":"\#(end)"}"#, tlp: tlp)
    }

    /// Every step of a rule until a minute.
    func steps(of rule: String, until minute: Int, rules: RuleBook? = nil) throws -> [AlertStep] {
        var engine = AlertEngine(try rules ?? Files.rules())
        let steps = engine.fold(teller.records) + engine.wait(until: minute * 60)
        return steps.filter { $0.alert.rule == rule }
    }

    /// `raised 20`, `resolved 25`: what a rule does until a minute, and at which minutes.
    func lines(of rule: String, until minute: Int, rules: RuleBook? = nil) throws -> [String] {
        try steps(of: rule, until: minute, rules: rules).map { step in
            let seconds = (step.at.nanoseconds - Teller.time(0).nanoseconds) / 1_000_000_000
            return "\(step.kind) \(seconds / 60)"
        }
    }
}
