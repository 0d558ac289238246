import EventSchema

/// The bytes of an index file, made from the events of a segment.
struct IndexImage {
    let header: IndexHeader
    /// Positions, fences and filter.
    let front: [UInt8]
    let blocks: [UInt8]

    init(
        _ entries: IndexEntries,
        positions: [CommitPosition],
        segment: SegmentHeader,
        end: SegmentEnd
    ) {
        let sorted = entries.places.sorted { $0.key < $1.key }
        var filter = BloomFilter(idCount: sorted.count)
        var front: [UInt8] = []
        var blocks: [UInt8] = []
        for position in positions {
            front.append(littleEndian: position.sequenceOffset)
            front.append(littleEndian: position.offset)
        }
        for start in stride(from: 0, to: sorted.count, by: IndexBlock.entryCountMax) {
            let block = sorted[start..<min(start + IndexBlock.entryCountMax, sorted.count)]
            front.append(littleEndian: sorted[start].key.high.byteSwapped)
            front.append(littleEndian: sorted[start].key.low.byteSwapped)
            for (id, _) in block { filter.insert(id) }
            blocks.append(contentsOf: IndexBlock.encoded(block))
        }
        front.append(contentsOf: filter.bytes)
        header = IndexHeader(
            stream: segment.stream,
            salt: segment.salt,
            firstSequence: segment.firstSequence,
            end: end,
            positionCount: positions.count,
            entryCount: sorted.count,
            filterByteCount: filter.bytes.count,
            timed: entries.timed,
            frontChecksum: CRC32C.checksum(of: front.span.bytes)
        )
        self.front = front
        self.blocks = blocks
    }
}
