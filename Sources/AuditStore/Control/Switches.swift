package import SwitchboardCore

/// What operators have switched by hand, for every process that uses one audit folder.
///
/// A pure value; ``SwitchReader`` reads it, ``ControlFile`` changes it.
package struct Switches: Sendable, Hashable {
    /// Who switched something, when and why.
    package struct Decision: Sendable, Hashable {
        /// Why, in the operator's words.
        package var reason: String

        /// The operator, as the system knows them.
        package var by: String

        /// When.
        package var at: Timestamp

        /// Makes a decision.
        package init(reason: String, by: String, at: Timestamp) {
            self.reason = reason
            self.by = by
            self.at = at
        }

        /// The decision in one line of a reason: who, and why.
        package var text: String { "by \(by): \(reason)" }
    }

    /// A breaker that does not decide for itself; the raw values stand in the file.
    package enum Force: String, Sendable, Hashable {
        /// Nothing passes.
        case open = "forced_open"
        /// Everything passes.
        case closed = "forced_closed"
    }

    /// A forced breaker.
    package struct Forced: Sendable, Hashable {
        /// How it is forced.
        package var force: Force

        /// By whom and why.
        package var decision: Decision

        /// Makes the state of a breaker.
        package init(_ force: Force, _ decision: Decision) {
            self.force = force
            self.decision = decision
        }
    }

    /// The provider instances that are switched off, by name.
    package var disabled: [String: Decision] = [:]

    /// The forced breakers, by the name of their provider instance.
    package var breakers: [String: Forced] = [:]

    /// Why no other configuration is taken; `nil` where it is.
    package var frozen: Decision?

    /// Nothing is switched.
    package init() {}

    /// Every instance that is named.
    package var names: Set<String> { Set(disabled.keys).union(breakers.keys) }
}
