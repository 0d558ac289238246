import EventBus
import EventImport
import EventSchema
import Synchronization
import Testing

@testable import ScenewireCLI

@Suite struct ImportOfferTests {
    /// A publisher's receipts, given beforehand.
    private final class Receipts: EventDestination {
        private let answers: Mutex<[[PublishResult]]>

        init(_ answers: [[PublishResult]]) {
            self.answers = Mutex(answers)
        }

        func take(_ events: [ValidEvent]) async throws -> [OfferResult] {
            answers.withLock { $0.removeFirst() }.map(OfferResult.published)
        }
    }

    private func receipt(_ sequence: UInt64) -> Receipt {
        Receipt(sequence: SequenceNumber(sequence), publishedAt: Timestamp(nanoseconds: 0))
    }

    /// An answer that was late makes a duplicate of what this import itself has added.
    @Test func countsAsNewWhatWasRecordedWhileItWasOffered() async throws {
        let receipts = Receipts([
            [.duplicate(receipt(7)), .duplicate(receipt(11)), .recorded(receipt(12), note: nil)],
            // Before what is known since the first answer.
            [.duplicate(receipt(12)), .duplicate(receipt(13))],
        ])
        let offer = ImportOffer(destination: receipts) { SequenceNumber(10) }
        #expect(try await offer.take([]) == [.known, .new, .new])
        #expect(try await offer.take([]) == [.known, .new])
    }
}
