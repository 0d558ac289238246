import EventOutbox
import EventSchema

extension Outbox {
    /// The ids of the entries that people name by their ids, by the beginnings of them, or by their positions.
    ///
    /// - Throws: ``CommandFailure`` when a short name means no entry, or several; then it names them.
    func ids(_ references: [RecordReference]) async throws -> [EventID] {
        var ids: [EventID] = []
        for reference in references {
            switch reference {
            case .id(let id): ids.append(id)
            case .sequence(let position):
                let name = "position \(position)"
                ids.append(try await only(name) { $0.position == Int64(clamping: position.value) })
            case .beginning(let range):
                ids.append(try await only(ShortID.text(of: range.lowerBound)) { range.contains($0.id) })
            case .either(let position, let range):
                let name = "\(position) (#\(position) is a position)"
                ids.append(
                    try await only(name) {
                        $0.position == Int64(clamping: position.value) || range.contains($0.id)
                    }
                )
            }
        }
        return ids
    }

    private func only(_ name: String, where fits: (OutboxEntry) -> Bool) async throws -> EventID {
        var found: [OutboxEntry] = []
        var position: Int64 = 0
        while case let page = try await entries(after: position), let last = page.last {
            position = last.position
            found += page.filter(fits)
        }
        guard let first = found.first else { throw CommandFailure("there is no entry \(name)", .notFound) }
        guard found.count == 1 else {
            throw CommandFailure(
                "\(found.count) entries are meant by \(name); name one of them",
                .usage,
                advice: found.prefix(PublisherDesk.candidateCountMax).map { "\($0.position)  \($0.id)" }
            )
        }
        return first.id
    }
}
