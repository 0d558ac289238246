import CZlib

/// Decompresses gzip data (RFC 1952) as it arrives, several members after each other too, in constant memory
/// however much it becomes.
@safe public struct Gunzip: ~Copyable {
    /// The longest piece that is given, in bytes.
    public static let pieceByteCountMax = 64 * 1_024

    // On the heap, because zlib remembers the address.
    private let stream: UnsafeMutablePointer<z_stream>
    private var isWithinMember = false
    /// How many compressed bytes were used.
    private var offset = 0
    private var failure: GunzipError?

    /// - Throws: ``GunzipError/outOfMemory``.
    public init() throws(GunzipError) {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        // 15 is the largest window; 16 asks for gzip's header and checksum.
        let code = unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        guard code == Z_OK else {
            unsafe stream.deallocate()
            throw .outOfMemory
        }
        unsafe self.stream = unsafe stream
    }

    deinit {
        _ = unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Whether an input is gzip, by its first two bytes.
    public static func recognises(_ beginning: some Sequence<UInt8>) -> Bool {
        beginning.starts(with: [0x1F, 0x8B])
    }

    /// Decompresses the next bytes and gives what becomes of them, in pieces of at most ``pieceByteCountMax``.
    ///
    /// - Throws: ``GunzipError``, after what was good before has been given, and from then on again for every
    ///   chunk; whatever `give` throws, and then the rest of the chunk is lost.
    public mutating func take(_ chunk: [UInt8], _ give: ([UInt8]) throws -> Void) throws {
        if let failure { throw failure }
        var used = 0
        var isMoreWaiting = false
        while used < chunk.count || isMoreWaiting {
            if !isWithinMember {
                // Tapes and some archivers fill their last block with zeros.
                if offset > 0, chunk[used] == 0 {
                    used += 1
                    offset += 1
                    continue
                }
                isWithinMember = true
            }
            let (piece, usedNow, code) = inflatePiece(chunk, from: used)
            used += usedNow
            offset += usedNow
            // A full piece may have left something in zlib, which comes out without further input.
            isMoreWaiting = piece.count == Self.pieceByteCountMax && code != Z_STREAM_END
            if !piece.isEmpty { try give(piece) }
            try check(code)
        }
    }

    /// Says whether the data is whole, because nothing follows.
    ///
    /// - Throws: ``GunzipError/truncated(offset:)`` within a member, or what was thrown before.
    public mutating func finish() throws(GunzipError) {
        if let failure { throw failure }
        if isWithinMember { throw .truncated(offset: offset) }
    }

    private mutating func check(_ code: Int32) throws(GunzipError) {
        switch code {
        // No progress was possible: the chunk is used up.
        case Z_OK, Z_BUF_ERROR: return
        case Z_STREAM_END:
            isWithinMember = false
            _ = unsafe inflateReset(stream)
        case Z_MEM_ERROR: try fail(.outOfMemory)
        default:
            let message = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
            try fail(.corrupt(offset: offset, reason: message ?? "zlib's code \(code)"))
        }
    }

    private mutating func fail(_ error: GunzipError) throws(GunzipError) {
        failure = error
        throw error
    }

    private func inflatePiece(_ chunk: [UInt8], from start: Int) -> ([UInt8], used: Int, code: Int32) {
        var code = Z_OK
        var used = 0
        let piece = unsafe [UInt8](unsafeUninitializedCapacity: Self.pieceByteCountMax) { output, count in
            unsafe chunk.withUnsafeBufferPointer { input in
                let left = input.count - start
                let taken = min(left, Int(UInt32.max))
                // zlib reads through this pointer and never writes.
                unsafe stream.pointee.next_in = unsafe UnsafeMutablePointer(mutating: input.baseAddress)
                    .map { unsafe $0 + start }
                unsafe stream.pointee.avail_in = UInt32(taken)
                unsafe stream.pointee.next_out = output.baseAddress
                unsafe stream.pointee.avail_out = UInt32(output.count)
                code = unsafe inflate(stream, Z_NO_FLUSH)
                used = taken - Int(unsafe stream.pointee.avail_in)
                count = output.count - Int(unsafe stream.pointee.avail_out)
            }
        }
        return (piece, used, code)
    }
}
