import EventSchema
import HTTPTypes
import Hummingbird
import ServiceHTTP

/// A body of lines that is answered while it comes: a result on a line of its own for each line, as soon as it
/// is recorded or refused.
///
/// Whatever the body's length, no more of it is in memory than one line may be long, and what came with it; a
/// client that does not read its results is not read from either.
struct PostedLines: Sendable {
    /// How much memory one takes: a line, and a piece as it comes from the connection.
    static let byteCountMax = LineReader.lengthMax + pieceByteCount
    /// How many lines are recorded together.
    private static let batchCount = 256
    private static let pieceByteCount = 64 << 10

    let submitter: EventSubmitter
    let playedAt: Timestamp?

    /// The answer to a body that is still to come.
    ///
    /// - Parameters:
    ///   - byteCount: How long the body is, as the client has announced it.
    ///   - share: The memory that this takes.
    func response(to body: RequestBody, byteCount: Int?, _ share: ByteBudget.Share) -> Response {
        response(share) { send in try await answer(body, byteCount, send) }
    }

    /// The answer to a body that has been read.
    func response(to body: [UInt8], _ share: ByteBudget.Share) -> Response {
        response(share) { send in
            var reader = LineReader()
            for start in stride(from: 0, to: body.count, by: Self.pieceByteCount) {
                let piece = body[start..<min(start + Self.pieceByteCount, body.count)]
                guard try await answer(reader.append(piece), send) else { return }
            }
            if let last = reader.end() { _ = try await answer([last], send) }
        }
    }

    private func response(
        _ share: ByteBudget.Share,
        _ answer: @escaping @Sendable (([UInt8]) async throws -> Void) async throws -> Void
    ) -> Response {
        let writing = ResponseBody { writer in
            defer { withExtendedLifetime(share) {} }
            try await answer { try await writer.write(ByteBuffer(bytes: $0)) }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: MediaTypes.lines], body: writing)
    }

    private func answer(
        _ body: RequestBody,
        _ announced: Int?,
        _ send: ([UInt8]) async throws -> Void
    ) async throws {
        var reader = LineReader()
        var byteCount = 0
        for try await piece in body {
            byteCount += piece.readableBytes
            guard try await answer(reader.append(piece.readableBytesView), send) else { return }
            // What follows is thrown away, and the connection ends with it.
            if reader.isEndless {
                if let line = reader.end() { _ = try await answer([line], send) }
                return
            }
        }
        // The last line of a body that was cut off must not pass for a shorter one.
        try Task.checkCancellation()
        guard announced ?? byteCount == byteCount else { throw CancellationError() }
        if let last = reader.end() { _ = try await answer([last], send) }
    }

    /// - Returns: Whether to go on; a publisher that stops takes nothing more.
    private func answer(_ lines: [LineReader.Line], _ send: ([UInt8]) async throws -> Void) async throws
        -> Bool
    {
        for start in stride(from: 0, to: lines.count, by: Self.batchCount) {
            let batch = lines[start..<min(start + Self.batchCount, lines.count)]
            let posted = batch.map { PostedEvent($0, at: .now) }
            let results = try await submitter.publishPatiently(posted, playedAt)
            var text: [UInt8] = []
            for result in results {
                JSONValue.object(result.document).write(to: &text)
                text.append(UInt8(ascii: "\n"))
            }
            try await send(text)
            if results.contains(where: \.isStopping) { return false }
        }
        return true
    }
}
