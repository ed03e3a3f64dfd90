public import SwitchboardCore

/// When a rule of a route applies: on whose behalf the action is, and what its `plain` fields say.
///
/// Nothing else can be asked for: these are what the audit log keeps, so that a decision can be replayed.
public struct RouteCondition: Sendable, Hashable {
    /// The tenants for which the rule applies; empty for all, and for none.
    public var tenants: [String]

    /// The values that a field must have one of, by the field's name.
    public var fields: [String: [JSONValue]]

    /// Creates a condition; what is left out is not looked at.
    public init(tenants: [String] = [], fields: [String: [JSONValue]] = [:]) {
        self.tenants = tenants
        self.fields = fields
    }

    /// Whether it asks for anything.
    public var isEmpty: Bool { tenants.isEmpty && fields.isEmpty }

    /// Whether an action fulfils it.
    func holds(for question: RouteQuestion) -> Bool {
        guard tenants.isEmpty || question.tenant.map(tenants.contains) ?? false else { return false }
        return fields.allSatisfy { name, values in question.fields[name].map { $0.isAny(of: values) } ?? false }
    }
}

extension JSONValue {
    /// Whether the value, or one of a list's elements, is one of these.
    fileprivate func isAny(of values: [JSONValue]) -> Bool {
        if case .array(let elements) = self { return elements.contains { values.contains($0) } }
        return values.contains(self)
    }
}
