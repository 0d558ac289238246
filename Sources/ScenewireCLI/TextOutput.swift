import SystemPackage

/// Standard output or standard error, written on a thread of its own.
actor TextOutput {
    static let standardOutput = TextOutput(FileDescriptor.standardOutput)
    static let standardError = TextOutput(FileDescriptor.standardError)

    /// Whether people read it on a terminal that shows colours.
    nonisolated let palette: Palette

    private nonisolated let executor = BlockingExecutor(label: "scenewire.output")
    private nonisolated let file: FileOutput

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ descriptor: FileDescriptor) {
        file = FileOutput(descriptor)
        palette = Palette(for: descriptor)
    }

    /// Writes all of it, and waits for whoever reads.
    func write(_ bytes: [UInt8]) throws(OutputError) {
        try file.write(bytes)
    }

    /// Writes a text as it is.
    func write(_ text: String) throws(OutputError) {
        try file.write(Array(text.utf8))
    }

    /// Says one line to whoever operates the command.
    func say(_ line: String, _ style: Palette.Style = .plain) {
        // Nobody can be told that standard error is gone; the exit code still tells.
        try? file.write(Array((palette.paint("scenewire: \(line)", style) + "\n").utf8))
    }

    /// Names on standard error what a killed command had left of a file, and which was just removed.
    ///
    /// On the caller's thread and at once, since what comes after it may fail.
    static func sayRemoved(_ path: FilePath) {
        let line = "scenewire: removed \(path), which a command that was killed had left\n"
        // Nobody can be told that standard error is gone; the exit code still tells.
        try? FileOutput(FileDescriptor.standardError).write(Array(line.utf8))
    }

    /// Draws what is soon replaced, such as a progress bar.
    func draw(_ text: String) {
        // Without a terminal there is nothing to draw, and nobody to be told.
        try? file.write(Array(text.utf8))
    }

    /// Whether the reader is gone.
    nonisolated var isClosed: Bool { file.isClosed }

    /// Ends a write that waits, and every later one. Any thread may call it.
    nonisolated func stop() {
        file.stop()
    }
}
