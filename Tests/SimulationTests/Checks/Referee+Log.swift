import SwitchboardCore

/// What the audit log is asked to take, and takes.
extension Referee {
    /// A row.
    enum Row: Sendable {
        case intent
        case items([AuditItem])
        case outcome(AuditOutcome)
    }

    /// The log is asked to take a row.
    ///
    /// - Returns: The number of the call that it is about.
    func asked(_ row: Row, _ record: AuditRecord) -> Int {
        let call = record.correlationID.flatMap { Int($0) } ?? 0
        see { state in
            state.note("log  call \(call): \(row.name)")
            state.check(state.shutdown.logEnded == nil, .shutdownOrder, "call \(call) writes after the log's end")
            switch row {
            case .intent: state.calls[call].intentsAsked += 1
            case .items: state.calls[call].itemsAsked += 1
            case .outcome: state.calls[call].outcomesAsked += 1
            }
        }
        return call
    }

    /// The log has taken a row.
    func took(_ row: Row, _ call: Int) {
        see { state in
            state.note("log  call \(call): \(row.name) taken")
            switch row {
            case .intent: state.calls[call].intentTaken = state.order
            case .items(let items): state.calls[call].items += items
            case .outcome(let outcome):
                state.calls[call].outcomeTaken = state.order
                state.calls[call].outcome = outcome
            }
        }
    }

    /// The log could not take an intent.
    func refusedIntent(_ call: Int) {
        see { state in
            state.note("log  call \(call): intent refused")
            state.calls[call].isIntentRefused = true
        }
    }

    /// The log is told that something is missing.
    func tookGap() {
        see { $0.note("log  a gap") }
    }

    /// The log is shut down.
    func logShutDown() {
        see { state in
            state.shutdown.logEnded = state.order
            let open = state.calls.first { $0.intentTaken != nil && $0.outcomesAsked == 0 && $0.itemsAsked == 0 }
            state.check(open == nil, .shutdownOrder, "the log is shut down before call \(open?.call.number ?? 0)")
        }
    }
}

extension Referee.Row {
    fileprivate var name: String {
        switch self {
        case .intent: "intent"
        case .items(let items): "\(items.count) items"
        case .outcome(let outcome): "outcome \(outcome.verdict.rawValue)"
        }
    }
}
