/// How long an incident must have been closed, with nothing entered since, to leave memory.
public enum SealingAge {
    /// What can be set, in hours: up to a century.
    public static let hours = 1...876_000
    /// Thirty days: late entries and corrections of a closed incident mostly come within them.
    public static let standardHours = "720"
}
