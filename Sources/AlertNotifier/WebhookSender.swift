import AlertStore
import Crypto
import EventSchema
import Foundation
import SystemPackage

/// Signed HTTP posts, as Standard Webhooks 1.0.0 has them.
struct WebhookSender: AlertSender {
    let url: String
    let secret: WebhookSecret
    let poster: HTTPPoster

    func send(_ due: DueDelivery, at now: Timestamp) async -> DeliveryAnswer {
        let body = AlertDocuments.message(due)
        let id = due.delivery.id.description
        let time = "\(now.nanoseconds / 1_000_000_000)"
        let headers = [
            ("webhook-id", id), ("webhook-timestamp", time),
            ("webhook-signature", secret.signature(id: id, time: time, body: body)),
        ]
        return await poster.post(body, to: url, headers: headers)
    }
}

/// What a webhook's receiver knows its sender by: `whsec_` and 24 to 64 bytes in base64.
struct WebhookSecret: Sendable {
    private static let prefix = "whsec_"
    private static let byteCounts = 24...64
    private static let fileByteCountMax = 1_024

    private let key: SymmetricKey

    /// Reads a file with the secret and nothing else but white space around it.
    ///
    /// - Throws: ``NotifierError/secret(_:_:)``.
    init(file: FilePath) throws(NotifierError) {
        let bytes: [UInt8]
        do throws(NotifierError) {
            bytes = try SmallFile.read(file, byteCountMax: Self.fileByteCountMax)
        } catch {
            guard case .rules(let path, let errno) = error else { throw error }
            throw .secret(path, "\(errno)")
        }
        guard let secret = Self(String(decoding: bytes, as: UTF8.self)) else {
            // The secret itself must not get into the log.
            throw .secret(file, "is not whsec_ and 24 to 64 bytes in base64")
        }
        self = secret
    }

    /// - Returns: `nil` unless it is a secret.
    init?(_ text: String) {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard text.hasPrefix(Self.prefix) else { return nil }
        let digits = String(text.dropFirst(Self.prefix.count))
        guard let data = Data(base64Encoded: digits), Self.byteCounts.contains(data.count) else { return nil }
        key = SymmetricKey(data: data)
    }

    /// The signature of one attempt.
    ///
    /// - Parameters:
    ///   - id: The delivery, the same for every attempt.
    ///   - time: Unix seconds of this attempt.
    ///   - body: The request's bytes.
    func signature(id: String, time: String, body: [UInt8]) -> String {
        let signed = Array("\(id).\(time).".utf8) + body
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: key)
        return "v1,\(Data(code).base64EncodedString())"
    }
}
