import Foundation
import Glibc
import Testing

/// A file system of a test's own, which can lose its power or its space.
final class SmallFileSystem: Sendable {
    enum Kind: Sendable, CaseIterable {
        /// ext4 on a loop device over a file.
        case ext4
        /// In memory; it has no power to lose.
        case tmpfs
    }

    /// From linux/fs.h, `_IOR('X', 125, __u32)`.
    private static let shutdownRequest: UInt = 0x8004_587D
    /// EXT4_GOING_FLAGS_NOLOGFLUSH: what was not synced is gone, the file system's own log included.
    private static let withoutLogFlush: UInt32 = 2

    /// FIFREEZE and FITHAW of linux/fs.h, `_IOWR('X', 119, int)` and `_IOWR('X', 120, int)`.
    private static let freezeRequest: UInt = 0xC004_5877
    private static let thawRequest: UInt = 0xC004_5878

    /// Where it is mounted.
    let path: String
    private let kind: Kind
    private let image: String
    private let byteCount: Int

    private init(_ kind: Kind, megabytes: Int, in directory: TestDirectory) throws {
        self.kind = kind
        path = directory["mounted"]
        image = directory["image"]
        byteCount = megabytes * 1_024 * 1_024
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    /// Mounts a new file system while `body` runs.
    ///
    /// Cancels the test, with the reason, where that cannot be done.
    static func mounted(
        _ kind: Kind,
        megabytes: Int,
        in directory: TestDirectory,
        _ body: (SmallFileSystem) async throws -> Void
    ) async throws {
        let system = try SmallFileSystem(kind, megabytes: megabytes, in: directory)
        do {
            if kind == .ext4 {
                try await run("truncate", "-s", "\(system.byteCount)", system.image)
                try await run("mkfs.ext4", "-q", "-F", system.image)
            }
            try await system.mount()
        } catch let error as CommandFailure {
            try Test.cancel("not run: this machine gives no \(kind) file system: \(error)")
        }
        do {
            try await body(system)
        } catch {
            await system.detach()
            throw error
        }
        await system.detach()
    }

    func mount() async throws {
        switch kind {
        case .ext4: try await Self.run("mount", "-o", "loop", image, path)
        case .tmpfs: try await Self.run("mount", "-t", "tmpfs", "-o", "size=\(byteCount)", "tmpfs", path)
        }
    }

    /// - Throws: When somebody still uses it.
    func unmount() async throws {
        try await Self.run("umount", path)
    }

    /// Everything that was not synced is gone from now on, and every access fails.
    ///
    /// Cancels the test, with the reason, where the system does not know how.
    func cutPower() throws {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY)
        guard descriptor >= 0 else { throw SpawnError(call: "open \(path)", code: errno) }
        defer { close(descriptor) }
        var flag = Self.withoutLogFlush
        guard ioctl(descriptor, Self.shutdownRequest, &flag) == 0 else {
            try Test.cancel("not run: FS_IOC_SHUTDOWN: \(String(cString: strerror(errno)))")
        }
    }

    /// Holds up whoever writes while `body` runs, as a disk does that does not answer; what was written before can be
    /// read.
    ///
    /// Cancels the test, with the reason, where the system does not know how. Who is held up cannot be killed.
    func stalled(_ body: () async throws -> Void) async throws {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SpawnError(call: "open \(path)", code: errno) }
        defer { close(descriptor) }
        guard ioctl(descriptor, Self.freezeRequest, 0) == 0 else {
            try Test.cancel("not run: FIFREEZE: \(String(cString: strerror(errno)))")
        }
        let result: Result<Void, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        guard ioctl(descriptor, Self.thawRequest, 0) == 0 else {
            throw SpawnError(call: "FITHAW", code: errno)
        }
        try result.get()
    }

    /// Mounts it anew, so that nobody can write to it.
    func makeReadOnly() async throws {
        try await Self.run("mount", "-o", "remount,ro", path)
    }

    /// Bytes that a process may still write.
    func availableByteCount() throws -> Int {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { throw SpawnError(call: "statvfs \(path)", code: errno) }
        return Int(status.f_bavail) * Int(status.f_frsize)
    }

    /// Takes all the space but a little; it blocks.
    ///
    /// - Parameter path: The file that takes it.
    func fill(with path: String) throws {
        let zeros = [UInt8](repeating: 0, count: 64 * 1_024)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SpawnError(call: "open \(path)", code: errno) }
        defer { close(descriptor) }
        while write(descriptor, zeros, zeros.count) > 0 {}
        // On ext4 the space is taken when the bytes are written out.
        fsync(descriptor)
    }

    private func detach() async {
        do {
            try await unmount()
        } catch {
            // Somebody still uses it, or it was unmounted; in the first case it goes with its last user.
            _ = try? await Self.run("umount", "-l", path)
        }
    }

    private static func run(_ command: String...) async throws {
        let process = try ChildProcess(
            "/usr/bin/env",
            command,
            environment: ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
        )
        let exit = try await process.exit(limit: .seconds(60))
        guard exit == .status(0) else {
            throw CommandFailure(command: command, report: process.report.value)
        }
    }
}

/// A command of the system did not do what it was told.
struct CommandFailure: Error, CustomStringConvertible {
    let command: [String]
    let report: ChildProcess.Report

    var description: String { "\(command.joined(separator: " ")): \(report)" }
}
