import Glibc
import MetricsExposition
import SystemPackage

/// What every process says about itself, read from the kernel at each scrape.
///
/// Files below `/proc` are memory; reading them waits for no disk.
public enum ProcessMetrics {
    /// Adds `process_…`, `scenewire_build_info` and the count of dropped log lines to a registry.
    ///
    /// - Parameters:
    ///   - registry: One that has none of them yet.
    ///   - version: The label of `scenewire_build_info`.
    ///   - logWriter: Where the process logs.
    public static func register(in registry: PrometheusRegistry, version: String, logWriter: LogWriter) {
        registry.describe([
            MetricDescription("process_start_time_seconds", "Start of the process, in seconds since 1970."),
            MetricDescription("process_cpu_seconds_total", "Processor time, user and system."),
            MetricDescription("process_resident_memory_bytes", "Memory in use."),
            MetricDescription("process_open_fds", "Open file descriptors."),
            MetricDescription("scenewire_build_info", "Always 1; the label tells the version."),
            MetricDescription(
                "scenewire_log_lines_dropped_total",
                "Lines that the log's reader was too slow for."
            ),
        ])
        let startTime = Self.startTime()
        registry.observeGauge("process_start_time_seconds") { startTime }
        registry.observeCounter("process_cpu_seconds_total", read: processorSeconds)
        registry.observeGauge("process_resident_memory_bytes", read: residentByteCount)
        registry.observeGauge("process_open_fds", read: openDescriptorCount)
        registry.observeGauge("scenewire_build_info", dimensions: [("version", version)]) { 1 }
        registry.observeCounter("scenewire_log_lines_dropped_total") { Double(logWriter.droppedCount) }
    }

    static func processorSeconds() -> Double? {
        var usage = rusage()
        guard getrusage(RUSAGE_SELF.rawValue, &usage) == 0 else { return nil }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// The memory in use, in bytes; `nil` where the kernel does not say.
    public static func residentByteCount() -> Double? {
        // proc(5): size, resident, … in pages.
        let fields = text("/proc/self/statm")?.split(separator: " ") ?? []
        guard fields.count > 1, let pages = Double(fields[1]) else { return nil }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }

    static func openDescriptorCount() -> Double? {
        guard let directory = opendir("/proc/self/fd") else { return nil }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        // Without `.`, `..` and the directory's own descriptor.
        return Double(count - 3)
    }

    static func startTime() -> Double? {
        // proc(5): field 22 is the start in clock ticks after boot. The second, the program's name in
        // parentheses, may hold anything, so that counting starts behind it.
        guard let stat = text("/proc/self/stat"), let nameEnd = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: nameEnd)...].split(separator: " ")
        guard fields.count > 19, let ticks = Double(fields[19]) else { return nil }
        let boot = text("/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") }
        guard let bootSeconds = boot.flatMap({ Double($0.dropFirst("btime ".count)) }) else { return nil }
        return bootSeconds + ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static func seconds(_ time: timeval) -> Double {
        Double(time.tv_sec) + Double(time.tv_usec) / 1e6
    }

    /// The beginning of a file; `nil` if there is none.
    private static func text(_ path: FilePath) -> String? {
        // A scrape without the series says enough: the kernel shows no such file.
        guard let file = try? FileDescriptor.open(path, .readOnly) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 64 * 1_024)
        var count = 0
        defer { try? file.close() }
        while count < bytes.count {
            let read = try? bytes.withUnsafeMutableBytes { buffer in
                try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
            }
            guard let read, read > 0 else { break }
            count += read
        }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
