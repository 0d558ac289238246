/// How the characters of an input are stored in bytes.
///
/// A byte order mark at the beginning says it better than anybody: with one, an input is UTF-8 or UTF-16 whatever
/// was asked for.
public enum TextEncoding: String, CaseIterable, Sendable {
    /// UTF-8, which is what is assumed.
    case utf8 = "utf-8"
    /// What Windows writes in western Europe and America.
    case windows1252 = "windows-1252"
    /// Latin 1, whose bytes are the first 256 characters of Unicode.
    case latin1 = "iso-8859-1"
    /// UTF-16 in the order that its byte order mark says; without a mark, in the order in which its first
    /// character is ASCII, or else little-endian.
    case utf16 = "utf-16"

    /// The characters of windows-1252 from 0x80 to 0x9F; the five bytes that it leaves open are control
    /// characters, as the WHATWG's Encoding Standard has it.
    static let windows1252Controls: [UInt16] = [
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
        0x0152,
        0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC,
        0x2122,
        0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
    ]

    /// The character that a byte is in an encoding of one byte for each.
    func scalar(of byte: UInt8) -> UInt16 {
        self == .windows1252 && (0x80...0x9F).contains(byte)
            ? Self.windows1252Controls[Int(byte) - 0x80] : UInt16(byte)
    }
}
