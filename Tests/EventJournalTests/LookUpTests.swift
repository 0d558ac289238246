import Dispatch
import EventSchema
import SystemPackage
import Testing

@testable import EventJournal

/// Looking for an event by its id, whatever else is under way.
@Suite(.timeLimit(.minutes(2))) struct LookUpTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    /// Whoever asks for an id that is in no segment reads the index of each; nobody who publishes waits for that.
    @Test func readingAnIndexDelaysNoAppend() throws {
        let storage = FaultyStorage()
        var testing = UnsafeTestOptions.small
        testing.storage = storage
        let path = directory.path.appending("journal")
        let options = JournalOptions.segments(of: 16 * 1024)
        let journal = try Journal(at: path, options: options, testing: testing)
        for number in 1...20 { try journal.append([TestEvent(number, byteCount: 4_000)]) }
        journal.waitForBackgroundWork()

        let (isReading, mayRead, isAppended) = (
            DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0)
        )
        storage.willOpen.withLock { willOpen in
            willOpen = { path in
                guard path.extension == "idx" else { return }
                isReading.signal()
                mayRead.wait()
                mayRead.signal()
            }
        }
        let isLocated = DispatchSemaphore(value: 0)
        // Not of version 7: only the filter of each segment can say that it is not there.
        let unknown = EventID(high: 0x4000, low: 1 << 63 | 5)
        DispatchQueue(label: "test.locate").async {
            do {
                let found = try journal.locate(unknown)
                #expect(found == nil)
            } catch {
                Issue.record(error)
            }
            isLocated.signal()
        }
        isReading.wait()
        DispatchQueue(label: "test.append").async {
            do { try journal.append([TestEvent(21)]) } catch { Issue.record(error) }
            isAppended.signal()
        }
        #expect(isAppended.wait(timeout: .now() + 10) == .success)
        mayRead.signal()
        isLocated.wait()
        for number in [1, 10, 21] {
            let found = try journal.locate(TestEvent(number).id)
            #expect(found?.sequence.value == UInt64(number) && found?.stream == journal.bounds.stream)
        }
        try journal.close()
    }
}
