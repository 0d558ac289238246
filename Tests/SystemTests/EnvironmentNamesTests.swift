import Testing

@testable import AlertNotifier
@testable import Archiver
@testable import MetricsAggregator
@testable import Publisher
@testable import ServiceRuntime

/// Every setting of every service is known to all of them.
@Suite struct EnvironmentNamesTests {
    private static let processes = [
        PublisherCommand.process, ArchiverCommand.process, MetricsCommand.process, NotifierCommand.process,
    ]

    @Test(arguments: processes.indices) func knowEverySetting(of index: Int) {
        let process = Self.processes[index]
        let keys = process.keysWithoutDefault.union(process.allDefaults.keys)
        #expect(!keys.isEmpty)
        for key in keys.sorted() {
            let name = SettingOrigin.environmentName(of: key)
            #expect(EnvironmentNames.all.contains(name), "\(name) of \(process.name)")
        }
        #expect(EnvironmentNames.all.contains(Settings.fileEnvironmentName))
    }
}
