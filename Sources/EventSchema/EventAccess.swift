public import FoundationEssentials
public import SwiftProtobuf

extension Identifier {
    /// The identifier in a protobuf field, `nil` unless it has 16 bytes.
    public init?(_ data: Data) {
        guard data.count == Self.byteCount else { return nil }
        self.init(Array(data).span.bytes)
    }

    /// The 16 bytes for a protobuf field.
    public var data: Data { Data(bytes) }
}

extension Timestamp {
    /// The time in a protobuf field, `nil` when it is before 1678, after 2262 or malformed.
    public init?(_ time: Google_Protobuf_Timestamp) {
        self.init(seconds: time.seconds, nanoseconds: Int64(time.nanos))
    }

    /// The time for a protobuf field.
    public var protobuf: Google_Protobuf_Timestamp {
        let (seconds, nanoseconds) = parts
        return Google_Protobuf_Timestamp(seconds: seconds, nanos: Int32(nanoseconds))
    }
}
