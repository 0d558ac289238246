import EventOutbox
import EventSchema
import SystemPackage
import ZeroMQ

/// Stores events in an outbox, and wakes the agent that sends them.
struct OutboxDestination: EventDestination {
    let outbox: Outbox
    /// Wakes whoever sends what was stored.
    let wake: @Sendable () -> Void

    /// Opens the outbox of a directory, for a process that is not its agent.
    static func open(_ directory: String) async throws -> OutboxDestination {
        let outbox = try await OutboxOpening.open(directory)
        return OutboxDestination(outbox: outbox) { AgentBell.ring(outbox.directory) }
    }

    /// The attributes for events that do not have them: first those given, then the outbox's own.
    func defaults(under given: JSONObject) -> JSONObject {
        var defaults = SourceNumbering.defaults(source: outbox.owner.source, agency: outbox.owner.agency)
        for (name, value) in given.members { defaults[name] = value }
        return defaults
    }

    /// What keeps the outbox from storing now is each event's refusal: the next may be taken.
    func take(_ events: [ValidEvent]) async throws -> [OfferResult] {
        do throws(OutboxError) {
            let results = try await outbox.store(events)
            wake()
            return results.map(OfferResult.stored)
        } catch {
            guard error.mayPass else { throw error }
            let reason = if case .store(.noSpace) = error { "noSpace" } else { "busy" }
            let refusal = OutboxRefusal(reason: reason, field: "", detail: "\(error)")
            return events.map { _ in .stored(.refused(refusal)) }
        }
    }
}

/// Opens outboxes on a thread of their own.
enum OutboxOpening {
    /// - Throws: ``OutboxError``.
    static func open(
        _ directory: String,
        creatingFor owner: Outbox.Owner? = nil
    ) async throws -> Outbox {
        let outbox = try await SocketThread.run(label: "scenewire.outbox.open") {
            try Outbox(FilePath(directory), creatingFor: owner)
        }
        if let epoch = outbox.renewedEpoch {
            await TextOutput.standardError.say(
                "\(directory) was copied or restored; the numbers of source \(outbox.owner.source) begin "
                    + "anew, as epoch \(epoch)",
                .attention
            )
        }
        return outbox
    }
}
