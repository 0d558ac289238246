import EventImport
import Testing

/// What holds for every reader also holds where its input is packed.
@Suite struct InputPackedTests {
    /// The items of packed data, and what was wrong with the data.
    private func unpacked(
        _ data: [UInt8],
        _ format: InputFormat,
        chunkByteCount: () -> Int = { .max }
    ) throws -> (items: [ReadItem], error: GunzipError?) {
        var gunzip = try Gunzip()
        var reader = format.reader()
        var items: [ReadItem] = []
        var rest = data[...]
        do {
            while !rest.isEmpty {
                let chunk = rest.prefix(chunkByteCount())
                rest = rest.dropFirst(chunk.count)
                try gunzip.take(Array(chunk)) { items += reader.take($0) }
            }
            try gunzip.finish()
        } catch let error as GunzipError {
            return (items, error)
        }
        return (items + reader.finish(), nil)
    }

    @Test(arguments: InputReaderTests.samples)
    func givesTheSameHoweverItIsCut(sample: InputReaderTests.Sample) throws {
        let text = Array(sample.text.utf8)
        let whole = readItems(text, sample.format)
        // In one member, and in three with a cut within a record.
        let third = text.count / 3
        let parts = gzip(Array(text.prefix(third))) + gzip([]) + gzip(Array(text.dropFirst(third)))
        var generator = SeededGenerator(seed: 5)
        for data in [gzip(text), parts] {
            for byteCountMax in [1, 3, 50] {
                let cut = try unpacked(data, sample.format) {
                    Int.random(in: 1...byteCountMax, using: &generator)
                }
                #expect(cut.items == whole)
                #expect(cut.error == nil)
            }
        }
    }

    @Test(arguments: InputReaderTests.samples)
    func givesTheRowsTwiceWhenItIsDoubled(sample: InputReaderTests.Sample) throws {
        let data = gzip(Array((sample.text + "\n").utf8))
        let (once, twice) = (try unpacked(data, sample.format), try unpacked(data + data, sample.format))
        #expect(twice.items.rows == once.items.rows + once.items.rows)
    }

    @Test(arguments: InputReaderTests.samples)
    func keepsTheRowsBeforeThePlaceWhereItEnds(sample: InputReaderTests.Sample) throws {
        let text = Array(String(repeating: sample.text + "\n", count: 50).utf8)
        let (whole, data) = (readItems(text, sample.format).rows, gzip(text))
        for byteCount in stride(from: 1, to: data.count, by: 3) {
            let (items, error) = try unpacked(Array(data.prefix(byteCount)), sample.format)
            #expect(whole.starts(with: items.rows))
            #expect(error == .truncated(offset: byteCount))
        }
    }

    @Test(arguments: InputReaderTests.samples)
    func survivesDamage(sample: InputReaderTests.Sample) throws {
        let text = Array(String(repeating: sample.text + "\n", count: 20).utf8)
        let (whole, data) = (readItems(text, sample.format), gzip(text))
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<300 {
            var damaged = data
            let place = Int.random(in: 0..<data.count, using: &generator)
            damaged[place] ^= UInt8.random(in: 1...255, using: &generator)
            let (items, error) = try unpacked(damaged, sample.format)
            // Some of the header's bytes mean nothing; any other is noticed at its member's end at the latest.
            #expect(error != nil || items == whole)
        }
    }
}
