import EventBus
import EventSchema
import ServiceHTTP

/// Passes the events of a request to the sequencer, and waits for what becomes of each.
struct EventSubmitter: Sendable {
    /// How often events of a long body are offered again while too much waits, a tenth of a second apart.
    static let triesMax = 100
    private static let pause = Duration.milliseconds(100)

    let sequencer: Sequencer
    let metrics: PublisherMetrics

    /// Records events, or says of each why it was not.
    ///
    /// - Returns: One result for each event, in their order.
    /// - Throws: ``HTTPProblem`` when none of them was taken for now.
    func publish(_ posted: [PostedEvent], _ playedAt: Timestamp?) async throws -> [PostedResult] {
        var results: [PostedResult] = []
        var rest = posted[...]
        repeat {
            let (parcel, count) = Self.parcel(rest)
            do {
                let answers = try await submit(parcel, playedAt)
                results += self.results(rest.prefix(count), answers)
            } catch let problem as HTTPProblem where !results.isEmpty {
                results += rest.map { PostedResult($0, refused: problem) }
                return results
            }
            rest = rest.dropFirst(count)
        } while !rest.isEmpty
        return results
    }

    /// Records events of a body that is read on meanwhile, and waits while too much waits already.
    ///
    /// - Returns: One result for each event, in their order.
    func publishPatiently(_ posted: [PostedEvent], _ playedAt: Timestamp?) async throws -> [PostedResult] {
        for tries in 1... {
            do {
                return try await publish(posted, playedAt)
            } catch let problem as HTTPProblem {
                guard problem.kind == .overloaded, tries < Self.triesMax else {
                    return posted.map { PostedResult($0, refused: problem) }
                }
                try await Task.sleep(for: Self.pause)
            }
        }
        return []
    }

    /// As many of the events as one submission holds, and how many of those posted these are.
    private static func parcel(_ posted: ArraySlice<PostedEvent>) -> (parcel: EventParcel, count: Int) {
        var parcel = EventParcel()
        var count = 0
        for posted in posted {
            if case .success(let event) = posted.event, !parcel.append(event.bytes) { break }
            count += 1
        }
        return (parcel, count)
    }

    private func results(_ posted: ArraySlice<PostedEvent>, _ answers: [PublishResult]) -> [PostedResult] {
        var answers = answers[...]
        return posted.map { posted in
            switch posted.event {
            case .success(let event):
                guard let answer = answers.popFirst() else {
                    preconditionFailure("every event that was submitted has an answer")
                }
                return PostedResult(posted, event, answer)
            case .failure(let problem):
                metrics.countRefusedEvent(.invalid)
                return PostedResult(posted, refused: problem)
            }
        }
    }

    /// Waits for the sequencer. Whether the client still waits is of no concern: what was handed over is
    /// recorded, and publishing it again is harmless.
    private func submit(_ parcel: EventParcel, _ playedAt: Timestamp?) async throws -> [PublishResult] {
        // No events at a time set a played clock.
        guard parcel.count > 0 || playedAt != nil else { return [] }
        let answer = await withCheckedContinuation { continuation in
            let author = WaitingAuthor(continuation)
            let submission = Submission(parcel, principal: "", playedAt: playedAt) { published in
                metrics.countRefusals(published)
                author.hear(.success(published))
            }
            switch sequencer.submit(submission) {
            case nil: break
            case .stopping:
                author.hear(.failure(HTTPProblem(.stopping, "the publisher is stopping")))
            default:
                let detail = "\(Sequencer.waitingByteCountMax) bytes of events wait already"
                author.hear(.failure(HTTPProblem(.overloaded, detail)))
            }
        }
        guard let results = PublishResult.expand(try answer.get(), count: parcel.count) else {
            preconditionFailure("the sequencer answers for every event once")
        }
        return results
    }
}
