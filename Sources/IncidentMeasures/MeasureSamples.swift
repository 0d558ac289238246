/// The series of one moment, by measure.
struct MeasureSamples {
    private(set) var byName: [String: [MeasuredSample]] = [:]

    subscript(family: MeasuredFamily) -> [MeasuredSample] {
        get { byName[family.name] ?? [] }
        set { byName[family.name] = newValue }
    }
}
