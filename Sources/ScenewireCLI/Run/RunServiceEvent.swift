/// What happens to a service of a run.
enum RunServiceEvent: Sendable {
    /// It can do its work.
    case ready
    /// It has ended by itself, and is started again after the pause.
    case ended(RunServiceFailure, startsAgainIn: Duration)
    /// It was started again, and cannot do its work yet.
    case startedAgain
}
