import EventImport
import Testing

@Suite struct ImportFaultTests {
    @Test func keepsOnlyTheBeginningOfALongRecord() {
        let fault = ImportFault(
            line: 3,
            reason: "is wrong",
            text: repeatElement(UInt8(ascii: "x"), count: 10_000)
        )
        #expect(fault.text.count == ImportFault.textByteCountMax)
    }
}
