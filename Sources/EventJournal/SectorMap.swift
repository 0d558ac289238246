/// Counts what a disk may have left out of a write.
///
/// A disk writes sectors of 512 bytes whole or not at all, and a segment is zero before it is written. A
/// write that was cut short therefore leaves at least one of the sector-bounded pieces of its range zero.
enum SectorMap {
    static let sectorByteCount = 512

    /// How many of the pieces into which sector borders cut `bytes` are entirely zero.
    ///
    /// - Parameter offset: Where `bytes` starts in the file.
    static func zeroPieceCount(in bytes: RawSpan, at offset: Int) -> Int {
        var count = 0
        var start = 0
        while start < bytes.byteCount {
            let end = min(bytes.byteCount, start + sectorByteCount - (offset + start) % sectorByteCount)
            if bytes.extracting(start..<end).isAllZero { count += 1 }
            start = end
        }
        return count
    }
}
