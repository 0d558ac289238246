import ArgumentParser

/// The flags that say how records are written, shared by `tail` and `wait`.
struct RecordFormatOptions: ParsableArguments {
    @Option(help: "How the records are written.")
    var format: RecordFormat?

    @Option(
        help: ArgumentHelp(
            "A line of {field}s, such as '{sequence} {type} {narrative}'; implies --format template.",
            valueName: "line"
        )
    )
    var template: String?

    func validate() throws {
        if let format, (format == .template) != (template != nil) {
            throw ValidationError("--format template and --template belong together.")
        }
        _ = try parsed
    }

    /// How records that `filter` lets through are written.
    func lines(palette: Palette, width: Int?, filter: RecordFilter) throws -> RecordLines {
        let template = try parsed
        return RecordLines(
            format: format ?? (template == nil ? .text : .template),
            palette: palette,
            template: template,
            filter: filter,
            width: width
        )
    }

    private var parsed: RecordTemplate? {
        get throws {
            do {
                return try template.map { text in try RecordTemplate(text) }
            } catch let problem as TemplateProblem {
                throw ValidationError("--template: \(problem).")
            }
        }
    }
}
