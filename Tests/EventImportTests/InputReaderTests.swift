import EventImport
import EventSchema
import Testing

/// What holds for every reader: the samples have everything that a format allows and some of what it does not.
@Suite struct InputReaderTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        let name: String
        let format: InputFormat
        let text: String
        var testDescription: String { name }
    }

    static let samples = [
        Sample(
            name: "CSV",
            format: .commaSeparated,
            text:
                "id,\"te\"\"xt\", note \n1,one,\n2,\"two, \"\"2\"\"\",\"å\r\nb\rc\n\"\r\n\r\n3,\"x\"y,z\r\n4,é\n5,😀,\"open\n6,six,6\n"
        ),
        Sample(
            name: "tabs",
            format: .csv(delimiter: UInt8(ascii: "\t"), columns: ["id", "text"]),
            text: "1\tone, two\r2\t\"a\tb\"\r3\t5\" hose\n\n4\r\n5\tåäö"
        ),
        Sample(
            name: "lines",
            format: .lines,
            text:
                "{\"id\":1,\"text\":\"å\\n\"}\r\n\n{\"id\":2}x\n{\"id\":[3,{\"a\":null}]}\r[4]\n{\"id\":5.50}"
        ),
        Sample(
            name: "array",
            format: .array(at: "/b/rows"),
            text:
                "{\"a\":[1,{}],\r\n\"b\":{\"rows\":[{\"id\":1,\"å\":\"\\\"]\"},\r{\"id\" 2},\n3,{\"id\":[{}]}]\n},\"c\":null}\r{\"b\":5}"
        ),
        Sample(
            name: "XML",
            format: .xml(element: "r"),
            text:
                "<?xml version='1.0'?>\n<a><x:r id='1'>å &amp; 😀\n<b/>\n<b c='2'/></x:r>\n<r>2</b></r><r><![CDATA[3]]></r>\n<r><r>4</r>\n"
        ),
    ]

    @Test(arguments: samples) func givesTheSameHoweverTheChunksAreCut(sample: Sample) {
        let bytes = Array(sample.text.utf8)
        let whole = readItems(bytes, sample.format)
        #expect(!whole.rows.isEmpty && !whole.faults.isEmpty)
        var generator = SeededGenerator(seed: 1)
        for byteCountMax in [1, 2, 3, 5, 20] {
            for _ in 0..<20 {
                let items = readItems(bytes, sample.format) {
                    Int.random(in: 1...byteCountMax, using: &generator)
                }
                #expect(items == whole)
            }
        }
    }

    @Test(arguments: samples) func givesTheSameInEachEncoding(sample: Sample) {
        let whole = readItems(sample.text, sample.format)
        for bytes in [
            utf16(sample.text), utf16(sample.text, isLittleEndian: false),
            Array("\u{FEFF}\(sample.text)".utf8),
        ] {
            #expect(readItems(bytes, sample.format) == whole)
            #expect(readItems(bytes, sample.format, chunkByteCount: { 1 }) == whole)
        }
    }

    @Test(arguments: samples) func givesTheSameRowsWithOtherLineEnds(sample: Sample) {
        let text = sample.text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        let rows = readItems(text, sample.format).rows
        for end in ["\r\n", "\r"] {
            let other = readItems(text.replacing("\n", with: end), sample.format).rows
            // Line ends within cells stay what they are.
            let texts = other.map {
                "\($0)".replacing(end.debugDescription.dropFirst().dropLast(), with: "\\n")
            }
            #expect(texts == rows.map { "\($0)" })
        }
    }

    @Test(arguments: samples) func givesTheSameWhereEachCharacterIsAByte(sample: Sample) {
        let text = sample.text.replacing("😀", with: "ü")
        let bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        for encoding in [TextEncoding.latin1, .windows1252] {
            let items = readItems(bytes, sample.format, encoding: encoding)
            // Columns are counted in characters, so that faults are the same as well.
            #expect(items == readItems(text, sample.format))
        }
        // Taken for UTF-8, it costs the rows that have such characters, and no other.
        let rows = readItems(text, sample.format).rows
        let plain = rows.filter { JSONValue.object($0).text.allSatisfy { $0 < 0x80 } }
        let read = readItems(bytes, sample.format).rows
        #expect(plain.allSatisfy(read.contains))
    }

    @Test(arguments: samples) func givesTheSameRowsWhereLineEndsAreMixed(sample: Sample) {
        let plain = sample.text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        let rows = readItems(plain, sample.format).rows
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<50 {
            let mixed = plain.map { character in
                let ends = ["\n", "\r\n", "\r"]
                return character == "\n" ? ends[Int.random(in: 0..<3, using: &generator)] : String(character)
            }
            // Line ends within cells stay what they are.
            let other = readItems(mixed.joined(), sample.format).rows.map { row in
                String(decoding: JSONValue.object(row).text, as: UTF8.self).replacing(#"\r\n"#, with: #"\n"#)
                    .replacing(#"\r"#, with: #"\n"#)
            }
            #expect(other == rows.map { String(decoding: JSONValue.object($0).text, as: UTF8.self) })
        }
    }

    @Test(arguments: samples) func keepsTheRowsBeforeEachPlaceWhereTheInputEnds(sample: Sample) {
        let bytes = Array(sample.text.utf8)
        let whole = readItems(bytes, sample.format)
        for byteCount in 0..<bytes.count {
            let items = readItems(Array(bytes.prefix(byteCount)), sample.format)
            // The last record may be cut. What is read again after it is on later lines.
            let cutLine = bytes.prefix(byteCount).count { $0 == 10 || $0 == 13 } + 1
            let sure = whole.filter { $0.line + 6 < cutLine }
            #expect(Array(items.prefix(sure.count)) == sure)
        }
    }

    @Test(arguments: samples) func givesTheRowsTwiceWhenTheInputIsDoubled(sample: Sample) {
        let once = readItems(sample.text + "\n", sample.format).rows
        let twice = readItems(sample.text + "\n" + sample.text, sample.format).rows
        #expect(twice == once + once)
    }

    @Test(arguments: samples) func survivesRandomBytes(sample: Sample) {
        var generator = SeededGenerator(seed: 2)
        let alphabet =
            Array("\",;\t\r\n{}[]:<>/&a1\\ ".utf8) + [0, 0x80, 0xC3, 0xA9, 0xEF, 0xBB, 0xBF, 0xFE, 0xFF]
        for round in 0..<100 {
            let bytes = (0..<200).map { _ in
                round % 2 == 0
                    ? UInt8.random(in: 0...255, using: &generator)
                    : alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            }
            for encoding in TextEncoding.allCases {
                let whole = readItems(bytes, sample.format, encoding: encoding)
                let cut = readItems(bytes, sample.format, encoding: encoding) {
                    Int.random(in: 1...9, using: &generator)
                }
                #expect(cut == whole)
            }
        }
    }

    /// A file that grows and a pipe show a record when it is there, not when the next one comes.
    @Test(arguments: [
        (InputFormat.commaSeparated, "id\n1\n", "2\n"),
        (.lines, "", "{\"id\":1}\n"),
        (.array(at: ""), "[", "{\"id\":1}"),
        (.xml(element: "r"), "<a>", "<r><b c='1'/></r>"),
        (.xml(element: "r"), "", "<r/>"),
    ])
    func givesARecordWithItsLastByte(format: InputFormat, beginning: String, record: String) {
        var reader = format.reader()
        _ = reader.take(Array(beginning.utf8))
        for byte in record.utf8.dropLast() { #expect(reader.take([byte]).isEmpty) }
        #expect(reader.take([record.utf8.last ?? 0]).rows.count == 1)
    }

    /// Garbage between two good records costs neither of them.
    @Test(arguments: samples.filter { ["tabs", "lines"].contains($0.name) })
    func losesNoGoodRowToGarbageOnItsOwnLine(sample: Sample) {
        let good = sample.name == "lines" ? "{\"id\":\"good\",\"text\":\"x\"}" : "good\tx"
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<100 {
            let garbage = (0..<50).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let bytes = Array("\(good)\n".utf8) + garbage + Array("\n\(good)\n".utf8)
            let rows = readItems(bytes, sample.format).rows
            #expect(rows.count { $0["id"] == .string("good") } == 2)
        }
    }
}

extension ReadItem {
    var line: Int {
        switch self {
        case .row(let row): row.line
        case .fault(let fault): fault.line
        }
    }
}
