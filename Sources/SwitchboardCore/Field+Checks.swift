extension [Field] {
    /// Refuses JSON whose shape is not that of these fields, at any depth: unknown, missing or of another type.
    ///
    /// - Parameters:
    ///   - value: The parsed JSON.
    ///   - path: The path of the value itself; empty at the top.
    /// - Throws: ``Failure/Kind/invalidInput`` with the path, and the nearest known name of an unknown field.
    package func checkShape(of value: JSONValue, at path: String = "") throws(Failure) {
        guard let members = value.object else {
            throw .invalidInput(path, "is \(value.kindName); give an object")
        }
        for name in members.keys.sorted() where !contains(where: { $0.name == name }) {
            throw .invalidInput(path.appending(member: name), "unknown field\(nearest(to: name))")
        }
        for field in self {
            let path = path.appending(member: field.name)
            switch members[field.name] {
            case nil where field.isRequired: throw .invalidInput(path, "is missing; give \(field.kind.article)")
            case .null? where field.isRequired: throw .invalidInput(path, "is null; give \(field.kind.article)")
            case nil, .null?: continue
            case let value?: try field.kind.checkShape(of: value, at: path)
            }
        }
    }

    /// Refuses values of the right shape that break a constraint, at any depth.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` with the path of the first one.
    package func checkConstraints(of value: JSONValue, at path: String = "") throws(Failure) {
        for field in self {
            guard let member = value[field.name], member != .null else { continue }
            for constraint in field.constraints {
                if let problem = constraint.problem(member) {
                    throw .invalidInput(path.appending(member: field.name), problem)
                }
            }
            if field.kind.hasParts {
                try field.kind.checkConstraints(of: member, at: path.appending(member: field.name))
            }
        }
    }

    private func nearest(to name: String) -> String {
        if let near = name.nearest(among: map(\.name)) { return "; did you mean \(near)?" }
        return "; known fields: \(map(\.name).joined(separator: ", "))"
    }
}

extension Field.Kind {
    fileprivate var article: String {
        switch self {
        case .string: "a string"
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "true or false"
        case .timestamp: "an RFC 3339 time with a zone, such as 2026-01-31T09:00:00Z"
        case .date: "a date such as 2026-01-31"
        case .choice(let words): "one of \(words.joined(separator: ", "))"
        case .json: "a value"
        case .object(_, let fields): "an object with \(fields.map(\.name).joined(separator: ", "))"
        case .abbreviated(let kind, let name): "\(kind.article), or its \(name) as a string"
        case .list: "an array"
        case .map: "an object"
        }
    }

    fileprivate func checkShape(of value: JSONValue, at path: String) throws(Failure) {
        switch (self, value) {
        case (.string, .string), (.integer, .integer), (.number, .integer), (.number, .number), (.boolean, .bool):
            return
        case (.json, _): try value.checkNumbers(at: path)
        case (.timestamp, .string(let text)) where Timestamp(text) != nil: return
        case (.date, .string(let text)) where CalendarDate(text) != nil: return
        case (.abbreviated, .string): return
        case (.abbreviated(let kind, _), .object): try kind.checkShape(of: value, at: path)
        case (.choice(let words), .string(let text)):
            if words.contains(text) { return }
            let hint = text.nearest(among: words).map { "; did you mean \($0)?" } ?? "; give \(article)"
            throw .invalidInput(path, "is not a known value\(hint)")
        case (.object(_, let fields), _): try fields.checkShape(of: value, at: path)
        case (.list(let element), .array(let elements)):
            for (index, value) in elements.enumerated() { try element.checkShape(of: value, at: "\(path)[\(index)]") }
        case (.map(let kind), .object(let members)):
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                try kind.checkShape(of: value, at: path.appending(member: name))
            }
        case (.timestamp, .string): throw .invalidInput(path, "is not a time; give \(article)")
        case (.date, .string): throw .invalidInput(path, "is not a date; give \(article)")
        default: throw .invalidInput(path, "is \(value.kindName); give \(article)")
        }
    }

    /// Whether values of this kind have members or elements with constraints of their own.
    fileprivate var hasParts: Bool {
        switch self {
        case .object, .abbreviated, .list, .map: true
        case .string, .integer, .number, .boolean, .timestamp, .date, .choice, .json: false
        }
    }

    fileprivate func checkConstraints(of value: JSONValue, at path: String) throws(Failure) {
        switch (self, value) {
        case (.object(_, let fields), _): try fields.checkConstraints(of: value, at: path)
        case (.abbreviated(let kind, _), _): try kind.checkConstraints(of: value, at: path)
        case (.list(let element), .array(let elements)) where element.hasParts:
            for (index, value) in elements.enumerated() {
                try element.checkConstraints(of: value, at: "\(path)[\(index)]")
            }
        case (.map(let kind), .object(let members)) where kind.hasParts:
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                try kind.checkConstraints(of: value, at: path.appending(member: name))
            }
        default: return
        }
    }
}

extension JSONValue {
    /// Refuses whole numbers of more than 63 bits at any depth: they would arrive as other numbers.
    fileprivate func checkNumbers(at path: String) throws(Failure) {
        switch self {
        case .number(let number) where number.magnitude >= 0x1p63:
            throw .invalidInput(path, "is a number too large to be kept exactly; give it as text")
        case .array(let elements):
            for (index, element) in elements.enumerated() { try element.checkNumbers(at: "\(path)[\(index)]") }
        case .object(let members):
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                try member.checkNumbers(at: path.appending(member: name))
            }
        case .null, .bool, .integer, .number, .string: return
        }
    }
}

extension String {
    /// The path of a member of the value at this path.
    ///
    /// A name that came from outside is shown without control characters and cut to 64 characters.
    package func appending(member name: String) -> String {
        let isOrdinary = name.utf8.count <= 64 && name.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        let printable = name.unicodeScalars.lazy.filter { $0.value >= 0x20 && $0.value != 0x7F }
        let shown = isOrdinary ? name : String(String.UnicodeScalarView(printable.prefix(64))) + "…"
        return isEmpty ? shown : "\(self).\(shown)"
    }
}
