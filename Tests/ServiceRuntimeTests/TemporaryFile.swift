import Foundation
import SystemPackage

/// A file of a test, gone when the test lets go of it.
final class TemporaryFile: Sendable {
    let path: FilePath

    init(_ bytes: some Sequence<UInt8>) throws {
        let name = "scenewire-\(UUID().uuidString).yml"
        path = FilePath(NSTemporaryDirectory()).appending(name)
        let file = try FileDescriptor.open(path, .writeOnly, options: [.create], permissions: .ownerReadWrite)
        _ = try file.closeAfter { try file.writeAll(bytes) }
    }

    convenience init(_ text: String) throws {
        try self.init(text.utf8)
    }

    deinit {
        unlink(path.string)
    }
}
