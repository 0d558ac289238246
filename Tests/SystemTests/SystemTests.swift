import Testing

/// Whole processes and what may happen to them. One test at a time: they share two cores, and each means
/// to use them.
///
/// Every random choice comes from a seed that the test prints; `SCENEWIRE_TEST_SEED` repeats a run as far
/// as the processes' own timing lets it. `SCENEWIRE_LONG_TESTS` adds the long ones.
@Suite(.serialized) enum SystemTests {}
