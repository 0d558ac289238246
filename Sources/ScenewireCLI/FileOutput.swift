import Glibc
import SystemPackage

/// Why output cannot go on.
enum OutputError: Error, Equatable, CustomStringConvertible {
    /// Nobody reads it any more.
    case closed
    /// ``FileOutput/stop()`` was called.
    case stopped
    /// It could not be written, for example because the disk is full.
    case failed(Errno)

    var description: String {
        switch self {
        case .closed: "nobody reads the output any more"
        case .stopped: "the output was stopped"
        case .failed(let errno): "the output could not be written: \(errno)"
        }
    }
}

/// Writes to a file, pipe or terminal, on the caller's thread.
struct FileOutput: Sendable {
    /// A pipe that poll(2) calls writable takes so many bytes without blocking (`PIPE_BUF`, pipe(7)).
    private static let pipeByteCountMax = 4_096
    private static let fileByteCountMax = 1024 * 1024

    private let descriptor: FileDescriptor
    private let bell = Bell()
    private let writeByteCountMax: Int

    init(_ descriptor: FileDescriptor) {
        self.descriptor = descriptor
        var status = stat()
        let isFile = fstat(descriptor.rawValue, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        writeByteCountMax = isFile ? Self.fileByteCountMax : Self.pipeByteCountMax
    }

    /// Writes all of it, and waits for whoever reads.
    func write(_ bytes: [UInt8]) throws(OutputError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard bell.wait(for: descriptor, events: Int16(POLLOUT)) else { throw .stopped }
            let part = rest.prefix(writeByteCountMax)
            do {
                let count = try part.withUnsafeBytes { try descriptor.write($0) }
                rest = rest.dropFirst(count)
            } catch Errno.brokenPipe {
                throw .closed
            } catch Errno.wouldBlock {
                continue
            } catch {
                throw .failed(error as? Errno ?? .ioError)
            }
        }
    }

    /// Whether the reader is gone, which a quiet stream would not notice by writing.
    var isClosed: Bool {
        var item = pollfd(fd: descriptor.rawValue, events: 0, revents: 0)
        return poll(&item, 1, 0) > 0 && item.revents & Int16(POLLERR | POLLNVAL) != 0
    }

    /// Ends a write that waits, and every later one. Any thread may call it.
    func stop() {
        bell.ring()
    }
}
