import EventSchema
import SystemPackage

/// Where acknowledged bytes are missing or are not what was written.
public struct JournalDamage: Hashable, Sendable, CustomStringConvertible {
    /// What is wrong at the place.
    public enum Fault: Hashable, Sendable {
        /// The manifest is unreadable, and the segments do not prove what it said.
        case manifest
        /// A file that must exist does not.
        case missingFile
        /// The file is longer than its header says.
        case byteCount(Int)
        /// The segment's header does not match its checksum or its name.
        case segmentHeader
        /// The segment belongs to another stream.
        case foreignStream(StreamID)
        /// The segment does not continue the one before it.
        case segmentOrder
        /// No commit where one must be.
        case missingCommit
        /// A commit's header, padding or end mark is not what was written.
        case commitHeader
        /// A commit that does not follow the one before it.
        case commitOrder
        /// A commit's records do not match their checksum.
        case records
        /// Something stands after the last commit that no unfinished write can have left.
        case strayBytes
        /// The journal was closed in good order at this head, and does not end there now.
        case cleanEnd(expected: SequenceNumber)
        /// The index is not what was written, and its segment is no longer there to remake it from.
        case index
    }

    /// The damaged file.
    public let path: FilePath
    /// Where in the file, in bytes from its start.
    public let offset: Int
    /// The first record that cannot be had because of it, where that is known.
    public let sequence: SequenceNumber?
    /// What is wrong.
    public let fault: Fault

    init(_ fault: Fault, path: FilePath, offset: Int = 0, sequence: SequenceNumber? = nil) {
        self.fault = fault
        self.path = path
        self.offset = offset
        self.sequence = sequence
    }

    /// The place and the fault in one line.
    public var description: String {
        let place = "\(path) at offset \(offset)"
        let record = sequence.map { " (sequence \($0))" } ?? ""
        return "\(place)\(record): \(fault)"
    }
}

extension JournalDamage.Fault: CustomStringConvertible {
    /// The fault in words.
    public var description: String {
        switch self {
        case .manifest: "the manifest is unreadable and the segments do not prove what it said"
        case .missingFile: "the file is missing"
        case .byteCount(let count): "the file has \(count) bytes, more than its header says"
        case .segmentHeader: "the segment header is not what was written"
        case .foreignStream(let stream): "the segment belongs to stream \(stream)"
        case .segmentOrder: "the segment does not continue the one before it"
        case .missingCommit: "a commit is missing"
        case .commitHeader: "the commit's frame is not what was written"
        case .commitOrder: "the commit does not follow the one before it"
        case .records: "the records do not match their checksum"
        case .strayBytes: "bytes that no unfinished write can have left"
        case .cleanEnd(let expected): "the journal was closed at sequence \(expected) and ends elsewhere"
        case .index: "the index is not what was written and cannot be remade"
        }
    }
}
