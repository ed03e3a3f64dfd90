import Switchboard
import SwitchboardCore

/// One call of a platform, as the scenario has it.
struct Call: Sendable {
    /// What it asks for.
    enum Work: Sendable {
        /// A write with these steps.
        case errand([String])
        /// A batch; an empty step is an item that cannot be right.
        case batch([String])
        /// A read of so many pages.
        case inquiry(Int)
    }

    /// When its task is cancelled.
    enum Cancellation: Sendable {
        /// After so much time.
        case after(Duration)
        /// After the scheduler had so many turns.
        case turns(Int)
    }

    /// Its place among all calls, which its labels carry.
    var number: Int
    var work: Work
    /// How long its caller thinks before.
    var pause: Duration
    var timeout: Duration?
    var provider: String?
    var resendsUnknown = false
    var cancellation: Cancellation?
}

extension Call {
    /// The exchanges that it asks for, by item.
    var labels: [[Label]] {
        switch work {
        case .errand(let steps): [steps.indices.map { Label(call: number, item: 0, step: $0) }]
        case .batch(let steps):
            steps.indices.map { steps[$0].isEmpty ? [] : [Label(call: number, item: $0, step: 0)] }
        case .inquiry(let pages): [(0..<pages).map { Label(call: number, item: 0, step: $0) }]
        }
    }

    /// What repeating an exchange of it does.
    func repeatability(_ label: Label) -> Repeatability? {
        let step =
            switch work {
            case .errand(let steps): steps[label.step]
            case .batch(let steps): steps[label.item]
            case .inquiry: "safe"
            }
        return Repeatability(rawValue: String(step.prefix { $0 != "/" }))
    }

    var isRead: Bool { if case .inquiry = work { true } else { false } }

    var isBatch: Bool { if case .batch = work { true } else { false } }
}
