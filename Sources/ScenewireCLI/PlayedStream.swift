import EventSchema

/// Several files as one stream: each file's order is kept, and between them the earlier document comes first.
struct PlayedStream {
    /// What stands next in the stream.
    enum Item {
        case document(PlayedDocument)
        /// A line that cannot be played.
        case problem(PlayProblem)
    }

    private let files: [PlayedFile]
    private var heads: [PlayedDocument?] = []
    private var isBegun = false
    private var problems: [PlayProblem] = []
    private var latest: Timestamp?

    init(_ files: [PlayedFile]) {
        self.files = files
        heads = Array(repeating: nil, count: files.count)
    }

    /// - Returns: `nil` at the end of all files. No document's moment is before that of an earlier one.
    /// - Throws: `Errno` when a file cannot be read.
    mutating func next() async throws -> Item? {
        if !isBegun {
            isBegun = true
            for index in files.indices { try await refill(index) }
        }
        if let problem = problems.first {
            problems.removeFirst()
            return .problem(problem)
        }
        let first = heads.indices.min { left, right in
            guard let right = heads[right] else { return heads[left] != nil }
            guard let left = heads[left] else { return false }
            return left.moment < right.moment
        }
        guard let first, var document = heads[first] else { return nil }
        try await refill(first)
        // An author's late entry stands where it was entered; time never goes back.
        document.moment = max(document.moment, latest ?? document.moment)
        latest = document.moment
        return .document(document)
    }

    /// How much of the files was read, from 0 to 1; `nil` when one of them has no end yet.
    func fractionRead() async -> Double? {
        var (read, all) = (Int64(0), Int64(0))
        for file in files {
            guard let byteCount = file.byteCount else { return nil }
            read += await file.byteCountRead
            all += byteCount
        }
        return all == 0 ? nil : Double(read) / Double(all)
    }

    private mutating func refill(_ index: Int) async throws {
        heads[index] = nil
        while true {
            do {
                heads[index] = try await files[index].next()
                return
            } catch let problem as PlayProblem {
                problems.append(problem)
            }
        }
    }
}
