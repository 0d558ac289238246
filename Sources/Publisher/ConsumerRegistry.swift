import EventBus
import EventSchema
import Synchronization

/// What consumers have said of how far they have stored the stream.
///
/// It lives in memory: after a restart it is empty until they report again, and until then retention
/// holds everything for those that are named in the settings.
final class ConsumerRegistry: Sendable {
    /// How many names are kept, the reserved ones included; a new one beyond it is refused.
    static let countMax = 256

    /// Names for which there is always room: those that hold the journal.
    let reserved: Set<String>

    struct Entry: Sendable {
        let name: String
        let cursor: Cursor
        let reportedAt: Timestamp
    }

    private let entries = Mutex<[String: Entry]>([:])

    /// - Parameter names: Those for which there is always room, at most ``countMax``.
    init(reserving names: [String] = []) {
        reserved = Set(names)
    }

    /// Whether a text can be a consumer's name, and so a file's or a label's.
    static func isName(_ text: String) -> Bool {
        (1...BusLimits.consumerNameByteCountMax).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
                    UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// The last report of a consumer.
    subscript(name: String) -> Entry? {
        entries.withLock { $0[name] }
    }

    /// All reports, by name.
    var all: [Entry] {
        entries.withLock { $0.values.sorted { $0.name < $1.name } }
    }

    /// - Returns: Whether the name is new; `nil` when there are too many names already.
    func report(_ name: String, _ cursor: Cursor, at time: Timestamp) -> Bool? {
        entries.withLock { entries in
            let isNew = entries[name] == nil
            if isNew, !reserved.contains(name) {
                let others = entries.count { !reserved.contains($0.key) }
                guard others < Self.countMax - reserved.count else { return nil }
            }
            entries[name] = Entry(name: name, cursor: cursor, reportedAt: time)
            return isNew
        }
    }

    /// The last record that every one of `names` has stored; 0 while one has not reported.
    ///
    /// - Returns: `nil` when there are no names, so that nothing is held.
    func storedThrough(by names: [String]) -> SequenceNumber? {
        entries.withLock { entries in
            names.map { entries[$0]?.cursor.sequence ?? .zero }.min()
        }
    }
}
