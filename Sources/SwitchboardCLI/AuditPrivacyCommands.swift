import ArgumentParser
import AuditStore
import Foundation
import Switchboard
import SwitchboardCore

/// Erases a person from the log.
struct AuditEraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Erases a person: destroys the key and the ids by which the log can tell who it was.",
        discussion: """
            The entries stay and the log still verifies; nobody can tell any more whom they were about, and no search finds \
            them by the person. It cannot be undone. Backups of keys.sqlite still know the person.

            Examples:
              switchboard audit erase --person ada@example.com --yes
            """
    )

    @Option(help: "An address, the platform's id or a provider's id; all ids known to be of the same person go too.")
    var person: String

    @Flag(help: "Erases; without it only says how much is known.")
    var yes = false

    @OptionGroup var audit: AuditOptions

    func run() async throws {
        let subjects = try audit.reader().subjects(of: person)
        guard yes else {
            let known = subjects.map(String.init).joined(separator: ", ")
            return try Output.text(
                subjects.isEmpty ? "the log knows nobody by this id" : "known as \(known); --yes erases"
            )
        }
        let log = try audit.configuration().audit.open()
        let erasure = try await log.erase(person, actor: AuditOptions.actor)
        await log.shutdown()
        try Output.text(
            erasure.subjects.isEmpty
                ? "the log knows nobody by this id"
                : "erased \(erasure.subjects.map(String.init).joined(separator: ", ")): \(erasure.ids) ids, "
                    + "\(erasure.identities) entries of the identity map"
        )
    }
}

/// Changes the master key.
struct AuditRotateKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate-key",
        abstract: "Changes the audit master key to the one in another file, which is made where it is missing.",
        discussion: """
            Stop every process that writes to the log before, and start them with the new key after: in \
            SWITCHBOARD_MASTER_KEY, or as audit.masterKeyFile. Either all of keys.sqlite is changed or nothing.

            Examples:
              switchboard audit rotate-key --new-key-file /run/secrets/new.key
            """
    )

    @Option(help: "The file of the new key.", completion: .file())
    var newKeyFile: String

    @OptionGroup var audit: AuditOptions

    func run() async throws {
        let time = TimeSource.system
        let next = try MasterKey.load(environment: nil, file: newKeyFile, random: time.random)
        var configuration = try audit.configuration()
        let rotation = try await configuration.audit.reader().rotate(to: next)
        (configuration.audit.masterKey, configuration.audit.masterKeyFile) = (nil, newKeyFile)
        let log = try configuration.audit.open()
        try await log.recordOperator(
            MasterKeyRotation.action,
            actor: AuditOptions.actor,
            detail: ["people": .integer(Int64(rotation.people)), "ids": .integer(Int64(rotation.ids))]
        )
        await log.shutdown()
        try Output.text(
            "\(rotation.people) people, \(rotation.ids) ids; from now on the key is the one in \(newKeyFile.printable)"
        )
    }
}

/// Settles an action of unknown fate.
struct AuditResolveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "Settles an action whose fate is unknown, after somebody has looked at the provider.",
        discussion: """
            Nothing that was written is changed: an entry of its own tells what was found, and by whom.

            Examples:
              switchboard audit resolve AUDIT_ID --as happened --note "it was sent"
              switchboard audit resolve AUDIT_ID --as not-happened --item 3
            """
    )

    @Argument(help: "The action's audit_id.")
    var id: AuditShowCommand.Identifier

    @Option(name: .customLong("as"), help: "What was found: happened or not-happened.")
    var verdict: Verdict

    @Option(help: "What was seen, in a few words without anybody's address.")
    var note = ""

    @Option(help: "The item of a batch, from 0.")
    var item: Int?

    @OptionGroup var audit: AuditOptions

    /// A verdict on the command line.
    enum Verdict: String, ExpressibleByArgument, CaseIterable {
        case happened
        case notHappened = "not-happened"
    }

    func run() async throws {
        // A log that is not there is none to be made for this.
        _ = try audit.reader()
        let log = try audit.configuration().audit.open()
        let source = Settlement.Source.operator(actor: AuditOptions.actor, note: note)
        let found: Settlement.Verdict = verdict == .happened ? .happened : .notHappened
        let isNew = try await log.settle(Settlement(of: id.id, item: item, found, by: source))
        await log.shutdown()
        try Output.text(isNew ? "settled: \(verdict.rawValue)" : "nothing to settle: its outcome is known")
    }
}
