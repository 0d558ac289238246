import EventSchema
import SystemPackage
import Testing

@testable import ScenewireCLI

@Suite struct RunFrameTests {
    private static let alert = EventID(high: 1, low: 2)

    private func entry(alert: EventID?, text: String = "Shots fired") throws -> RunSnapshot.Entry {
        RunSnapshot.Entry(
            time: try Timestamp(rfc3339: "2025-05-20T16:04:30Z"),
            severity: .extreme,
            text: text,
            source: alert == nil ? "tac1" : "",
            alert: alert
        )
    }

    private func line(_ entry: RunSnapshot.Entry, width: Int?) -> String {
        RunFrame.line(of: entry, width: width, palette: Palette(isOn: false))
    }

    @Test func saysHowOftenAnAlertWasDelivered() throws {
        var snapshot = RunSnapshot()
        snapshot.append(try entry(alert: nil))
        snapshot.append(try entry(alert: Self.alert))
        snapshot.append(try entry(alert: EventID(high: 3, low: 4)))
        #expect(line(snapshot.entries[1], width: 60).contains("delivered") == false)
        snapshot.countDelivery(of: Self.alert)
        snapshot.countDelivery(of: Self.alert)
        // Of an alert that is not shown any more.
        snapshot.countDelivery(of: EventID(high: 5, low: 6))
        #expect(snapshot.entries.map(\.deliveryCount) == [0, 2, 0])
        #expect(line(snapshot.entries[1], width: 60).hasSuffix("Shots fired                delivered 2"))
        // Lines that are not redrawn would say of every alert that nobody has it yet.
        #expect(!line(snapshot.entries[1], width: nil).contains("delivered"))
    }

    @Test(arguments: [60, 100]) func everyLineEndsAtTheSameColumn(width: Int) throws {
        var alert = try entry(alert: Self.alert, text: String(repeating: "long ", count: 30))
        alert.deliveryCount = 12
        for entry in [try entry(alert: nil), try entry(alert: Self.alert), alert] {
            #expect(line(entry, width: width).count == width)
        }
    }

    private func snapshot() throws -> RunSnapshot {
        var snapshot = RunSnapshot()
        snapshot.title = "playing a-hostage-standoff ×600"
        snapshot.services = ["publisher", "archiver", "notifier", "metrics"].map { ($0, true) }
        snapshot.isExercise = true
        snapshot.fraction = 1
        snapshot.recordCount = 2_864
        snapshot.consumers = ["archiver": 2_864]
        snapshot.alertCount = 27
        snapshot.notes = ["Look around:", "  events   http://127.0.0.1:8080/v1/events"]
        snapshot.append(try entry(alert: nil))
        return snapshot
    }

    private func lines(_ snapshot: RunSnapshot, width: Int, height: Int = 24) -> [String] {
        RunFrame(snapshot: snapshot, width: width, height: height, palette: Palette(isOn: false)).lines
    }

    @Test(arguments: [12, 40, 60, 80, 100, 200]) func noLineIsLongerThanTheTerminal(width: Int) throws {
        let snapshot = try snapshot()
        let lines = lines(snapshot, width: width)
        #expect(lines.count == 23)
        // What happened keeps ten letters in any terminal.
        for line in [lines[0], lines[2]] + lines.suffix(2) { #expect(line.count <= width, "\(line)") }
        #expect(lines[0].contains("EXERCISE"))
    }

    @Test func eightyColumnsHoldEverythingButTheTitle() throws {
        let lines = lines(try snapshot(), width: 80)
        #expect(lines[0].contains("publisher ●  archiver ●  notifier ●  metrics ●"))
        #expect(lines.last?.hasSuffix("alerts 27  lag 0") == true)
        #expect(lines.last?.contains("100 %") == true)
    }

    @Test func notesStandBelowWhatHappenedWhileThereIsRoom() throws {
        var snapshot = try snapshot()
        #expect(lines(snapshot, width: 80)[19...20].first == "Look around:")
        for _ in 0..<16 { snapshot.append(try entry(alert: nil)) }
        #expect(!lines(snapshot, width: 80).contains("Look around:"))
    }

    @Test func saysWhichServiceHasEndedHowAndWhereItsLogIs() throws {
        var snapshot = try snapshot()
        let failure = RunServiceFailure(
            words: "the metrics ended by itself with exit code 1",
            reason: "no space\nfor a file " + String(repeating: "long ", count: 30),
            log: "/srv/logs/metrics.log",
            processExit: .failure
        )
        snapshot.outages["metrics"] = .init(failure: failure, next: "starts again in 5 s")
        snapshot.fault = "the disk is full"
        let lines = lines(snapshot, width: 80)
        #expect(lines.count == 23)
        #expect(lines.allSatisfy { $0.count <= 80 })
        let foot = Array(lines.suffix(4))
        #expect(
            foot[0].hasPrefix("! the metrics ended by itself with exit code 1, starts again in 5 s: no space")
        )
        #expect(Array(foot[1...2]) == ["  its log is /srv/logs/metrics.log", "! the disk is full"])
    }

    @Test(arguments: [
        ("/home/u/data/archive.sqlite", "~/data/archive.sqlite"),
        ("/home/u2/data", "/home/u2/data"),
        ("/home/u/my data", "'/home/u/my data'"),
        ("/srv/it's", #"'/srv/it'\''s'"#),
        ("data", "data"),
    ])
    func pathsCanBeCopiedIntoAShell(path: String, word: String) {
        #expect(ShellWord.path(FilePath(path), home: "/home/u") == word)
    }
}
