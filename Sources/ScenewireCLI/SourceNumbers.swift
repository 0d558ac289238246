import EventOutbox
import EventSchema
import FileLocking
import Glibc
import SystemPackage

/// The numbers that events from flags have among those of their source, kept on this machine's disk.
///
/// One file for each source holds the last number that was given. Shells that publish at once wait for each other:
/// whoever has a number holds the lock until its event is recorded, or its number was given back.
struct SourceNumbers: Sendable {
    /// How long another shell may hold the lock: longer than publishing may take.
    static let waitMax = Duration.seconds(30)
    /// The pause between two attempts at the lock.
    private static let pauseMicroseconds: UInt32 = 2_000

    /// The file that remembers.
    let path: FilePath

    /// - Parameters:
    ///   - source: The form of its name is that of a file's.
    ///   - directory: Is made where there is none.
    init(_ source: String, in directory: FilePath) {
        path = directory.appending("source-\(source)")
    }

    /// Where the numbers are: `scenewire/numbers` under `XDG_STATE_HOME`, or under `.local/state` of `HOME`.
    ///
    /// - Returns: `nil` when neither is set.
    static func directory(_ environment: [String: String]) -> FilePath? {
        if let state = environment["XDG_STATE_HOME"], !state.isEmpty {
            return FilePath(state).appending("scenewire/numbers")
        }
        guard let home = environment["HOME"], !home.isEmpty else { return nil }
        return FilePath(home).appending(".local/state/scenewire/numbers")
    }

    /// Gives the next number, which is on stable storage when this returns; it blocks.
    ///
    /// - Throws: ``FileError/locked(_:)`` when another shell holds the lock for too long; `Errno`, ``OutboxError``
    ///   or another ``FileError`` when the file cannot be used.
    func next(at now: Timestamp = .now) throws -> SourceNumber {
        try WholeText.makeDirectories(path.removingLastComponent())
        let lock = try take()
        do {
            let file = try FileDescriptor.open(
                path,
                .readWrite,
                options: [.create, .closeOnExec],
                permissions: [.ownerRead, .ownerWrite]
            )
            return try file.closeAfter {
                let identity = try FileIdentity(ofFileAt: path.string)
                var standing = try SourceStanding(reading: file, of: identity)
                if standing == nil {
                    standing = try SourceStanding.beginning(file, identity, at: now)
                    try WholeText.sync(path.removingLastComponent())
                }
                guard var standing else { throw Errno.ioError }
                standing.sequence += 1
                try standing.write(to: file)
                return SourceNumber(standing, lock, path)
            }
        } catch {
            lock.release()
            throw error
        }
    }

    private func take() throws(FileError) -> FileLock {
        let lockPath = FilePath("\(path.string).lock")
        let end = ContinuousClock.now + Self.waitMax
        while true {
            do throws(FileError) {
                return try FileLock(lockPath)
            } catch {
                guard case .locked = error, ContinuousClock.now < end else { throw error }
                usleep(Self.pauseMicroseconds)
            }
        }
    }
}

/// A number that was given; nobody else gets one of the same source while it is held.
final class SourceNumber: Sendable {
    let epoch: UInt32
    let sequence: UInt64
    private let standing: SourceStanding
    private let lock: FileLock
    private let path: FilePath

    fileprivate init(_ standing: SourceStanding, _ lock: FileLock, _ path: FilePath) {
        (epoch, sequence) = (standing.epoch, standing.sequence)
        (self.standing, self.lock, self.path) = (standing, lock, path)
    }

    /// Lets others have the next number.
    func release() {
        lock.release()
    }

    /// Lets the next event have this number, since this one is certainly not recorded; it blocks.
    ///
    /// - Throws: `Errno`; then the number stays given.
    func giveBack() throws {
        defer { release() }
        let file = try FileDescriptor.open(path, .readWrite, options: .closeOnExec)
        try file.closeAfter {
            var before = standing
            before.sequence -= 1
            try before.write(to: file)
        }
    }
}

/// What the file says, in one line of one length, so that it is written in place: the file stays the same one.
private struct SourceStanding {
    private static let byteCountMax = 512

    let epoch: UInt32
    var sequence: UInt64
    let identity: FileIdentity

    private init(epoch: UInt32, sequence: UInt64, identity: FileIdentity) {
        (self.epoch, self.sequence, self.identity) = (epoch, sequence, identity)
    }

    /// - Returns: `nil` for a new file, a damaged one, and one that was copied or restored: what it does not know
    ///   may have been given.
    init?(reading file: FileDescriptor, of identity: FileIdentity) throws {
        guard let standing = try Self.read(file), standing.identity == identity else { return nil }
        self = standing
    }

    /// Begins the numbers anew, in an epoch that was not before.
    static func beginning(
        _ file: FileDescriptor,
        _ identity: FileIdentity,
        at now: Timestamp
    ) throws -> SourceStanding {
        let last = try read(file)?.epoch ?? 0
        let second = UInt32(clamping: max(1, now.nanoseconds / 1_000_000_000))
        let epoch = max(second, last == .max ? last : last + 1)
        // Another copy may begin in this second as well.
        EpochSecond.waitForEnd(of: epoch)
        return SourceStanding(epoch: epoch, sequence: 0, identity: identity)
    }

    func write(to file: FileDescriptor) throws {
        let line = Array("\(text) \(Self.checksum(of: text))\n".utf8)
        try file.writeAll(toAbsoluteOffset: 0, line)
        guard ftruncate(file.rawValue, off_t(line.count)) == 0, fdatasync(file.rawValue) == 0 else {
            throw Errno(rawValue: errno)
        }
    }

    private var text: String {
        let digits = "\(sequence)"
        let padded = String(repeating: "0", count: 20 - digits.count) + digits
        let machine = identity.machine.isEmpty ? "-" : identity.machine
        return "scenewire-numbers 1 \(epoch) \(padded) \(machine) \(identity.inode) \(identity.generation)"
    }

    private static func read(_ file: FileDescriptor) throws -> SourceStanding? {
        var bytes = [UInt8](repeating: 0, count: byteCountMax)
        let count = try bytes.withUnsafeMutableBytes { try file.read(fromAbsoluteOffset: 0, into: $0) }
        let words = String(decoding: bytes.prefix(count), as: UTF8.self).split(whereSeparator: \.isWhitespace)
        guard words.count == 8, words[0] == "scenewire-numbers", words[1] == "1",
            let epoch = UInt32(words[2]),
            let sequence = UInt64(words[3]), let inode = Int64(words[5]), let generation = Int64(words[6]),
            checksum(of: words.dropLast().joined(separator: " ")) == words[7]
        else { return nil }
        let machine = words[4] == "-" ? "" : String(words[4])
        let identity = FileIdentity(machine: machine, inode: inode, generation: generation)
        return SourceStanding(epoch: epoch, sequence: sequence, identity: identity)
    }

    private static func checksum(of text: String) -> String {
        "\(CRC32C.checksum(of: Array(text.utf8).span.bytes))"
    }
}
