/// The way through a JSON document to the array that a JSON pointer (RFC 6901) names.
///
/// Only the arrays and objects on this way are looked into; what else a document holds is passed over.
struct JSONArrayPath {
    /// An array or object on the way that has not ended.
    struct Container {
        let isObject: Bool
        /// How many steps of the pointer lead to it.
        let stepCount: Int
        /// How many elements of an array came before the one that is read.
        var index = 0
        /// Whether the member or element that the next step names was there.
        var wasFollowed = false
    }

    /// The pointer as it was written.
    let pointer: String
    private let steps: [String]
    /// From the document's own to the innermost.
    private(set) var containers: [Container] = []

    /// - Parameter pointer: Empty for the whole document, else a slash before each step.
    init(_ pointer: String) {
        precondition(Self.isPointer(pointer), "a JSON pointer is empty or begins with a slash")
        self.pointer = pointer
        steps = pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map { step in
            String(step.replacing("~1", with: "/").replacing("~0", with: "~"))
        }
    }

    static func isPointer(_ text: String) -> Bool {
        text.isEmpty || text.hasPrefix("/")
    }

    /// Whether the elements of the array are what comes.
    var isWithinTarget: Bool { containers.last.map { $0.stepCount == steps.count } ?? false }

    /// Whether members with names come, and no elements.
    var isWithinObject: Bool { containers.last?.isObject ?? false }

    /// Returns how many steps lead to the value that comes, `nil` when it is not on the way.
    ///
    /// - Parameter name: The member's name, where the value is in an object.
    func stepCount(ofMember name: String?) -> Int? {
        guard let container = containers.last else { return 0 }
        let step = container.isObject ? name : String(container.index)
        return !isWithinTarget && steps[container.stepCount] == step ? container.stepCount + 1 : nil
    }

    /// Notes that the value on the way was there, and says whether one was before.
    mutating func follow() -> Bool {
        guard let container = containers.last else { return false }
        containers[containers.count - 1].wasFollowed = true
        return container.wasFollowed
    }

    /// Whether a value to which so many steps lead must be the array.
    func isTarget(_ stepCount: Int) -> Bool { stepCount == steps.count }

    mutating func open(isObject: Bool, stepCount: Int) {
        containers.append(Container(isObject: isObject, stepCount: stepCount))
    }

    mutating func close() { _ = containers.popLast() }

    mutating func countElement() {
        if !containers.isEmpty { containers[containers.count - 1].index += 1 }
    }
}
