extension [Field] {
    /// What the audit log keeps of an action's JSON form: an allow-list over the declared fields.
    ///
    /// `plain` fields keep their value, `size` ones become `{"bytes": n}`, `{"members": n}` or `{"elements": n}`;
    /// `sealed` and `never` ones leave nothing here.
    package func audited(_ form: JSONValue) -> JSONValue {
        var kept: [String: JSONValue] = [:]
        for field in self {
            guard let value = form[field.name], value != .null else { continue }
            switch field.audit {
            case .plain: kept[field.name] = value
            case .size: kept[field.name] = value.size
            case .sealed, .never: continue
            }
        }
        return .object(kept)
    }
}

extension JSONValue {
    fileprivate var size: JSONValue {
        switch self {
        case .string(let text): ["bytes": .integer(Int64(text.utf8.count))]
        case .array(let elements): ["elements": .integer(Int64(elements.count))]
        case .object(let members): ["members": .integer(Int64(members.count))]
        case .null, .bool, .integer, .number: ["bytes": 0]
        }
    }
}
