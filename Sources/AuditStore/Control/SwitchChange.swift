/// What an operator switches.
package enum SwitchChange: Sendable, Hashable {
    /// Takes a provider instance out of every route.
    case disable(String)
    /// Puts it back.
    case enable(String)
    /// Lets an instance's breaker decide nothing more.
    case force(String, Switches.Force)
    /// Lets it decide again, from closed on.
    case reset(String)
    /// Holds back every change of the configuration.
    case freeze
    /// Takes changes again, and those that were held back.
    case thaw

    /// What it is called in the audit log.
    package var name: String {
        switch self {
        case .disable: "provider.disable"
        case .enable: "provider.enable"
        case .force(_, .open): "breaker.force_open"
        case .force(_, .closed): "breaker.force_close"
        case .reset: "breaker.reset"
        case .freeze: "routes.freeze"
        case .thaw: "routes.thaw"
        }
    }

    /// The provider instance that it is about; `nil` where it is about all.
    package var instance: String? {
        switch self {
        case .disable(let name), .enable(let name), .force(let name, _), .reset(let name): name
        case .freeze, .thaw: nil
        }
    }

    /// Whether it takes back what an operator switched, rather than switching something.
    package var takesBack: Bool {
        switch self {
        case .disable, .force, .freeze: false
        case .enable, .reset, .thaw: true
        }
    }
}

extension Switches {
    /// Who switched before what a change is about, and how.
    package func before(_ change: SwitchChange) -> Decision? {
        switch change {
        case .disable(let name), .enable(let name): disabled[name]
        case .force(let name, _), .reset(let name): breakers[name]?.decision
        case .freeze, .thaw: frozen
        }
    }
}
