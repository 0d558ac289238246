import ArchiveStore
import EventBus
import EventJournal
import EventOutbox
import Glibc
import ServiceRuntime
import StoreRuntime
import SystemPackage
import ZeroMQ

/// Why a command came to nothing, with the number that tells a script.
struct CommandFailure: ProcessExitError, CustomStringConvertible {
    let description: String
    let processExit: ProcessExit
    /// What to do about it, or what can be meant: lines below the first one.
    let advice: [String]

    init(_ description: String, _ processExit: ProcessExit, advice: [String] = []) {
        self.description = description
        self.processExit = processExit
        self.advice = advice
    }

    /// Opens a file that the command reads.
    ///
    /// - Throws: ``CommandFailure`` that names it.
    static func openToRead(_ path: FilePath) throws(CommandFailure) -> FileDescriptor {
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            var status = stat()
            guard fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return file }
            // Nothing was written, so closing loses nothing.
            try? file.close()
            throw Errno.isDirectory
        } catch {
            let errno = error as? Errno ?? .ioError
            throw CommandFailure("\(path) cannot be read: \(errno)", processExit(for: errno))
        }
    }

    /// The number for an error of any room.
    static func processExit(for error: any Error) -> ProcessExit {
        switch error {
        case let error as any ProcessExitError: error.processExit
        case let error as ArchiveError: processExit(for: error)
        case let error as BusError: processExit(for: error)
        case let error as JournalError: processExit(for: error)
        case let error as OutboxError: processExit(for: error)
        case let error as ZeroMQError: error.endpoint.isEmpty ? .failure : .unavailable
        case let error as Errno: processExit(for: error)
        default: .failure
        }
    }

    /// The error in one line.
    static func describe(_ error: any Error) -> String {
        TerminalText.safe("\(error)")
    }

    private static func processExit(for error: BusError) -> ProcessExit {
        switch error {
        case .noReply, .overloaded, .unexpectedReply: .unavailable
        case .refused, .tooManyWaiting, .closed: .failure
        }
    }

    private static func processExit(for error: JournalError) -> ProcessExit {
        switch error {
        case .damaged, .format, .noEpochLeft: .integrity
        case .locked: .unavailable
        case .absent: .notFound
        case .clock: .badConfiguration
        case .system(let errno, _, _): processExit(for: errno)
        case .moved, .full, .closed: .failure
        }
    }

    private static func processExit(for error: ArchiveError) -> ProcessExit {
        switch error {
        case .absent, .empty: .notFound
        case .hole, .conflict: .integrity
        case .words: .usage
        case .store(.system(let errno, _, _)): processExit(for: errno)
        case .store(let error): error.processExit
        case .exists, .itself, .tooMany: .failure
        }
    }

    private static func processExit(for error: OutboxError) -> ProcessExit {
        switch error {
        case .absent: .notFound
        case .locked: .unavailable
        case .otherSource, .name, .clock: .badConfiguration
        case .store(.moved): .integrity
        case .store(.system(let errno, _, _)): processExit(for: errno)
        case .store(let error): error.processExit
        }
    }

    private static func processExit(for errno: Errno) -> ProcessExit {
        switch errno {
        case .noSuchFileOrDirectory, .notDirectory: .notFound
        case .permissionDenied, .notPermitted: .denied
        default: .failure
        }
    }
}
