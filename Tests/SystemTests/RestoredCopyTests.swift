import Foundation
import Glibc
import Testing

extension SystemTests {
    /// A publisher that was set back to an earlier copy, and goes on with other records under the same numbers.
    @Suite(.timeLimit(.minutes(3))) struct RestoredCopyTests {
        /// The part's last record is in both pasts; what lies between it and the head is not.
        @Test(arguments: [SubscriberProcess.Program.swift, .python])
        func whoFollowsAPartNotices(_ program: SubscriberProcess.Program) async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            let author = try Author(0)
            var publisher = try await site.start()
            _ = try await site.connected { try await $0.publish(author.parcel(0..<1)) }
            publisher.send(SIGTERM)
            #expect(try await publisher.exit() == .status(0))
            try FileManager.default.copyItem(atPath: site.data, toPath: directory["copy"])

            publisher = try await site.start()
            _ = try await site.connected { try await $0.publish(author.parcel(1..<4)) }
            let subscriber = try SubscriberProcess(
                "part",
                of: site,
                in: directory,
                program: program,
                topic: "\(Author.agency)/\(Author.incident(0))/"
            )
            try await subscriber.until(4)
            try await publisher.killNow()
            try FileManager.default.removeItem(atPath: site.data)
            try FileManager.default.moveItem(atPath: directory["copy"], toPath: site.data)

            publisher = try await site.start()
            // The first of them is of the part, under a number that was passed.
            _ = try await site.connected { try await $0.publish(author.parcel([4, 1, 2, 3, 5])) }
            let isNoticed = try await subscriber.process.report.wait(for: "a divergence") { report in
                if report.values["current"].flatMap(UInt64.init) ?? 0 > 4 { return false }
                let isSaid = report.lines.contains {
                    $0.contains("diverged") || $0.contains("StreamDiverged")
                }
                return isSaid ? true : nil
            }
            #expect(isNoticed)
            try await publisher.killNow()
            try await subscriber.process.killNow()
        }

        /// Each copy starts as soon as the one before it has served anybody, and knows of none of them.
        @Test func everyStartOfACopyHasAnEpochOfItsOwn() async throws {
            let directory = try TestDirectory()
            let site = try PublisherSite(data: directory["journal"])
            var publisher = try await site.start()
            try await publisher.killNow()
            try FileManager.default.copyItem(atPath: site.data, toPath: directory["copy"])
            var epochs: Set<UInt32> = []
            for _ in 0..<4 {
                publisher = try await site.start()
                epochs.insert(try await site.status().epoch)
                try await publisher.killNow()
                try FileManager.default.removeItem(atPath: site.data)
                try FileManager.default.copyItem(atPath: directory["copy"], toPath: site.data)
            }
            #expect(epochs.count == 4)
        }
    }
}
