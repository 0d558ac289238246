import EventImport
import EventSchema
import Foundation
import Testing

/// Mappings and records for the tests of this room.
enum MappingSamples {
    /// What every mapping begins with, and what its events need.
    static let head = """
        version: 1
        name: board
        input: {format: ndjson}
        event: {agency: pd, source: cad, authorid: cad, authorrole: automation, status: Test, tlp: GREEN, subject: "{id}"}

        """

    /// Rows of one unit on one call, with two times.
    static let rows =
        head + """
            times:
              zone: America/New_York
              formats: {cad: "yyyy-MM-dd HH:mm:ss"}
            checks:
              - {time: cad, ascending: [sent, there]}
            events:
              - event: incident.declared
                key: "{id}"
                time: "{sent | time cad}"
                data: {class: "{kind | word}", location: {label: "{place}"}}
              - event: resource.status.changed
                key: "{id} {unit}"
                each: {sent: Dispatched, there: OnScene}
                time: "{$value | time cad}"
                data: {resources: [{id: "{unit}"}], status: "{$word}"}
              - event: incident.closed
                key: "{id}"
                keep: latest
                time: "{there | time cad}"
                when: there
                data: {outcome: done, endedAt: "{there | time cad}"}
            """

    /// A board of calls, polled.
    static func board(_ more: String = "") -> String {
        head + """
            board:
              items: calls
              id: "{id}"
              polled: "{at | time}"
              watch: [kind, place]
              count: "{count}"
            \(more.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
            events:
              - event: incident.declared
                on: appeared
                data: {class: "{kind}", location: {label: "{place}"}}
              - event: incident.reclassified
                on: changed
                when: {kind: {changed: true}}
                data: {fromClass: "{$was.kind}", toClass: "{kind}"}
              - event: record.corrected
                on: changed
                when: {place: {changed: true}}
                amends: incident.declared
                data: {changes: [{pointer: /data/location/label, value: "{place}"}], reason: "It was {$was.place}."}
              - event: incident.closed
                on: vanished
                data: {outcome: gone, endedAt: "{$polled}"}
              - event: incident.phase.changed
                on: returned
                data: {from: closed, to: reopened}
            """
    }

    static func mapping(_ text: String) throws -> Mapping {
        try Mapping(Array(text.utf8), file: "m.yml")
    }

    /// One of `deploy/mappings`, by its name.
    static func shipped(_ name: String) throws -> Mapping {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let bytes = try Data(contentsOf: root.appending(path: "deploy/mappings/\(name).yml"))
        return try Mapping(Array(bytes), file: name)
    }

    static func row(_ line: Int, _ json: String) throws -> ImportRow {
        ImportRow(line: line, value: try CloudEvent.parse(Array(json.utf8)))
    }

    /// One poll at a minute, with items written `id kind place`.
    static func poll(_ minute: Int, _ items: [String], count: Int? = nil) throws -> ImportRow {
        let calls = items.map { item in
            let parts = item.split(separator: " ")
            return #"{"id":"\#(parts[0])","kind":"\#(parts[1])","place":"\#(parts[2])"}"#
        }
        let time = "2025-11-29T10:\(minute < 10 ? "0" : "")\(minute):00Z"
        return try row(
            minute,
            #"{"at":"\#(time)","count":\#(count ?? items.count),"calls":[\#(calls.joined(separator: ","))]}"#
        )
    }
}

extension [ImportResult] {
    var events: [ImportedEvent] { compactMap { if case .event(let event) = $0 { event } else { nil } } }
    var faults: [ImportFault] { compactMap { if case .fault(let fault) = $0 { fault } else { nil } } }
    var notes: [ImportNote] { compactMap { if case .note(let note) = $0 { note } else { nil } } }
    var types: [String] { events.map(\.event.type) }
}
