import MetricsExposition
import Testing

@Suite struct ExpositionFormatTests {
    /// What Prometheus 2.42 sends.
    private static let prometheusAccept =
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
        + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"

    @Test(arguments: [
        (prometheusAccept, ExpositionFormat.openMetrics),
        ("application/openmetrics-text", .openMetrics),
        ("Application/OpenMetrics-Text ; Version=\"1.0.0\" ; charset=utf-8", .openMetrics),
        (
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;q=0.2",
            .openMetrics
        ),
        ("text/plain;version=0.0.4;q=0.9,application/openmetrics-text;q=0.8", .prometheusText),
        ("application/openmetrics-text;q=0", .prometheusText),
        ("application/openmetrics-text;q=much", .prometheusText),
        ("application/openmetrics-text;version=0.0.1", .prometheusText),
        ("application/openmetrics-text;version=2.0.0,text/plain;q=0.1", .prometheusText),
        ("text/plain", .prometheusText),
        ("text/html,application/xhtml+xml,*/*;q=0.8", .prometheusText),
        ("*/*", .prometheusText),
        ("image/png", .prometheusText),
        ("", .prometheusText),
        (",;=,;q=", .prometheusText),
    ])
    func prefers(_ accept: String, _ format: ExpositionFormat) {
        #expect(ExpositionFormat(accept: accept) == format)
    }

    @Test func answersPrometheusTextWithoutTheHeader() {
        #expect(ExpositionFormat(accept: nil) == .prometheusText)
    }

    @Test func namesTheVersionItWrites() {
        #expect(ExpositionFormat.prometheusText.contentType == "text/plain; version=0.0.4; charset=utf-8")
        #expect(
            ExpositionFormat.openMetrics.contentType
                == "application/openmetrics-text; version=1.0.0; charset=utf-8"
        )
    }

    /// A header that is cut or damaged still gets an answer, and what follows a whole range changes nothing.
    @Test func readsAnyBytes() throws {
        let bytes = Array(Self.prometheusAccept.utf8)
        let typeEnd = try #require(bytes.firstIndex(of: UInt8(ascii: ";")))
        let rangeEnd = try #require(bytes.firstIndex(of: UInt8(ascii: ",")))
        for end in 0...bytes.count {
            let format = ExpositionFormat(accept: String(decoding: bytes[..<end], as: UTF8.self))
            if end < typeEnd { #expect(format == .prometheusText, "cut at \(end)") }
            if end >= rangeEnd { #expect(format == .openMetrics, "cut at \(end)") }
        }
        for index in bytes.indices {
            for bit in 0..<8 {
                var damaged = bytes
                damaged[index] ^= 1 << UInt8(bit)
                let format = ExpositionFormat(accept: String(decoding: damaged, as: UTF8.self))
                if index > rangeEnd { #expect(format == .openMetrics, "bit \(bit) at \(index)") }
            }
        }
    }
}
