import ArgumentParser
import AuditStore
import Foundation
import Switchboard
import SwitchboardCore

/// Holds the audit log against what its writers promise.
struct AuditVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks that nothing in the log was changed, taken out or put in after it was written.",
        discussion: """
            It walks through every entry: its hash, its number, its moment, the link from month to month, the checkpoints, \
            and that every outcome of a write has its intent. The keys and the witness of the configuration are used; \
            without a witness, or a signature by a key that the writer does not have any more, a rewrite of the whole log \
            cannot be seen. docs/audit.md has the form that is hashed.

            Exit status: 0 where the log is sound, 1 where it is not, 2 where it cannot be read.

            Examples:
              switchboard audit verify
              switchboard audit verify --audit /backup/audit --witness seen.jsonl
              switchboard audit verify --key BASE64 --format json
            """
    )

    @Option(help: "A public key that checkpoints may be signed with, in base64; may be given several times.")
    var key: [PublicKey] = []

    @Option(help: "The witness; over the configuration's audit.witness.", completion: .file())
    var witness: String?

    @Option(help: "How to print what was found.")
    var format: AuditFormat = .table

    @OptionGroup var audit: AuditOptions

    /// A public key on the command line.
    struct PublicKey: ExpressibleByArgument {
        let key: AuditPublicKey

        init?(argument: String) {
            guard let key = AuditPublicKey(base64: argument) else { return nil }
            self.key = key
        }
    }

    func run() async throws {
        let configuration = try audit.configuration()
        let entries = ActionCatalog(providers: builtInProviders).entries
        // An action of somebody else's may be a read, and a sound log must not be called unsound.
        let writes = Set(entries.filter { !$0.action.isRead }.map { $0.action.name })
        let verification: AuditVerification
        do {
            verification = try await configuration.audit.reader()
                .verify(
                    signedBy: key.isEmpty ? try configuration.audit.presentKeys() : key.map(\.key),
                    witness: witness ?? configuration.audit.witness,
                    isRead: { !writes.contains($0) }
                )
        } catch {
            Output.error("\(error)")
            throw ExitCode(2)
        }
        switch format {
        case .json: try Output.json(verification)
        case .table: try Output.text(text(verification))
        }
        if !verification.isSound { throw ExitCode(1) }
    }

    private func text(_ found: AuditVerification) -> String {
        var lines = [
            "entries      \(found.entries) in \(found.files) \(found.files == 1 ? "file" : "files")"
                + (found.entries > 0 ? ", \(found.firstSeq) to \(found.lastSeq)" : ""),
            "checkpoints  \(found.checkpoints), \(found.signatures) signatures checked, \(found.witnessed) witnessed",
            "last hash    \(found.lastHash.map { String(format: "%02x", $0) }.joined())",
        ]
        for problem in found.problems {
            let place = problem.seq.map { "\(problem.file), entry \($0)" } ?? problem.file
            lines.append("\(place.printable): \(problem.message.printable)")
        }
        let more = found.problemCount - found.problems.count
        if more > 0 { lines.append("and \(more) more") }
        let first = found.firstBadSeq.map { "; the first bad entry is \($0)" } ?? ""
        lines.append(found.isSound ? "sound" : "not sound: \(found.problemCount) problems\(first)")
        return lines.joined(separator: "\n")
    }
}

/// Prints the public key of the configuration's signing key.
struct AuditKeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Prints the public key with which an auditor checks the signatures of checkpoints.",
        discussion: """
            Examples:
              switchboard audit key
            """
    )

    @OptionGroup var audit: AuditOptions

    func run() async throws {
        guard let key = try audit.configuration().audit.signingKey() else {
            throw Failure(.notConfigured, effect: .none, "checkpoints are not signed; set audit.signingKeyFile")
        }
        try Output.text(key.publicKey.base64)
    }
}
