import EventSchema
import Glibc
import SystemPackage

/// Colours for people; the words are there without them.
struct Palette: Sendable {
    /// What a piece of text is.
    enum Style: Sendable {
        case plain, faint, attention, alarm, highest
    }

    /// Whether colours are shown.
    let isOn: Bool

    init(isOn: Bool) {
        self.isOn = isOn
    }

    /// On for a terminal that knows colours, unless `NO_COLOR` is set (no-color.org).
    init(for descriptor: FileDescriptor) {
        let isPlain = Environment["NO_COLOR"].map { !$0.isEmpty } ?? false
        isOn = Self.isTerminal(descriptor) && !isPlain
    }

    /// Whether people look at it on a terminal that can do more than write line after line.
    static func isTerminal(_ descriptor: FileDescriptor) -> Bool {
        isatty(descriptor.rawValue) == 1 && Environment["TERM"] != "dumb"
    }

    /// The style of a severity.
    static func style(of severity: Severity?) -> Style {
        switch severity {
        case .extreme: .highest
        case .severe: .alarm
        case .moderate: .attention
        case .minor: .plain
        case .unknown, nil: .faint
        }
    }

    /// The text in its style, with the codes of ECMA-48 that end it again.
    func paint(_ text: String, _ style: Style) -> String {
        let code =
            switch style {
            case .plain: ""
            case .faint: "2"
            case .attention: "33"
            case .alarm: "31"
            case .highest: "1;31"
            }
        return isOn && !code.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
