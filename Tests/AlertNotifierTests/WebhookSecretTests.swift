import Foundation
import SystemPackage
import Testing

@testable import AlertNotifier

@Suite struct WebhookSecretTests {
    /// Standard Webhooks' own example, whose signature its libraries agree on.
    @Test func signsAsTheSpecificationSays() throws {
        let secret = try #require(WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let signature = secret.signature(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            time: "1614265330",
            body: Array(#"{"test": 2432232314}"#.utf8)
        )
        #expect(signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    }

    @Test(arguments: [(23, false), (24, true), (64, true), (65, false)])
    func aSecretHasTwentyFourToSixtyFourBytes(count: Int, isSecret: Bool) {
        let text = "whsec_" + Data(repeating: 7, count: count).base64EncodedString()
        #expect((WebhookSecret(text) != nil) == isSecret)
        #expect((WebhookSecret("  \(text)\n") != nil) == isSecret)
    }

    @Test(arguments: ["", "whsec_", "whpk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_%%%%"])
    func nothingElseIsASecret(text: String) {
        #expect(WebhookSecret(text) == nil)
    }

    @Test func aFileThatHoldsNoneIsNamedAndNotShown() throws {
        let path = FilePath(NSTemporaryDirectory()).appending("secret-\(UUID().uuidString)")
        try "whsec_tooshort".write(toFile: path.string, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path.string) }
        let error = #expect(throws: NotifierError.self) { try WebhookSecret(file: path) }
        let text = try #require(error).description
        #expect(text.hasPrefix("\(path): "))
        #expect(!text.contains("tooshort"))
        #expect(throws: NotifierError.self) { try WebhookSecret(file: "/nowhere/secret") }
    }
}
