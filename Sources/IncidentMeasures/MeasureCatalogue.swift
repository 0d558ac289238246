/// Every measure that is made from a stream, in the order of their names' meaning.
extension MeasuredFamily {
    /// The catalogue.
    public static let all: [MeasuredFamily] =
        incidentFamilies + negotiationFamilies + harmFamilies + sceneFamilies + recordFamilies
        + incidentGauges

    private static let durationBounds: [Double] = [
        1_800, 3_600, 7_200, 14_400, 21_600, 32_400, 43_200, 86_400,
    ]
    private static let responseBounds: [Double] = [
        60, 120, 300, 600, 900, 1_200, 1_800, 2_700, 3_600, 5_400, 7_200, 14_400,
    ]

    private static let incidentFamilies = [
        incidents, active, duration, outcomes, toCommand, toContainment, toFirstContact, toCustody,
        escalations, deescalations,
    ]
    static let incidents = MeasuredFamily(
        .counter,
        "incidents_total",
        "Incidents declared, by the class and agency that they had when first declared.",
        labels: ["class", "agency"],
        seriesCountMax: 1_000
    )
    static let active = MeasuredFamily(
        .gauge,
        "incident_active",
        "Incidents that are open, by their present class.",
        labels: ["class"]
    )
    static let duration = MeasuredFamily(
        .histogram,
        "incident_duration_seconds",
        "From declaration to the first close.",
        labels: ["class", "outcome"],
        bounds: durationBounds
    )
    static let outcomes = MeasuredFamily(
        .counter,
        "incident_outcomes_total",
        "Incidents closed for the first time, by outcome and by whether they ended without harm.",
        labels: ["outcome", "peaceful"]
    )
    static let toCommand = MeasuredFamily(
        .histogram,
        "time_to_command_seconds",
        "From declaration to the first command post.",
        labels: ["class"],
        bounds: responseBounds
    )
    static let toContainment = MeasuredFamily(
        .histogram,
        "time_to_containment_seconds",
        "From declaration to an established inner perimeter.",
        labels: ["class"],
        bounds: responseBounds
    )
    static let toFirstContact = MeasuredFamily(
        .histogram,
        "time_to_first_contact_seconds",
        "From declaration to the first talk with the subject.",
        labels: ["class"],
        bounds: responseBounds
    )
    static let toCustody = MeasuredFamily(
        .histogram,
        "time_to_custody_seconds",
        "From declaration to a subject in custody, observed at the first close.",
        labels: ["class", "outcome"],
        bounds: durationBounds
    )
    static let escalations = MeasuredFamily(
        .counter,
        "escalations_total",
        "Events that moved an incident towards harm, as recorded.",
        labels: ["type"]
    )
    static let deescalations = MeasuredFamily(
        .counter,
        "deescalations_total",
        "Events that moved an incident towards an end without harm, as recorded.",
        labels: ["type"]
    )

    private static let negotiationFamilies = [contacts, contactsLost, talk, lastContact, demands, deadlines]
    static let contacts = MeasuredFamily(
        .counter,
        "negotiation_contacts_total",
        "Contacts with the subject, by channel and by whether talk came about.",
        labels: ["channel", "result"]
    )
    static let contactsLost = MeasuredFamily(
        .counter,
        "negotiation_contacts_lost_total",
        "Contacts that ended or broke off."
    )
    static let talk = MeasuredFamily(
        .counter,
        "negotiation_talk_seconds_total",
        "How long contacts that are over lasted.",
        labels: ["channel"]
    )
    static let lastContact = MeasuredFamily(
        .gauge,
        "negotiation_last_contact_timestamp_seconds",
        "When a contact last began or ended, of all incidents."
    )
    static let demands = MeasuredFamily(.counter, "demands_total", "Demands of subjects.")
    static let deadlines = MeasuredFamily(
        .counter,
        "deadlines_total",
        "Deadlines resolved, by what happened.",
        labels: ["resolution"]
    )

    private static let harmFamilies = [
        hostagesReleased, injuries, force, lessLethal, canisters, rounds,
    ]
    static let hostagesReleased = MeasuredFamily(
        .counter,
        "hostages_released_total",
        "Hostages that came free.",
        labels: ["manner"]
    )
    static let injuries = MeasuredFamily(
        .counter,
        "injuries_total",
        "People hurt or dead.",
        labels: ["role", "severity", "cause"],
        seriesCountMax: 1_000
    )
    static let force = MeasuredFamily(
        .counter,
        "force_applications_total",
        "Reportable uses of force.",
        labels: ["kind"]
    )
    static let lessLethal = MeasuredFamily(
        .counter,
        "less_lethal_rounds_total",
        "Less-lethal rounds or uses.",
        labels: ["tool"]
    )
    static let canisters = MeasuredFamily(
        .counter,
        "chemical_canisters_total",
        "Canisters of a chemical agent.",
        labels: ["agent"]
    )
    static let rounds = MeasuredFamily(
        .counter,
        "shots_fired_rounds_total",
        "Rounds fired, as far as they were counted.",
        labels: ["by"]
    )

    private static let sceneFamilies = [persons, structures, resources, requestFill, onPost]
    static let persons = MeasuredFamily(
        .gauge,
        "persons_evacuated",
        "People who are evacuated now, at open incidents."
    )
    static let structures = MeasuredFamily(
        .gauge,
        "structures_evacuated",
        "Dwellings and premises that are evacuated now, at open incidents."
    )
    static let resources = MeasuredFamily(
        .gauge,
        "resources",
        "Units, teams and items at open incidents.",
        labels: ["kind", "status"],
        seriesCountMax: 500
    )
    static let requestFill = MeasuredFamily(
        .histogram,
        "resource_request_fill_seconds",
        "From a request to the arrival of all that it asked for, once for each kind in it.",
        labels: ["kind"],
        bounds: responseBounds
    )
    static let onPost = MeasuredFamily(
        .gauge,
        "personnel_on_post_seconds",
        "The longest time on one post without relief, at open incidents, by the stream's clock.",
        labels: ["post"]
    )

    private static let recordFamilies = [
        events, sourceEvents, amended, publishLag, clockOffset, lastSeen, folded, unreadable,
    ]
    static let events = MeasuredFamily(
        .counter,
        "events_total",
        "Events recorded, by type and by whether they are real.",
        labels: ["type", "status"],
        seriesCountMax: 1_000
    )
    static let sourceEvents = MeasuredFamily(
        .counter,
        "source_events_total",
        "Events that people wrote, by the node that they wrote them at.",
        labels: ["source"]
    )
    static let amended = MeasuredFamily(
        .counter,
        "records_amended_total",
        "Corrections, retractions and redactions.",
        labels: ["kind"]
    )
    static let publishLag = MeasuredFamily(
        .histogram,
        "publish_lag_seconds",
        "From the time when something was observed to its publication.",
        labels: ["source"],
        bounds: [1, 5, 15, 60, 300, 900]
    )
    static let clockOffset = MeasuredFamily(
        .gauge,
        "clock_offset_seconds",
        "A node's clock minus the publisher's, as its last heartbeat says.",
        labels: ["source"]
    )
    static let lastSeen = MeasuredFamily(
        .gauge,
        "source_last_seen_timestamp_seconds",
        "When a node's last event was published.",
        labels: ["source"]
    )
    static let folded = MeasuredFamily(
        .counter,
        "records_folded_total",
        "Records that these measures were made from."
    )
    static let unreadable = MeasuredFamily(
        .counter,
        "records_unreadable_total",
        "Of those, the ones that hold no event that this version can read."
    )

    private static let incidentGauges = [held, due, lastEvent, opened, phase, info]
    static let held = MeasuredFamily(
        .gauge,
        "hostages_held",
        "Hostages who are held, as amended.",
        labels: ["incident"]
    )
    static let due = MeasuredFamily(
        .gauge,
        "deadline_due_timestamp_seconds",
        "When the next open deadline runs out.",
        labels: ["incident"]
    )
    static let lastEvent = MeasuredFamily(
        .gauge,
        "incident_last_event_timestamp_seconds",
        "The time of the latest event.",
        labels: ["incident"]
    )
    static let opened = MeasuredFamily(
        .gauge,
        "incident_opened_timestamp_seconds",
        "When the incident was declared.",
        labels: ["incident"]
    )
    static let phase = MeasuredFamily(
        .stateSet,
        "incident_phase",
        "Where the incident stands.",
        labels: ["incident", "scenewire_incident_phase"],
        seriesCountMax: 1_000
    )
    static let info = MeasuredFamily(
        .gauge,
        "incident_info",
        "Always 1; the labels tell what kind of incident it is and whether it is real.",
        labels: ["incident", "class", "status", "agency"]
    )
}
