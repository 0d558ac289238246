import CExpat

/// One of expat's parsers, for one document, and the rows that it makes.
///
/// It reads no external entity, and a document that declares entities of its own is not read on: so no text can
/// become longer than it is in the input. Only one thread may use it.
@safe final class ExpatParser {
    /// How far a document was read.
    enum Outcome {
        /// The document goes on.
        case ongoing
        /// The document's own element ends at this place, in bytes from the document's beginning.
        case ended(offset: Int)
        /// Nothing but comments and white space was there.
        case empty
        /// Nothing more can be read.
        case failed(Failure)
    }

    /// Why a document cannot be read on, and where in it.
    struct Failure {
        /// In bytes from the document's beginning.
        let offset: Int
        /// From 1.
        let line: Int
        /// From 1.
        let column: Int
        let reason: String
    }

    private let parser: XML_Parser
    private var builder: XMLRowBuilder
    /// The encoding that the document's declaration names.
    private(set) var declaredEncoding: String?

    /// - Parameters:
    ///   - elementName: The name of the elements that become rows, without a prefix.
    ///   - firstLine: The line of the input on which the document begins, from 1.
    ///   - encoding: The document's encoding whatever it declares; `nil` where its declaration is believed.
    /// - Returns: `nil` where there is no memory.
    init?(elementName: String, firstLine: Int, encoding: String?) {
        guard let parser = unsafe XML_ParserCreate(encoding) else { return nil }
        unsafe self.parser = unsafe parser
        builder = XMLRowBuilder(elementName: elementName, firstLine: firstLine)
        unsafe scenewire_expat_parse_at_once(parser)
        unsafe XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
        setHandlers()
    }

    deinit { unsafe XML_ParserFree(parser) }

    /// The row that is read, `nil` between rows.
    var row: XMLRowBuilder.Row? { builder.row }

    /// Where what was not met as a whole begins, in bytes from the document's beginning.
    var metOffset: Int { max(offset, 0) }

    /// Where what may have to be read again begins, in bytes from the document's beginning.
    var keptOffset: Int { builder.row?.offset ?? metOffset }

    /// Returns what was read since the last call.
    func takeItems() -> [ReadItem] {
        defer { builder.items = [] }
        return builder.items
    }

    /// Reads on.
    ///
    /// - Parameters:
    ///   - bytes: The next bytes, fewer than 2 GiB.
    ///   - isLast: Whether nothing follows them.
    func parse(_ bytes: ArraySlice<UInt8>, isLast: Bool = false) -> Outcome {
        let metBefore = metOffset
        let status = unsafe bytes.withUnsafeBytes { buffer in
            let text = unsafe buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            return unsafe XML_Parse(parser, text, Int32(buffer.count), isLast ? 1 : 0)
        }
        if let offset = builder.documentEnd { return .ended(offset: offset) }
        let code = unsafe XML_GetErrorCode(parser)
        if builder.stopReason == nil {
            if status != XML_STATUS_ERROR { return .ongoing }
            if code == XML_ERROR_NO_ELEMENTS, !builder.hasBegun { return .empty }
        }
        // Before the first element a quote takes everything for its text up to the next one, tags among it.
        return .failed(
            Failure(
                offset: builder.hasBegun ? metOffset : metBefore,
                line: Int(unsafe XML_GetCurrentLineNumber(parser)),
                column: Int(unsafe XML_GetCurrentColumnNumber(parser)) + 1,
                reason: builder.stopReason ?? Self.reason(code)
            )
        )
    }

    private static func reason(_ code: XML_Error) -> String {
        let reason =
            unsafe XML_ErrorString(code).map { unsafe String(cString: $0) } ?? "expat's code \(code.rawValue)"
        guard code == XML_ERROR_INVALID_TOKEN else { return reason }
        return reason + ", such as an & that is not &amp; or a byte that the declared encoding does not have"
    }

    /// Where what was met begins, in bytes from the document's beginning.
    private var offset: Int { Int(unsafe XML_GetCurrentByteIndex(parser)) }

    private var endOffset: Int { offset + Int(unsafe XML_GetCurrentByteCount(parser)) }

    private func stopIfDone() {
        if builder.isDone { _ = unsafe XML_StopParser(parser, 0) }
    }

    // The handlers are C functions: they get the parser's object by its address, and it outlives each call.
    private func setHandlers() {
        unsafe XML_SetElementHandler(
            parser,
            { unsafe ExpatParser.at($0)?.begin($1, $2) },
            { data, _ in unsafe ExpatParser.at(data)?.end() }
        )
        unsafe XML_SetCharacterDataHandler(parser) { unsafe ExpatParser.at($0)?.add(text: $1, $2) }
        unsafe XML_SetEntityDeclHandler(parser) { data, _, _, _, _, _, _, _, _ in
            unsafe ExpatParser.at(data)?.refuseEntities()
        }
        unsafe XML_SetSkippedEntityHandler(parser) { data, name, _ in
            unsafe ExpatParser.at(data)?.skipEntity(name)
        }
        unsafe XML_SetXmlDeclHandler(parser) { data, _, encoding, _ in
            unsafe ExpatParser.at(data)?.declaredEncoding = unsafe encoding.map { unsafe String(cString: $0) }
        }
        unsafe XML_SetUnknownEncodingHandler(parser, { unsafe ExpatParser.setMap(of: $1, in: $2) }, nil)
    }

    private static func at(_ data: UnsafeMutableRawPointer?) -> ExpatParser? {
        unsafe data.map { unsafe Unmanaged<ExpatParser>.fromOpaque($0).takeUnretainedValue() }
    }

    private func begin(
        _ name: UnsafePointer<XML_Char>?,
        _ attributes: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
    ) {
        guard let name = unsafe name, !builder.isDone else { return }
        var pairs: [(name: String, value: String)] = []
        if var next = unsafe attributes {
            while let name = unsafe next[0], let value = unsafe next[1] {
                pairs.append((unsafe String(cString: name), unsafe String(cString: value)))
                unsafe next += 2
            }
        }
        let line = Int(unsafe XML_GetCurrentLineNumber(parser))
        builder.begin(unsafe String(cString: name), pairs, line: line, offset: offset)
        stopIfDone()
    }

    private func end() {
        guard !builder.isDone else { return }
        builder.end(offset: endOffset)
        stopIfDone()
    }

    private func add(text: UnsafePointer<XML_Char>?, _ byteCount: Int32) {
        guard let text = unsafe text, !builder.isDone else { return }
        let bytes = unsafe UnsafeRawBufferPointer(start: text, count: Int(byteCount))
        unsafe builder.add(text: bytes, offset: offset)
    }

    private func refuseEntities() {
        builder.stop("entities are declared, and such documents are not read")
        stopIfDone()
    }

    private func skipEntity(_ name: UnsafePointer<XML_Char>?) {
        let name = unsafe name.map { unsafe String(cString: $0) } ?? ""
        builder.spoilRow("the entity &\(name); is not defined in the document")
    }

    /// Says what the bytes of windows-1252 are, which expat does not know.
    private static func setMap(
        of name: UnsafePointer<XML_Char>?,
        in encoding: UnsafeMutablePointer<XML_Encoding>?
    ) -> Int32 {
        guard let name = unsafe name, let encoding = unsafe encoding,
            unsafe String(cString: name).lowercased() == TextEncoding.windows1252.rawValue
        else { return 0 }
        unsafe withUnsafeMutableBytes(of: &encoding.pointee.map) { map in
            for byte in UInt8.min...UInt8.max {
                let scalar = Int32(TextEncoding.windows1252.scalar(of: byte))
                unsafe map.storeBytes(of: scalar, toByteOffset: Int(byte) * 4, as: Int32.self)
            }
        }
        unsafe encoding.pointee.data = nil
        unsafe encoding.pointee.convert = nil
        unsafe encoding.pointee.release = nil
        return 1
    }
}
