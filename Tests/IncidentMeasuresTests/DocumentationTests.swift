import Foundation
import IncidentMeasures
import Testing

/// docs/metrics.md says what the code does.
@Suite struct DocumentationTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test(arguments: MeasuredFamily.all)
    func everyMeasureIsOnThePage(_ family: MeasuredFamily) throws {
        let page = try String(contentsOf: Self.root.appending(path: "docs/metrics.md"), encoding: .utf8)
        let kind =
            switch family.kind {
            case .counter: "counter"
            case .gauge: "gauge"
            case .histogram: "histogram"
            case .stateSet: "state set"
            }
        let labels = family.labels.map { "`\($0)`" }.joined(separator: ", ")
        #expect(page.contains("| `\(family.name)` | \(kind) | \(labels.isEmpty ? "" : "\(labels) ")| "))
    }
}
