import Foundation

/// Random numbers that a printed seed brings back: SplitMix64.
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// A new seed, or the one that the environment asks for; printed, so that a failure can be repeated.
    static func announced(_ test: String = #function) -> SeededGenerator {
        let asked = ProcessInfo.processInfo.environment["SCENEWIRE_TEST_SEED"].flatMap { UInt64($0) }
        let seed = asked ?? UInt64.random(in: 1...1_000_000_000)
        print("\(test): seed=\(seed)")
        return SeededGenerator(seed: seed)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    /// A generator of its own for a part of the test.
    mutating func split() -> SeededGenerator { SeededGenerator(seed: next()) }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }
}
