import Dispatch
import Synchronization
import SystemPackage

/// Takes lines from any thread and writes them to one descriptor from a queue of its own.
///
/// Whoever logs never waits for the reader of the log: when a pipe is full and too much waits, lines are
/// dropped and counted.
public final class LogWriter: Sendable {
    /// How many bytes may wait.
    public static let waitingByteCountMax = 4 << 20

    private struct State {
        var waiting: [UInt8] = []
        var isDraining = false
        var droppedCount = 0
    }

    private let descriptor: FileDescriptor
    private let queue = DispatchQueue(label: "scenewire.log")
    private let state = Mutex(State())

    /// - Parameter descriptor: Where lines go; it stays the caller's.
    public init(to descriptor: FileDescriptor = .standardError) {
        self.descriptor = descriptor
    }

    /// How many lines were dropped, because too much was waiting or the descriptor took no more.
    public var droppedCount: Int {
        state.withLock { $0.droppedCount }
    }

    /// Queues one line, which ends in a line feed.
    public func write(_ line: String) {
        let mustStart = state.withLock { state in
            guard state.waiting.count + line.utf8.count <= Self.waitingByteCountMax else {
                state.droppedCount += 1
                return false
            }
            state.waiting.append(contentsOf: line.utf8)
            defer { state.isDraining = true }
            return !state.isDraining
        }
        if mustStart { queue.async { self.drain() } }
    }

    /// Waits until everything queued so far is written, but no longer than `limit`.
    ///
    /// It blocks, and so belongs to the end of a process.
    public func flush(within limit: DispatchTimeInterval = .seconds(1)) {
        let written = DispatchSemaphore(value: 0)
        queue.async { written.signal() }
        _ = written.wait(timeout: .now() + limit)
    }

    private func drain() {
        while true {
            let lines = state.withLock { state in
                let lines = state.waiting
                state.waiting = []
                state.isDraining = !lines.isEmpty
                return lines
            }
            guard !lines.isEmpty else { return }
            do {
                _ = try descriptor.writeAll(lines)
            } catch {
                // There is nowhere left to say so but in the count.
                let lineCount = lines.count { $0 == UInt8(ascii: "\n") }
                state.withLock { $0.droppedCount += lineCount }
            }
        }
    }
}
