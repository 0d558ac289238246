import CChecksum

/// The checksum of records, commits and segment headers: CRC-32C, RFC 3720 appendix B.4.
public enum CRC32C {
    /// - Parameter seed: The checksum of the bytes before these, 0 for none.
    @inlinable
    public static func checksum(of bytes: RawSpan, seed: UInt32 = 0) -> UInt32 {
        bytes.withUnsafeBytes { scenewire_crc32c(seed, $0.baseAddress, $0.count) }
    }

    /// The sum by table, for machines without the instruction; tests hold the two against each other.
    package static func portableChecksum(of bytes: RawSpan, seed: UInt32 = 0) -> UInt32 {
        bytes.withUnsafeBytes { scenewire_crc32c_portable(seed, $0.baseAddress, $0.count) }
    }
}
