/// Keys to look for: mostly one or two, which are found faster by comparing than by hashing.
struct ConditionKeys {
    private static let listCountMax = 8

    private let list: [AlertCondition.Key]
    private let set: Set<AlertCondition.Key>

    init(_ keys: some Sequence<AlertCondition.Key>) {
        list = Array(keys)
        set = list.count > Self.listCountMax ? Set(list) : []
    }

    func contains(_ key: AlertCondition.Key) -> Bool {
        list.count > Self.listCountMax ? set.contains(key) : list.contains(key)
    }
}
