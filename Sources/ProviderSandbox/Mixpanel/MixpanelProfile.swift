import SwitchboardCore

/// What is known of a person.
struct MixpanelProfile: Sendable, Hashable {
    /// The person's id.
    let distinctID: String

    /// What updates have left behind.
    var properties: [String: JSONValue] = [:]

    /// The shape of a query's answer.
    ///
    /// - Parameter names: The properties to show; `nil` shows all.
    /// - Returns: The id and the properties.
    func json(showing names: [String]?) -> JSONValue {
        let shown = properties.filter { names?.contains($0.key) ?? true }
        return ["$distinct_id": .string(distinctID), "$properties": .object(shown)]
    }
}

extension MixpanelProfile {
    /// Changes the profile; what an operation cannot be applied to it leaves alone.
    mutating func apply(_ operation: MixpanelProfileUpdate.Operation) {
        switch operation {
        case .set(let values): properties.merge(values) { _, new in new }
        case .setOnce(let values): properties.merge(values) { old, _ in old }
        case .add(let amounts): for (name, amount) in amounts { add(amount, to: name) }
        case .append(let values): for (name, value) in values { change(name) { $0.append(value) } }
        case .union(let lists):
            for (name, list) in lists {
                change(name) { held in
                    for value in list where !held.contains(value) { held.append(value) }
                }
            }
        case .remove(let values):
            for (name, value) in values where properties[name]?.array != nil {
                change(name) { held in held.removeAll { $0 == value } }
            }
        case .unset(let names): for name in names { properties[name] = nil }
        case .delete: properties = [:]
        }
    }

    private mutating func add(_ amount: JSONValue, to name: String) {
        switch (properties[name] ?? 0, amount) {
        case (.integer(let held), .integer(let amount)): properties[name] = .integer(held &+ amount)
        case (.integer(let held), .number(let amount)): properties[name] = .number(Double(held) + amount)
        case (.number(let held), .integer(let amount)): properties[name] = .number(held + Double(amount))
        case (.number(let held), .number(let amount)): properties[name] = .number(held + amount)
        default: break
        }
    }

    private mutating func change(_ name: String, _ body: (inout [JSONValue]) -> Void) {
        guard var list = (properties[name] ?? []).array else { return }
        body(&list)
        properties[name] = .array(list)
    }
}
