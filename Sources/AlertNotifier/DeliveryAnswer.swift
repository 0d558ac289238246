/// What a destination said to one attempt, or what kept it from saying anything.
enum DeliveryAnswer: Equatable, Sendable {
    /// It has taken the alert.
    case taken(String)
    /// It will never take it.
    case refused(String)
    /// It may take it later, and perhaps said after how many seconds.
    case failed(String, retryAfterSeconds: Int?)

    /// What an HTTP status means.
    ///
    /// - Parameters:
    ///   - status: From 100 to 599.
    ///   - retryAfter: The header field of that name, of which only seconds are understood.
    init(status: Int, retryAfter: String?) {
        let text = "HTTP \(status)"
        self =
            switch status {
            case 200..<300: .taken(text)
            case 408, 429, 500...: .failed(text, retryAfterSeconds: retryAfter.flatMap { Int($0) })
            // 410 says that the receiver is gone for good; a redirect is never followed, so that nobody
            // but the configuration decides where alerts go.
            default: .refused(text)
            }
    }
}
