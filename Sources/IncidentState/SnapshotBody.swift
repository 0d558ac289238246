import FoundationEssentials

/// The bodies of a snapshot as JSON.
public enum SnapshotBody {
    private struct Version: Decodable {
        let version: Int
    }

    /// - Throws: ``SnapshotError``, which no state gives that was folded.
    public static func encode(_ value: some Encodable) throws(SnapshotError) -> [UInt8] {
        do {
            return Array(try JSONEncoder().encode(value))
        } catch {
            throw SnapshotError("the state cannot be written: \(error)")
        }
    }

    /// - Parameter name: What it is the body of, for the error.
    /// - Throws: ``SnapshotError`` when it is not such a value.
    public static func decode<Value: Decodable>(
        _ bytes: [UInt8],
        of name: String
    ) throws(SnapshotError) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(bytes))
        } catch {
            throw SnapshotError("what is stored of \(name) cannot be read: \(error)")
        }
    }

    /// Reads a body that says which layout it has.
    ///
    /// - Throws: ``SnapshotError`` when it has another, or is not such a value.
    public static func decode<Value: Decodable>(
        _ bytes: [UInt8],
        of name: String,
        version: Int
    ) throws(SnapshotError) -> Value {
        let found: Version = try decode(bytes, of: name)
        guard found.version == version else {
            throw SnapshotError("\(name) has version \(found.version), known is \(version)")
        }
        return try decode(bytes, of: name)
    }
}
