/// A place at which a JSON document is broken, and how much was not read because of it.
struct JSONDamage {
    /// Where it was noticed.
    let place: TextPlace
    /// What is wrong there.
    let reason: String
    /// Whether it is among the elements that are read, so that another one may be found behind it.
    let isWithinArray: Bool
    /// What was read of the element that it broke.
    let text: [UInt8]
    /// How much was not read, in bytes of UTF-8, the element that it broke among it.
    var byteCount: Int

    /// The fault where reading went on.
    ///
    /// - Parameter line: The line of the next element.
    func fault(resumedAt line: Int) -> ImportFault {
        fault("the \(byteCount) bytes before line \(line) are passed over")
    }

    /// The fault where the input ended.
    ///
    /// - Parameter line: Its last line.
    func fault(atEnd line: Int) -> ImportFault {
        fault("nothing after it can be read, \(byteCount) bytes up to line \(line)")
    }

    private func fault(_ outcome: String) -> ImportFault {
        ImportFault(
            line: place.line,
            reason: "line \(place.line), column \(place.column): \(reason); \(outcome)",
            text: text
        )
    }
}
