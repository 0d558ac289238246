import SystemPackage

/// Text that a shell takes as one word, to be copied from a terminal.
enum ShellWord {
    private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+,:@%=")

    /// A path, in quotes where a shell would split or change it; what is in the user's home begins with `~`.
    static func path(_ path: FilePath, home: String? = Environment["HOME"]) -> String {
        let text = path.string
        if let home, !home.isEmpty, home != "/", text.hasPrefix(home + "/") {
            let rest = text.dropFirst(home.count)
            if rest.allSatisfy(plain.contains) { return "~\(rest)" }
        }
        guard !text.allSatisfy(plain.contains) || text.isEmpty else { return text }
        return "'"
            + TerminalText.safe(text).split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: #"'\''"#) + "'"
    }
}
