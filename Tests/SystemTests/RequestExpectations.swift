import EventBus
import EventSchema
import SwiftProtobuf

/// What must come back for requests that are damaged in any way, worked out from their bytes alone.
struct RequestExpectations: Sendable {
    /// What a request asks, or what a reply answers.
    enum Kind: Hashable, Sendable {
        case hello, publish, replay, report, status
        /// The request cannot be read.
        case malformed
        /// It is of another version.
        case otherVersion
        /// A reply that refuses a request which can be read.
        case refusal
        /// A reply that answers nothing.
        case nothing

        /// What a reply answers.
        init(_ reply: BusReply) {
            self =
                switch reply.body {
                case .welcome: .hello
                case .published: .publish
                case .replayed: .replay
                case .reported: .report
                case .status: .status
                case .refusal(let refusal) where refusal.fault == .unsupportedVersion: .otherVersion
                case .refusal where reply.id == 0: .malformed
                case .refusal: .refusal
                case nil: .nothing
                }
        }

        /// What a request asks; `nil` when nothing comes back.
        fileprivate init(_ request: BusRequest) {
            guard request.version == 1 else {
                self = .otherVersion
                return
            }
            self =
                switch request.body {
                case .hello: .hello
                case .publish: .publish
                case .replay: .replay
                case .report: .report
                case .status: .status
                case nil: .refusal
                }
        }
    }

    /// By the request's id, how many requests of each kind there were.
    private var counts: [UInt64: [Kind: Int]] = [:]

    /// Takes note of a message that is sent.
    mutating func add(_ frames: [[UInt8]]) {
        // A message of more than two frames is ignored.
        guard let first = frames.first, frames.count <= 2 else { return }
        guard let request = try? BusRequest(serializedBytes: first) else {
            counts[0, default: [:]][.malformed, default: 0] += 1
            return
        }
        // Such ids are the requester's own.
        guard request.id < 1 << 60 else { return }
        counts[request.id, default: [:]][Kind(request), default: 0] += 1
    }

    /// What is wrong with the replies: every request is answered once, in its own kind or with a refusal that
    /// says why.
    func faults(of replies: [BusReply]) -> [String] {
        var faults: [String] = []
        for (id, replies) in Dictionary(grouping: replies, by: \.id) {
            let asked = counts[id] ?? [:]
            let askedCount = asked.values.reduce(0, +)
            if replies.count != askedCount {
                faults.append("\(replies.count) replies to \(askedCount) requests of id \(id)")
            }
            for (kind, answers) in Dictionary(grouping: replies, by: Kind.init) {
                faults += Self.faults(of: answers, kind, id, asked)
            }
        }
        for id in counts.keys where !replies.contains(where: { $0.id == id }) {
            faults.append("no reply to requests of id \(id)")
        }
        return faults
    }

    private static func faults(
        of replies: [BusReply],
        _ kind: Kind,
        _ id: UInt64,
        _ asked: [Kind: Int]
    ) -> [String] {
        var faults: [String] = []
        for reply in replies where reply.version != 1 { faults.append("version \(reply.version)") }
        let count = asked[kind] ?? 0
        switch kind {
        case .nothing: faults.append("\(replies.count) empty replies to id \(id)")
        case .otherVersion where replies.count != count:
            faults.append("\(replies.count) of \(count) other versions are named, id \(id)")
        case .malformed, .refusal, .otherVersion:
            let silent = replies.count { $0.refusal.detail.isEmpty || $0.refusal.fault == .unspecified }
            if silent > 0 { faults.append("\(silent) refusals without a reason, id \(id)") }
        case .hello, .publish, .replay, .report, .status:
            if replies.count > count {
                faults.append("\(replies.count) answers to \(count) requests of kind \(kind), id \(id)")
            }
        }
        return faults
    }
}
