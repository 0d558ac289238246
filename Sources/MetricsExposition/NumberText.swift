/// Numbers as both formats write them.
enum NumberText {
    /// A sample's value: a whole number without a point, as people read counts.
    static func sample(_ value: Double) -> String {
        // Up to here every whole number is exact, so that leaving out the point loses nothing.
        if value.magnitude < 0x1p53, let whole = Int64(exactly: value) { return String(whole) }
        return canonical(value)
    }

    /// OpenMetrics' canonical form, the same for equal numbers, which a bucket's label `le` must be:
    /// the shortest digits that read back, in Go's `%g`, with `.0` where there is neither point nor exponent.
    static func canonical(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if value == 0 { return "0.0" }
        let sign = value < 0 ? "-" : ""
        let (digits, exponent) = shortestDigits(value.magnitude)
        guard (-4..<6).contains(exponent) else {
            let fraction = digits.count > 1 ? "." + digits.dropFirst() : ""
            let size = String(exponent.magnitude)
            let padding = size.count < 2 ? "0" : ""
            return "\(sign)\(digits.prefix(1))\(fraction)e\(exponent < 0 ? "-" : "+")\(padding)\(size)"
        }
        if exponent < 0 { return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits }
        let whole = digits.prefix(exponent + 1)
        let zeros = String(repeating: "0", count: exponent + 1 - whole.count)
        let fraction = digits.dropFirst(exponent + 1)
        return "\(sign)\(whole)\(zeros).\(fraction.isEmpty ? "0" : fraction)"
    }

    /// The digits without point or outer zeros, and the power of ten of the first one.
    private static func shortestDigits(_ value: Double) -> (digits: String, exponent: Int) {
        // Swift describes a number by the shortest digits that read back, as Go does; the layout differs.
        let parts = "\(value)".split(separator: "e")
        let mantissa = parts[0].split(separator: ".")
        let whole = mantissa[0]
        let all = whole + (mantissa.count > 1 ? mantissa[1] : "")
        let leadingZeros = all.prefix { $0 == "0" }.count
        var digits = all.dropFirst(leadingZeros)
        while digits.last == "0" { digits.removeLast() }
        let scale = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        return (String(digits), scale + whole.count - 1 - leadingZeros)
    }
}
