import EventSchema

/// An alert of a clock that turns out never to have held.
struct WithdrawnAlert {
    let key: AlertCondition.Key
    let trigger: ClockTrigger
    let told: ScopeAlerts.Told

    /// Whether an entry alone shows that it never held, whatever the entry says: it came within the silence.
    ///
    /// - Parameter time: When the entry was published.
    func isRefuted(byEntryAt time: Timestamp) -> Bool {
        guard case .silence(let beforeContact, let afterContact, let afterCustody) = trigger.offsets,
            let start = key.start
        else { return false }
        return start < time && time < start + min(beforeContact, afterContact, afterCustody)
    }
}
