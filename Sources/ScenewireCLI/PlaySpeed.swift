import ArgumentParser

/// How fast a stream is played.
enum PlaySpeed: Equatable, Sendable {
    /// So many seconds of the stream in one.
    case times(Double)
    /// As fast as the publisher takes it.
    case max

    static let range = 0.001...1_000_000.0

    /// When a moment's turn is.
    ///
    /// - Parameter nanoseconds: How long after the stream's first moment.
    /// - Returns: How long after the start; always the same, so that delays never add up.
    func delay(of nanoseconds: Int64) -> Duration {
        switch self {
        case .times(let factor):
            // Slower than there are nanoseconds: as late as can be said.
            .nanoseconds(Int64(exactly: (Double(nanoseconds) / factor).rounded()) ?? .max)
        case .max: .zero
        }
    }
}

extension PlaySpeed: ExpressibleByArgument {
    var defaultValueDescription: String {
        switch self {
        case .times(let factor): Int(exactly: factor).map(String.init) ?? "\(factor)"
        case .max: "max"
        }
    }

    init?(argument: String) {
        if argument == "max" {
            self = .max
        } else {
            guard let factor = Double(argument), Self.range.contains(factor) else { return nil }
            self = .times(factor)
        }
    }
}
