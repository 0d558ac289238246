import EventSchema
import Glibc

/// Whether clocks are right, as far as this machine can tell.
enum ClockCheck {
    /// Above this an author's times mislead; the publisher's own are then the only ones to trust.
    static let offsetLimit: Int64 = 2_000_000_000
    /// Above this it is worth knowing.
    static let offsetNoteLimit: Int64 = 250_000_000

    /// What a time daemon says that keeps a state file where anybody may read it.
    static var synchronisation: DoctorReport.Finding {
        // systemd-timesyncd touches it whenever the clock was set from the network (systemd-timesyncd(8)).
        if access("/run/systemd/timesync/synchronized", F_OK) == 0 {
            return finding("clock", .good, "synchronised by systemd-timesyncd")
        }
        for (directory, name) in [("/run/chrony", "chronyd"), ("/run/openntpd.sock", "openntpd")]
        where access(directory, F_OK) == 0 {
            return finding("clock", .note, "\(name) runs; ask it whether it is synchronised")
        }
        return finding("clock", .note, "nothing that could be read says whether it is synchronised")
    }

    /// What one exchange with a publisher says.
    static func finding(of offset: ClockOffset) -> DoctorReport.Finding {
        let doubt = offset.wayAndBackNanoseconds / 2
        // What the way may have cost is not the clock's fault.
        let size = max(0, Int64(clamping: offset.nanoseconds.magnitude) - doubt)
        let state: DoctorReport.State =
            size > offsetLimit ? .fault : size > offsetNoteLimit ? .note : .good
        let sign = offset.nanoseconds < 0 ? "behind" : "ahead of"
        let amount = Int64(clamping: offset.nanoseconds.magnitude)
        return DoctorReport.Finding(
            name: "clock offset",
            state: state,
            detail: "\(milliseconds(amount)) ms \(sign) the publisher's, ± \(milliseconds(doubt)) ms",
            values: [
                "offsetMs": .number(milliseconds(offset.nanoseconds)),
                "uncertaintyMs": .number(milliseconds(doubt)),
            ]
        )
    }

    /// With three places, for example `-0.250`.
    static func milliseconds(_ nanoseconds: Int64) -> String {
        let microseconds = nanoseconds.magnitude / 1_000
        let places = "\(1_000 + microseconds % 1_000)".dropFirst()
        return "\(nanoseconds < 0 && microseconds > 0 ? "-" : "")\(microseconds / 1_000).\(places)"
    }

    private static func finding(
        _ name: String,
        _ state: DoctorReport.State,
        _ detail: String
    ) -> DoctorReport.Finding {
        DoctorReport.Finding(name: name, state: state, detail: detail)
    }
}
