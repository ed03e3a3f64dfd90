/// A rule that says which provider instances do an action.
public struct Route: Sendable, Hashable {
    /// The instances in order; a later one serves where an earlier one failed without a trace.
    public var first: [String]

    /// Creates a route.
    public init(first: [String]) {
        self.first = first
    }
}

/// The configured routes; the most specific one wins.
public struct RouteTable: Sendable, Hashable {
    /// Routes by pattern: an action's name, a family such as `ticket.*`, or `default`.
    public var routes: [String: Route]

    /// Creates a table.
    public init(_ routes: [String: Route] = [:]) {
        self.routes = routes
    }

    /// The route of an action and the pattern that decided; `nil` where nothing is configured.
    func route(for action: String) -> (pattern: String, route: Route)? {
        let family = action.prefix { $0 != "." }
        for pattern in [action, "\(family).*", "default"] {
            if let route = routes[pattern] { return (pattern, route) }
        }
        return nil
    }
}
