import SystemPackage

/// The command line and the environment as the system has them, before anybody makes text of them.
///
/// Text is UTF-8, and whatever is not becomes other characters: a path would then be the path of another file.
public enum ArgumentBytes {
    private static let byteCountMax = 4 << 20

    /// The first argument or variable of ours that is not UTF-8, as `argument 2` or `SCENEWIRE_DATA`.
    ///
    /// - Returns: `nil` when all are, or when the system does not tell.
    public static func placeThatIsNotUTF8() -> String? {
        let arguments = parts(of: "/proc/self/cmdline")
        if let index = arguments.firstIndex(where: isBroken) { return "argument \(index)" }
        let variables = parts(of: "/proc/self/environ")
        let prefix = Array("SCENEWIRE_".utf8)
        return variables.first { $0.starts(with: prefix) && isBroken($0) }
            .map { String(decoding: $0.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self) }
    }

    private static func isBroken(_ bytes: ArraySlice<UInt8>) -> Bool {
        String(validating: bytes, as: UTF8.self) == nil
    }

    private static func parts(of path: FilePath) -> [ArraySlice<UInt8>] {
        // Without /proc nothing is known, and the arguments are what they were taken for.
        guard let file = try? FileDescriptor.open(path, .readOnly) else { return [] }
        // Nothing was written, so closing loses nothing.
        defer { try? file.close() }
        var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 65_536))
        while bytes.count < byteCountMax {
            guard let count = try? buffer.withUnsafeMutableBytes({ try file.read(into: $0) }), count > 0
            else {
                break
            }
            bytes += buffer[..<count]
        }
        return bytes.split(separator: 0, omittingEmptySubsequences: false)
    }
}
