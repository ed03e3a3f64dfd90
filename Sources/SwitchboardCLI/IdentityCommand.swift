import ArgumentParser
import AuditStore
import SwitchboardCore

/// Looks after what is remembered of who people are at the providers.
struct IdentityCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identity",
        abstract: "Shows, checks and forgets what is remembered of who people are at the providers.",
        discussion: """
            A person who was looked up once is addressed by the provider's own id from then on, until identity.maximumAge \
            is over. All processes that use the audit log's folder share what is remembered.

            Examples:
              switchboard identity show --email ada@example.com
              switchboard identity check --user-id u-7
              switchboard identity forget --provider intercom
            """,
        subcommands: [IdentityShowCommand.self, IdentityCheckCommand.self, IdentityForgetCommand.self]
    )
}

/// Shows what is remembered of a person.
struct IdentityShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows who a person is at which provider, by which id that is known, and since when.",
        discussion: """
            It asks nobody but the file, and leaves an entry in the audit log.

            Examples:
              switchboard identity show --email ada@example.com
              switchboard identity show --user-id u-7 --provider intercom --format json
            """
    )

    @OptionGroup var person: PersonOptions

    @Option(help: "At this provider instance only.", completion: CommandCompletion.providers)
    var provider: String?

    @Option(help: "How to print the list.")
    var format: ProvidersCommand.Format = .text

    @OptionGroup var audit: AuditOptions

    func validate() throws { try person.requireOne() }

    func run() async throws {
        let desk = try IdentityDesk(audit.configuration())
        let entries = try await desk.entries(of: person.person, at: provider)
        if !entries.isEmpty { try await desk.record("identity.show", about: person.person, at: provider) }
        switch format {
        case .json: try Output.json(["identities": .array(entries.map { .object(desk.json(of: $0)) })])
        case .text: try Output.text(entries.isEmpty ? "nothing is remembered" : table(of: entries, desk))
        }
    }

    private func table(of entries: [IdentityDesk.Entry], _ desk: IdentityDesk) -> String {
        var table = TextTable(
            .whole("PROVIDER"),
            .whole("KNOWN BY"),
            .whole("ID"),
            "ROLE",
            .whole("SINCE (UTC)"),
            .whole("UNTIL (UTC)")
        )
        for entry in entries {
            table.add(
                entry.instance,
                entry.knownBy,
                entry.identity.id,
                entry.identity.role ?? "",
                entry.learntAt.inTable,
                desk.end(of: entry).inTable
            )
        }
        return table.text
    }
}

/// Asks the providers whether what is remembered still holds.
struct IdentityCheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Asks the providers anew who a person is, and forgets what is no longer so.",
        discussion: """
            Each entry costs a contact.get, which the audit log tells of: same, changed (another contact has the id now), \
            gone (nobody has it, or several), or failed where there was no answer, in which case nothing is forgotten and \
            the exit status is 1.

            Examples:
              switchboard identity check --email ada@example.com
              switchboard identity check --user-id u-7 --provider intercom --format json
            """
    )

    @OptionGroup var person: PersonOptions

    @Option(help: "At this provider instance only.", completion: CommandCompletion.providers)
    var provider: String?

    @Option(help: "How to print the result.")
    var format: ProvidersCommand.Format = .text

    @OptionGroup var audit: AuditOptions
    @OptionGroup var log: LogOptions

    func validate() throws { try person.requireOne() }

    func run() async throws {
        let desk = try IdentityDesk(audit.configuration())
        let entries = try await desk.entries(of: person.person, at: provider)
        let checks = try await desk.check(entries, log.logger())
        switch format {
        case .json: try Output.json(["identities": .array(checks.map { .object(json(of: $0, desk)) })])
        case .text: try Output.text(checks.isEmpty ? "nothing is remembered" : table(of: checks))
        }
        if checks.contains(where: { $0.verdict == .failed }) { throw ExitStatus.failed.code }
    }

    private func json(of check: IdentityDesk.Check, _ desk: IdentityDesk) -> [String: JSONValue] {
        var json = desk.json(of: check.entry)
        json["verdict"] = .string(check.verdict.rawValue)
        json["found"] = check.found.map(JSONValue.string)
        json["error"] = (check.failure?.message).map(JSONValue.string)
        return json
    }

    private func table(of checks: [IdentityDesk.Check]) -> String {
        var table = TextTable(.whole("PROVIDER"), .whole("KNOWN BY"), .whole("ID"), .whole("VERDICT"), "FOUND")
        for check in checks {
            table.add(
                check.entry.instance,
                check.entry.knownBy,
                check.entry.identity.id,
                check.verdict.rawValue,
                check.found ?? check.failure?.message ?? ""
            )
        }
        return table.text
    }
}

/// Forgets what is remembered of a person, or of everybody at a provider.
struct IdentityForgetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Forgets who a person is at the providers, or everybody at one of them.",
        discussion: """
            Nothing is lost: the next action looks the person up. The audit log has an entry before anything is forgotten.

            Examples:
              switchboard identity forget --email ada@example.com
              switchboard identity forget --user-id u-7 --provider intercom
              switchboard identity forget --provider zendesk
            """
    )

    @OptionGroup var person: PersonOptions

    @Option(
        help: "At this provider instance only; without a person, everybody.",
        completion: CommandCompletion.providers
    )
    var provider: String?

    @Option(help: "How to print what was done.")
    var format: ProvidersCommand.Format = .text

    @OptionGroup var audit: AuditOptions

    func validate() throws {
        if provider == nil { try person.requireOne(orElse: " or --provider") }
    }

    func run() async throws {
        let desk = try IdentityDesk(audit.configuration())
        let count = try await desk.forget(person.isEmpty ? nil : person.person, at: provider)
        switch format {
        case .json: try Output.json(["forgotten": .integer(Int64(count)), "audit": .string(desk.folder)])
        case .text:
            let entries = count == 1 ? "1 entry" : "\(count) entries"
            try Output.text((count == 0 ? "nothing is remembered" : "forgot \(entries) in \(desk.folder)").printable)
        }
    }
}
