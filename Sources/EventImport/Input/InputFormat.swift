/// How an input is divided into rows.
public enum InputFormat: Equatable, Sendable {
    /// CSV with a byte between cells; the names of the columns where the input has no header of its own.
    case csv(delimiter: UInt8, columns: [String]?)
    /// A JSON object on each line.
    case lines
    /// A JSON document; the objects in the array at a JSON pointer, which is empty for the document itself.
    case array(at: String)
    /// XML; the elements with a name.
    case xml(element: String)

    /// Returns a reader for one input.
    ///
    /// - Parameter encoding: What the input is in when it has no byte order mark.
    public func reader(encoding: TextEncoding = .utf8) -> any RowReader {
        switch self {
        case .csv(let delimiter, let columns):
            CSVReader(delimiter: delimiter, header: columns, encoding: encoding)
        case .lines: JSONLinesReader(encoding: encoding)
        case .array(let pointer): JSONArrayReader(at: pointer, encoding: encoding)
        case .xml(let element): XMLReader(element: element, encoding: encoding)
        }
    }
}
