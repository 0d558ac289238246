"""Writes the Swift tables, vocabularies and commands from a descriptor set with source information.

Usage: generate-schema-tables.py DESCRIPTOR_SET SCHEMA_DIRECTORY COMMAND_DIRECTORY
"""

import json
import re
import sys
from pathlib import Path

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

PACKAGE = "scenewire.v1"
HEADER = """// swift-format-ignore-file
// Written by scripts/generate-schema from Sources/EventSchema/Protos; do not edit.

"""
SWIFT_KEYWORDS = {"in", "case", "class", "default", "for", "is", "as", "self", "switch", "where"}
Field = descriptor_pb2.FieldDescriptorProto
KINDS = {
    Field.TYPE_STRING: "text",
    Field.TYPE_BOOL: "bool",
    Field.TYPE_UINT32: "uint32",
    Field.TYPE_UINT64: "uint64",
    Field.TYPE_INT32: "int32",
    Field.TYPE_DOUBLE: "double",
    Field.TYPE_MESSAGE: "message",
}
# The command line's groups of event types, by the payload's field number.
GROUPS = {
    100: "Lifecycle",
    110: "Command And Resource",
    120: "Containment And Public Protection",
    130: "Subject, Hostage And Harm",
    140: "Negotiation",
    150: "Tactical And Force",
    160: "Resolution",
    170: "Record Keeping",
    200: "System",
}
# The command line's short forms of the commonest types.
SHORT_FORMS = {
    "incident.declared": "declare",
    "incident.phase.changed": "phase",
    "incident.closed": "close",
    "decision.recorded": "decision",
    "resource.requested": "request",
    "resource.status.changed": "unit",
    "perimeter.changed": "perimeter",
    "subject.observed": "sighting",
    "hostage.reported": "hostages",
    "hostage.released": "released",
    "injury.reported": "injury",
    "shots.fired": "shots",
    "negotiation.contact.attempted": "attempt",
    "negotiation.contact.established": "contact",
    "negotiation.contact.lost": "lost",
    "demand.made": "demand",
    "deadline.set": "deadline",
    "deadline.resolved": "resolved",
    "subject.surrendered": "surrender",
    "subject.incustody": "custody",
    "log.entry": "note",
    "record.corrected": "correct",
    "record.retracted": "retract",
}
# A required text that may be this long is what the type says, and stands on the command line without a flag.
STORY_LENGTH = 4000


class Options:
    """Reads the schema's own options, which the descriptor set holds as unknown fields."""

    def __init__(self, files):
        self.pool = descriptor_pool.DescriptorPool()
        for file in files:
            self.pool.Add(file)

    def read(self, target, kind, extension):
        descriptor = self.pool.FindMessageTypeByName(f"google.protobuf.{kind}")
        message = message_factory.GetMessageClass(descriptor)()
        message.ParseFromString(target.options.SerializeToString())
        return message.Extensions[self.pool.FindExtensionByName(f"{PACKAGE}.{extension}")]


def comments(file):
    """Maps a declaration's path in the file to the comment before it, as one paragraph."""
    found = {}
    for location in file.source_code_info.location:
        if location.leading_comments:
            found[tuple(location.path)] = " ".join(location.leading_comments.split())
    return found


def swift(text):
    return json.dumps(text, ensure_ascii=False)


def number(value):
    return repr(int(value)) if float(value).is_integer() else repr(value)


def lower_first(name):
    return name[0].lower() + name[1:]


def case_name(word):
    parts = [part for part in re.split(r"[^A-Za-z0-9]+", word) if part]
    parts = [part.lower() if part.upper() == part else part for part in parts]
    name = lower_first(parts[0]) + "".join(part[0].upper() + part[1:] for part in parts[1:])
    return f"`{name}`" if name in SWIFT_KEYWORDS else name


def open_vocabulary(vocabulary):
    # The word "other" itself is kept like any word that has no case, so that there is one case of that name.
    cases = [(case_name(word), word) for word in vocabulary.words if word.lower() != "other"]
    lines = [f"/// {vocabulary.doc}", f"public enum {vocabulary.name}: Vocabulary {{"]
    for name, word in cases:
        lines += [f"    /// The word `{word}`.", f"    case {name}"]
    lines += ["    /// Any other word, kept as it came.", "    case other(String)", ""]
    lines += ["    /// The case for a word; one without a case of its own is kept."]
    lines += ["    public init(_ word: String) {"]
    lines += ["        self =", "            switch word {"]
    lines += [f"            case {swift(word)}: .{name}" for name, word in cases]
    lines += ["            default: .other(word)", "            }", "    }", ""]
    lines += ["    /// The word as it travels.", "    public var word: String {", "        switch self {"]
    lines += [f"        case .{name}: {swift(word)}" for name, word in cases]
    lines += ["        case .other(let word): word", "        }", "    }", ""]
    known = [
        f".other({swift(word)})" if word.lower() == "other" else f".{case_name(word)}"
        for word in vocabulary.words
    ]
    lines += ["    /// The words that the schema defines, in its order."]
    lines += ["    public static var known: [Self] {", f"        [{', '.join(known)}]", "    }", "}", ""]
    return lines


def closed_vocabulary(vocabulary):
    lines = [f"/// {vocabulary.doc}", "///", "/// Closed: an event with another word is refused."]
    lines += [f"public enum {vocabulary.name}: String, CaseIterable, Vocabulary {{"]
    for word in vocabulary.words:
        lines += [f"    /// The word `{word}`.", f"    case {case_name(word)} = {swift(word)}"]
    lines += ["", "    /// The case for a word, `nil` when the schema does not define it."]
    lines += ["    public init?(_ word: String) {", "        self.init(rawValue: word)", "    }", ""]
    lines += ["    /// The word as it travels.", "    public var word: String { rawValue }", ""]
    lines += ["    /// The words that the schema defines, in its order."]
    lines += ["    public static var known: [Self] { allCases }", "}", ""]
    return lines


def field_line(options, field, doc):
    rule = options.read(field, "FieldOptions", "valid")
    kind = KINDS[field.type] if field.type in KINDS else None
    message = None
    if field.type == Field.TYPE_MESSAGE:
        message = field.type_name.rsplit(".", 1)[1]
        if message == "Timestamp":
            kind, message = "timestamp", None
    if field.type == Field.TYPE_BYTES or rule.json:
        kind = "id" if rule.id else "json" if rule.json else None
    if kind is None:
        sys.exit(f"{field.name}: a type that the tables do not know")
    parts = [f"number: {field.number}", f"name: {swift(field.name)}", f"jsonName: {swift(field.json_name)}"]
    parts.append(f"kind: .{kind}")
    if message:
        parts.append(f"message: {swift(message)}")
    if field.label == Field.LABEL_REPEATED:
        parts.append("isRepeated: true")
    if rule.required:
        parts.append("isRequired: true")
    if rule.vocabulary:
        parts.append(f"vocabulary: {swift(rule.vocabulary)}")
    if rule.HasField("min"):
        parts.append(f"minimum: {number(rule.min)}")
    if rule.HasField("max"):
        parts.append(f"maximum: {number(rule.max)}")
    if rule.max_length:
        parts.append(f"lengthMax: {rule.max_length}")
    if rule.pattern:
        parts.append(f"pattern: .{rule.pattern}")
    if rule.attribute:
        parts.append(f"attribute: {swift(rule.attribute)}")
    if rule.in_data:
        parts.append("isInData: true")
    if not doc:
        sys.exit(f"{field.name}: a field without a comment")
    parts.append(f"doc: {swift(doc)}")
    return f"            FieldDescription({', '.join(parts)}),"


def tables(options, files):
    messages, events, names = [], [], []
    for file in files:
        docs = comments(file)
        for index, message in enumerate(file.message_type):
            names.append(message.name)
            lines = [f"    private static let {lower_first(message.name)} = MessageDescription("]
            lines += [f"        name: {swift(message.name)},", f"        doc: {swift(docs[(4, index)])},"]
            lines += ["        fields: ["]
            for position, field in sorted(enumerate(message.field), key=lambda entry: entry[1].number):
                if field.HasField("oneof_index") and not field.proto3_optional:
                    continue
                lines.append(field_line(options, field, docs.get((4, index, 2, position))))
            messages += lines + ["        ]", "    )", ""]
    payloads = {m.name: (m, comments(f)[(4, i)]) for f in files for i, m in enumerate(f.message_type)}
    event = payloads["Event"][0]
    for field in event.field:
        if not field.HasField("oneof_index") or field.proto3_optional:
            continue
        payload, doc = payloads[field.type_name.rsplit(".", 1)[1]]
        rule = options.read(payload, "MessageOptions", "event")
        parts = [f"type: {swift(field.name.replace('_', '.'))}", f"payload: {swift(payload.name)}"]
        parts += [f"number: {field.number}", f"category: .{'system' if rule.system else 'authored'}"]
        parts += [f"severity: .{rule.severity.lower()}"]
        parts += ["trend: .byPayload" if rule.trend == "payload" else f"trend: .fixed(.{rule.trend})"]
        parts += [f"requires: [{', '.join(swift(name) for name in rule.requires)}]", f"doc: {swift(doc)}"]
        events.append(f"        EventDescription({', '.join(parts)}),")
    return messages, events, names


def kebab(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


def command_property(message, field, name, flag):
    """The lines of one property; what is required is asked for later, everything that is missing at once."""
    place = f"{swift(message)}, {swift(field.json_name)}"
    swift_name = f"`{name}`" if name in SWIFT_KEYWORDS else name
    is_repeated = field.label == Field.LABEL_REPEATED
    if field.type == Field.TYPE_BOOL:
        wrapper = f"@Flag(name: .customLong({swift(flag)}), inversion: .prefixedNo, help: FlagHelp.help({place}))"
        kind = "Bool?"
    else:
        # Such values may begin with a minus sign.
        is_signed = field.type in {Field.TYPE_INT32, Field.TYPE_DOUBLE} or field.type_name.endswith(".Timestamp")
        parsing = "parsing: .unconditional, " if is_signed else ""
        wrapper = (
            f"@Option(name: .customLong({swift(flag)}), {parsing}help: FlagHelp.help({place}), "
            f"completion: FlagHelp.completion({place}))"
        )
        kind = "[String]" if is_repeated else "String?"
    default = " = []" if is_repeated else ""
    return [f"    {wrapper}", f"    var {swift_name}: {kind}{default}"]


def command_input(message, field, flag, member, in_data, swift_name):
    """What hands on what one property was given."""
    case = (
        "truth" if field.type == Field.TYPE_BOOL
        else "texts" if field.label == Field.LABEL_REPEATED
        else "text"
    )
    return (
        f"            FlagInput({swift(message)}, {swift(field.json_name)}, flag: {swift(flag)}, "
        f"member: {swift(member)}, isInData: {'true' if in_data else 'false'}, .{case}({swift_name})),"
    )


def envelope_command(options, messages):
    lines = ["/// Flags for the envelope, which all types share.", "struct EnvelopeOptions: ParsableArguments {"]
    given = []
    for field in messages["Event"].field:
        rule = options.read(field, "FieldOptions", "valid")
        is_payload = field.HasField("oneof_index") and not field.proto3_optional
        if is_payload or field.name == "type" or not (rule.attribute or rule.in_data):
            continue
        message = field.type_name.rsplit(".", 1)[-1]
        if message in {"Author", "ClockQuality"}:
            for part in messages[message].field:
                name = field.json_name + part.json_name[0].upper() + part.json_name[1:]
                lines += command_property(message, part, name, kebab(name))
                given.append((message, part, name, rule.attribute + part.json_name.lower(), False))
        else:
            lines += command_property("Event", field, field.json_name, kebab(field.json_name))
            given.append(("Event", field, field.json_name, rule.attribute or field.json_name, rule.in_data))
    lines += ["", "    /// What was given, with the attribute or the member of `data` that it stands for."]
    lines += ["    var inputs: [FlagInput] {", "        ["]
    for message, field, name, member, in_data in given:
        lines.append(command_input(message, field, kebab(name), member, in_data, name))
    lines += ["        ]", "    }", "}", ""]
    return lines, {kebab(name) for _, _, name, _, _ in given} | PUBLISHING_FLAGS


# Flags that say how an event is published; FlagHelp has them as well.
PUBLISHING_FLAGS = {"dry-run", "force", "outbox", "played-at", "profile", "requests", "results", "timeout"}


def event_command(options, type_name, payload, taken):
    story = next(
        (f for f in payload.field if (r := options.read(f, "FieldOptions", "valid")).required
         and r.max_length >= STORY_LENGTH), None
    )
    short = SHORT_FORMS.get(type_name)
    aliases = f", short: {swift(short)}" if short else ""
    lines = [f"/// `scenewire publish {type_name}`.", f"struct Publish{payload.name}: EventCommand {{"]
    lines += [f"    static let configuration = FlagHelp.configuration({swift(type_name)}{aliases})"]
    lines += [f"    static let type = {swift(type_name)}", "", "    struct Payload: ParsableArguments {"]
    inputs = []
    for field in sorted(payload.field, key=lambda field: field.number):
        name, flag = field.json_name, kebab(field.json_name)
        swift_name = f"`{name}`" if name in SWIFT_KEYWORDS else name
        if flag in taken:
            flag = kebab(payload.name).split("-")[0] + "-" + flag
        if field is story:
            inputs.append(command_input(payload.name, field, f"<{flag}>", name, True, "words"))
        else:
            lines += ["    " + line for line in command_property(payload.name, field, name, flag)]
            inputs.append(command_input(payload.name, field, flag, name, True, f"payload.{swift_name}"))
    place = swift("Event" if story is None else payload.name)
    place += ", " + swift("narrative" if story is None else story.json_name)
    lines += ["    }", "", f"    @Argument(help: FlagHelp.help({place})) var words: String?"]
    lines += ['    @OptionGroup(title: "What Happened") var payload: Payload']
    lines += ['    @OptionGroup(title: "Envelope") var envelope: EnvelopeOptions']
    lines += ['    @OptionGroup(title: "Publishing") var publishing: EventPublishing', ""]
    lines += [f"    var narrative: String? {{ {'words' if story is None else 'nil'} }}"]
    lines += ["    var inputs: [FlagInput] {", "        ["] + inputs + ["        ]", "    }"]
    return lines + ["}", ""]


def commands(options, files):
    messages = {message.name: message for file in files for message in file.message_type}
    lines, taken = envelope_command(options, messages)
    groups = {}
    for field in messages["Event"].field:
        if not field.HasField("oneof_index") or field.proto3_optional:
            continue
        payload = messages[field.type_name.rsplit(".", 1)[1]]
        lines += event_command(options, field.name.replace("_", "."), payload, taken)
        group = GROUPS[max(start for start in GROUPS if start <= field.number)]
        groups.setdefault(group, []).append(f"Publish{payload.name}.self")
    lines += ["extension PublishGroup {", "    /// A command for every event type of the schema."]
    lines += ["    static let eventCommands: [CommandGroup] = ["]
    for name, members in groups.items():
        lines.append(f"        CommandGroup(name: {swift(name)}, subcommands: [{', '.join(members)}]),")
    return lines + ["    ]", "}", ""]


def main():
    descriptor_set = descriptor_pb2.FileDescriptorSet.FromString(Path(sys.argv[1]).read_bytes())
    output, command_output = Path(sys.argv[2]), Path(sys.argv[3])
    options = Options(descriptor_set.file)
    order = ["event", "types", "payloads"]
    by_name = {file.name: file for file in descriptor_set.file}
    files = [by_name[f"scenewire/v1/{name}.proto"] for name in order]

    vocabularies = [v for file in files for v in options.read(file, "FileOptions", "vocabulary")]
    lines = []
    for vocabulary in vocabularies:
        lines += closed_vocabulary(vocabulary) if vocabulary.closed else open_vocabulary(vocabulary)
    (output / "Vocabularies.generated.swift").write_text(HEADER + "\n".join(lines))

    messages, events, names = tables(options, files)
    lines = ["extension SchemaTable {"]
    lines += ["    /// Every vocabulary that a field may name."]
    lines += ["    public static let vocabularies: [VocabularyDescription] = ["]
    for v in vocabularies:
        words = ", ".join(swift(word) for word in v.words)
        closed = "true" if v.closed else "false"
        lines += [
            f"        VocabularyDescription(name: {swift(v.name)}, isClosed: {closed}, words: [{words}], "
            f"doc: {swift(v.doc)}),"
        ]
    lines += ["    ]", "", "    /// Every event type, in the order of its payload's field number."]
    lines += ["    public static let events: [EventDescription] = ["] + events + ["    ]", ""]
    lines += ["    /// Every message, the envelope first; its payload is described by ``events``."]
    lines += ["    public static let messages: [MessageDescription] = ["]
    lines += [f"        {lower_first(name)}," for name in names] + ["    ]", ""]
    lines += messages[:-1] + ["}", ""]
    (output / "SchemaTable.generated.swift").write_text(HEADER + "\n".join(lines))

    lines = ["import ArgumentParser", ""] + commands(options, files)
    (command_output / "EventCommands.generated.swift").write_text(HEADER + "\n".join(lines))


main()
