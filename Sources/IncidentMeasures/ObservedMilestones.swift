import EventSchema

/// What was observed of one incident already.
struct ObservedMilestones: Codable {
    var declared = false
    var command = false
    var containment = false
    var firstContact = false
    var closed = false
    /// How much talk was counted, by the channel's word.
    var talk: [String: Double] = [:]
    var filled: Set<EventID> = []
    /// A request is not filled, as far as is known.
    var isRequestOpen = false
    /// How many events could have changed anything.
    var triggerCount = 0
}

/// What ``Milestones`` know that belongs to no single incident.
struct StoredMilestones: Codable {
    let agencies: Set<String>
    let incidents: [[String]: Int]
    let outcomes: [[String]: Int]
    /// By the channel's word.
    let talk: [String: Double]
    /// By the measure's name.
    let histograms: [String: [[String]: MeasuredHistogram]]
}
