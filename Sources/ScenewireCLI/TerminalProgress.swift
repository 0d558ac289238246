import SystemPackage

/// A progress bar on standard error for work on a thread that may wait.
struct TerminalProgress {
    private var bar: ProgressBar
    private let output = FileOutput(.standardError)

    /// - Parameter data: Where the work itself writes; on a terminal its lines show how far it is.
    init(beside data: FileDescriptor? = nil) {
        let isSeen = data.map { Palette.isTerminal($0) } ?? false
        bar = ProgressBar(isShown: Palette.isTerminal(.standardError) && !isSeen)
    }

    /// Shows how far the work is, unless that was shown a moment ago.
    mutating func show(_ fraction: Double?, _ words: @autoclosure () -> String) {
        guard let text = bar.text(fraction, words()) else { return }
        // Nobody can be told that standard error is gone.
        try? output.write(Array(text.utf8))
    }

    /// Takes the bar away.
    mutating func end() {
        guard let text = bar.end() else { return }
        // As above.
        try? output.write(Array(text.utf8))
    }
}
