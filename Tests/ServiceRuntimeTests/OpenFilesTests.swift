import Glibc
import Testing

@testable import ServiceRuntime

@Suite struct OpenFilesTests {
    @Test func raisesTheLimitToWhatIsAllowed() throws {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        try #require(getrlimit(resource, &limit) == 0)
        let allowed = limit.rlim_max
        // Still enough for the test itself, and less than any system allows.
        limit.rlim_cur = min(512, allowed)
        try #require(setrlimit(resource, &limit) == 0)
        OpenFiles.raiseLimit()
        try #require(getrlimit(resource, &limit) == 0)
        #expect(limit.rlim_cur == allowed)
    }
}
