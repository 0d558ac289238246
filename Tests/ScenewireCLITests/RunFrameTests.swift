import EventSchema
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
}
