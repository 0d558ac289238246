import EventBus
import EventJournal
import Foundation
import Glibc
import SystemPackage
import Testing

extension SystemTests {
    /// Files, directories and locks that are taken away while a process writes: it ends, and acknowledges nothing
    /// that is not under the name that everybody looks at.
    @Suite(.timeLimit(.minutes(3))) struct MovedFilesTests {
        private static let words = "moved, removed or replaced"
        /// How long it may take an idle process to notice, with a busy machine's delays.
        private static let noticeMax = Duration.seconds(10)

        /// Something that happens to files while they are in use.
        enum Mishap: String, CaseIterable, Sendable, CustomTestStringConvertible {
            case directoryRemoved, directoryRenamed, directoryReplaced, fileRemoved, fileReplaced, lockRemoved
            case lockReplaced

            var testDescription: String { rawValue }

            func happen(to directory: String, file: String, lock: String) throws {
                let manager = FileManager.default
                switch self {
                case .directoryRemoved: try manager.removeItem(atPath: directory)
                case .directoryRenamed: try manager.moveItem(atPath: directory, toPath: directory + ".old")
                case .directoryReplaced:
                    try manager.moveItem(atPath: directory, toPath: directory + ".old")
                    try manager.copyItem(atPath: directory + ".old", toPath: directory)
                case .fileRemoved: try manager.removeItem(atPath: "\(directory)/\(file)")
                case .fileReplaced: try replace("\(directory)/\(file)")
                case .lockRemoved: try manager.removeItem(atPath: "\(directory)/\(lock)")
                case .lockReplaced: try replace("\(directory)/\(lock)")
                }
            }

            private func replace(_ path: String) throws {
                let copy = path + ".copy"
                try FileManager.default.copyItem(atPath: path, toPath: copy)
                guard rename(copy, path) == 0 else { throw SpawnError(call: "rename", code: errno) }
            }
        }

        private func expectEnd(of process: ChildProcess, naming directory: String) async throws {
            #expect(try await process.exit() == .status(1))
            let isNamed = process.report.value.lines.contains {
                $0.contains(directory) && $0.contains(Self.words)
            }
            #expect(isNamed, "\(process.report.value)")
        }

        @Test(arguments: Mishap.allCases)
        func aPublisherAcknowledgesNothingThatNoNameLeadsTo(_ mishap: Mishap) async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let author = try Author(0)
            let publisher = try await site.start()
            #expect(try await site.publish(0..<1, of: author).first?.receipt?.sequence.value == 1)
            try mishap.happen(to: site.data, file: "00000000000000000001.seg", lock: "LOCK")
            let results = try? await site.publish(1..<2, of: author)
            #expect(results?.first?.receipt == nil)
            try await expectEnd(of: publisher, naming: site.data)
        }

        /// Nobody publishes: the publisher notices all the same, with the next heartbeat.
        @Test func anIdlePublisherNotices() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let publisher = try await site.start()
            try Mishap.directoryRemoved.happen(to: site.data, file: "", lock: "")
            try await expectEnd(of: publisher, naming: site.data)
        }

        @Test func twoPublishersNeverWriteOneJournal() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let other = try PublisherSite(data: site.data)
            let author = try Author(0)
            let first = try await site.start()
            #expect(try await site.publish(0..<1, of: author).first?.receipt?.sequence.value == 1)
            try Mishap.lockRemoved.happen(to: site.data, file: "", lock: "LOCK")
            let second = try await other.start()
            #expect(try await other.publish(1..<2, of: author).first?.receipt?.sequence.value == 2)
            let results = try? await site.publish(2..<3, of: author)
            #expect(results?.first?.receipt == nil)
            try await expectEnd(of: first, naming: site.data)
            #expect(try await other.publish(3..<4, of: author).first?.receipt?.sequence.value == 3)
            second.send(SIGTERM)
            #expect(try await second.exit() == .status(0))
            let report = try JournalInspector(FilePath(site.data)).verify()
            #expect(report.damages.isEmpty && report.repairable.isEmpty && report.isClosed, "\(report)")
        }

        @Test(arguments: Mishap.allCases)
        func anArchiverReportsNothingThatNoNameLeadsTo(_ mishap: Mishap) async throws {
            let place = try await ArchivedSite(10)
            try mishap.happen(to: place.data, file: "archive.sqlite", lock: "archive.sqlite.lock")
            _ = try await place.publish(10..<20)
            try await expectEnd(of: place.archiver, naming: place.data)
            // The publisher forgets a consumer that is gone, or knows it at what is in the file.
            let reported = try await place.site.status().consumers.first { $0.name == "archiver" }?.sequence
            #expect(reported ?? 0 <= 10)
            try await place.publisher.killNow()
        }

        /// Nobody publishes.
        @Test func anIdleArchiverNotices() async throws {
            let place = try await ArchivedSite(1)
            try Mishap.directoryRenamed.happen(to: place.data, file: "", lock: "")
            #expect(try await place.archiver.exit(limit: Self.noticeMax) == .status(1))
            try await expectEnd(of: place.archiver, naming: place.data)
            try await place.publisher.killNow()
        }

        @Test func anIdleNotifierNotices() async throws {
            let place = try await NotifiedSite()
            try Mishap.directoryRenamed.happen(to: place.data, file: "", lock: "")
            #expect(try await place.notifier.exit(limit: Self.noticeMax) == .status(1))
            try await expectEnd(of: place.notifier, naming: place.data)
            try await place.publisher.killNow()
        }

        @Test(arguments: [Mishap.directoryRenamed, .fileRemoved, .fileReplaced, .lockRemoved])
        func aNotifierDeliversNothingThatNoNameLeadsTo(_ mishap: Mishap) async throws {
            let place = try await NotifiedSite()
            try mishap.happen(to: place.data, file: "alerts.sqlite", lock: "alerts.sqlite.lock")
            _ = try await place.publish(0..<1)
            try await expectEnd(of: place.notifier, naming: place.data)
            #expect(place.receiver.requests.isEmpty)
            try await place.publisher.killNow()
        }
    }
}
