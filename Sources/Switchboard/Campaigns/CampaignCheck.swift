import SwitchboardCore

/// What a look at all recipients has found, before anything is sent.
struct CampaignCheck {
    /// How many recipients are rows that can be read, with an address.
    private(set) var accepted = 0

    /// The rows that are none.
    private(set) var rejected = CampaignProblems()

    /// The recipients for whom no mail can be written.
    private(set) var unwritable = CampaignProblems()

    /// The first recipient for whom one can.
    private(set) var sample: CampaignRecipient?

    /// How many rows are looked at before others have their turn.
    private static let turn = 256

    /// Looks at all recipients and writes each mail once; keeps none.
    ///
    /// - Throws: Where the rows cannot be told from each other, or the task was cancelled.
    mutating func look(at rows: inout any RecipientRows, _ composer: MailComposer) async throws(Failure) {
        while let row = try rows.next() {
            note(row, composer)
            guard (accepted + rejected.count).isMultiple(of: Self.turn) else { continue }
            if Task.isCancelled { throw .cancelledBeforeSending }
            await Task.yield()
        }
    }

    /// Why nothing may be sent; `nil` where it may.
    var refusal: Failure? {
        if let first = unwritable.first.first {
            let others = unwritable.count > 1 ? "; so it is for \(unwritable.count - 1) more" : ""
            return .invalidInput(
                first.field ?? "",
                "\(first.problem), for the recipient on \(first.place)\(others); nothing was sent"
            )
        }
        guard accepted == 0 else { return nil }
        guard let first = rejected.first.first else {
            return .invalidInput("recipients", "names nobody; give at least one")
        }
        return .invalidInput(
            "recipients",
            "has nobody to send to; the first of \(rejected.count) bad rows, \(first.place): \(first.sentence)"
        )
    }

    private mutating func note(_ row: RecipientRow, _ composer: MailComposer) {
        switch row {
        case .bad(let problem): rejected.add(problem)
        case .recipient(let recipient, let place):
            accepted += 1
            do throws(CompositionProblem) {
                _ = try composer.mail(to: recipient)
                _ = try composer.message(to: recipient)
                if sample == nil { sample = recipient }
            } catch {
                unwritable.add(RecipientProblem(place, field: error.field, error.problem))
            }
        }
    }
}

extension RecipientProblem {
    /// The field and what is wrong with it, in one.
    public var sentence: String { field.map { "\($0) \(problem)" } ?? problem }
}
