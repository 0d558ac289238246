import EventImport
import Testing

/// Alerts and messages in XML come in by the mappings that are shipped for them.
@Suite struct XMLMappingTests {
    private func results(_ name: String, _ xml: String) throws -> [ImportResult] {
        let mapping = try MappingSamples.shipped(name)
        var reader = mapping.format.reader(encoding: mapping.encoding)
        var engine = ImportEngine(mapping)
        var results: [ImportResult] = []
        for item in reader.take(Array(xml.utf8)) + reader.finish() {
            guard case .row(let row) = item else {
                Issue.record("\(item)")
                continue
            }
            results += engine.take(row)
        }
        return results
    }

    @Test(arguments: [1, 2])
    func aCAPAlertIsAStatementToThePublic(_ languageCount: Int) throws {
        let info = """
            <info><language>en-US</language><category>Rescue</category><event>Fire</event>
            <responseType>Evacuate</responseType><urgency>Immediate</urgency><severity>Extreme</severity>
            <certainty>Likely</certainty><headline>Leave now</headline><description>Go north.</description>
            <area><areaDesc>North shore</areaDesc></area></info>
            """
        let results = try results(
            "cap",
            """
            <?xml version="1.0"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>A1</identifier>
            <sender>x@example.org</sender><sent>2025-06-11T22:39:00-07:00</sent><status>Test</status>
            <msgType>Alert</msgType><scope>Public</scope>\(String(repeating: info, count: languageCount))</alert>
            """
        )
        #expect(results.types == ["public.information.released", "external.record"], "\(results.faults)")
        let event = try #require(results.events.first)
        #expect(event.event.outline.severity == .extreme)
        #expect(
            event.document["data"]
                == .object([
                    "channels": .array([.string("cap")]), "text": .string("Leave now: Go north."),
                    "capIdentifier": .string("A1"), "capMessageType": .string("Alert"),
                    "action": .string("Evacuate"),
                    "languages": .array([.string("en-US")]),
                    "location": .object(["label": .string("North shore")]),
                ])
        )
    }

    @Test func aMessageIsALogEntryWhereSomebodyWroteSomething() throws {
        let message = { (remarks: String) in
            """
            <event version="2.0" uid="chat.\(remarks.count)" type="b-t-f" how="h-g-i-g-o" time="2021-02-23T22:28:22.191Z">
            <point lat="1.25" lon="-3.5" hae="-25.8" ce="9.9" le="9999999.0"/>
            <detail><__chat senderCallsign="JENNY"/>\(remarks)</detail></event>
            """
        }
        let results = try results(
            "cot",
            message("") + message(#"<remarks source="J">All units hold</remarks>"#)
        )
        #expect(results.types == ["external.record", "log.entry", "external.record"], "\(results.faults)")
        #expect(results.events[1].document["authorid"] == .string("JENNY"))
        #expect(
            results.events[1].document["data"]
                == .object([
                    "text": .string("All units hold"), "tags": .array([.string("b-t-f")]),
                    "location": .object([
                        "latitude": .number("1.25"), "longitude": .number("-3.5"), "ce": .number("9.9"),
                    ]),
                ])
        )
    }
}
