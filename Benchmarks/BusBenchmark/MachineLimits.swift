import EventJournal
import EventSchema
import Foundation
import SystemPackage
import ZeroMQ

/// What the machine gives without Scenewire, measured in the same minutes.
enum MachineLimits {
    /// How long `fdatasync` takes after a write of `byteCount` into a file that was filled before.
    static func synchronization(in directory: URL, byteCount: Int, count: Int) throws -> Durations {
        let block = [UInt8](repeating: 1, count: byteCount)
        let file = try filledFile(in: directory, block, count: count)
        defer { try? file.close() }
        var durations = Durations()
        for index in 0..<count {
            let start = ContinuousClock.now
            _ = try file.writeAll(toAbsoluteOffset: Int64(index * byteCount), block)
            guard fdatasync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
            durations.append(ContinuousClock.now - start)
        }
        return durations
    }

    /// Messages a second from an XPUB to a SUB over TCP, with `perMessage` events in each.
    static func bareMessages(eventByteCount: Int, perMessage: Int, count: Int) async throws -> Duration {
        let options = SocketOptions(sendQueueMax: 0, receiveQueueMax: 0)
        let message = [UInt8](repeating: 7, count: eventByteCount * perMessage)
        let (bound, announce) = AsyncStream.makeStream(of: String.self)
        return try await withThrowingTaskGroup(of: Duration?.self) { group in
            group.addTask {
                try await SocketThread.run(label: "bare.publisher") {
                    let socket = try Socket(.xpub, options: options)
                    try socket.bind(to: "tcp://127.0.0.1:*")
                    announce.yield(socket.lastEndpoint)
                    _ = try Poll.wait(for: socket, or: WakeUp(), timeout: .seconds(10))
                    for _ in 0..<count / perMessage { _ = try socket.send(message) }
                    // The queue is unlimited here; the reader says by leaving that it has everything.
                    var frame = Frame()
                    _ = try socket.receive(into: &frame)
                    _ = try Poll.wait(for: socket, or: WakeUp(), timeout: .seconds(60))
                    return nil
                }
            }
            var endpoints = bound.makeAsyncIterator()
            let endpoint = await endpoints.next() ?? ""
            group.addTask {
                try await SocketThread.run(label: "bare.subscriber") {
                    let socket = try Socket(.sub, options: options)
                    try socket.subscribe(to: [])
                    try socket.connect(to: endpoint)
                    let bell = try WakeUp()
                    var frame = Frame()
                    var taken = 0
                    var start = ContinuousClock.now
                    while taken < count / perMessage {
                        _ = try Poll.wait(for: socket, or: bell, timeout: .seconds(10))
                        while try socket.receive(into: &frame) {
                            if taken == 0 { start = .now }
                            taken += 1
                        }
                    }
                    return ContinuousClock.now - start
                }
            }
            for try await time in group {
                if let time { group.cancelAll(); return time }
            }
            return .zero
        }
    }

    /// What a receipt cannot be faster than: a message to a thread that writes and syncs 4 KiB, and its answer,
    /// at `rate` a second, open loop, measured from the intended time.
    static func bareReceipts(in directory: URL, rate: Int, count: Int) async throws -> Durations {
        let block = [UInt8](repeating: 1, count: 4_096)
        let file = try filledFile(in: directory, block, count: count)
        defer { try? file.close() }
        let options = SocketOptions(sendQueueMax: 1_000, receiveQueueMax: 1_000)
        let (bound, announce) = AsyncStream.makeStream(of: String.self)
        let wakeUp = try WakeUp()
        let interval = Duration.seconds(1) / rate
        return try await withThrowingTaskGroup(of: Durations?.self) { group in
            group.addTask {
                try await SocketThread.run(label: "bare.server") {
                    let socket = try Socket(.router, options: options)
                    try socket.bind(to: "tcp://127.0.0.1:*")
                    announce.yield(socket.lastEndpoint)
                    let never = try WakeUp()
                    var frame = Frame()
                    var taken = 0
                    while taken < count {
                        _ = try Poll.wait(for: socket, or: never, timeout: .seconds(10))
                        var askers: [[[UInt8]]] = []
                        while let frames = try socket.receiveMessage(frameCountMax: 2, using: &frame) {
                            askers.append(frames)
                        }
                        // What came together shares a sync, as it does in the publisher.
                        _ = try file.writeAll(toAbsoluteOffset: Int64(taken * 4_096), block)
                        guard fdatasync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
                        for frames in askers {
                            for (index, bytes) in frames.enumerated() {
                                _ = try socket.send(bytes, more: index == 0)
                            }
                        }
                        taken += askers.count
                    }
                    // The last answers are on their way when the asker says that it has them.
                    _ = try Poll.wait(for: socket, or: never, timeout: .seconds(10))
                    return nil
                }
            }
            var endpoints = bound.makeAsyncIterator()
            let endpoint = await endpoints.next() ?? ""
            let start = ContinuousClock.now + .milliseconds(100)
            group.addTask {
                try await SocketThread.run(label: "bare.beat") {
                    Beat.keep(start: start, interval: interval, count: count) { _ in wakeUp.ring() }
                    return nil
                }
            }
            group.addTask {
                try await SocketThread.run(label: "bare.asker") {
                    let socket = try Socket(.dealer, options: options)
                    try socket.connect(to: endpoint)
                    var frame = Frame()
                    var (sent, durations) = (0, Durations())
                    while durations.seconds.count < count {
                        _ = try Poll.wait(for: socket, or: wakeUp, timeout: .seconds(1))
                        while sent < count, start + interval * sent <= .now {
                            guard try socket.send([UInt8](repeating: 7, count: 300)) else { break }
                            sent += 1
                        }
                        while try socket.receive(into: &frame) {
                            let intended = start + interval * durations.seconds.count
                            durations.append(ContinuousClock.now - intended)
                        }
                    }
                    _ = try socket.send([0])
                    return durations
                }
            }
            var all = Durations()
            for try await case let durations? in group { all = durations }
            return all
        }
    }

    /// A file of `count` blocks on the disk, without a name, the caller's to close.
    private static func filledFile(
        in directory: URL,
        _ block: [UInt8],
        count: Int
    ) throws -> FileDescriptor {
        let url = directory.appending(path: "scenewire-benchmark-\(UUID().uuidString)")
        let file = try FileDescriptor.open(
            FilePath(url.path),
            .readWrite,
            options: [.create],
            permissions: .ownerReadWrite
        )
        try FileManager.default.removeItem(at: url)
        for index in 0..<count { _ = try file.writeAll(toAbsoluteOffset: Int64(index * block.count), block) }
        _ = fsync(file.rawValue)
        return file
    }
}
