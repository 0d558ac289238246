import EventSchema

/// What is to be made of a stream, and when each of its events has its turn.
struct PlayPlan: Sendable {
    /// What becomes of a status.
    enum StatusRule: Sendable {
        case refuseActual, exercise, asItIs
    }

    let speed: PlaySpeed
    let from: Moment?
    let until: Moment?
    /// When the first event is to be; `nil` leaves all times as they are.
    let shift: Moment?
    let status: StatusRule
    /// Whether the publisher's clock is told by this player.
    let isPlayed: Bool

    /// The part of the stream that is played: from the first time, before the second.
    ///
    /// - Parameter origin: The first document's moment, which distances count from.
    func part(origin: Timestamp) -> Range<Timestamp> {
        let first = from?.time(from: origin) ?? origin
        let end = until?.time(from: origin) ?? Timestamp(nanoseconds: .max)
        return first..<max(first, end)
    }

    /// What the local times among the part's ends were taken for.
    func said(origin: Timestamp) -> [String] {
        [from?.said("--from", from: origin), until?.said("--until", from: origin)].compactMap { $0 }
    }

    /// What is made of every event.
    ///
    /// - Parameters:
    ///   - first: The moment of the first event that is played.
    ///   - now: What `now` means for ``shift``.
    func change(first: Timestamp, now: Timestamp) -> EventShift {
        let distance = shift.map { shift in
            shift.time(from: now).nanoseconds.subtractingReportingOverflow(first.nanoseconds).partialValue
        }
        return EventShift(nanoseconds: distance ?? 0, isExercise: status == .exercise)
    }

    /// The event to be published.
    ///
    /// - Throws: ``PlayProblem`` when the document is no event, or is Actual and not meant to be.
    func event(of played: PlayedDocument, _ change: EventShift) throws(PlayProblem) -> ValidEvent {
        var document = played.document
        if document["recordedtime"] ?? .null == .null { document["recordedtime"] = document["time"] }
        if document["id"] ?? .null == .null {
            document["id"] = .string(EventShift.named(document).description)
        }
        let event: ValidEvent
        do throws(EventProblem) {
            var draft = EventDraft(change.shifted(try CloudEvent.withPlainData(document)))
            draft.complete(at: played.moment)
            event = try draft.event()
        } catch {
            throw PlayProblem(played.place, "\(error)")
        }
        if status == .refuseActual, event.outline.status == .actual {
            throw PlayProblem(
                played.place,
                "/status is Actual; --as-exercise makes it an exercise, --actual says that it is meant"
            )
        }
        return event
    }
}
