import Switchboard
import SwitchboardCore

extension Plan {
    /// The plan for a reader: the numbers, what they are made of, and what stays in doubt.
    var text: String {
        let parts = [heading, moves, losses, refusals, questions, notes.joined(separator: "\n")]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private var heading: String {
        let span = report.span.map { ", \($0.lowerBound.inTable) to \($0.upperBound.inTable) UTC" } ?? ""
        let title = "\(file), version \(replay.version): \(report.count) actions\(span)"
        let numbers = [
            "stay         \(report.staying)", "move         \(report.moving)", "nobody       \(report.refused)",
            "cannot tell  \(report.undecided)",
        ]
        return ([Ink.bold.text(title.printable, on: .output)] + numbers).joined(separator: "\n")
    }

    private var moves: String {
        guard !report.moves.isEmpty else { return "" }
        var table = TextTable(.whole("MOVE"), "ACTION", "FROM", "TO", .whole("FOR EXAMPLE"))
        for (move, tally) in report.orderedMoves {
            table.add(tally, move.action, move.from.names, move.to.names)
        }
        return table.text
    }

    private var losses: String {
        guard !report.losses.isEmpty else { return "" }
        var table = TextTable(.whole("LOSE"), "ACTION", "AT", "FIELDS", .whole("FOR EXAMPLE"))
        for (loss, tally) in report.orderedLosses {
            let before = loss.isNew ? "" : " (as before)"
            table.add(tally, loss.action, loss.provider, loss.fields.joined(separator: ", ") + before)
        }
        return table.text
    }

    private var refusals: String {
        guard !report.refusals.isEmpty else { return "" }
        var table = TextTable(.whole("NOBODY"), "ACTION", "FROM", "WHY", .whole("FOR EXAMPLE"))
        for (refusal, tally) in report.orderedRefusals {
            table.add(tally, refusal.action, refusal.from.names, "\(refusal.kind.rawValue): \(refusal.reason)")
        }
        return table.text
    }

    private var questions: String {
        guard !report.questions.isEmpty else { return "" }
        var table = TextTable(.whole("CANNOT TELL"), "ACTION", "", "WHY", .whole("FOR EXAMPLE"))
        for (question, tally) in report.orderedQuestions {
            table.add(tally, question.action, "", question.doubt.inWords)
        }
        return table.text
    }

    /// What is true of the plan as a whole.
    var notes: [String] {
        var notes: [String] = []
        if !replay.assumed.isEmpty {
            let names = replay.assumed.joined(separator: ", ")
            notes.append("counted as configured, although the credentials are not on this machine: \(names)")
        }
        if report.callersChoices > 0 {
            notes.append(
                "went where the caller said, and would again whatever the routes say: \(report.callersChoices)"
            )
        }
        if report.perhapsBound > 0 {
            notes.append(
                """
                move, or meet a route that asks several, and concern somebody: \(report.perhapsBound); where that was by \
                contact_id, which the log does not tell, the new provider does not know the id, or the route refuses it
                """
            )
        }
        if replay.isGuarded {
            notes.append("the file has a guard; whom it would stop the log does not tell, since it holds no addresses")
        }
        return notes.map { "note: \($0)".printable }
    }
}

extension TextTable {
    fileprivate mutating func add(_ tally: RouteReplayReport.Tally, _ cells: String...) {
        add(String(tally.count), cells[0], cells[1], cells[2], "\(tally.example)")
    }
}

extension [String] {
    /// Instances in a cell.
    fileprivate var names: String { isEmpty ? "nobody" : joined(separator: " + ") }
}

extension RouteReplayReport {
    var orderedMoves: [(key: Move, tally: Tally)] { moves.sortedByCount { "\($0.action) \($0.from) \($0.to)" } }
    var orderedLosses: [(key: Loss, tally: Tally)] { losses.sortedByCount { "\($0)" } }
    var orderedRefusals: [(key: Refusal, tally: Tally)] { refusals.sortedByCount { "\($0)" } }
    var orderedQuestions: [(key: Question, tally: Tally)] { questions.sortedByCount { "\($0)" } }
}

extension RouteReplay.Doubt {
    /// The doubt in plain words.
    var inWords: String {
        switch self {
        case .unknownAction: "no provider here knows the action"
        case .neverRouted: "it ended before it was routed"
        case .fieldsNotKept: "a rule asks for fields, and it ended before they were recorded"
        case .fieldsNotVisible(let fields):
            "it depends on whether \(fields.joined(separator: ", ")) was given, which the log never keeps"
        case .severalPeople: "it concerned several people, and the log does not tell whom it named first"
        }
    }

    /// The doubt as programs see it.
    var code: String {
        switch self {
        case .unknownAction: "unknown_action"
        case .neverRouted: "never_routed"
        case .fieldsNotKept: "fields_not_kept"
        case .fieldsNotVisible: "fields_not_visible"
        case .severalPeople: "several_people"
        }
    }
}
