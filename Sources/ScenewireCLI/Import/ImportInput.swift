import EventImport
import Glibc
import SystemPackage

/// One file of a feed: its bytes, unpacked where they are packed, and cut into records. One thread at a time.
final class ImportInput {
    private static let packedByteCount = 16 * 1024

    let descriptor: FileDescriptor
    let isFile: Bool
    private let path: FilePath
    private let byteCount: Int64?
    private var byteCountRead: Int64 = 0
    private var gunzip: Gunzip?
    private var reader: any RowReader
    private var isAtStart = true
    /// What is packed cannot be unpacked any further.
    private(set) var isBroken = false

    /// - Throws: ``CommandFailure`` when the file cannot be opened.
    init(_ path: FilePath, _ mapping: Mapping) throws(CommandFailure) {
        self.path = path
        descriptor = path == "-" ? .standardInput : try CommandFailure.openToRead(path)
        var status = stat()
        isFile = fstat(descriptor.rawValue, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        byteCount = isFile ? Int64(status.st_size) : nil
        reader = mapping.format.reader(encoding: mapping.encoding)
    }

    /// How much of the file was read, from 0 to 1; `nil` for what has no end yet.
    var fraction: Double? {
        byteCount.flatMap { $0 == 0 ? nil : min(1, Double(byteCountRead) / Double($0)) }
    }

    /// What stands before the place up to which it was read; `nil` where it cannot be read again.
    var mark: ImportMark? {
        isFile ? try? ImportMark(of: descriptor, end: byteCountRead) : nil
    }

    /// Whether a read would return at once.
    var isReadable: Bool {
        var item = pollfd(fd: descriptor.rawValue, events: Int16(POLLIN), revents: 0)
        return poll(&item, 1, 0) > 0
    }

    /// Whether the file is shorter now than what was read of it.
    var wasEmptied: Bool {
        var status = stat()
        return fstat(descriptor.rawValue, &status) == 0 && Int64(status.st_size) < byteCountRead
    }

    /// Whether another file stands under the name now. The writer may still add to this one.
    var wasReplaced: Bool {
        var (now, then) = (stat(), stat())
        guard fstat(descriptor.rawValue, &then) == 0, stat(path.string, &now) == 0 else { return false }
        return now.st_ino != then.st_ino || now.st_dev != then.st_dev
    }

    /// Reads what is there.
    ///
    /// - Returns: `false` at the end.
    func read(_ count: Int, into items: inout [ReadItem]) throws -> Bool {
        guard !isBroken, let chunk = try chunk(of: count) else { return false }
        if isAtStart, Gunzip.recognises(chunk) { gunzip = try Gunzip() }
        isAtStart = false
        guard gunzip != nil else {
            items += reader.take(chunk)
            return true
        }
        do {
            try gunzip?.take(chunk) { items += reader.take($0) }
            return true
        } catch {
            items.append(.fault(ImportFault(line: 0, reason: "\(error); what stood before it was read")))
            isBroken = true
            return false
        }
    }

    /// The next bytes; `nil` at the end.
    private func chunk(of count: Int) throws -> [UInt8]? {
        // A packed chunk may become a thousand times as much.
        let countMax = isAtStart || gunzip != nil ? Self.packedByteCount : count
        do {
            var chunk = try descriptor.chunk(of: countMax)
            // Whether it is packed is told by two bytes, which a pipe may give one by one.
            if isAtStart, chunk?.count == 1, let second = try descriptor.chunk(of: countMax) {
                chunk? += second
            }
            byteCountRead += Int64(chunk?.count ?? 0)
            return chunk
        } catch let errno as Errno {
            throw CommandFailure("\(path) cannot be read: \(errno)", CommandFailure.processExit(for: errno))
        }
    }

    /// Takes the end of the file.
    func finish(into items: inout [ReadItem]) {
        do {
            if !isBroken { try gunzip?.finish() }
        } catch {
            items.append(
                .fault(ImportFault(line: 0, reason: "\(error); what stood before it was read"))
            )
        }
        items += reader.finish()
    }

    func close() {
        // Nothing was written, so closing loses nothing; standard input is open for as long as the process.
        if path != "-" { try? descriptor.close() }
    }
}
