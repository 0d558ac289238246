import EventSchema
import SystemPackage

/// Reads a journal's directory without opening the journal, and never changes anything.
///
/// A publisher may be running on it: what it appends meanwhile is either seen whole or not at all.
public struct JournalInspector: Sendable {
    /// How often a commit that looks damaged at the very end is read again, because it may be under way.
    private static let readAgainMax = 100

    private let directory: JournalDirectory

    /// - Parameter directory: Where the journal is.
    /// - Throws: ``JournalError/absent(_:)`` when there is none.
    public init(_ directory: FilePath) throws(JournalError) {
        try self.init(directory, testing: UnsafeTestOptions())
    }

    package init(_ path: FilePath, testing: UnsafeTestOptions) throws(JournalError) {
        directory = JournalDirectory(path, testing: testing)
        let names = try directory.storage.names(in: path)
        guard names.contains(where: { $0 == "MANIFEST" || $0.hasSuffix(".seg") }) else { throw .absent(path) }
    }

    /// Reads every byte that matters and reports what is there and all damage.
    ///
    /// - Parameter onProgress: Told after every segment which part of them has been read, from 0 to 1.
    /// - Throws: ``JournalError/system(_:call:path:)`` when the files cannot be read,
    ///   ``JournalError/format(_:path:)`` when a newer version wrote them.
    public func verify(onProgress: (Double) -> Void = { _ in }) throws(JournalError) -> JournalReport {
        var report = JournalReport(directory: directory.path)
        let content = try ManifestFile.load(from: directory)
        let manifest = content.manifest
        report.stream = manifest?.stream
        report.epoch = manifest?.epoch
        report.ancestor = manifest?.ancestor
        report.isClosed = manifest?.cleanEnd != nil && !content.isDoubtful
        if content.isDoubtful || manifest == nil {
            let damage = JournalDamage(.manifest, path: directory.manifestPath)
            report.repairable.append(damage)
        }
        let headers = try checkHeaders(manifest, &report)
        try checkIndexes(headers, manifest, &report)
        for number in headers.indices {
            let next = number + 1 < headers.count ? headers[number + 1] : nil
            try checkCommits(of: headers[number], next: next, &report)
            onProgress(Double(number + 1) / Double(headers.count))
        }
        try checkEnd(manifest, &report)
        if let ancestor = manifest?.ancestor { try verify(ancestor, &report) }
        return report
    }

    /// Calls `body` with the records of one commit after another, as far as they are whole and in order.
    ///
    /// - Parameter sequence: Only records after this one; 0 for all that are retained.
    /// - Throws: ``JournalError/damaged(_:)`` at the first damage, and what `body` throws.
    public func forEachCommit(
        after sequence: SequenceNumber = .zero,
        _ body: (RecordBatch) throws -> Void
    ) throws {
        var report = JournalReport(directory: directory.path)
        let headers = try checkHeaders(ManifestFile.load(from: directory).manifest, &report)
        if let damage = report.damages.first { throw JournalError.damaged(damage) }
        for (number, header) in headers.enumerated() {
            let next = number + 1 < headers.count ? headers[number + 1] : nil
            if let next, next.firstSequence <= sequence.advanced(by: 1) { continue }
            guard let (file, _) = try directory.openSegment(header.firstSequence) else { continue }
            try forEachCommit(of: header, next: next, in: file, after: sequence, body)
        }
    }
}

extension JournalInspector {
    private func path(_ header: SegmentHeader) -> FilePath { directory.segmentPath(header.firstSequence) }

    /// Reads the headers of the retained segments and reports what is missing between them.
    private func checkHeaders(
        _ manifest: Manifest?,
        _ report: inout JournalReport
    ) throws(JournalError) -> [SegmentHeader] {
        var headers: [SegmentHeader] = []
        for number in try directory.numbers(extension: "seg") {
            if let manifest, number < manifest.firstRetained { continue }
            let path = directory.segmentPath(number)
            do throws(JournalError) {
                guard let (file, header) = try directory.openSegment(number) else { continue }
                if header.stream == manifest?.ancestor?.stream { continue }
                let byteCount = try file.byteCount()
                if byteCount > header.segmentByteCount {
                    let fault = JournalDamage.Fault.byteCount(byteCount)
                    report.damages.append(
                        JournalDamage(fault, path: path, offset: header.segmentByteCount)
                    )
                }
                headers.append(header)
            } catch {
                guard case .damaged(let damage) = error else { throw error }
                report.damages.append(damage)
            }
        }
        report.stream = report.stream ?? headers.first?.stream
        checkOrder(headers, manifest, &report)
        return headers
    }

    private func checkOrder(
        _ headers: [SegmentHeader],
        _ manifest: Manifest?,
        _ report: inout JournalReport
    ) {
        for header in headers where header.stream != report.stream {
            report.damages.append(
                JournalDamage(.foreignStream(header.stream), path: path(header), offset: 16)
            )
        }
        for (header, next) in zip(headers, headers.dropFirst())
        where next.previousFirstSequence != header.firstSequence {
            report.noteMissing(directory.segmentPath(next.previousFirstSequence), next.previousFirstSequence)
        }
        // A damaged header was reported before; the file is there.
        let present = Set(headers.map(\.firstSequence)).union(report.damages.compactMap(\.sequence))
        for number in [manifest?.firstRetained, manifest?.lastSegment].compactMap(\.self)
        where number != .zero && manifest?.lastSegment != .zero && !present.contains(number) {
            report.noteMissing(directory.segmentPath(number), number)
        }
    }

    private func checkIndexes(
        _ headers: [SegmentHeader],
        _ manifest: Manifest?,
        _ report: inout JournalReport
    ) throws(JournalError) {
        let firstRetained = manifest?.firstRetained ?? headers.first?.firstSequence ?? SequenceNumber(1)
        var expected = SequenceNumber(1)
        for number in try directory.numbers(extension: "idx") where number < firstRetained {
            let index = try SealedIndexes.header(number, directory)
            let isWhole = try index.map { (header) throws(JournalError) in
                try IndexFile.isWhole(header, directory)
            }
            guard let index, isWhole == true, number == expected else {
                let damage = JournalDamage(.index, path: directory.indexPath(number), sequence: number)
                report.damages.append(damage)
                expected = index?.end.nextSequence ?? expected
                continue
            }
            expected = index.end.nextSequence
        }
        if expected < firstRetained {
            let damage = JournalDamage(.index, path: directory.indexPath(expected), sequence: expected)
            if !report.damages.contains(damage) { report.damages.append(damage) }
        }
        for (header, next) in zip(headers, headers.dropFirst()) {
            let index = try SealedIndexes.header(header.firstSequence, directory)
            if let index, index.salt == header.salt, index.end.isFollowed(by: next),
                try IndexFile.isWhole(index, directory)
            {
                continue
            }
            report.repairable.append(
                JournalDamage(
                    .index,
                    path: directory.indexPath(header.firstSequence),
                    sequence: header.firstSequence
                )
            )
        }
    }

    /// Reads all commits of a segment, and goes on behind damage where a later commit can be found.
    private func checkCommits(
        of header: SegmentHeader,
        next: SegmentHeader?,
        _ report: inout JournalReport
    ) throws(JournalError) {
        guard let (file, _) = try directory.openSegment(header.firstSequence) else { return }
        var segment = JournalReport.Segment(
            path: path(header),
            firstSequence: header.firstSequence,
            lastSequence: SequenceNumber(header.firstSequence.value - 1)
        )
        var walker = CommitWalker(file, segment: header)
        var readAgain = 0
        while true {
            switch try walker.next() {
            case .commit(let commit):
                readAgain = 0
                segment.note(commit, endingAt: walker.position)
                readAgain = 0
                if let damage = recordDamage(in: commit, walker, header) { report.damages.append(damage) }
            case .end, .bad:
                let fault: JournalDamage.Fault
                if let next {
                    if walker.nextSequence == next.firstSequence, walker.chain == next.chain {
                        report.segments.append(segment)
                        return
                    }
                    fault = .missingCommit
                } else {
                    switch try tail(file, header, walker) {
                    case .clean:
                        report.segments.append(segment)
                        return
                    case .torn(let byteCount):
                        report.unfinishedByteCount = byteCount
                        report.segments.append(segment)
                        return
                    case .damaged(let found, _):
                        fault = found
                    }
                }
                // A running publisher writes while we read: only what stays is damage.
                if next == nil, readAgain < Self.readAgainMax {
                    readAgain += 1
                    walker = walker.again(file, segment: header)
                    continue
                }
                report.damages.append(
                    JournalDamage(
                        fault,
                        path: segment.path,
                        offset: walker.position,
                        sequence: walker.nextSequence
                    )
                )
                guard let later = try laterCommit(file, header, walker) else {
                    report.segments.append(segment)
                    return
                }
                walker = CommitWalker(file, segment: header, from: later)
            }
        }
    }

    private func tail(
        _ file: any JournalFile,
        _ header: SegmentHeader,
        _ walker: CommitWalker
    ) throws(JournalError) -> TailVerdict {
        TailVerdict(
            try SegmentTail(of: file, from: walker.position, segment: header, sequence: walker.nextSequence),
            segment: header,
            sequence: walker.nextSequence,
            chain: walker.chain ?? 0
        )
    }

    /// The next whole commit header behind the one at which `walker` stopped.
    private func laterCommit(
        _ file: any JournalFile,
        _ header: SegmentHeader,
        _ walker: CommitWalker
    ) throws(JournalError) -> CommitWalker.Start? {
        let tail = try SegmentTail(
            of: file,
            from: walker.position,
            segment: header,
            sequence: walker.nextSequence
        )
        return tail.laterCommit.map { later in
            CommitWalker.Start(offset: walker.position + later.offset, sequence: later.header.firstSequence)
        }
    }

    /// Holds every record of a commit against its own checksum.
    private func recordDamage(
        in commit: CommitHeader,
        _ walker: CommitWalker,
        _ header: SegmentHeader
    ) -> JournalDamage? {
        let records = Array(walker.chunk[walker.recordsRange(of: commit)])
        let batch = try? RecordBatch(verifying: records)
        if batch?.count == commit.recordCount, batch?.firstSequence == commit.firstSequence,
            batch?.end?.checksum == commit.lastRecordChecksum, batch?.end?.stream == header.stream
        {
            return nil
        }
        return JournalDamage(
            .records,
            path: path(header),
            offset: walker.commitPosition,
            sequence: commit.firstSequence
        )
    }

    private func checkEnd(_ manifest: Manifest?, _ report: inout JournalReport) throws(JournalError) {
        guard report.isClosed, let end = manifest?.cleanEnd, let last = report.segments.last else { return }
        // A publisher that was started meanwhile has taken the mark away.
        guard try ManifestFile.load(from: directory).manifest == manifest else {
            report.isClosed = false
            return
        }
        if last.lastSequence != end.head || report.unfinishedByteCount > 0 {
            let fault = JournalDamage.Fault.cleanEnd(expected: end.head)
            let sequence = last.lastSequence.advanced(by: 1)
            report.damages.append(
                JournalDamage(fault, path: last.path, offset: last.byteCount, sequence: sequence)
            )
        }
    }

    private func verify(_ ancestor: Cursor, _ report: inout JournalReport) throws(JournalError) {
        let home = directory.ancestor(ancestor.stream)
        do throws(JournalError) {
            let inspector = try JournalInspector(home.path, testing: directory.testing)
            var found = try inspector.verify()
            let older = found.ancestors
            found.ancestors = []
            report.ancestors = [found] + older
        } catch {
            guard case .absent = error else { throw error }
            report.noteMissing(home.manifestPath, nil)
        }
    }

    private func forEachCommit(
        of header: SegmentHeader,
        next: SegmentHeader?,
        in file: any JournalFile,
        after sequence: SequenceNumber,
        _ body: (RecordBatch) throws -> Void
    ) throws {
        var walker = CommitWalker(file, segment: header)
        walker.wanted = sequence.advanced(by: 1)
        var readAgain = 0
        while true {
            if case .commit(let commit) = try walker.next() {
                readAgain = 0
                let batch = try RecordBatch(verifying: Array(walker.chunk[walker.recordsRange(of: commit)]))
                if commit.firstSequence > sequence {
                    try body(batch)
                } else if let rest = try batch.records(after: sequence) {
                    try body(rest)
                }
                continue
            }
            var fault = JournalDamage.Fault.missingCommit
            var offset = walker.position
            if let next {
                if walker.nextSequence == next.firstSequence, walker.chain == next.chain { return }
            } else {
                guard case .damaged(let found, let place) = try tail(file, header, walker) else { return }
                (fault, offset) = (found, place)
                // A running publisher writes while we read: only what stays is damage.
                if readAgain < Self.readAgainMax {
                    readAgain += 1
                    walker = walker.again(file, segment: header)
                    continue
                }
            }
            throw JournalError.damaged(
                JournalDamage(fault, path: path(header), offset: offset, sequence: walker.nextSequence)
            )
        }
    }
}

extension JournalReport {
    fileprivate mutating func noteMissing(_ path: FilePath, _ sequence: SequenceNumber?) {
        let damage = JournalDamage(.missingFile, path: path, sequence: sequence)
        if !damages.contains(damage) { damages.append(damage) }
    }
}

extension JournalReport.Segment {
    fileprivate mutating func note(_ commit: CommitHeader, endingAt offset: Int) {
        lastSequence = commit.lastSequence
        recordCount += commit.recordCount
        commitCount += 1
        byteCount = offset
    }
}

extension RecordBatch {
    /// Those of the records that follow `sequence`; `nil` when there are none.
    fileprivate func records(after sequence: SequenceNumber) throws -> RecordBatch? {
        var rest: [UInt8] = []
        forEach { header, record in
            if header.sequence > sequence { record.withUnsafeBytes { rest.append(contentsOf: $0) } }
        }
        return rest.isEmpty ? nil : try RecordBatch(verifying: rest)
    }
}
