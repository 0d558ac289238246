import Foundation
import Glibc
import SystemPackage

/// A small file system of its own, on a loop device or in memory, that is taken away afterwards.
final class MountedFileSystem {
    enum Kind: String, CaseIterable {
        case ext4, tmpfs
    }

    /// Why a test that needs one cannot run here; `nil` when it can.
    static let obstacle: String? = {
        guard geteuid() == 0 else { return "mounting needs root" }
        do {
            for kind in Kind.allCases { _ = try MountedFileSystem(kind, byteCount: 8 << 20) }
            return nil
        } catch {
            return "mounting failed: \(error)"
        }
    }()

    let path: FilePath
    private let home: TemporaryDirectory
    private let kind: Kind
    private let byteCount: Int
    private var image: FilePath { home.path.appending("image") }

    init(_ kind: Kind, byteCount: Int) throws {
        home = try TemporaryDirectory()
        path = home.path.appending("mount")
        self.kind = kind
        self.byteCount = byteCount
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: true)
        if kind == .ext4 {
            let file = try FileDescriptor.open(
                image,
                .writeOnly,
                options: [.create],
                permissions: .ownerReadWrite
            )
            try file.closeAfter { try file.resize(to: Int64(byteCount)) }
            try run("mkfs.ext4", "-q", "-F", image.string)
        }
        try mount()
    }

    deinit {
        // Lazily: a file that a failed test left open must not keep the mount for ever.
        try? run("umount", "--lazy", path.string)
    }

    func mount() throws {
        switch kind {
        case .ext4: try run("mount", "-o", "loop", image.string, path.string)
        case .tmpfs: try run("mount", "-t", "tmpfs", "-o", "size=\(byteCount)", "tmpfs", path.string)
        }
    }

    func unmount() throws {
        try run("umount", path.string)
    }

    /// What a power cut does: nothing that was not synced reaches the disk, not even the file system's log.
    static func cutPower(_ path: FilePath) throws {
        let directory = try FileDescriptor.open(path, .readOnly)
        try directory.closeAfter {
            // FS_IOC_SHUTDOWN, _IOR('X', 125, __u32), with EXT4_GOING_FLAGS_NOLOGFLUSH.
            var flags: UInt32 = 2
            guard ioctl(directory.rawValue, 0x8004_587d, &flags) == 0 else { throw Errno(rawValue: errno) }
        }
    }

    private func run(_ command: String, _ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [command] + arguments
        let output = Pipe()
        process.standardError = output
        process.standardOutput = output
        process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"]
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let text = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
            throw CommandFailure(text: "\(command) \(arguments.joined(separator: " ")): \(text)")
        }
    }

    struct CommandFailure: Error {
        let text: String
    }
}
