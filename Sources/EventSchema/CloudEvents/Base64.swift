import FoundationEssentials

/// Base64 of RFC 4648, section 4, with padding.
enum Base64 {
    static func text(of bytes: RawSpan) -> String {
        Data(bytes.withUnsafeBytes { Array($0) }).base64EncodedString()
    }

    /// `nil` when the text is anything else, line ends included.
    static func bytes(of text: String) -> [UInt8]? {
        Data(base64Encoded: text).map { [UInt8]($0) }
    }
}
