import Testing

@testable import MetricsExposition

@Suite struct NumberTextTests {
    /// The examples of the OpenMetrics specification, "Considerations: Canonical Numbers", and the edges of
    /// Go's choice between the two notations.
    @Test(arguments: [
        (0.0, "0.0"), (0.001, "0.001"), (0.002, "0.002"), (0.01, "0.01"), (0.1, "0.1"), (0.9, "0.9"),
        (0.95, "0.95"), (0.99, "0.99"), (0.999, "0.999"), (1.0, "1.0"), (1.7, "1.7"), (10.0, "10.0"),
        (1e-10, "1e-10"), (1e-09, "1e-09"), (1e-05, "1e-05"), (0.0001, "0.0001"), (100_000, "100000.0"),
        (1e6, "1e+06"), (1e10, "1e+10"), (1_234_567, "1.234567e+06"), (123_456, "123456.0"),
        (0.00012345, "0.00012345"), (1e100, "1e+100"), (-2.5, "-2.5"), (-1e-7, "-1e-07"),
        (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"), (-0.0, "0.0"),
        (.leastNonzeroMagnitude, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"),
    ])
    func writesCanonically(_ value: Double, _ text: String) {
        #expect(NumberText.canonical(value) == text)
    }

    @Test(arguments: [
        (0.0, "0"), (3.0, "3"), (-3.0, "-3"), (1.25, "1.25"), (1e15, "1000000000000000"),
        (0x1p53, "9.007199254740992e+15"), (.infinity, "+Inf"),
    ])
    func writesWholeSamplesWithoutAPoint(_ value: Double, _ text: String) {
        #expect(NumberText.sample(value) == text)
    }

    /// Whatever is written reads back as the same number.
    @Test func losesNothing() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<10_000 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite else { continue }
            #expect(try #require(Double(NumberText.canonical(value))) == value)
            #expect(try #require(Double(NumberText.sample(value))) == value)
        }
    }
}
