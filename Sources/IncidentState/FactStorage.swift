import EventSchema

/// The form in which a fact is stored: the record that it was, with the event cut down to what is kept of it.
extension Fact {
    /// - Throws: ``SnapshotError``, which no event gives that was folded.
    func stored() throws(SnapshotError) -> StoredFact {
        let event: [UInt8]
        do {
            event = try bytes ?? storedEvent.eventBytes()
        } catch {
            throw SnapshotError("event \(id) cannot be stored: \(error)")
        }
        var record: [UInt8] = []
        RecordWriter(stream: order.stream, epoch: 1).append(
            event: event.span.bytes,
            sequence: order.sequence,
            publishedAt: publishedAt,
            salt: (0, 0),
            to: &record
        )
        return StoredFact(
            id: id,
            incident: incident.isEmpty ? nil : key,
            arrivedAt: arrivedAt,
            isWhole: bytes != nil,
            record: record
        )
    }

    private var storedEvent: Event {
        var event = Event()
        event.id = id.data
        event.type = type ?? ""
        event.agency = agency
        event.incident = incident
        event.status = status.word
        event.source = source
        event.observedAt = observedAt.protobuf
        event.recordedAt = recordedAt.protobuf
        event.tlp = tlp.word
        if let amends { event.amends = amends.data }
        if let place { event.location.label = place }
        event.payload = payload
        return event
    }

    /// - Throws: ``SnapshotError`` when it is not what ``stored()`` makes.
    static func restored(_ stored: StoredFact) throws(SnapshotError) -> Fact {
        do {
            let record = stored.record.span.bytes
            let header = try RecordHeader(verifying: record)
            let event = record.extracting(header.eventRange)
            let fact =
                stored.isWhole
                ? try Fact(try EventOutline.check(event), header, event, keepsBytes: true)
                : try Fact(Event(eventBytes: event.withUnsafeBytes { Array($0) }), header)
            guard fact.id == stored.id else { throw SnapshotError("its event is another") }
            return stored.arrivedAt == fact.arrivedAt ? fact : Fact(fact, arrivedAt: stored.arrivedAt)
        } catch {
            throw SnapshotError("what is stored of event \(stored.id) cannot be read: \(error)")
        }
    }
}
