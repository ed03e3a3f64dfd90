import SwitchboardCore
import Synchronization

/// Answers that are given one after the other.
final class Script: Sendable {
    private let rest: Mutex<ArraySlice<WireResponse>>

    init(_ answers: [WireResponse]) {
        rest = Mutex(answers[...])
    }

    func next() -> WireResponse? { rest.withLock { $0.popFirst() } }
}
