import EventSchema

/// The first frame of a live message.
///
/// Every level ends with `/`, so that a prefix matches whole names: `kcpd/17/` is not in `kcpd/170/`.
enum Topic {
    /// Every commit, whole.
    static let stream = Array("~stream/".utf8)
    /// The publisher's head, once a second.
    static let heartbeat = Array("~heartbeat/".utf8)
    /// Stands where the incident would, for records about no incident; no incident can begin with it.
    private static let noIncident = UInt8(ascii: "~")
    private static let delimiter = UInt8(ascii: "/")

    /// Writes `agency/incident/` of an event over `topic`.
    static func write(of event: RawSpan, to topic: inout [UInt8]) {
        topic.removeAll(keepingCapacity: true)
        // A recorded event was checked, so it has a route; anything else reaches only those who follow all.
        guard let route = EventOutline.route(of: event) else { return }
        event.extracting(route.agency).withUnsafeBytes { topic.append(contentsOf: $0) }
        topic.append(delimiter)
        if route.incident.isEmpty {
            topic.append(noIncident)
        } else {
            event.extracting(route.incident).withUnsafeBytes { topic.append(contentsOf: $0) }
        }
        topic.append(delimiter)
    }
}

extension RecordBatch {
    /// The records whose topic starts with `prefix`, back to back.
    package func bytes(withTopicPrefix prefix: [UInt8]) -> [UInt8] {
        guard !prefix.isEmpty else { return bytes }
        var chosen: [UInt8] = []
        var topic: [UInt8] = []
        forEach { header, record in
            Topic.write(of: record.extracting(header.eventRange), to: &topic)
            if topic.starts(with: prefix) { record.withUnsafeBytes { chosen.append(contentsOf: $0) } }
        }
        return chosen
    }

    /// The records of each topic, back to back, in the order of each topic's first record.
    func bytesByTopic() -> [(topic: [UInt8], bytes: [UInt8])] {
        var groups: [(topic: [UInt8], bytes: [UInt8])] = []
        var positions: [[UInt8]: Int] = [:]
        var topic: [UInt8] = []
        forEach { header, record in
            Topic.write(of: record.extracting(header.eventRange), to: &topic)
            if topic.isEmpty { return }
            let position = positions[topic] ?? groups.count
            if position == groups.count {
                positions[topic] = position
                groups.append((topic, []))
            }
            record.withUnsafeBytes { groups[position].bytes.append(contentsOf: $0) }
        }
        return groups
    }
}
