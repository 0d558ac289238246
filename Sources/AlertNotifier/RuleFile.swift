import AlertRules
import SystemPackage

/// Reads the file of rules, which is a short blocking read at the start.
enum RuleFile {
    /// - Throws: ``NotifierError/rules(_:_:)``, or `RuleFaults` with everything that is wrong.
    static func read(_ path: FilePath) throws -> RuleBook {
        try RuleBook(SmallFile.read(path, byteCountMax: RuleBook.byteCountMax), file: path.string)
    }
}

/// Files of settings.
enum SmallFile {
    /// The file's bytes, and one more than `byteCountMax` when it is longer.
    ///
    /// - Throws: ``NotifierError/rules(_:_:)``.
    static func read(_ path: FilePath, byteCountMax: Int) throws(NotifierError) -> [UInt8] {
        do {
            let file = try FileDescriptor.open(path, .readOnly)
            // Nothing was written, so closing cannot lose anything.
            defer { try? file.close() }
            var bytes: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while bytes.count <= byteCountMax {
                let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
                guard count > 0 else { break }
                bytes += buffer[..<count]
            }
            return Array(bytes.prefix(byteCountMax + 1))
        } catch {
            throw .rules(path, error as? Errno ?? .ioError)
        }
    }
}
