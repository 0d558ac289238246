import EventImport
import Testing

@Suite struct InputGunzipTests {
    private let text = Array((1...2_000).map { "line \($0) of the text\n" }.joined().utf8)

    @Test(arguments: [1, 2, 7, 100, 100_000]) func givesTheTextHoweverTheDataIsCut(chunkByteCount: Int) throws
    {
        #expect(try unzipped(gzip(text), chunkByteCount: chunkByteCount) == text)
    }

    @Test func readsMembersAfterEachOtherAndZerosAtTheEnd() throws {
        let data = gzip(text) + gzip([]) + gzip(text) + [UInt8](repeating: 0, count: 1_000)
        #expect(try unzipped(data) == text + text)
        #expect(try unzipped(data, chunkByteCount: 1) == text + text)
    }

    @Test func givesWhatIsWholeOfDataThatEndsTooEarly() throws {
        let data = gzip(Array(text.prefix(2_000)))
        for byteCount in 1..<data.count {
            var given: [UInt8] = []
            var gunzip = try Gunzip()
            try gunzip.take(Array(data.prefix(byteCount))) { given += $0 }
            #expect(text.starts(with: given))
            let error = try #require(throws: GunzipError.self) { try gunzip.finish() }
            #expect(error == .truncated(offset: byteCount))
        }
    }

    @Test func givesWhatIsGoodBeforeDataThatIsBroken() throws {
        var data = gzip(text)
        data[data.count - 6] ^= 1
        var given: [UInt8] = []
        var gunzip = try Gunzip()
        let error = try #require(throws: GunzipError.self) { try gunzip.take(data) { given += $0 } }
        #expect(given == text)
        #expect(
            "\(error)".hasPrefix("the gzip data is broken at byte \(data.count - 4): incorrect data check")
        )
        #expect(throws: error) { try gunzip.take([1]) { _ in } }
        #expect(throws: error) { try gunzip.finish() }
    }

    @Test func saysWhereSomethingElseFollows() throws {
        let data = gzip(text)
        let error = try #require(throws: GunzipError.self) { _ = try unzipped(data + Array("text".utf8)) }
        #expect("\(error)" == "the gzip data is broken at byte \(data.count + 2): incorrect header check")
    }

    @Test func givesPiecesOfTheLimitHoweverMuchTheDataBecomes() throws {
        let byteCount = 64 * 1_024 * 1_024
        let data = gzip([UInt8](repeating: 0, count: byteCount))
        #expect(data.count < 100_000)
        var gunzip = try Gunzip()
        var total = 0
        try gunzip.take(data) { piece in
            #expect(piece.count <= Gunzip.pieceByteCountMax)
            total += piece.count
        }
        try gunzip.finish()
        #expect(total == byteCount)
    }

    @Test func endsWhereItsReaderFails() throws {
        struct Failure: Error {}
        var gunzip = try Gunzip()
        #expect(throws: Failure.self) { try gunzip.take(gzip(text)) { _ in throw Failure() } }
    }

    @Test func survivesEachFlippedByte() throws {
        let data = gzip(Array(text.prefix(500)))
        for place in data.indices {
            for bit in 0..<8 {
                var broken = data
                broken[place] ^= 1 << bit
                // Some of the header's bytes mean nothing to the reader, and then the text is the same.
                if let read = try? unzipped(broken) { #expect(read == Array(text.prefix(500))) }
            }
        }
    }

    @Test func recognisesItsFirstBytes() {
        #expect(Gunzip.recognises(gzip(text).prefix(2)))
        #expect(!Gunzip.recognises([0x1F]))
        #expect(!Gunzip.recognises("a,b\n".utf8))
    }

    private func unzipped(_ data: [UInt8], chunkByteCount: Int = .max) throws -> [UInt8] {
        var text: [UInt8] = []
        var gunzip = try Gunzip()
        var rest = data[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(chunkByteCount)
            rest = rest.dropFirst(chunk.count)
            try gunzip.take(Array(chunk)) { text += $0 }
        }
        try gunzip.finish()
        return text
    }
}
