import Switchboard
import SwitchboardCore

extension CampaignResult {
    /// The result for a reader: the counts, then everybody who needs a look.
    var text: String {
        let troubles = results.filter { $0.failure != nil }
        var parts = [summary]
        if let table = targeting.table { parts.append(table) }
        if !troubles.isEmpty { parts.append(Self.table(of: troubles)) }
        return parts.joined(separator: "\n\n")
    }

    /// How it ended and how often, in a few lines.
    var summary: String {
        let verdict = failure == nil ? "success" : count(.unknown) > 0 ? "unknown" : "failure"
        let word = Ink.outcome(verdict)?.text(status.rawValue, on: .output) ?? status.rawValue
        var lines = ["\(Ink.bold.text(campaign.name.printable, on: .output))  \(word)"]
        if let failure { lines.append("failure      \(failure.message.printable)") }
        lines.append("recipients   \(targeting.accepted + targeting.rejected.count), \(fates)")
        for (provider, counts) in delivery.providers.sorted(by: { $0.key < $1.key }) {
            lines.append("provider     \(provider.printable): \(Self.words(for: counts))")
        }
        if !delivery.messages.isEmpty { lines.append("messages     \(Self.words(for: delivery.messages))") }
        if let batchID = delivery.batchID, let sendAt = delivery.sendAt {
            lines.append("scheduled    \(sendAt), batch \(batchID.printable)")
        }
        lines.append("tracking     \(tracking.events.sentence.printable)")
        lines.append("correlation  \(campaign.correlationID.printable)")
        return lines.joined(separator: "\n")
    }

    private var fates: String {
        let bad = targeting.rejected.count > 0 ? ["\(targeting.rejected.count) bad"] : []
        let words = ([Self.words(for: counts)] + bad).filter { !$0.isEmpty }
        return words.isEmpty ? "none sent to" : words.joined(separator: ", ")
    }

    private static func words(for counts: [Fate: Int]) -> String {
        counts.sorted { $0.key.rawValue < $1.key.rawValue }
            .map { "\($0.value) \($0.key.rawValue.replacing("_", with: " "))" }.joined(separator: ", ")
    }

    private static func table(of results: [RecipientResult]) -> String {
        var table = TextTable(.whole("RECIPIENT"), .outcome("OUTCOME"), "ADDRESS", "WHY")
        for result in results {
            table.add(
                "\(result.place)",
                result.fate.rawValue,
                result.email,
                result.failure.map { "\($0.kind.rawValue): \($0.message)" } ?? ""
            )
        }
        return table.text
    }
}

extension CampaignResult.Targeting {
    /// The recipients that nothing could be sent to; `nil` where there are none.
    var table: String? {
        let problems = unwritable.first + rejected.first
        guard !problems.isEmpty else { return nil }
        var table = TextTable(.whole("RECIPIENT"), "PROBLEM")
        for problem in problems { table.add("\(problem.place)", problem.sentence) }
        let leftOut = unwritable.count + rejected.count - problems.count
        return leftOut > 0 ? "\(table.text)\nand \(leftOut) more" : table.text
    }
}

extension CampaignRehearsal {
    /// The rehearsal for a reader: how many, how many requests, and the first mail as it would go out.
    var text: String {
        let targeting = result.targeting
        var lines = ["\(Ink.bold.text(result.campaign.name.printable, on: .output))  dry run"]
        if let failure { lines.append("failure      \(failure.message.printable)") }
        lines.append("recipients   \(targeting.accepted) to send to, \(targeting.rejected.count) bad")
        if let names = result.personalization?.names, !names.isEmpty {
            lines.append("names        \(names.joined(separator: ", ").printable)")
        }
        lines.append("requests     at most \(requests): \(note)")
        if let sendAt = result.delivery.sendAt {
            lines.append("send at      \(sendAt), with a batch id to cancel it by")
        }
        let first = firstMail.map { "the first mail\n\($0.text)" }
        return [lines.joined(separator: "\n"), targeting.table, first].compactMap(\.self).joined(separator: "\n\n")
    }
}
