/// The text of an input that was not used yet, and on which line it begins.
struct LineBuffer {
    private(set) var bytes: [UInt8] = []
    /// Where in ``bytes`` the next record begins.
    private(set) var start = 0
    /// The line on which it begins, from 1.
    private(set) var line = 1
    /// Whether the line before ended in CR, so that LF belongs to it.
    private var isAfterCR = false
    /// The fault of a line whose end has not come yet.
    private var skipping: (line: Int, reason: String, text: [UInt8])?

    /// Whether everything was used.
    var isEmpty: Bool { start == bytes.count }

    mutating func append(_ text: [UInt8]) {
        if isEmpty {
            bytes = text
            start = 0
        } else {
            bytes.append(contentsOf: text)
        }
    }

    /// Forgets the text that was used.
    mutating func dropUsed() {
        guard start > 0 else { return }
        bytes.removeSubrange(..<start)
        start = 0
    }

    /// Goes to the line after a record.
    ///
    /// - Parameters:
    ///   - end: Where the record's line end is, from its first byte; the end of the text, where the input ends.
    ///   - innerLineCount: How many lines end within the record.
    mutating func useRecord(to end: Int, innerLineCount: Int = 0) {
        isAfterCR = start + end < bytes.count && bytes[start + end] == UInt8(ascii: "\r")
        start = min(start + end + 1, bytes.count)
        line += 1 + innerLineCount
    }

    /// Makes a fault of the line that begins here, as soon as it ends.
    mutating func beginSkipping(after offset: Int, reason: String) {
        skipping = (line, reason, prefix(offset))
        start += offset
    }

    /// The first bytes of the record, no more than a fault keeps.
    func prefix(_ byteCount: Int) -> [UInt8] {
        Array(bytes[start..<start + min(byteCount, ImportFault.textByteCountMax)])
    }

    /// Passes over what belongs to the line before, and returns that line's fault if it has one and has
    /// ended; then it must be called again.
    mutating func finishLine() -> ImportFault? {
        guard !isEmpty else { return nil }
        if isAfterCR {
            isAfterCR = false
            if bytes[start] == UInt8(ascii: "\n") { start += 1 }
        }
        guard skipping != nil else { return nil }
        let rest = bytes[start...]
        let end = rest.firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } ?? bytes.count
        keepSkipped(bytes[start..<end])
        let hasEnded = end < bytes.count
        guard hasEnded else {
            start = end
            return nil
        }
        useRecord(to: end - start)
        return finishSkipping()
    }

    /// Returns the fault of a line that the input's end ends.
    mutating func finishSkipping() -> ImportFault? {
        defer { skipping = nil }
        return skipping.map { ImportFault(line: $0.line, reason: $0.reason, text: $0.text) }
    }

    private mutating func keepSkipped(_ part: ArraySlice<UInt8>) {
        let room = ImportFault.textByteCountMax - (skipping?.text.count ?? 0)
        skipping?.text.append(contentsOf: part.prefix(max(room, 0)))
    }
}
