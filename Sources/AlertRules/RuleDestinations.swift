import Yams

/// The destinations of a file of rules.
extension RuleParser {
    mutating func readDestinations(_ node: Node?) -> [Destination] {
        guard let node, node.null == nil else { return [] }
        guard let items = items(node, "destinations", countMax: Destination.countMax) else { return [] }
        var names: Set = [Destination.log]
        return items.enumerated().compactMap { index, item in
            let path = "destinations[\(index)]"
            guard let destination = readDestination(item, path) else { return nil }
            guard names.insert(destination.name).inserted else {
                note(
                    item,
                    "\(path).name",
                    "\(quoted(destination.name)) stands for another destination already"
                )
                return nil
            }
            return destination
        }
    }

    private mutating func readDestination(_ node: Node, _ path: String) -> Destination? {
        let known = ["name", "kind", "exercises", "url", "secret_file", "command", "time_limit"]
        guard let keys = members(node, path, allowed: known) else { return nil }
        let name = name(keys["name"], node, "\(path).name")
        let takesExercises = flag(keys["exercises"], "\(path).exercises") ?? false
        let kind = keys["kind"].flatMap { word($0, "\(path).kind") }
        let channel: Destination.Channel?
        switch kind {
        case "webhook":
            refuse(["command", "time_limit"], in: keys, path, "belongs to kind: command")
            channel = readWebhook(keys, node, path)
        case "alertmanager":
            refuse(["command", "time_limit"], in: keys, path, "belongs to kind: command")
            refuse(["secret_file"], in: keys, path, "belongs to kind: webhook")
            channel = readURL(keys, node, path).map { .alertmanager(url: $0) }
        case "command":
            refuse(["url", "secret_file"], in: keys, path, "belongs to other kinds")
            channel = readCommand(keys, node, path)
        default:
            note(keys["kind"] ?? node, "\(path).kind", "allowed: webhook, command, alertmanager")
            channel = nil
        }
        guard let name, let channel else { return nil }
        return Destination(name: name, channel: channel, takesExercises: takesExercises)
    }

    private mutating func readWebhook(
        _ keys: [String: Node],
        _ node: Node,
        _ path: String
    ) -> Destination.Channel? {
        let url = readURL(keys, node, path)
        let secret = words(keys["secret_file"], node, "\(path).secret_file", lengthMax: 4_096)
        guard let url, let secret else { return nil }
        return .webhook(url: url, secretFile: secret)
    }

    private mutating func readURL(_ keys: [String: Node], _ node: Node, _ path: String) -> String? {
        guard let url = words(keys["url"], node, "\(path).url", lengthMax: 2_000) else { return nil }
        guard Self.isAllowed(url) else {
            note(
                keys["url"],
                "\(path).url",
                "allowed: https://…, or http:// on this machine's loopback address"
            )
            return nil
        }
        return url
    }

    /// Beyond this machine nothing leaves without TLS.
    private static func isAllowed(_ url: String) -> Bool {
        guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return false }
        let host = { (prefix: String) in
            url.dropFirst(prefix.count).prefix { !"/?#".contains($0) }
        }
        if url.hasPrefix("https://") { return !host("https://").isEmpty }
        guard url.hasPrefix("http://") else { return false }
        let authority = host("http://")
        let name =
            authority.hasPrefix("[")
            ? authority.prefix { $0 != "]" }.dropFirst() : authority.prefix { $0 != ":" }
        return name == "127.0.0.1" || name == "::1" || name == "localhost"
    }

    private mutating func readCommand(
        _ keys: [String: Node],
        _ node: Node,
        _ path: String
    ) -> Destination.Channel? {
        let words = list(keys["command"], "\(path).command")
        guard let program = words.first, program.hasPrefix("/") else {
            note(
                keys["command"] ?? node,
                "\(path).command",
                "allowed: a list, first the program's whole path"
            )
            return nil
        }
        let range = 1...Destination.commandSecondsMax
        let limit = keys["time_limit"].map { span($0, "\(path).time_limit", in: range) } ?? Span(seconds: 10)
        guard let limit else { return nil }
        return .command(words, timeLimitSeconds: limit.seconds)
    }
}
