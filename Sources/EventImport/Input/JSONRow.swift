import EventSchema

/// Makes a row of JSON text.
struct JSONRow {
    /// How deep arrays and objects may nest in a row.
    static let depthMax = 64

    /// The line of the input on which the text begins, from 1.
    let line: Int
    /// The column at which it begins, from 1; `nil` when lines are known to hold one row each.
    let column: Int?
    /// What is said of text that is not UTF-8.
    let invalidReason: String

    /// Returns the row, or the fault that says where the text is no JSON object.
    func read(_ text: [UInt8]) -> ReadItem {
        do throws(JSONProblem) {
            return .row(ImportRow(line: line, value: try JSONObject.parse(text, depthMax: Self.depthMax)))
        } catch {
            // Only whether it is text: the problem has the place.
            let isText = (try? UTF8Span(validating: text.span)) != nil
            let reason = "\(place(of: error)): \(isText ? error.reason : invalidReason)"
            return .fault(ImportFault(line: line, reason: reason, text: text))
        }
    }

    private func place(of problem: JSONProblem) -> String {
        guard let column else { return "column \(problem.column)" }
        let shift = problem.line == 1 ? column - 1 : 0
        return "line \(line + problem.line - 1), column \(problem.column + shift)"
    }
}
