import EventSchema
import Testing

@Suite struct SchemaTableTests {
    /// The types of the taxonomy, and what the design adds.
    @Test func hasEveryType() {
        let types = """
            incident.declared incident.reclassified incident.phase.changed incident.closed incident.linked \
            command.established command.transferred decision.recorded resource.requested \
            resource.status.changed personnel.relieved perimeter.changed perimeter.breached \
            protective.action.changed public.information.released subject.observed threat.assessed \
            hostage.reported hostage.released injury.reported shots.fired negotiation.contact.attempted \
            negotiation.contact.established negotiation.contact.lost demand.made deadline.set \
            deadline.resolved negotiation.progress.assessed delivery.made tactical.action.executed \
            lesslethal.deployed chemicalagent.deployed force.used subject.surrendered subject.incustody \
            scene.cleared status.reported log.entry record.corrected record.retracted record.redacted \
            external.record record.erased source.heartbeat alert.raised alert.delivered alert.failed \
            alert.acknowledged alert.escalated alert.silenced alert.resolved archive.checkpoint
            """
        #expect(SchemaTable.events.map(\.type) == types.split(separator: " ").map(String.init))
        #expect(SchemaTable.events.filter { $0.category == .authored }.count == 42)
    }

    @Test func namesNothingThatItDoesNotHave() throws {
        for message in SchemaTable.messages {
            #expect(!message.doc.isEmpty)
            #expect(Set(message.fields.map(\.jsonName)).count == message.fields.count)
            for field in message.fields {
                #expect(!field.doc.isEmpty, "\(message.name).\(field.name)")
                if let name = field.message { #expect(SchemaTable.message(name) != nil) }
                if let name = field.vocabulary { #expect(SchemaTable.vocabulary(name) != nil) }
                #expect((field.kind == .message) == (field.message != nil))
            }
        }
    }

    /// The envelope has place and narrative; a payload that had them too would say them twice.
    @Test func payloadsDoNotRepeatTheEnvelope() throws {
        let shared = try #require(SchemaTable.message("Event")).fields.filter(\.isInData).map(\.jsonName)
        #expect(shared == ["location", "narrative"])
        for event in SchemaTable.events {
            let payload = try #require(SchemaTable.message(event.payload))
            #expect(payload.fields.allSatisfy { !shared.contains($0.jsonName) && $0.jsonName != "certainty" })
        }
    }

    /// The walk over an event is as deep as its messages nest, so none may hold itself.
    @Test func noMessageHoldsItself() throws {
        func depth(_ message: MessageDescription, within outer: [String]) throws -> Int {
            #expect(!outer.contains(message.name))
            guard !outer.contains(message.name) else { return 0 }
            let inner = try message.fields.compactMap(\.message).map { name in
                try depth(#require(SchemaTable.message(name)), within: outer + [message.name])
            }
            return 1 + (inner.max() ?? 0)
        }
        let depths = try SchemaTable.messages.map { try depth($0, within: []) }
        #expect(depths.max() == 3)
    }

    @Test func wordsComeBackFromTheirEnumerations() {
        func check<Words: Vocabulary>(_ vocabulary: Words.Type, _ name: String) {
            #expect(Words.known.map(\.word) == SchemaTable.vocabulary(name)?.words)
            #expect(Words.known.allSatisfy { Words($0.word) == $0 })
        }
        check(Status.self, "Status")
        check(TLP.self, "TLP")
        check(IncidentClass.self, "IncidentClass")
        check(LostReason.self, "LostReason")
        check(ChemicalAgent.self, "ChemicalAgent")
        check(Direction.self, "Direction")
        check(CustodyForce.self, "CustodyForce")
        check(ProtectiveAction.self, "ProtectiveAction")
    }

    @Test func openVocabulariesKeepUnknownWordsAndClosedOnesDoNot() {
        #expect(WeaponKind("crossbow") == .other("crossbow"))
        #expect(WeaponKind("crossbow").word == "crossbow")
        #expect(WeaponKind("other") == .other("other"))
        #expect(WeaponKind("handgun") == .handgun)
        #expect(Severity("severe") == nil)
        #expect(TLP("AMBER+STRICT") == .amberStrict)
    }
}
