import EventSchema
import Testing

@Suite struct CRC32CTests {
    /// RFC 3720, appendix B.4, and the check value of the CRC catalogue.
    private static let vectors: [([UInt8], UInt32)] = [
        ([UInt8](repeating: 0, count: 32), 0x8A91_36AA),
        ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
        ([UInt8](0..<32), 0x46DD_794E),
        ([UInt8]((0..<32).reversed()), 0x113F_DB5C),
        (readCommand, 0xD996_3A56),
        (Array("123456789".utf8), 0xE306_9283),
        ([], 0),
    ]

    /// The iSCSI SCSI Read (10) command of RFC 3720.
    private static let readCommand: [UInt8] = [
        0x01, 0xC0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x14, 0, 0, 0, 0, 0, 0x04, 0,
        0, 0, 0, 0x14, 0, 0, 0, 0x18, 0x28, 0, 0, 0, 0, 0, 0, 0, 0x02, 0, 0, 0, 0, 0, 0, 0,
    ]

    @Test(arguments: vectors)
    func matchesPublishedVectors(bytes: [UInt8], sum: UInt32) {
        #expect(CRC32C.checksum(of: bytes.span.bytes) == sum)
        #expect(CRC32C.portableChecksum(of: bytes.span.bytes) == sum)
    }

    @Test func bothWaysAgreeAtEveryLengthAndAlignment() {
        var generator = EventGenerator(seed: 13)
        let bytes = (0..<300).map { _ in UInt8(generator.next(256)) }
        for start in 0..<16 {
            for end in start...bytes.count {
                let span = bytes.span.bytes.extracting(start..<end)
                let sum = CRC32C.checksum(of: span)
                let portable = CRC32C.portableChecksum(of: span)
                guard sum == portable else {
                    Issue.record("\(start)..<\(end)")
                    return
                }
            }
        }
    }

    @Test func continuesFromASeed() {
        let bytes = Array("Operation 100".utf8)
        let whole = CRC32C.checksum(of: bytes.span.bytes)
        for cut in 0...bytes.count {
            let first = CRC32C.checksum(of: bytes.span.bytes.extracting(0..<cut))
            let rest = bytes.span.bytes.extracting(cut..<bytes.count)
            let sum = CRC32C.checksum(of: rest, seed: first)
            let portable = CRC32C.portableChecksum(of: rest, seed: first)
            #expect(sum == whole)
            #expect(portable == whole)
        }
    }
}
