/// Why a request came to nothing.
public enum BusError: Error, CustomStringConvertible {
    /// No answer within the time allowed; whatever was asked may or may not have happened.
    case noReply(endpoint: String, after: Duration)
    /// The publisher refused the request as a whole.
    case refused(String)
    /// The publisher refused for now: too much waits there.
    case overloaded(String)
    /// The answer does not fit the question, so the other end is not a publisher of this version.
    case unexpectedReply(endpoint: String)
    /// As much waits in this client as ``BusLimits/requestsWaitingByteCountMax`` allows.
    case tooManyWaiting
    /// The connection was closed.
    case closed

    /// One line for the person who waits.
    public var description: String {
        switch self {
        case .noReply(let endpoint, let time): "no answer from \(endpoint) within \(time)"
        case .refused(let detail): "the publisher refused the request: \(detail)"
        case .overloaded(let detail): "the publisher is overloaded: \(detail)"
        case .unexpectedReply(let endpoint): "the answer from \(endpoint) does not fit the question"
        case .tooManyWaiting: "\(BusLimits.requestsWaitingByteCountMax) bytes of requests wait already"
        case .closed: "the connection is closed"
        }
    }
}
