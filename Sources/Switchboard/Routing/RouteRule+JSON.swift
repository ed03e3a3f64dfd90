import SwitchboardCore

extension RouteRule {
    /// The rule in the form of the configuration file.
    var json: JSONValue {
        var members: [String: JSONValue] = [:]
        switch choice {
        case .first(let names): members["first"] = .texts(names)
        case .all(let names, let required):
            members["all"] = .texts(names)
            if required != names { members["required"] = .texts(required) }
        case .weighted(let shares):
            let weights = shares.map { ($0.provider, JSONValue.integer(Int64($0.weight))) }
            members["weighted"] = .object(Dictionary(weights) { first, _ in first })
        }
        if !condition.isEmpty { members["when"] = condition.json }
        if !alsoOn.isEmpty { members["alsoOn"] = .texts(alsoOn.map(\.rawValue).sorted()) }
        if !allowLoss.isEmpty { members["allowLoss"] = .texts(allowLoss.sorted()) }
        return .object(members)
    }
}

extension RouteCondition {
    fileprivate var json: JSONValue {
        var members = fields.mapValues { JSONValue.array($0) }
        if !tenants.isEmpty { members["tenant"] = .texts(tenants) }
        return .object(members)
    }
}

extension JSONValue {
    fileprivate static func texts(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
