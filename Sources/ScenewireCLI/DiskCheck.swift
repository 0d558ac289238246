import EventSchema
import Glibc
import SystemPackage

/// Whether a directory is fit to keep a journal.
struct DiskCheck: Sendable {
    /// How many times a small file is written and made durable.
    static let syncCount = 100
    /// As long as one commit with a few events.
    static let writeByteCount = 4_096
    /// What a publisher's next segments need.
    static let freeByteCountMin: Int64 = 256 * 1024 * 1024
    /// Every receipt waits for one sync; a second of it is felt by everybody.
    static let syncLimit = Duration.seconds(1)
    /// Designed for 1 to 10 ms.
    static let syncNoteLimit = Duration.milliseconds(50)

    let directory: FilePath

    /// Blocks while it measures.
    func findings() -> [DoctorReport.Finding] {
        var status = stat()
        guard stat(directory.string, &status) == 0 else {
            let errno = Errno(rawValue: errno)
            return [finding("data directory", .fault, "\(directory): \(errno)")]
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            return [finding("data directory", .fault, "\(directory) is no directory")]
        }
        let room = self.room()
        do {
            let times = try syncTimes().sorted()
            return [finding("data directory", .good, "\(directory) is writable"), room, sync(times)]
        } catch {
            return [finding("data directory", .fault, "\(directory) is not writable: \(error)"), room]
        }
    }

    /// The time that so many of the sorted times do not exceed.
    ///
    /// - Precondition: There are some.
    static func percentile(_ part: Double, of sorted: [Duration]) -> Duration {
        sorted[min(sorted.count - 1, Int((Double(sorted.count) * part).rounded(.up)) - 1)]
    }

    private func room() -> DoctorReport.Finding {
        var system = statvfs()
        guard statvfs(directory.string, &system) == 0 else {
            return finding("disk", .fault, "\(directory): \(Errno(rawValue: errno))")
        }
        let free = Int64(clamping: system.f_bavail) * Int64(clamping: system.f_frsize)
        let size = Int64(clamping: system.f_blocks) * Int64(clamping: system.f_frsize)
        let percent = size == 0 ? 0 : free * 100 / size
        let text = "\(Self.gigabytes(free)) free, \(percent) %"
        return finding(
            "disk",
            free < Self.freeByteCountMin ? .fault : .good,
            free < Self.freeByteCountMin ? "only \(text)" : text,
            ["freeBytes": .number("\(free)"), "sizeBytes": .number("\(size)")]
        )
    }

    private func sync(_ times: [Duration]) -> DoctorReport.Finding {
        let median = Self.percentile(0.5, of: times)
        let slow = Self.percentile(0.99, of: times)
        let state: DoctorReport.State =
            median > Self.syncLimit ? .fault : slow > Self.syncNoteLimit ? .note : .good
        return finding(
            "sync time",
            state,
            "p50 \(Self.microseconds(median)) µs, p99 \(Self.microseconds(slow)) µs of \(times.count) fdatasync",
            [
                "p50Microseconds": .number("\(Self.microseconds(median))"),
                "p99Microseconds": .number("\(Self.microseconds(slow))"), "count": .number("\(times.count)"),
            ]
        )
    }

    /// Writes over the same bytes of a file that exists, as a journal does in its preallocated segments.
    private func syncTimes() throws -> [Duration] {
        let name = "scenewire-doctor-\(EventID.random()).tmp"
        let path = directory.appending(name)
        let file = try FileDescriptor.open(
            path,
            .readWrite,
            options: [.create, .exclusiveCreate],
            permissions: .ownerReadWrite
        )
        defer {
            // What is left behind is a small file with a telling name.
            try? file.close()
            unlink(path.string)
        }
        let block = [UInt8](repeating: 0x5A, count: Self.writeByteCount)
        var times: [Duration] = []
        // The first sync also makes the file itself durable.
        for round in 0...Self.syncCount {
            _ = try file.writeAll(toAbsoluteOffset: 0, block)
            let began = ContinuousClock.now
            guard fdatasync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
            if round > 0 { times.append(.now - began) }
        }
        return times
    }

    private func finding(
        _ name: String,
        _ state: DoctorReport.State,
        _ detail: String,
        _ values: JSONObject = [:]
    ) -> DoctorReport.Finding {
        DoctorReport.Finding(name: name, state: state, detail: detail, values: values)
    }

    private static func microseconds(_ time: Duration) -> Int64 { time.nanoseconds / 1_000 }

    /// `53.2 GB`
    static func gigabytes(_ byteCount: Int64) -> String {
        let tenths = byteCount / 100_000_000
        return "\(tenths / 10).\(tenths % 10) GB"
    }
}
