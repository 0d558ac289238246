import EventSchema
import FoundationEssentials
import SwiftProtobuf

/// A valid event that tests vary.
enum Sample {
    static let id = EventID(high: 0x0196_ED9E_9C40_7000, low: 0x8000_0000_0000_0001)
    static let other = EventID(high: 0x0196_ED9E_9C40_7000, low: 0x8000_0000_0000_0002)

    /// 20 May 2025, 14:38:45 UTC: `shots.fired`, every required field and a place.
    static var event: Event {
        .with {
            $0.id = Data(id.bytes)
            $0.type = "shots.fired"
            $0.agency = "expd"
            $0.incident = "2025-0520-001"
            $0.status = "Exercise"
            $0.source = "cp1"
            $0.sourceEpoch = 1
            $0.sourceSequence = 13
            $0.observedAt = .with { $0.seconds = 1_747_751_925 }
            $0.recordedAt = .with { $0.seconds = 1_747_751_940 }
            $0.author = .with {
                $0.id = "a.recorder"
                $0.role = "commandPostRecorder"
            }
            $0.severity = "Extreme"
            $0.urgency = "Immediate"
            $0.certainty = "Possible"
            $0.tlp = "AMBER"
            $0.location = .with { $0.label = "LOC-T" }
            $0.narrative = "One report heard from the garage."
            $0.shotsFired = .with {
                $0.by = "unknown"
                $0.rounds = 1
            }
        }
    }

    /// The sample with one change.
    static func event(_ change: (inout Event) -> Void) -> Event {
        var event = event
        change(&event)
        return event
    }
}
