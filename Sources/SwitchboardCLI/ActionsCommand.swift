import ArgumentParser
import Switchboard
import SwitchboardCore

/// Lists what can be done, and by whom.
struct ActionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "actions",
        abstract: "Lists the actions, their fields and the providers that can do them.",
        discussion: """
            Examples:
              switchboard actions
              switchboard actions contact.note
              switchboard actions --format json
            """
    )

    @Argument(help: "Shows this action only, with all of its fields.", completion: CommandCompletion.actions)
    var action: String?

    @Option(help: "How to print the list.")
    var format: Format = .text

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case json, text
    }

    func run() throws {
        let catalog = ActionCatalog()
        var entries = catalog.entries
        if let action {
            let type = try catalog.action(named: action)
            entries = entries.filter { $0.action.name == type.name }
        }
        switch format {
        case .json: try Output.json(["actions": .array(entries.map(\.form))])
        case .text: try Output.text(action == nil ? summary(of: entries) : entries.map(\.details).joined())
        }
    }

    private func summary(of entries: [ActionCatalog.Entry]) -> String {
        var table = TextTable(.whole("ACTION"), "PROVIDERS", "WHAT IT DOES")
        for entry in entries {
            table.add(entry.action.name, entry.providers.joined(separator: ", "), entry.action.summary)
        }
        return table.text
    }
}

extension ActionCatalog.Entry {
    /// The entry as JSON.
    fileprivate var form: JSONValue {
        [
            "name": .string(action.name),
            "summary": .string(action.summary),
            "fields": .array(action.fields.map(\.form)),
            "providers": .array(providers.map { .string($0) }),
        ]
    }

    /// The entry for a reader: its summary and a table of its fields.
    fileprivate var details: String {
        var table = TextTable(.whole("FIELD"), "TYPE", "REQUIRED", "WHAT IT IS")
        for field in action.fields {
            table.add(field.name, "\(field.kind)", field.isRequired ? "yes" : "no", field.summary)
            for part in field.parts {
                table.add("  .\(part.name)", "\(part.kind)", part.isRequired ? "yes" : "no", part.summary)
            }
        }
        return "\(action.name): \(action.summary)\nProviders: \(providers.joined(separator: ", "))\n\n\(table.text)"
    }
}

extension Field.Kind {
    /// The fields inside, where there are some.
    fileprivate var parts: [Field] {
        switch self {
        case .object(_, let fields): fields
        case .abbreviated(let kind, _), .list(of: let kind), .map(of: let kind): kind.parts
        default: []
        }
    }
}

extension Field {
    /// The fields inside, where there are some.
    fileprivate var parts: [Field] {
        kind.parts
    }

    fileprivate var form: JSONValue {
        var form: [String: JSONValue] = [
            "name": .string(name),
            "type": .string("\(kind)"),
            "required": .bool(isRequired),
            "summary": .string(summary),
        ]
        if !parts.isEmpty { form["fields"] = .array(parts.map(\.form)) }
        return .object(form)
    }
}
