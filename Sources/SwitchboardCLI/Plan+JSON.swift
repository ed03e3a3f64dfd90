import Switchboard
import SwitchboardCore

extension Plan {
    /// The plan for programs.
    var json: JSONValue {
        var members: [String: JSONValue] = [
            "file": .string(file), "version": .string(replay.version), "actions": .integer(Int64(report.count)),
            "staying": .integer(Int64(report.staying)), "moving": .integer(Int64(report.moving)),
            "refused": .integer(Int64(report.refused)), "undecided": .integer(Int64(report.undecided)),
            "moves": .array(moves), "losses": .array(losses), "refusals": .array(refusals),
            "questions": .array(questions), "notes": .texts(notes.map { String($0.dropFirst("note: ".count)) }),
            "assumed_configured": .texts(replay.assumed), "callers_choices": .integer(Int64(report.callersChoices)),
            "perhaps_bound_to_provider": .integer(Int64(report.perhapsBound)), "guarded": .bool(replay.isGuarded),
        ]
        if let span = report.span {
            members["since"] = .string("\(span.lowerBound)")
            members["until"] = .string("\(span.upperBound)")
        }
        return .object(members)
    }

    private var moves: [JSONValue] {
        report.orderedMoves.map { move, tally in
            tally.json(["action": .string(move.action), "from": .texts(move.from), "to": .texts(move.to)])
        }
    }

    private var losses: [JSONValue] {
        report.orderedLosses.map { loss, tally in
            tally.json([
                "action": .string(loss.action), "provider": .string(loss.provider), "fields": .texts(loss.fields),
                "new": .bool(loss.isNew),
            ])
        }
    }

    private var refusals: [JSONValue] {
        report.orderedRefusals.map { refusal, tally in
            tally.json([
                "action": .string(refusal.action), "from": .texts(refusal.from),
                "error_kind": .string(refusal.kind.rawValue), "reason": .string(refusal.reason),
            ])
        }
    }

    private var questions: [JSONValue] {
        report.orderedQuestions.map { question, tally in
            tally.json([
                "action": .string(question.action), "doubt": .string(question.doubt.code),
                "in_words": .string(question.doubt.inWords),
            ])
        }
    }
}

extension RouteReplayReport.Tally {
    fileprivate func json(_ members: [String: JSONValue]) -> JSONValue {
        .object(members.merging(["count": .integer(Int64(count)), "example": .string("\(example)")]) { own, _ in own })
    }
}

extension JSONValue {
    fileprivate static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
