import CZlib
import EventImport
import EventSchema

/// Reads an input whose chunks are cut as the test says.
func readItems(
    _ bytes: [UInt8],
    _ format: InputFormat,
    encoding: TextEncoding = .utf8,
    chunkByteCount: () -> Int = { .max }
) -> [ReadItem] {
    var reader = format.reader(encoding: encoding)
    var items: [ReadItem] = []
    var rest = bytes[...]
    while !rest.isEmpty {
        let chunk = rest.prefix(chunkByteCount())
        rest = rest.dropFirst(chunk.count)
        items += reader.take(Array(chunk))
    }
    return items + reader.finish()
}

func readItems(_ text: String, _ format: InputFormat, encoding: TextEncoding = .utf8) -> [ReadItem] {
    readItems(Array(text.utf8), format, encoding: encoding)
}

/// The items as short text: rows as `line value`, faults as `line! field reason`.
func shown(_ items: [ReadItem]) -> [String] {
    items.map { item in
        switch item {
        case .row(let row): "\(row.line) \(String(decoding: JSONValue.object(row.value).text, as: UTF8.self))"
        case .fault(let fault):
            "\(fault.line)! \(fault.field.isEmpty ? "" : fault.field + ": ")\(fault.reason)"
        }
    }
}

extension [ReadItem] {
    var rows: [JSONObject] {
        compactMap { if case .row(let row) = $0 { row.value } else { nil } }
    }

    var faults: [ImportFault] {
        compactMap { if case .fault(let fault) = $0 { fault } else { nil } }
    }
}

extension InputFormat {
    static let commaSeparated = InputFormat.csv(delimiter: UInt8(ascii: ","), columns: nil)
}

/// The text in UTF-16 with a byte order mark.
func utf16(_ text: String, isLittleEndian: Bool = true) -> [UInt8] {
    ([0xFEFF] + text.utf16).flatMap { unit in
        let bytes = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
        return isLittleEndian ? bytes.reversed() : bytes
    }
}

/// The text as one member, which zlib writes.
func gzip(_ text: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    deflateInit2_(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
    defer { deflateEnd(&stream) }
    var input = text
    return [UInt8](unsafeUninitializedCapacity: text.count + 1_024) { output, count in
        input.withUnsafeMutableBufferPointer { bytes in
            stream.next_in = bytes.baseAddress
            stream.avail_in = UInt32(bytes.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            deflate(&stream, Z_FINISH)
            count = output.count - Int(stream.avail_out)
        }
    }
}

/// Random numbers that are the same in each run of a test.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    // SplitMix64, Steele and others 2014.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
