import EventJournal
import EventSchema

/// Writes what a fork did, for people or as one line of JSON.
struct JournalForkText {
    let fork: JournalFork

    var text: String {
        "stream       \(fork.stream)\n"
            + "forked from  stream \(fork.ancestor.stream), record \(fork.ancestor.sequence)\n"
    }

    var json: String {
        let object: JSONObject = [
            "stream": .string(fork.stream.description),
            "forkedFrom": .object([
                "stream": .string(fork.ancestor.stream.description),
                "sequence": .number("\(fork.ancestor.sequence)"),
            ]),
        ]
        return String(decoding: JSONValue.object(object).text, as: UTF8.self) + "\n"
    }
}
