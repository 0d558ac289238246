/// Makes texts of strangers fit to be shown: one line, and nothing that drives a terminal.
enum TerminalText {
    /// The text without control characters and marks that turn the direction of what follows.
    ///
    /// - Parameter lengthMax: What is longer, in Unicode scalars, ends in `…`.
    static func safe(_ text: some StringProtocol, lengthMax: Int = 4_096) -> String {
        var safe = String.UnicodeScalarView()
        var length = 0
        for scalar in text.unicodeScalars {
            guard length < lengthMax else {
                safe.removeLast()
                safe.append("…")
                break
            }
            safe.append(replacement(of: scalar))
            length += 1
        }
        return String(safe)
    }

    private static func replacement(of scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar {
        case "\t", "\n", "\r", "\u{2028}", "\u{2029}": " "
        // Embeddings, overrides and isolates could show a text in another order than it was written.
        case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{200E}", "\u{200F}", "\u{061C}": "\u{FFFD}"
        default: scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar
        }
    }
}
