import CZeroMQ

/// Memory that libzmq has freed in many small pieces.
public enum FreedMemory {
    /// Gives it back to the system, which the allocator does not do by itself below what is still in use. It may
    /// take a while; any thread may call it.
    public static func giveBack() {
        malloc_trim(0)
    }
}
