import Glibc
import SystemPackage

/// How much a terminal shows.
enum TerminalSize {
    /// Fewer columns than this show nothing worth reading; lines are then as long as those of this many.
    static let widthMin = 60

    /// How many characters a line of the terminal has; `nil` when it is none.
    static func width(of descriptor: FileDescriptor) -> Int? {
        var size = winsize()
        guard ioctl(descriptor.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return max(widthMin, Int(size.ws_col))
    }
}
