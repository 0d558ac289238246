import EventImport
import Testing

/// The mappings in deploy/mappings make of an invented piece of each feed what a reader expects, and lose no good
/// record to a bad one beside it.
@Suite struct ShippedMappingTests {
    private struct Sample: CustomTestStringConvertible {
        let name: String
        let text: String
        let types: [String: Int]
        var testDescription: String { name }
    }

    private static let samples = [
        Sample(
            name: "sf_fire_units",
            text: """
                call_number,unit_id,call_type,received_timestamp,entry_timestamp,dispatch_timestamp,response_timestamp,on_scene_timestamp,transport_timestamp,hospital_timestamp,call_final_disposition,available_timestamp,address,zipcode_of_incident,row_id,latitude,longitude,unit_type\r
                1,B01,Alarms,2018-01-19 08:21:41.000000 UTC,2018-01-19 08:22:06.000000 UTC,2018-01-19 08:22:26.000000 UTC,,2018-01-19 08:32:45.000000 UTC,,,Fire,2018-01-19 08:33:29.000000 UTC,"1 Elm St, Rear",94108,1-B01,37.79,-122.4,CHIEF\r
                1,E01,Alarms,2018-01-19 08:21:41.000000 UTC,2018-01-19 08:22:06.000000 UTC,2018-01-19 08:22:30.000000 UTC,,,,,Fire,2018-01-19 08:40:00.000000 UTC,"1 Elm St, Rear",94108,1-E01,37.79,-122.4,ENGINE\r

                """,
            types: ["incident.declared": 1, "resource.status.changed": 5, "incident.closed": 1]
        ),
        Sample(
            name: "clearwater_pd",
            text: [
                ("06:00", "a", "THEFT", "x"), ("06:10", "a", "HIT & RUN", "y"), ("06:20", "b", "THEFT", "x"),
            ].map {
                #"{"timestamp":"2025-11-29T\#($0.0):00+00:00","call_count":1,"calls":[{"Master_Incident_Number":"#
                    + #""\#($0.1)","Online_Description":"\#($0.2)","Address":"\#($0.3)","#
                    + #""Response_Date":"2025-11-29T00:06:40"}]}"# + "\n"
            }.joined(),
            types: [
                "incident.declared": 2, "incident.reclassified": 1, "record.corrected": 1,
                "incident.closed": 1,
            ]
        ),
        Sample(
            name: "polisen_se",
            text: [
                ("05", "new", "Brand"), ("06", "change", "Mord/dråp, försök"),
                ("07", "reappear", "Mord/dråp, försök"),
            ].map {
                let place = $0.1 == "reappear" ? "" : #","location":{"name":"Eslöv","gps":"55.8,13.3"}"#
                return
                    #"{"seen":"2024-01-01T\#($0.0):44:22Z","kind":"\#($0.1)","id":7,"rec":{"id":7,"datetime":"#
                    + #""2024-01-01 6:43:14 +01:00","name":"31 december 23.50, \#($0.2), Eslöv","summary":"S","#
                    + #""type":"\#($0.2)"\#(place)}}"# + "\n"
            }.joined() + #"{"seen":"2024-01-01T08:00:00Z","kind":"gone","id":7}"# + "\n",
            types: ["incident.declared": 1, "incident.reclassified": 1, "external.record": 2]
        ),
        Sample(
            name: "nsw_rfs",
            text: [("10", "Advice"), ("11", "Advice"), ("12", "Emergency Warning")].enumerated().map {
                #"{"seen":"2019-12-02T\#($0.element.0):52:57Z","kind":"\#($0.offset == 0 ? "new" : "change")","id":"#
                    + #""https://example.org/api/v1/incidents/9","rec":{"properties":{"title":"T","location":"L","#
                    + #""status":"Out of control","type":"Bush Fire","size":"0 ha","alert-level":"\#($0.element.1)","#
                    + #""pub-date":"2019-12-02T05:49:00+11:00"},"point":[146.5,-34.2]}}"# + "\n"
            }.joined()
                + #"{"seen":"2019-12-03T00:00:00Z","kind":"gone","id":"https://example.org/api/v1/incidents/9"}"#
                + "\n",
            types: ["incident.declared": 1, "threat.assessed": 2, "incident.closed": 1]
        ),
        Sample(
            name: "cap",
            text: ["A1", "A2"].map {
                #"<?xml version="1.0"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>\#($0)</identifier>"#
                    + "<sender>x@example.org</sender><sent>2025-06-11T22:39:00-07:00</sent><status>Test</status>"
                    + "<msgType>Alert</msgType><scope>Public</scope><info><language>en-US</language>"
                    + "<category>Rescue</category><event>Fire</event><urgency>Immediate</urgency>"
                    + "<severity>Extreme</severity><certainty>Likely</certainty><headline>Leave</headline>"
                    + "<area><areaDesc>Åre</areaDesc></area></info></alert>\n"
            }.joined(),
            types: ["public.information.released": 2, "external.record": 2]
        ),
        Sample(
            name: "cot",
            text: ["J1", "J2"].map {
                #"<event version="2.0" uid="\#($0)" type="b-t-f" how="h-g-i-g-o" time="2021-02-23T22:28:22.191Z">"#
                    + #"<point lat="1.25" lon="-3.5" hae="-25.8" ce="9.9" le="9999999.0"/><detail>"#
                    + #"<remarks source="J">Åre</remarks></detail></event>"# + "\n"
            }.joined(),
            types: ["log.entry": 2, "external.record": 2]
        ),
    ]

    private func results(_ name: String, _ bytes: [UInt8]) throws -> [ImportResult] {
        let mapping = try MappingSamples.shipped(name)
        var reader = mapping.format.reader(encoding: mapping.encoding)
        var engine = ImportEngine(mapping)
        var results: [ImportResult] = []
        for item in reader.take(bytes) + reader.finish() {
            switch item {
            case .row(let row): results += engine.take(row)
            case .fault(let fault): results.append(.fault(fault))
            }
        }
        return results + engine.finish()
    }

    @Test(arguments: samples) private func makesWhatIsExpected(_ sample: Sample) throws {
        let results = try results(sample.name, Array(sample.text.utf8))
        #expect(results.faults == [])
        #expect(Dictionary(results.types.map { ($0, 1) }, uniquingKeysWith: +) == sample.types)
    }

    @Test(arguments: samples) private func losesNoGoodRecordToABadOne(_ sample: Sample) throws {
        let whole = try results(sample.name, Array(sample.text.utf8)).events.map(\.event.bytes)
        let lines = sample.text.split(whereSeparator: \.isNewline)
        for bad in ["\u{0}", "{", "\"", "1,2,3", "[]", #"{"kind":7}"#] {
            // Before the last line, so that good ones stand on both sides.
            let changed =
                (lines.dropLast() + [Substring(bad)] + lines.suffix(1)).joined(separator: "\n") + "\n"
            let results = try results(sample.name, Array(changed.utf8))
            #expect(results.events.map(\.event.bytes) == whole, "\(bad)")
            #expect(!results.faults.isEmpty, "\(bad)")
        }
        // The same again adds nothing; a header stands once.
        let again = sample.name == "sf_fire_units" ? lines.dropFirst() : lines[...]
        let doubled = (lines + again).joined(separator: "\n") + "\n"
        #expect(try results(sample.name, Array(doubled.utf8)).events.map(\.event.bytes) == whole)
    }

    @Test(arguments: samples) private func saysTheSameHoweverItIsWritten(_ sample: Sample) throws {
        let whole = try results(sample.name, Array(sample.text.utf8)).events.map(\.event.bytes)
        let plain = sample.text.replacing("\r\n", with: "\n")
        let mixed = plain.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
            $0.element + ["\n", "\r\n", "\r"][$0.offset % 3]
        }
        let forms: [[UInt8]] = [
            utf16(plain), utf16(plain, isLittleEndian: false), Array("\u{FEFF}\(plain)".utf8),
            Array(plain.utf8),
            Array(plain.replacing("\n", with: "\r").utf8), Array(mixed.joined().utf8),
        ]
        for form in forms {
            let results = try results(sample.name, form)
            #expect(results.events.map(\.event.bytes) == whole)
            #expect(results.faults == [])
        }
    }

    @Test(arguments: samples) private func survivesAnyDamage(_ sample: Sample) throws {
        var random = SystemRandomNumberGenerator()
        let text = Array(sample.text.utf8)
        for length in stride(from: 0, to: text.count, by: 7) {
            _ = try results(sample.name, Array(text.prefix(length)))
        }
        for _ in 0..<100 {
            var bytes = text
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
                    in: 0...255,
                    using: &random
                )
            }
            for event in try results(sample.name, bytes).events { #expect(!event.event.bytes.isEmpty) }
        }
    }
}
