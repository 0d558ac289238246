import EventSchema

/// Reads the parts of an index file, each held against its checksum.
enum IndexFile {
    /// The positions, the fences and the filter; `nil` when they are not what was written.
    static func front(
        _ header: IndexHeader,
        _ directory: JournalDirectory
    ) throws(JournalError) -> [UInt8]? {
        guard let file = try directory.storage.openIfPresent(directory.indexPath(header.firstSequence)) else {
            return nil
        }
        guard try file.read(IndexHeader.byteCount, at: 0) == header.encoded else { return nil }
        let front = try file.read(header.frontByteCount, at: IndexHeader.byteCount)
        guard front.count == header.frontByteCount else { return nil }
        return CRC32C.checksum(of: front.span.bytes) == header.frontChecksum ? front : nil
    }

    /// One block of entries; `nil` when it is not what was written.
    static func block(
        _ number: Int,
        _ header: IndexHeader,
        _ directory: JournalDirectory
    ) throws(JournalError) -> [UInt8]? {
        guard let file = try directory.storage.openIfPresent(directory.indexPath(header.firstSequence)) else {
            return nil
        }
        let offset = header.blocksOffset + number * IndexBlock.byteCount
        let block = try file.read(IndexBlock.byteCount, at: offset)
        return IndexBlock.isWhole(block.span.bytes) ? block : nil
    }

    /// Reads everything.
    static func isWhole(_ header: IndexHeader, _ directory: JournalDirectory) throws(JournalError) -> Bool {
        guard try front(header, directory) != nil else { return false }
        for number in 0..<header.blockCount {
            guard try block(number, header, directory) != nil else { return false }
        }
        return true
    }
}
