// swift-format-ignore-file
// Written by scripts/generate-schema from Sources/EventSchema/Protos; do not edit.

/// Whether a fact is real (CAP 1.2 status); anything but Actual stays inside exercises and tests.
///
/// Closed: an event with another word is refused.
public enum Status: String, CaseIterable, Vocabulary {
    /// The word `Actual`.
    case actual = "Actual"
    /// The word `Exercise`.
    case exercise = "Exercise"
    /// The word `System`.
    case system = "System"
    /// The word `Test`.
    case test = "Test"
    /// The word `Draft`.
    case draft = "Draft"

    /// The case for a word, `nil` when the schema does not define it.
    public init?(_ word: String) {
        self.init(rawValue: word)
    }

    /// The word as it travels.
    public var word: String { rawValue }

    /// The words that the schema defines, in its order.
    public static var known: [Self] { allCases }
}

/// How bad it is (CAP 1.2 severity).
///
/// Closed: an event with another word is refused.
public enum Severity: String, CaseIterable, Vocabulary {
    /// The word `Extreme`.
    case extreme = "Extreme"
    /// The word `Severe`.
    case severe = "Severe"
    /// The word `Moderate`.
    case moderate = "Moderate"
    /// The word `Minor`.
    case minor = "Minor"
    /// The word `Unknown`.
    case unknown = "Unknown"

    /// The case for a word, `nil` when the schema does not define it.
    public init?(_ word: String) {
        self.init(rawValue: word)
    }

    /// The word as it travels.
    public var word: String { rawValue }

    /// The words that the schema defines, in its order.
    public static var known: [Self] { allCases }
}

/// How soon to act (CAP 1.2 urgency).
///
/// Closed: an event with another word is refused.
public enum Urgency: String, CaseIterable, Vocabulary {
    /// The word `Immediate`.
    case immediate = "Immediate"
    /// The word `Expected`.
    case expected = "Expected"
    /// The word `Future`.
    case future = "Future"
    /// The word `Past`.
    case past = "Past"
    /// The word `Unknown`.
    case unknown = "Unknown"

    /// The case for a word, `nil` when the schema does not define it.
    public init?(_ word: String) {
        self.init(rawValue: word)
    }

    /// The word as it travels.
    public var word: String { rawValue }

    /// The words that the schema defines, in its order.
    public static var known: [Self] { allCases }
}

/// How sure the author is (CAP 1.2 certainty).
///
/// Closed: an event with another word is refused.
public enum Certainty: String, CaseIterable, Vocabulary {
    /// The word `Observed`.
    case observed = "Observed"
    /// The word `Likely`.
    case likely = "Likely"
    /// The word `Possible`.
    case possible = "Possible"
    /// The word `Unlikely`.
    case unlikely = "Unlikely"
    /// The word `Unknown`.
    case unknown = "Unknown"

    /// The case for a word, `nil` when the schema does not define it.
    public init?(_ word: String) {
        self.init(rawValue: word)
    }

    /// The word as it travels.
    public var word: String { rawValue }

    /// The words that the schema defines, in its order.
    public static var known: [Self] { allCases }
}

/// Who may see an event (FIRST Traffic Light Protocol 2.0), from narrow to wide.
///
/// Closed: an event with another word is refused.
public enum TLP: String, CaseIterable, Vocabulary {
    /// The word `RED`.
    case red = "RED"
    /// The word `AMBER+STRICT`.
    case amberStrict = "AMBER+STRICT"
    /// The word `AMBER`.
    case amber = "AMBER"
    /// The word `GREEN`.
    case green = "GREEN"
    /// The word `CLEAR`.
    case clear = "CLEAR"

    /// The case for a word, `nil` when the schema does not define it.
    public init?(_ word: String) {
        self.init(rawValue: word)
    }

    /// The word as it travels.
    public var word: String { rawValue }

    /// The words that the schema defines, in its order.
    public static var known: [Self] { allCases }
}

/// What an event holds that some readers must not see.
///
/// Closed: an event with another word is refused.
public enum Sensitivity: String, CaseIterable, Vocabulary {
    /// The word `juvenile`.
    case juvenile = "juvenile"
    /// The word `victim`.
    case victim = "victim"
    /// The word `informant`.
    case informant = "informant"
    /// The word `tactics`.
    case tactics = "tactics"
    /// The word `medical`.
    case medical = "medical"
    /// The word `personal`.
    case personal = "personal"

    /// The case for a word, `nil` when the schema does not define it.
    public init?(_ word: String) {
        self.init(rawValue: word)
    }

    /// The word as it travels.
    public var word: String { rawValue }

    /// The words that the schema defines, in its order.
    public static var known: [Self] { allCases }
}

/// What a person does at an incident.
public enum Role: Vocabulary {
    /// The word `incidentCommander`.
    case incidentCommander
    /// The word `patrolSupervisor`.
    case patrolSupervisor
    /// The word `tacticalCommander`.
    case tacticalCommander
    /// The word `tacticalTeamLeader`.
    case tacticalTeamLeader
    /// The word `negotiationTeamLeader`.
    case negotiationTeamLeader
    /// The word `primaryNegotiator`.
    case primaryNegotiator
    /// The word `coach`.
    case coach
    /// The word `negotiationRecorder`.
    case negotiationRecorder
    /// The word `intelligenceOfficer`.
    case intelligenceOfficer
    /// The word `tacticalLiaison`.
    case tacticalLiaison
    /// The word `observer`.
    case observer
    /// The word `commandPostRecorder`.
    case commandPostRecorder
    /// The word `publicInformationOfficer`.
    case publicInformationOfficer
    /// The word `safetyOfficer`.
    case safetyOfficer
    /// The word `liaisonOfficer`.
    case liaisonOfficer
    /// The word `tacticalMedic`.
    case tacticalMedic
    /// The word `dispatcher`.
    case dispatcher
    /// The word `patrolOfficer`.
    case patrolOfficer
    /// The word `court`.
    case court
    /// The word `automation`.
    case automation
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "incidentCommander": .incidentCommander
            case "patrolSupervisor": .patrolSupervisor
            case "tacticalCommander": .tacticalCommander
            case "tacticalTeamLeader": .tacticalTeamLeader
            case "negotiationTeamLeader": .negotiationTeamLeader
            case "primaryNegotiator": .primaryNegotiator
            case "coach": .coach
            case "negotiationRecorder": .negotiationRecorder
            case "intelligenceOfficer": .intelligenceOfficer
            case "tacticalLiaison": .tacticalLiaison
            case "observer": .observer
            case "commandPostRecorder": .commandPostRecorder
            case "publicInformationOfficer": .publicInformationOfficer
            case "safetyOfficer": .safetyOfficer
            case "liaisonOfficer": .liaisonOfficer
            case "tacticalMedic": .tacticalMedic
            case "dispatcher": .dispatcher
            case "patrolOfficer": .patrolOfficer
            case "court": .court
            case "automation": .automation
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .incidentCommander: "incidentCommander"
        case .patrolSupervisor: "patrolSupervisor"
        case .tacticalCommander: "tacticalCommander"
        case .tacticalTeamLeader: "tacticalTeamLeader"
        case .negotiationTeamLeader: "negotiationTeamLeader"
        case .primaryNegotiator: "primaryNegotiator"
        case .coach: "coach"
        case .negotiationRecorder: "negotiationRecorder"
        case .intelligenceOfficer: "intelligenceOfficer"
        case .tacticalLiaison: "tacticalLiaison"
        case .observer: "observer"
        case .commandPostRecorder: "commandPostRecorder"
        case .publicInformationOfficer: "publicInformationOfficer"
        case .safetyOfficer: "safetyOfficer"
        case .liaisonOfficer: "liaisonOfficer"
        case .tacticalMedic: "tacticalMedic"
        case .dispatcher: "dispatcher"
        case .patrolOfficer: "patrolOfficer"
        case .court: "court"
        case .automation: "automation"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.incidentCommander, .patrolSupervisor, .tacticalCommander, .tacticalTeamLeader, .negotiationTeamLeader, .primaryNegotiator, .coach, .negotiationRecorder, .intelligenceOfficer, .tacticalLiaison, .observer, .commandPostRecorder, .publicInformationOfficer, .safetyOfficer, .liaisonOfficer, .tacticalMedic, .dispatcher, .patrolOfficer, .court, .automation]
    }
}

/// What a person, or an animal, is to an incident.
public enum PersonRole: Vocabulary {
    /// The word `subject`.
    case subject
    /// The word `hostage`.
    case hostage
    /// The word `victim`.
    case victim
    /// The word `witness`.
    case witness
    /// The word `bystander`.
    case bystander
    /// The word `officer`.
    case officer
    /// The word `responder`.
    case responder
    /// The word `relative`.
    case relative
    /// The word `interpreter`.
    case interpreter
    /// The word `animal`.
    case animal
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "subject": .subject
            case "hostage": .hostage
            case "victim": .victim
            case "witness": .witness
            case "bystander": .bystander
            case "officer": .officer
            case "responder": .responder
            case "relative": .relative
            case "interpreter": .interpreter
            case "animal": .animal
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .subject: "subject"
        case .hostage: "hostage"
        case .victim: "victim"
        case .witness: "witness"
        case .bystander: "bystander"
        case .officer: "officer"
        case .responder: "responder"
        case .relative: "relative"
        case .interpreter: "interpreter"
        case .animal: "animal"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.subject, .hostage, .victim, .witness, .bystander, .officer, .responder, .relative, .interpreter, .animal]
    }
}

/// How old a person is, as far as it may be told.
public enum AgeGroup: Vocabulary {
    /// The word `adult`.
    case adult
    /// The word `juvenile`.
    case juvenile
    /// The word `unknown`.
    case unknown
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "adult": .adult
            case "juvenile": .juvenile
            case "unknown": .unknown
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .adult: "adult"
        case .juvenile: "juvenile"
        case .unknown: "unknown"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.adult, .juvenile, .unknown]
    }
}

/// What a unit, team or item is.
public enum ResourceKind: Vocabulary {
    /// The word `patrolUnit`.
    case patrolUnit
    /// The word `swatTeam`.
    case swatTeam
    /// The word `negotiationTeam`.
    case negotiationTeam
    /// The word `bombSquad`.
    case bombSquad
    /// The word `k9`.
    case k9
    /// The word `armouredVehicle`.
    case armouredVehicle
    /// The word `robot`.
    case robot
    /// The word `uas`.
    case uas
    /// The word `ambulanceALS`.
    case ambulanceALS
    /// The word `ambulanceBLS`.
    case ambulanceBLS
    /// The word `fireEngine`.
    case fireEngine
    /// The word `interpreter`.
    case interpreter
    /// The word `mentalHealthClinician`.
    case mentalHealthClinician
    /// The word `utilityCrew`.
    case utilityCrew
    /// The word `redCross`.
    case redCross
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "patrolUnit": .patrolUnit
            case "swatTeam": .swatTeam
            case "negotiationTeam": .negotiationTeam
            case "bombSquad": .bombSquad
            case "k9": .k9
            case "armouredVehicle": .armouredVehicle
            case "robot": .robot
            case "uas": .uas
            case "ambulanceALS": .ambulanceALS
            case "ambulanceBLS": .ambulanceBLS
            case "fireEngine": .fireEngine
            case "interpreter": .interpreter
            case "mentalHealthClinician": .mentalHealthClinician
            case "utilityCrew": .utilityCrew
            case "redCross": .redCross
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .patrolUnit: "patrolUnit"
        case .swatTeam: "swatTeam"
        case .negotiationTeam: "negotiationTeam"
        case .bombSquad: "bombSquad"
        case .k9: "k9"
        case .armouredVehicle: "armouredVehicle"
        case .robot: "robot"
        case .uas: "uas"
        case .ambulanceALS: "ambulanceALS"
        case .ambulanceBLS: "ambulanceBLS"
        case .fireEngine: "fireEngine"
        case .interpreter: "interpreter"
        case .mentalHealthClinician: "mentalHealthClinician"
        case .utilityCrew: "utilityCrew"
        case .redCross: "redCross"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.patrolUnit, .swatTeam, .negotiationTeam, .bombSquad, .k9, .armouredVehicle, .robot, .uas, .ambulanceALS, .ambulanceBLS, .fireEngine, .interpreter, .mentalHealthClinician, .utilityCrew, .redCross, .other("other")]
    }
}

/// A side of a building: A is the front, then clockwise.
public enum BuildingSide: Vocabulary {
    /// The word `A`.
    case a
    /// The word `B`.
    case b
    /// The word `C`.
    case c
    /// The word `D`.
    case d
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "A": .a
            case "B": .b
            case "C": .c
            case "D": .d
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .a: "A"
        case .b: "B"
        case .c: "C"
        case .d: "D"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.a, .b, .c, .d]
    }
}

/// What a clock is kept right by.
public enum ClockSync: Vocabulary {
    /// The word `ntp`.
    case ntp
    /// The word `ptp`.
    case ptp
    /// The word `gps`.
    case gps
    /// The word `manual`.
    case manual
    /// The word `none`.
    case none
    /// The word `unknown`.
    case unknown
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "ntp": .ntp
            case "ptp": .ptp
            case "gps": .gps
            case "manual": .manual
            case "none": .none
            case "unknown": .unknown
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .ntp: "ntp"
        case .ptp: "ptp"
        case .gps: "gps"
        case .manual: "manual"
        case .none: "none"
        case .unknown: "unknown"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.ntp, .ptp, .gps, .manual, .none, .unknown]
    }
}

/// The kind of incident (APCO common incident types; BARICADE is spelled so there).
public enum IncidentClass: Vocabulary {
    /// The word `BARICADE`.
    case baricade
    /// The word `HOSTAGE`.
    case hostage
    /// The word `SUICTHRT`.
    case suicthrt
    /// The word `ACTSHOOT`.
    case actshoot
    /// The word `WARRANT`.
    case warrant
    /// The word `DVA`.
    case dva
    /// The word `ROBBERY`.
    case robbery
    /// The word `WELFARE`.
    case welfare
    /// The word `SHOOT`.
    case shoot
    /// The word `WEAPON`.
    case weapon
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "BARICADE": .baricade
            case "HOSTAGE": .hostage
            case "SUICTHRT": .suicthrt
            case "ACTSHOOT": .actshoot
            case "WARRANT": .warrant
            case "DVA": .dva
            case "ROBBERY": .robbery
            case "WELFARE": .welfare
            case "SHOOT": .shoot
            case "WEAPON": .weapon
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .baricade: "BARICADE"
        case .hostage: "HOSTAGE"
        case .suicthrt: "SUICTHRT"
        case .actshoot: "ACTSHOOT"
        case .warrant: "WARRANT"
        case .dva: "DVA"
        case .robbery: "ROBBERY"
        case .welfare: "WELFARE"
        case .shoot: "SHOOT"
        case .weapon: "WEAPON"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.baricade, .hostage, .suicthrt, .actshoot, .warrant, .dva, .robbery, .welfare, .shoot, .weapon, .other("OTHER")]
    }
}

/// How much an incident asks for (NIMS incident complexity), Type1 the most.
public enum Complexity: Vocabulary {
    /// The word `Type1`.
    case type1
    /// The word `Type2`.
    case type2
    /// The word `Type3`.
    case type3
    /// The word `Type4`.
    case type4
    /// The word `Type5`.
    case type5
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "Type1": .type1
            case "Type2": .type2
            case "Type3": .type3
            case "Type4": .type4
            case "Type5": .type5
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .type1: "Type1"
        case .type2: "Type2"
        case .type3: "Type3"
        case .type4: "Type4"
        case .type5: "Type5"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.type1, .type2, .type3, .type4, .type5]
    }
}

/// Where an incident stands between the first call and its end; phases may be skipped and may go back.
public enum Phase: Vocabulary {
    /// The word `reported`.
    case reported
    /// The word `containment`.
    case containment
    /// The word `negotiation`.
    case negotiation
    /// The word `tacticalResolution`.
    case tacticalResolution
    /// The word `surrender`.
    case surrender
    /// The word `custodyAndClear`.
    case custodyAndClear
    /// The word `demobilization`.
    case demobilization
    /// The word `closed`.
    case closed
    /// The word `reopened`.
    case reopened
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "reported": .reported
            case "containment": .containment
            case "negotiation": .negotiation
            case "tacticalResolution": .tacticalResolution
            case "surrender": .surrender
            case "custodyAndClear": .custodyAndClear
            case "demobilization": .demobilization
            case "closed": .closed
            case "reopened": .reopened
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .reported: "reported"
        case .containment: "containment"
        case .negotiation: "negotiation"
        case .tacticalResolution: "tacticalResolution"
        case .surrender: "surrender"
        case .custodyAndClear: "custodyAndClear"
        case .demobilization: "demobilization"
        case .closed: "closed"
        case .reopened: "reopened"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.reported, .containment, .negotiation, .tacticalResolution, .surrender, .custodyAndClear, .demobilization, .closed, .reopened]
    }
}

/// How an incident ended.
public enum Outcome: Vocabulary {
    /// The word `negotiatedSurrender`.
    case negotiatedSurrender
    /// The word `surrenderAfterForce`.
    case surrenderAfterForce
    /// The word `tacticalApprehension`.
    case tacticalApprehension
    /// The word `hostageRescue`.
    case hostageRescue
    /// The word `subjectDeceasedByForce`.
    case subjectDeceasedByForce
    /// The word `subjectSuicide`.
    case subjectSuicide
    /// The word `escaped`.
    case escaped
    /// The word `subjectNotPresent`.
    case subjectNotPresent
    /// The word `disengaged`.
    case disengaged
    /// The word `transferred`.
    case transferred
    /// The word `falseReport`.
    case falseReport
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "negotiatedSurrender": .negotiatedSurrender
            case "surrenderAfterForce": .surrenderAfterForce
            case "tacticalApprehension": .tacticalApprehension
            case "hostageRescue": .hostageRescue
            case "subjectDeceasedByForce": .subjectDeceasedByForce
            case "subjectSuicide": .subjectSuicide
            case "escaped": .escaped
            case "subjectNotPresent": .subjectNotPresent
            case "disengaged": .disengaged
            case "transferred": .transferred
            case "falseReport": .falseReport
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .negotiatedSurrender: "negotiatedSurrender"
        case .surrenderAfterForce: "surrenderAfterForce"
        case .tacticalApprehension: "tacticalApprehension"
        case .hostageRescue: "hostageRescue"
        case .subjectDeceasedByForce: "subjectDeceasedByForce"
        case .subjectSuicide: "subjectSuicide"
        case .escaped: "escaped"
        case .subjectNotPresent: "subjectNotPresent"
        case .disengaged: "disengaged"
        case .transferred: "transferred"
        case .falseReport: "falseReport"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.negotiatedSurrender, .surrenderAfterForce, .tacticalApprehension, .hostageRescue, .subjectDeceasedByForce, .subjectSuicide, .escaped, .subjectNotPresent, .disengaged, .transferred, .falseReport, .other("other")]
    }
}

/// What law a tactical activation rests on.
public enum LegalAuthority: Vocabulary {
    /// The word `searchWarrant`.
    case searchWarrant
    /// The word `arrestWarrant`.
    case arrestWarrant
    /// The word `exigentCircumstances`.
    case exigentCircumstances
    /// The word `emergencyPetition`.
    case emergencyPetition
    /// The word `consent`.
    case consent
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "searchWarrant": .searchWarrant
            case "arrestWarrant": .arrestWarrant
            case "exigentCircumstances": .exigentCircumstances
            case "emergencyPetition": .emergencyPetition
            case "consent": .consent
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .searchWarrant: "searchWarrant"
        case .arrestWarrant: "arrestWarrant"
        case .exigentCircumstances: "exigentCircumstances"
        case .emergencyPetition: "emergencyPetition"
        case .consent: "consent"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.searchWarrant, .arrestWarrant, .exigentCircumstances, .emergencyPetition, .consent, .other("other")]
    }
}

/// How two incidents belong together.
public enum LinkRelation: Vocabulary {
    /// The word `merged`.
    case merged
    /// The word `split`.
    case split
    /// The word `related`.
    case related
    /// The word `transferred`.
    case transferred
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "merged": .merged
            case "split": .split
            case "related": .related
            case "transferred": .transferred
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .merged: "merged"
        case .split: "split"
        case .related: "related"
        case .transferred: "transferred"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.merged, .split, .related, .transferred]
    }
}

/// How command is organised.
public enum CommandStructure: Vocabulary {
    /// The word `single`.
    case single
    /// The word `unified`.
    case unified
    /// The word `area`.
    case area
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "single": .single
            case "unified": .unified
            case "area": .area
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .single: "single"
        case .unified: "unified"
        case .area: "area"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.single, .unified, .area]
    }
}

/// What a command decision is about.
public enum DecisionKind: Vocabulary {
    /// The word `negotiateFirst`.
    case negotiateFirst
    /// The word `warrant`.
    case warrant
    /// The word `emergencyEntryStandby`.
    case emergencyEntryStandby
    /// The word `entryAuthorised`.
    case entryAuthorised
    /// The word `lessLethalAuthorised`.
    case lessLethalAuthorised
    /// The word `chemicalAgentAuthorised`.
    case chemicalAgentAuthorised
    /// The word `forceAuthorised`.
    case forceAuthorised
    /// The word `exchangeAuthorised`.
    case exchangeAuthorised
    /// The word `disengage`.
    case disengage
    /// The word `standDown`.
    case standDown
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "negotiateFirst": .negotiateFirst
            case "warrant": .warrant
            case "emergencyEntryStandby": .emergencyEntryStandby
            case "entryAuthorised": .entryAuthorised
            case "lessLethalAuthorised": .lessLethalAuthorised
            case "chemicalAgentAuthorised": .chemicalAgentAuthorised
            case "forceAuthorised": .forceAuthorised
            case "exchangeAuthorised": .exchangeAuthorised
            case "disengage": .disengage
            case "standDown": .standDown
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .negotiateFirst: "negotiateFirst"
        case .warrant: "warrant"
        case .emergencyEntryStandby: "emergencyEntryStandby"
        case .entryAuthorised: "entryAuthorised"
        case .lessLethalAuthorised: "lessLethalAuthorised"
        case .chemicalAgentAuthorised: "chemicalAgentAuthorised"
        case .forceAuthorised: "forceAuthorised"
        case .exchangeAuthorised: "exchangeAuthorised"
        case .disengage: "disengage"
        case .standDown: "standDown"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.negotiateFirst, .warrant, .emergencyEntryStandby, .entryAuthorised, .lessLethalAuthorised, .chemicalAgentAuthorised, .forceAuthorised, .exchangeAuthorised, .disengage, .standDown, .other("other")]
    }
}

/// What a unit is doing (EIDO secondary unit status, with AtHospital added).
public enum UnitStatus: Vocabulary {
    /// The word `Assigned`.
    case assigned
    /// The word `Dispatched`.
    case dispatched
    /// The word `EnRoute`.
    case enRoute
    /// The word `Arrived`.
    case arrived
    /// The word `OnScene`.
    case onScene
    /// The word `Staging`.
    case staging
    /// The word `Cleared`.
    case cleared
    /// The word `Delayed`.
    case delayed
    /// The word `Transporting`.
    case transporting
    /// The word `AtHospital`.
    case atHospital
    /// The word `ShiftPending`.
    case shiftPending
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "Assigned": .assigned
            case "Dispatched": .dispatched
            case "EnRoute": .enRoute
            case "Arrived": .arrived
            case "OnScene": .onScene
            case "Staging": .staging
            case "Cleared": .cleared
            case "Delayed": .delayed
            case "Transporting": .transporting
            case "AtHospital": .atHospital
            case "ShiftPending": .shiftPending
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .assigned: "Assigned"
        case .dispatched: "Dispatched"
        case .enRoute: "EnRoute"
        case .arrived: "Arrived"
        case .onScene: "OnScene"
        case .staging: "Staging"
        case .cleared: "Cleared"
        case .delayed: "Delayed"
        case .transporting: "Transporting"
        case .atHospital: "AtHospital"
        case .shiftPending: "ShiftPending"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.assigned, .dispatched, .enRoute, .arrived, .onScene, .staging, .cleared, .delayed, .transporting, .atHospital, .shiftPending]
    }
}

/// Which ring around a scene.
public enum PerimeterRing: Vocabulary {
    /// The word `inner`.
    case inner
    /// The word `outer`.
    case outer
    /// The word `traffic`.
    case traffic
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "inner": .inner
            case "outer": .outer
            case "traffic": .traffic
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .inner: "inner"
        case .outer: "outer"
        case .traffic: "traffic"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.inner, .outer, .traffic]
    }
}

/// How far a ring has come.
public enum PerimeterState: Vocabulary {
    /// The word `planned`.
    case planned
    /// The word `partial`.
    case partial
    /// The word `established`.
    case established
    /// The word `adjusted`.
    case adjusted
    /// The word `released`.
    case released
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "planned": .planned
            case "partial": .partial
            case "established": .established
            case "adjusted": .adjusted
            case "released": .released
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .planned: "planned"
        case .partial: "partial"
        case .established: "established"
        case .adjusted: "adjusted"
        case .released: "released"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.planned, .partial, .established, .adjusted, .released]
    }
}

/// Into the scene or out of it.
public enum Direction: Vocabulary {
    /// The word `in`.
    case `in`
    /// The word `out`.
    case out
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "in": .`in`
            case "out": .out
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .`in`: "in"
        case .out: "out"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.`in`, .out]
    }
}

/// Who crossed a ring.
public enum PartyKind: Vocabulary {
    /// The word `subject`.
    case subject
    /// The word `resident`.
    case resident
    /// The word `media`.
    case media
    /// The word `relative`.
    case relative
    /// The word `unknown`.
    case unknown
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "subject": .subject
            case "resident": .resident
            case "media": .media
            case "relative": .relative
            case "unknown": .unknown
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .subject: "subject"
        case .resident: "resident"
        case .media: "media"
        case .relative: "relative"
        case .unknown: "unknown"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.subject, .resident, .media, .relative, .unknown]
    }
}

/// What the public is told to do (CAP 1.2 responseType).
public enum ProtectiveAction: Vocabulary {
    /// The word `Shelter`.
    case shelter
    /// The word `Evacuate`.
    case evacuate
    /// The word `Prepare`.
    case prepare
    /// The word `Execute`.
    case execute
    /// The word `Avoid`.
    case avoid
    /// The word `Monitor`.
    case monitor
    /// The word `Assess`.
    case assess
    /// The word `AllClear`.
    case allClear
    /// The word `None`.
    case none
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "Shelter": .shelter
            case "Evacuate": .evacuate
            case "Prepare": .prepare
            case "Execute": .execute
            case "Avoid": .avoid
            case "Monitor": .monitor
            case "Assess": .assess
            case "AllClear": .allClear
            case "None": .none
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .shelter: "Shelter"
        case .evacuate: "Evacuate"
        case .prepare: "Prepare"
        case .execute: "Execute"
        case .avoid: "Avoid"
        case .monitor: "Monitor"
        case .assess: "Assess"
        case .allClear: "AllClear"
        case .none: "None"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.shelter, .evacuate, .prepare, .execute, .avoid, .monitor, .assess, .allClear, .none]
    }
}

/// How far a protective action has come.
public enum ProtectiveActionState: Vocabulary {
    /// The word `ordered`.
    case ordered
    /// The word `inProgress`.
    case inProgress
    /// The word `completed`.
    case completed
    /// The word `lifted`.
    case lifted
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "ordered": .ordered
            case "inProgress": .inProgress
            case "completed": .completed
            case "lifted": .lifted
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .ordered: "ordered"
        case .inProgress: "inProgress"
        case .completed: "completed"
        case .lifted: "lifted"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.ordered, .inProgress, .completed, .lifted]
    }
}

/// How a statement reaches the public.
public enum PublicChannel: Vocabulary {
    /// The word `pressBriefing`.
    case pressBriefing
    /// The word `pressRelease`.
    case pressRelease
    /// The word `socialMedia`.
    case socialMedia
    /// The word `doorToDoor`.
    case doorToDoor
    /// The word `telephoneNotification`.
    case telephoneNotification
    /// The word `wirelessAlert`.
    case wirelessAlert
    /// The word `website`.
    case website
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "pressBriefing": .pressBriefing
            case "pressRelease": .pressRelease
            case "socialMedia": .socialMedia
            case "doorToDoor": .doorToDoor
            case "telephoneNotification": .telephoneNotification
            case "wirelessAlert": .wirelessAlert
            case "website": .website
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .pressBriefing: "pressBriefing"
        case .pressRelease: "pressRelease"
        case .socialMedia: "socialMedia"
        case .doorToDoor: "doorToDoor"
        case .telephoneNotification: "telephoneNotification"
        case .wirelessAlert: "wirelessAlert"
        case .website: "website"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.pressBriefing, .pressRelease, .socialMedia, .doorToDoor, .telephoneNotification, .wirelessAlert, .website]
    }
}

/// What a CAP message is to the ones before it.
public enum CapMessageType: Vocabulary {
    /// The word `Alert`.
    case alert
    /// The word `Update`.
    case update
    /// The word `Cancel`.
    case cancel
    /// The word `Ack`.
    case ack
    /// The word `Error`.
    case error
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "Alert": .alert
            case "Update": .update
            case "Cancel": .cancel
            case "Ack": .ack
            case "Error": .error
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .alert: "Alert"
        case .update: "Update"
        case .cancel: "Cancel"
        case .ack: "Ack"
        case .error: "Error"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.alert, .update, .cancel, .ack, .error]
    }
}

/// What weapon, if any.
public enum WeaponKind: Vocabulary {
    /// The word `handgun`.
    case handgun
    /// The word `longGun`.
    case longGun
    /// The word `edged`.
    case edged
    /// The word `explosive`.
    case explosive
    /// The word `noneSeen`.
    case noneSeen
    /// The word `unknown`.
    case unknown
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "handgun": .handgun
            case "longGun": .longGun
            case "edged": .edged
            case "explosive": .explosive
            case "noneSeen": .noneSeen
            case "unknown": .unknown
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .handgun: "handgun"
        case .longGun: "longGun"
        case .edged: "edged"
        case .explosive: "explosive"
        case .noneSeen: "noneSeen"
        case .unknown: "unknown"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.handgun, .longGun, .edged, .explosive, .other("other"), .noneSeen, .unknown]
    }
}

/// What a sighting changes about what is known of a subject's weapon.
public enum WeaponChange: Vocabulary {
    /// The word `firstSeen`.
    case firstSeen
    /// The word `noLongerHeld`.
    case noLongerHeld
    /// The word `none`.
    case none
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "firstSeen": .firstSeen
            case "noLongerHeld": .noLongerHeld
            case "none": .none
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .firstSeen: "firstSeen"
        case .noLongerHeld: "noLongerHeld"
        case .none: "none"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.firstSeen, .noLongerHeld, .none]
    }
}

/// How a subject acts.
public enum Behaviour: Vocabulary {
    /// The word `calm`.
    case calm
    /// The word `agitated`.
    case agitated
    /// The word `threatening`.
    case threatening
    /// The word `aiming`.
    case aiming
    /// The word `distressed`.
    case distressed
    /// The word `intoxicated`.
    case intoxicated
    /// The word `asleep`.
    case asleep
    /// The word `unresponsive`.
    case unresponsive
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "calm": .calm
            case "agitated": .agitated
            case "threatening": .threatening
            case "aiming": .aiming
            case "distressed": .distressed
            case "intoxicated": .intoxicated
            case "asleep": .asleep
            case "unresponsive": .unresponsive
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .calm: "calm"
        case .agitated: "agitated"
        case .threatening: "threatening"
        case .aiming: "aiming"
        case .distressed: "distressed"
        case .intoxicated: "intoxicated"
        case .asleep: "asleep"
        case .unresponsive: "unresponsive"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.calm, .agitated, .threatening, .aiming, .distressed, .intoxicated, .asleep, .unresponsive]
    }
}

/// How dangerous a situation is held to be, from low to high.
public enum ThreatLevel: Vocabulary {
    /// The word `low`.
    case low
    /// The word `moderate`.
    case moderate
    /// The word `high`.
    case high
    /// The word `extreme`.
    case extreme
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "low": .low
            case "moderate": .moderate
            case "high": .high
            case "extreme": .extreme
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .low: "low"
        case .moderate: "moderate"
        case .high: "high"
        case .extreme: "extreme"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.low, .moderate, .high, .extreme]
    }
}

/// Where a threat is going.
public enum ThreatTrend: Vocabulary {
    /// The word `increasing`.
    case increasing
    /// The word `stable`.
    case stable
    /// The word `decreasing`.
    case decreasing
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "increasing": .increasing
            case "stable": .stable
            case "decreasing": .decreasing
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .increasing: "increasing"
        case .stable: "stable"
        case .decreasing: "decreasing"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.increasing, .stable, .decreasing]
    }
}

/// How a person is.
public enum Condition: Vocabulary {
    /// The word `uninjured`.
    case uninjured
    /// The word `minor`.
    case minor
    /// The word `serious`.
    case serious
    /// The word `critical`.
    case critical
    /// The word `deceased`.
    case deceased
    /// The word `unknown`.
    case unknown
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "uninjured": .uninjured
            case "minor": .minor
            case "serious": .serious
            case "critical": .critical
            case "deceased": .deceased
            case "unknown": .unknown
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .uninjured: "uninjured"
        case .minor: "minor"
        case .serious: "serious"
        case .critical: "critical"
        case .deceased: "deceased"
        case .unknown: "unknown"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.uninjured, .minor, .serious, .critical, .deceased, .unknown]
    }
}

/// How a hostage came free.
public enum ReleaseManner: Vocabulary {
    /// The word `released`.
    case released
    /// The word `escaped`.
    case escaped
    /// The word `rescued`.
    case rescued
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "released": .released
            case "escaped": .escaped
            case "rescued": .rescued
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .released: "released"
        case .escaped: "escaped"
        case .rescued: "rescued"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.released, .escaped, .rescued]
    }
}

/// How badly a person is hurt.
public enum InjurySeverity: Vocabulary {
    /// The word `minor`.
    case minor
    /// The word `serious`.
    case serious
    /// The word `critical`.
    case critical
    /// The word `fatal`.
    case fatal
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "minor": .minor
            case "serious": .serious
            case "critical": .critical
            case "fatal": .fatal
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .minor: "minor"
        case .serious: "serious"
        case .critical: "critical"
        case .fatal: "fatal"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.minor, .serious, .critical, .fatal]
    }
}

/// What hurt a person.
public enum HarmCause: Vocabulary {
    /// The word `subject`.
    case subject
    /// The word `officerForce`.
    case officerForce
    /// The word `lessLethal`.
    case lessLethal
    /// The word `chemicalAgent`.
    case chemicalAgent
    /// The word `selfInflicted`.
    case selfInflicted
    /// The word `accident`.
    case accident
    /// The word `medical`.
    case medical
    /// The word `priorToPolice`.
    case priorToPolice
    /// The word `unknown`.
    case unknown
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "subject": .subject
            case "officerForce": .officerForce
            case "lessLethal": .lessLethal
            case "chemicalAgent": .chemicalAgent
            case "selfInflicted": .selfInflicted
            case "accident": .accident
            case "medical": .medical
            case "priorToPolice": .priorToPolice
            case "unknown": .unknown
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .subject: "subject"
        case .officerForce: "officerForce"
        case .lessLethal: "lessLethal"
        case .chemicalAgent: "chemicalAgent"
        case .selfInflicted: "selfInflicted"
        case .accident: "accident"
        case .medical: "medical"
        case .priorToPolice: "priorToPolice"
        case .unknown: "unknown"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.subject, .officerForce, .lessLethal, .chemicalAgent, .selfInflicted, .accident, .medical, .priorToPolice, .unknown]
    }
}

/// What care a person had.
public enum Treatment: Vocabulary {
    /// The word `onScene`.
    case onScene
    /// The word `transported`.
    case transported
    /// The word `refused`.
    case refused
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "onScene": .onScene
            case "transported": .transported
            case "refused": .refused
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .onScene: "onScene"
        case .transported: "transported"
        case .refused: "refused"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.onScene, .transported, .refused]
    }
}

/// Who fired.
public enum Shooter: Vocabulary {
    /// The word `subject`.
    case subject
    /// The word `officer`.
    case officer
    /// The word `unknown`.
    case unknown
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "subject": .subject
            case "officer": .officer
            case "unknown": .unknown
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .subject: "subject"
        case .officer: "officer"
        case .unknown: "unknown"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.subject, .officer, .unknown]
    }
}

/// How negotiators and subject talk.
public enum NegotiationChannel: Vocabulary {
    /// The word `existingPhone`.
    case existingPhone
    /// The word `throwPhone`.
    case throwPhone
    /// The word `publicAddress`.
    case publicAddress
    /// The word `faceToFace`.
    case faceToFace
    /// The word `voiceFromCover`.
    case voiceFromCover
    /// The word `textMessage`.
    case textMessage
    /// The word `robotAudio`.
    case robotAudio
    /// The word `thirdParty`.
    case thirdParty
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "existingPhone": .existingPhone
            case "throwPhone": .throwPhone
            case "publicAddress": .publicAddress
            case "faceToFace": .faceToFace
            case "voiceFromCover": .voiceFromCover
            case "textMessage": .textMessage
            case "robotAudio": .robotAudio
            case "thirdParty": .thirdParty
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .existingPhone: "existingPhone"
        case .throwPhone: "throwPhone"
        case .publicAddress: "publicAddress"
        case .faceToFace: "faceToFace"
        case .voiceFromCover: "voiceFromCover"
        case .textMessage: "textMessage"
        case .robotAudio: "robotAudio"
        case .thirdParty: "thirdParty"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.existingPhone, .throwPhone, .publicAddress, .faceToFace, .voiceFromCover, .textMessage, .robotAudio, .thirdParty]
    }
}

/// How an attempt at contact failed.
public enum AttemptResult: Vocabulary {
    /// The word `noAnswer`.
    case noAnswer
    /// The word `noResponse`.
    case noResponse
    /// The word `hungUp`.
    case hungUp
    /// The word `blocked`.
    case blocked
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "noAnswer": .noAnswer
            case "noResponse": .noResponse
            case "hungUp": .hungUp
            case "blocked": .blocked
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .noAnswer: "noAnswer"
        case .noResponse: "noResponse"
        case .hungUp: "hungUp"
        case .blocked: "blocked"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.noAnswer, .noResponse, .hungUp, .blocked]
    }
}

/// Why a contact ended.
public enum LostReason: Vocabulary {
    /// The word `subjectHungUp`.
    case subjectHungUp
    /// The word `lineDropped`.
    case lineDropped
    /// The word `batteryDead`.
    case batteryDead
    /// The word `noResponse`.
    case noResponse
    /// The word `tacticalOrder`.
    case tacticalOrder
    /// The word `planned`.
    case planned
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "subjectHungUp": .subjectHungUp
            case "lineDropped": .lineDropped
            case "batteryDead": .batteryDead
            case "noResponse": .noResponse
            case "tacticalOrder": .tacticalOrder
            case "planned": .planned
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .subjectHungUp: "subjectHungUp"
        case .lineDropped: "lineDropped"
        case .batteryDead: "batteryDead"
        case .noResponse: "noResponse"
        case .tacticalOrder: "tacticalOrder"
        case .planned: "planned"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.subjectHungUp, .lineDropped, .batteryDead, .noResponse, .tacticalOrder, .planned, .other("other")]
    }
}

/// What became of a demand.
public enum DemandStatus: Vocabulary {
    /// The word `open`.
    case open
    /// The word `met`.
    case met
    /// The word `refused`.
    case refused
    /// The word `withdrawn`.
    case withdrawn
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "open": .open
            case "met": .met
            case "refused": .refused
            case "withdrawn": .withdrawn
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .open: "open"
        case .met: "met"
        case .refused: "refused"
        case .withdrawn: "withdrawn"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.open, .met, .refused, .withdrawn]
    }
}

/// Who set a deadline.
public enum DeadlineSetter: Vocabulary {
    /// The word `subject`.
    case subject
    /// The word `command`.
    case command
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "subject": .subject
            case "command": .command
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .subject: "subject"
        case .command: "command"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.subject, .command]
    }
}

/// What passing a deadline means: harm threatened, or something promised.
public enum DeadlineNature: Vocabulary {
    /// The word `threat`.
    case threat
    /// The word `commitment`.
    case commitment
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "threat": .threat
            case "commitment": .commitment
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .threat: "threat"
        case .commitment: "commitment"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.threat, .commitment]
    }
}

/// What happened at a deadline.
public enum DeadlineResolution: Vocabulary {
    /// The word `met`.
    case met
    /// The word `extended`.
    case extended
    /// The word `withdrawn`.
    case withdrawn
    /// The word `passedWithoutAction`.
    case passedWithoutAction
    /// The word `passedWithAction`.
    case passedWithAction
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "met": .met
            case "extended": .extended
            case "withdrawn": .withdrawn
            case "passedWithoutAction": .passedWithoutAction
            case "passedWithAction": .passedWithAction
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .met: "met"
        case .extended: "extended"
        case .withdrawn: "withdrawn"
        case .passedWithoutAction: "passedWithoutAction"
        case .passedWithAction: "passedWithAction"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.met, .extended, .withdrawn, .passedWithoutAction, .passedWithAction]
    }
}

/// Where negotiators see the risk going (ISO/TR 22351).
public enum RiskTrend: Vocabulary {
    /// The word `INCREA`.
    case increa
    /// The word `STABLE`.
    case stable
    /// The word `DECREA`.
    case decrea
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "INCREA": .increa
            case "STABLE": .stable
            case "DECREA": .decrea
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .increa: "INCREA"
        case .stable: "STABLE"
        case .decrea: "DECREA"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.increa, .stable, .decrea]
    }
}

/// A known sign of progress in a negotiation.
public enum ProgressIndicator: Vocabulary {
    /// The word `outburstsDecline`.
    case outburstsDecline
    /// The word `hostagesReleased`.
    case hostagesReleased
    /// The word `weaponsGivenUp`.
    case weaponsGivenUp
    /// The word `nooneNewlyHurt`.
    case nooneNewlyHurt
    /// The word `staticSituation`.
    case staticSituation
    /// The word `routineSetsIn`.
    case routineSetsIn
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "outburstsDecline": .outburstsDecline
            case "hostagesReleased": .hostagesReleased
            case "weaponsGivenUp": .weaponsGivenUp
            case "nooneNewlyHurt": .nooneNewlyHurt
            case "staticSituation": .staticSituation
            case "routineSetsIn": .routineSetsIn
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .outburstsDecline: "outburstsDecline"
        case .hostagesReleased: "hostagesReleased"
        case .weaponsGivenUp: "weaponsGivenUp"
        case .nooneNewlyHurt: "nooneNewlyHurt"
        case .staticSituation: "staticSituation"
        case .routineSetsIn: "routineSetsIn"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.outburstsDecline, .hostagesReleased, .weaponsGivenUp, .nooneNewlyHurt, .staticSituation, .routineSetsIn]
    }
}

/// What is passed in or out.
public enum DeliveryItem: Vocabulary {
    /// The word `throwPhone`.
    case throwPhone
    /// The word `food`.
    case food
    /// The word `drink`.
    case drink
    /// The word `cigarettes`.
    case cigarettes
    /// The word `medicine`.
    case medicine
    /// The word `charger`.
    case charger
    /// The word `crisisLineCard`.
    case crisisLineCard
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "throwPhone": .throwPhone
            case "food": .food
            case "drink": .drink
            case "cigarettes": .cigarettes
            case "medicine": .medicine
            case "charger": .charger
            case "crisisLineCard": .crisisLineCard
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .throwPhone: "throwPhone"
        case .food: "food"
        case .drink: "drink"
        case .cigarettes: "cigarettes"
        case .medicine: "medicine"
        case .charger: "charger"
        case .crisisLineCard: "crisisLineCard"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.throwPhone, .food, .drink, .cigarettes, .medicine, .charger, .crisisLineCard, .other("other")]
    }
}

/// Who or what carries a delivery.
public enum DeliveryMeans: Vocabulary {
    /// The word `robot`.
    case robot
    /// The word `officer`.
    case officer
    /// The word `thirdParty`.
    case thirdParty
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "robot": .robot
            case "officer": .officer
            case "thirdParty": .thirdParty
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .robot: "robot"
        case .officer: "officer"
        case .thirdParty: "thirdParty"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.robot, .officer, .thirdParty]
    }
}

/// A movement or device that is not itself force on a person.
public enum TacticalKind: Vocabulary {
    /// The word `entry`.
    case entry
    /// The word `breach`.
    case breach
    /// The word `robotApproach`.
    case robotApproach
    /// The word `droneDeployed`.
    case droneDeployed
    /// The word `vehicleApproach`.
    case vehicleApproach
    /// The word `distractionDevice`.
    case distractionDevice
    /// The word `observerPlaced`.
    case observerPlaced
    /// The word `k9Deployed`.
    case k9Deployed
    /// The word `utilityCut`.
    case utilityCut
    /// The word `rescueMove`.
    case rescueMove
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "entry": .entry
            case "breach": .breach
            case "robotApproach": .robotApproach
            case "droneDeployed": .droneDeployed
            case "vehicleApproach": .vehicleApproach
            case "distractionDevice": .distractionDevice
            case "observerPlaced": .observerPlaced
            case "k9Deployed": .k9Deployed
            case "utilityCut": .utilityCut
            case "rescueMove": .rescueMove
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .entry: "entry"
        case .breach: "breach"
        case .robotApproach: "robotApproach"
        case .droneDeployed: "droneDeployed"
        case .vehicleApproach: "vehicleApproach"
        case .distractionDevice: "distractionDevice"
        case .observerPlaced: "observerPlaced"
        case .k9Deployed: "k9Deployed"
        case .utilityCut: "utilityCut"
        case .rescueMove: "rescueMove"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.entry, .breach, .robotApproach, .droneDeployed, .vehicleApproach, .distractionDevice, .observerPlaced, .k9Deployed, .utilityCut, .rescueMove, .other("other")]
    }
}

/// How a tactical action went.
public enum TacticalResult: Vocabulary {
    /// The word `completed`.
    case completed
    /// The word `aborted`.
    case aborted
    /// The word `partial`.
    case partial
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "completed": .completed
            case "aborted": .aborted
            case "partial": .partial
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .completed: "completed"
        case .aborted: "aborted"
        case .partial: "partial"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.completed, .aborted, .partial]
    }
}

/// A tool meant to stop a person without killing.
public enum LessLethalTool: Vocabulary {
    /// The word `impact40mm`.
    case impact40mm
    /// The word `beanbag`.
    case beanbag
    /// The word `conductedEnergy`.
    case conductedEnergy
    /// The word `pepperSpray`.
    case pepperSpray
    /// The word `pepperBall`.
    case pepperBall
    /// The word `waterCannon`.
    case waterCannon
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "impact40mm": .impact40mm
            case "beanbag": .beanbag
            case "conductedEnergy": .conductedEnergy
            case "pepperSpray": .pepperSpray
            case "pepperBall": .pepperBall
            case "waterCannon": .waterCannon
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .impact40mm: "impact40mm"
        case .beanbag: "beanbag"
        case .conductedEnergy: "conductedEnergy"
        case .pepperSpray: "pepperSpray"
        case .pepperBall: "pepperBall"
        case .waterCannon: "waterCannon"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.impact40mm, .beanbag, .conductedEnergy, .pepperSpray, .pepperBall, .waterCannon, .other("other")]
    }
}

/// Whether a less-lethal tool worked.
public enum LessLethalEffect: Vocabulary {
    /// The word `effective`.
    case effective
    /// The word `ineffective`.
    case ineffective
    /// The word `unknown`.
    case unknown
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "effective": .effective
            case "ineffective": .ineffective
            case "unknown": .unknown
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .effective: "effective"
        case .ineffective: "ineffective"
        case .unknown: "unknown"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.effective, .ineffective, .unknown]
    }
}

/// What agent was put in.
public enum ChemicalAgent: Vocabulary {
    /// The word `CS`.
    case cs
    /// The word `OC`.
    case oc
    /// The word `HC`.
    case hc
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "CS": .cs
            case "OC": .oc
            case "HC": .hc
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .cs: "CS"
        case .oc: "OC"
        case .hc: "HC"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.cs, .oc, .hc, .other("other")]
    }
}

/// How an agent was put in.
public enum AgentDelivery: Vocabulary {
    /// The word `hand`.
    case hand
    /// The word `launcher`.
    case launcher
    /// The word `vehicle`.
    case vehicle
    /// The word `robot`.
    case robot
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "hand": .hand
            case "launcher": .launcher
            case "vehicle": .vehicle
            case "robot": .robot
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .hand: "hand"
        case .launcher: "launcher"
        case .vehicle: "vehicle"
        case .robot: "robot"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.hand, .launcher, .vehicle, .robot]
    }
}

/// What force on a person.
public enum ForceKind: Vocabulary {
    /// The word `physicalControl`.
    case physicalControl
    /// The word `restraint`.
    case restraint
    /// The word `k9Bite`.
    case k9Bite
    /// The word `vehicle`.
    case vehicle
    /// The word `firearmDischarge`.
    case firearmDischarge
    /// The word `firearmPointed`.
    case firearmPointed
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "physicalControl": .physicalControl
            case "restraint": .restraint
            case "k9Bite": .k9Bite
            case "vehicle": .vehicle
            case "firearmDischarge": .firearmDischarge
            case "firearmPointed": .firearmPointed
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .physicalControl: "physicalControl"
        case .restraint: "restraint"
        case .k9Bite: "k9Bite"
        case .vehicle: "vehicle"
        case .firearmDischarge: "firearmDischarge"
        case .firearmPointed: "firearmPointed"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.physicalControl, .restraint, .k9Bite, .vehicle, .firearmDischarge, .firearmPointed, .other("other")]
    }
}

/// Whether force was used in taking custody: none, or ref when force.used events tell.
public enum CustodyForce: Vocabulary {
    /// The word `none`.
    case none
    /// The word `ref`.
    case ref
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "none": .none
            case "ref": .ref
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .none: "none"
        case .ref: "ref"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.none, .ref]
    }
}

/// What a search came to.
public enum SearchResult: Vocabulary {
    /// The word `clear`.
    case clear
    /// The word `found`.
    case found
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "clear": .clear
            case "found": .found
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .clear: "clear"
        case .found: "found"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.clear, .found]
    }
}

/// Which of an incident's situation reports.
public enum ReportKind: Vocabulary {
    /// The word `initial`.
    case initial
    /// The word `update`.
    case update
    /// The word `final`.
    case final
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "initial": .initial
            case "update": .update
            case "final": .final
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .initial: "initial"
        case .update: "update"
        case .final: "final"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.initial, .update, .final]
    }
}

/// Why an event does not stand.
public enum RetractionReason: Vocabulary {
    /// The word `notAsReported`.
    case notAsReported
    /// The word `duplicate`.
    case duplicate
    /// The word `wrongIncident`.
    case wrongIncident
    /// The word `enteredInError`.
    case enteredInError
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "notAsReported": .notAsReported
            case "duplicate": .duplicate
            case "wrongIncident": .wrongIncident
            case "enteredInError": .enteredInError
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .notAsReported: "notAsReported"
        case .duplicate: "duplicate"
        case .wrongIncident: "wrongIncident"
        case .enteredInError: "enteredInError"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.notAsReported, .duplicate, .wrongIncident, .enteredInError]
    }
}

/// Whom or what a redaction protects.
public enum RedactionBasis: Vocabulary {
    /// The word `juvenile`.
    case juvenile
    /// The word `victim`.
    case victim
    /// The word `informant`.
    case informant
    /// The word `tactics`.
    case tactics
    /// The word `medical`.
    case medical
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "juvenile": .juvenile
            case "victim": .victim
            case "informant": .informant
            case "tactics": .tactics
            case "medical": .medical
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .juvenile: "juvenile"
        case .victim: "victim"
        case .informant: "informant"
        case .tactics: "tactics"
        case .medical: "medical"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.juvenile, .victim, .informant, .tactics, .medical, .other("other")]
    }
}

/// What a person did with an alert.
public enum AcknowledgementAction: Vocabulary {
    /// The word `ack`.
    case ack
    /// The word `clear`.
    case clear
    /// The word `escalate`.
    case escalate
    /// The word `snooze`.
    case snooze
    /// Any other word, kept as it came.
    case other(String)

    /// The case for a word; one without a case of its own is kept.
    public init(_ word: String) {
        self =
            switch word {
            case "ack": .ack
            case "clear": .clear
            case "escalate": .escalate
            case "snooze": .snooze
            default: .other(word)
            }
    }

    /// The word as it travels.
    public var word: String {
        switch self {
        case .ack: "ack"
        case .clear: "clear"
        case .escalate: "escalate"
        case .snooze: "snooze"
        case .other(let word): word
        }
    }

    /// The words that the schema defines, in its order.
    public static var known: [Self] {
        [.ack, .clear, .escalate, .snooze]
    }
}
