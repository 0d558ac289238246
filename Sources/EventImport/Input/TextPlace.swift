/// A place in a text, counted as its bytes go by.
struct TextPlace: Equatable {
    /// The line, from 1. Lines end in LF, CRLF or CR.
    private(set) var line = 1
    /// The column in Unicode scalars, from 1.
    private(set) var column = 1
    private var isAfterCR = false

    /// Goes over a byte of UTF-8.
    mutating func advance(over byte: UInt8) {
        if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
            if byte == UInt8(ascii: "\r") || !isAfterCR { line += 1 }
            isAfterCR = byte == UInt8(ascii: "\r")
            column = 1
        } else {
            isAfterCR = false
            if byte & 0xC0 != 0x80 { column += 1 }
        }
    }
}
