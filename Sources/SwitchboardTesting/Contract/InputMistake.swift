import SwitchboardCore

/// One way in which an action's JSON form is wrong.
struct InputMistake {
    /// The field at fault.
    var path: JSONPath

    /// What is wrong with it, as the rest of a sentence.
    var what: String

    /// The whole form.
    var form: JSONValue

    /// Whether the refusal must name exactly this field; else one around it or inside it will do.
    var isExact: Bool

    /// Whether one of these paths is the field's.
    func isNamed(by fields: [String]) -> Bool {
        let path = path.description
        return fields.contains { $0 == path || !isExact && ($0.hasPrefix(path) || path.hasPrefix($0)) && !$0.isEmpty }
    }

    /// Every mistake that can be made in a form.
    static func all(in form: JSONValue, of fields: [Field]) -> [InputMistake] {
        let sites = FieldSite.all(of: fields, in: form)
        let strangers = sites.objects.map { path in
            let own = path.appending(.member("zz_unknown_field"))
            return InputMistake(own, "nobody knows it", form.replacing(at: own, with: true), isExact: true)
        }
        return strangers + sites.fields.flatMap { $0.mistakes(in: form) }
    }

    fileprivate init(_ path: JSONPath, _ what: String, _ form: JSONValue, isExact: Bool) {
        self.path = path
        self.what = what
        self.form = form
        self.isExact = isExact
    }
}

/// A declared field and where it stands in a form.
struct FieldSite {
    var path: JSONPath
    var field: Field
    var value: JSONValue?

    /// The fields of a form and the objects that hold them, at every depth; of a list, in its first element.
    static func all(of fields: [Field], in form: JSONValue) -> (fields: [FieldSite], objects: [JSONPath]) {
        var sites: [FieldSite] = []
        var objects: [JSONPath] = []
        collect(fields, form, JSONPath(), &sites, &objects)
        return (sites, objects)
    }

    private static func collect(
        _ fields: [Field],
        _ form: JSONValue,
        _ path: JSONPath,
        _ sites: inout [FieldSite],
        _ objects: inout [JSONPath]
    ) {
        guard form.object != nil else { return }
        objects.append(path)
        for field in fields {
            let value = form[field.name].flatMap { $0 == .null ? nil : $0 }
            let own = path.appending(.member(field.name))
            sites.append(FieldSite(path: own, field: field, value: value))
            if let value { descend(field.kind, value, own, &sites, &objects) }
        }
    }

    private static func descend(
        _ kind: Field.Kind,
        _ value: JSONValue,
        _ path: JSONPath,
        _ sites: inout [FieldSite],
        _ objects: inout [JSONPath]
    ) {
        switch kind {
        case .object(_, let fields): collect(fields, value, path, &sites, &objects)
        case .abbreviated(let kind, _): descend(kind, value, path, &sites, &objects)
        case .list(let element):
            guard let first = value.array?.first else { return }
            descend(element, first, path.appending(.element(0)), &sites, &objects)
        case .map(let kind):
            guard let (name, first) = value.object?.min(by: { $0.key < $1.key }) else { return }
            descend(kind, first, path.appending(.member(name)), &sites, &objects)
        default: return
        }
    }

    fileprivate func mistakes(in form: JSONValue) -> [InputMistake] {
        var mistakes: [InputMistake] = []
        if field.isRequired {
            mistakes.append(InputMistake(path, "it is missing", form.replacing(at: path, with: nil), isExact: true))
            mistakes.append(InputMistake(path, "it is null", form.replacing(at: path, with: .null), isExact: true))
        }
        if let other = field.kind.mistyped {
            let form = form.replacing(at: path, with: other)
            mistakes.append(InputMistake(path, "it is of another type", form, isExact: true))
        }
        for (what, value) in field.kind.badValues where isRefused(value) {
            mistakes.append(InputMistake(path, what, form.replacing(at: path, with: value), isExact: false))
        }
        return mistakes
    }

    /// Whether a value must be refused: by the field's own rules, or since nothing is no value of a required one.
    private func isRefused(_ value: JSONValue) -> Bool {
        let isEmpty = [.string(""), .array([])].contains(value)
        return field.isRequired && isEmpty || field.constraints.contains { $0.problem(value) != nil }
    }
}

extension Field.Kind {
    /// A value that is of no such kind; `nil` where everything is.
    fileprivate var mistyped: JSONValue? {
        switch self {
        case .json: nil
        case .string, .list, .map, .object, .abbreviated: 7
        case .integer, .number, .boolean, .timestamp, .date, .choice: "no such value"
        }
    }

    /// Values of the kind that some rule may be against.
    fileprivate var badValues: [(what: String, value: JSONValue)] {
        switch self {
        case .string:
            [
                ("it is empty", ""), ("it is blank", " "), ("it has a line break", "a\nb"),
                ("it has a zero", "a\u{0}b"),
                ("it is no address", "not an address"), ("it is not base64", "%%%"),
            ] + Self.long
        case .integer, .number:
            [Int64.min, -1, 0, Int64.max].map { ("it is \($0)", .integer($0)) }
        case .list: [("it is empty", [])]
        case .map, .object: [("it is empty", [:])]
        default: []
        }
    }

    /// Texts of growing size, since a longer one takes longer.
    private static let long: [(what: String, value: JSONValue)] =
        [256, 1024, 32_768, 262_144]
        .map { count in
            ("it has \(count + 1) bytes", .string(String(repeating: "x", count: count + 1)))
        }
}
