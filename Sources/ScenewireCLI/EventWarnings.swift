import EventSchema

/// Finds what looks like a mistake in an event itself, without asking anybody.
enum EventWarnings {
    /// How far ahead a time may be, in nanoseconds: ten minutes, far more than clocks differ.
    static let aheadNanosecondsMax: Int64 = 600_000_000_000
    /// How many words of a vocabulary are listed.
    private static let wordCountMax = 80

    /// What a program is told about an event that it publishes.
    ///
    /// - Parameter now: This machine's time, or the player's.
    static func brief(_ event: ValidEvent, at now: Timestamp) -> [EventWarning] {
        let outline = event.outline
        var warnings: [EventWarning] = []
        if outline.category == .authored, outline.incidentRange.isEmpty {
            warnings.append(
                EventWarning(
                    text: "it belongs to no incident",
                    hints: ["--incident NUMBER, SCENEWIRE_INCIDENT, or the member \"subject\""]
                )
            )
        }
        for (name, time) in [("happened", outline.observedAt), ("was entered", outline.recordedAt)] {
            let ahead = time.nanoseconds(since: now)
            guard ahead > aheadNanosecondsMax else { continue }
            let distance = AgeText.text(nanoseconds: ahead)
            warnings.append(
                EventWarning(text: "it \(name) at \(LocalTime.text(of: time)), which is \(distance) from now")
            )
        }
        return warnings
    }

    /// A position of the event itself that is half there.
    static func halfLocation(_ event: ValidEvent) -> [EventWarning] {
        guard let location = try? event.decoded().location, location.hasLatitude != location.hasLongitude
        else { return [] }
        let place = Place(
            pointer: "/data/location",
            latitude: location.hasLatitude ? location.latitude : nil,
            longitude: location.hasLongitude ? location.longitude : nil
        )
        return [half(place)]
    }

    /// What a person is told about an event before it is published.
    static func thorough(_ event: ValidEvent, at now: Timestamp) -> [EventWarning] {
        brief(event, at: now) + words(event)
            + places(event).compactMap { place in
                (place.latitude == nil) != (place.longitude == nil) ? half(place) : positionAsName(place)
            }
    }

    /// A position that was written in another way, and would be no more than a name.
    private static func positionAsName(_ place: Place) -> EventWarning? {
        guard place.latitude == nil, let label = place.label,
            label.allSatisfy({ "0123456789.,;+-°'\"′″NSEW ".contains($0) }),
            label.split(whereSeparator: { !"0123456789.".contains($0) }).count(where: { $0.contains(".") })
                == 2
        else { return nil }
        return EventWarning(
            text: "\(place.pointer)/label is \"\(label)\", which looks like a position, and would be a name",
            hints: ["a position is latitude,longitude such as 41.2,-88.1, south and west with a minus sign"]
        )
    }

    /// Words that their vocabularies do not have.
    static func words(_ event: ValidEvent) -> [EventWarning] {
        event.outline.unknownWords(of: event.bytes.span.bytes).map { unknown in
            let meant = unknown.nearest.map { ["perhaps \($0) is meant"] } ?? []
            let known = unknown.known.prefix(wordCountMax).joined(separator: ", ")
            return EventWarning(
                text: "\(unknown.pointer) is the unknown word \"\(unknown.word)\"",
                hints: meant + ["known are \(known)"],
                isInReceipt: true
            )
        }
    }

    private static func half(_ place: Place) -> EventWarning {
        let (given, missing) =
            place.latitude == nil ? ("longitude", "latitude") : ("latitude", "longitude")
        return EventWarning(
            text: "\(place.pointer) has a \(given) and no \(missing)",
            hints: ["a position is latitude,longitude such as 41.2,-88.1; a name, label=12"]
        )
    }

    /// A place within an event.
    struct Place: Equatable {
        let pointer: String
        let latitude: Double?
        let longitude: Double?
        var label: String?

        /// As people read it: `41.2 north, 88.1 west`; `nil` unless both are there.
        var text: String? {
            guard let latitude, let longitude else { return nil }
            return "\(abs(latitude)) \(latitude < 0 ? "south" : "north"), "
                + "\(abs(longitude)) \(longitude < 0 ? "west" : "east")"
        }
    }

    /// The places in an event's data that have a position or a name, in no particular order.
    static func places(_ event: ValidEvent) -> [Place] {
        // An event that was checked has a document.
        guard let text = try? CloudEvent.encode(event.bytes), let document = try? CloudEvent.parse(text),
            let data = document["data"]
        else { return [] }
        var places: [Place] = []
        collect(data, at: "/data", into: &places)
        return places
    }

    private static func collect(_ value: JSONValue, at pointer: String, into places: inout [Place]) {
        switch value {
        case .object(let object):
            let (north, east) = (number(object["latitude"]), number(object["longitude"]))
            let label: String? = if case .string(let text)? = object["label"] { text } else { nil }
            if north != nil || east != nil || label != nil {
                places.append(Place(pointer: pointer, latitude: north, longitude: east, label: label))
            }
            for (name, member) in object.members {
                collect(member, at: "\(pointer)/\(name)", into: &places)
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                collect(element, at: "\(pointer)/\(index)", into: &places)
            }
        default: return
        }
    }

    private static func number(_ value: JSONValue?) -> Double? {
        if case .number(let digits)? = value { Double(digits) } else { nil }
    }
}
