import ArgumentParser
import AuditStore
import Switchboard
import SwitchboardCore

/// Which entries are meant; every condition given must hold.
struct AuditFilterOptions: ParsableArguments {
    @Option(help: "From this moment on: a time such as 2026-01-31T09:00:00Z, a day, or how long ago, such as 24h.")
    var since: Moment?

    @Option(help: "Before this moment.")
    var until: Moment?

    @Option(help: "About this person: an address, the platform's id or a provider's id.")
    var person: String?

    @Option(help: "Of this kind; may be given several times. operator and config tell who changed what.")
    var kind: [Kind] = []

    @Option(help: "Through this provider instance.", completion: CommandCompletion.providers)
    var provider: String?

    @Option(help: "This action only.", completion: CommandCompletion.actions)
    var action: String?

    @Option(help: "With this outcome: success, failure or unknown.")
    var outcome: Outcome?

    @Option(help: "With this error kind, such as rate_limited.")
    var error: ErrorKind?

    @Option(help: "Asked for by this actor.")
    var actor: String?

    @Option(help: "With this correlation id.")
    var correlation: String?

    @Option(help: "With this id of the provider's: a message id, a ticket id.")
    var ref: String?

    /// A kind of entries on the command line.
    struct Kind: ExpressibleByArgument {
        let kind: EntryKind

        init?(argument: String) {
            guard let kind = EntryKind(rawValue: argument) else { return nil }
            self.kind = kind
        }

        static var allValueStrings: [String] { EntryKind.allCases.map(\.rawValue) }
        static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
    }

    /// A verdict on the command line.
    enum Outcome: String, ExpressibleByArgument, CaseIterable {
        case success, failure, unknown
    }

    /// An error kind on the command line.
    struct ErrorKind: ExpressibleByArgument {
        let kind: Failure.Kind

        init?(argument: String) {
            guard let kind = Failure.Kind(rawValue: argument) else { return nil }
            self.kind = kind
        }

        static var allValueStrings: [String] { Failure.Kind.allCases.map(\.rawValue) }
        static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
    }

    /// What is looked for.
    var query: AuditQuery {
        var query = AuditQuery()
        query.since = since?.timestamp
        query.until = until?.timestamp
        query.person = person
        query.kinds = kind.map(\.kind.rawValue)
        query.provider = provider
        query.action = action
        query.outcome = outcome.flatMap { AuditOutcome.Verdict(rawValue: $0.rawValue) }
        query.errorKind = error?.kind
        query.actor = actor
        query.correlationID = correlation
        query.reference = ref
        return query
    }
}
