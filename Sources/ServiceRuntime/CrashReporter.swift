import Glibc

/// The Swift runtime's crash reporter, which works within the process that crashed.
public enum CrashReporter {
    /// The signals that it takes, as far as nobody ignores them.
    private static let signals = [SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP]

    /// Turns it off unless `SWIFT_BACKTRACE` says with `enable=` what is wanted; to be called before threads are
    /// started.
    ///
    /// It cannot stop libzmq's threads, which block every signal, and tries for minutes. Meanwhile the process holds its
    /// ports and its locks, so that no other one can take its place, and answers nobody. Without it a crash ends the
    /// process at once; the runtime's own line on standard error, and a core file where the system makes them, stay.
    public static func turnOffUnlessAsked() {
        let settings = getenv("SWIFT_BACKTRACE").map { String(cString: $0) } ?? ""
        guard !settings.contains("enable=") else { return }
        for number in signals {
            let before = signal(number, SIG_DFL)
            if unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
                signal(number, SIG_IGN)
            }
        }
    }
}
