import Glibc
import MetricsExposition
import SystemPackage
import Testing

@testable import ServiceRuntime

@Suite struct ProcessMetricsTests {
    @Test func showsTheProcessAsTheKernelSeesIt() throws {
        let start = try #require(ProcessMetrics.startTime())
        #expect(start <= Double(time(nil)) + 1)
        #expect(start > Double(time(nil)) - 86_400)
        #expect(try #require(ProcessMetrics.residentByteCount()) > 1_000_000)
        #expect(try #require(ProcessMetrics.openDescriptorCount()) >= 3)
        let before = try #require(ProcessMetrics.processorSeconds())
        #expect(before > 0)
        #expect(try #require(ProcessMetrics.processorSeconds()) >= before)
    }

    @Test func registersEverySeries() {
        let registry = PrometheusRegistry()
        ProcessMetrics.register(in: registry, version: "1.2.3", logWriter: LogWriter())
        let text = String(decoding: registry.exposition(.prometheusText), as: UTF8.self)
        for name in [
            "process_start_time_seconds ", "process_cpu_seconds_total ", "process_resident_memory_bytes ",
            "process_open_fds ", "scenewire_build_info{version=\"1.2.3\"} 1",
            "scenewire_log_lines_dropped_total 0",
        ] {
            #expect(text.contains("\n\(name)"), "\(name)")
        }
        let names = text.split(separator: "\n").filter { $0.hasPrefix("# TYPE") }
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("# HELP") }.count == names.count)
    }
}
