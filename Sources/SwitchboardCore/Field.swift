/// One field of an action: the single place that says what it is called, what it holds and how it is audited.
///
/// Strict decoding, the checks before sending, `switchboard actions`, the documentation and the audit log's allow-list
/// all read this.
public struct Field: Sendable {
    /// The field's name in JSON.
    public var name: String

    /// What the field holds.
    public var kind: Kind

    /// Whether JSON without it is refused.
    public var isRequired: Bool

    /// What the audit log keeps of it.
    public var audit: AuditRule

    /// What a caller should know about it, in one phrase.
    public var summary: String

    /// What a value of the right kind must also satisfy.
    public var constraints: [Constraint]

    /// Creates a required field.
    ///
    /// - Parameters:
    ///   - key: The coding key of the property, so that the name stands once.
    ///   - kind: What the field holds.
    ///   - audit: What the audit log keeps of it.
    ///   - summary: What a caller should know about it.
    ///   - constraints: What a value must also satisfy.
    /// - Returns: The field.
    public static func required(
        _ key: some CodingKey,
        _ kind: Kind,
        audit: AuditRule,
        _ summary: String,
        _ constraints: Constraint...
    ) -> Field {
        Field(key.stringValue, kind, isRequired: true, audit: audit, summary, constraints)
    }

    /// Creates a field that may be left out or null.
    public static func optional(
        _ key: some CodingKey,
        _ kind: Kind,
        audit: AuditRule,
        _ summary: String,
        _ constraints: Constraint...
    ) -> Field {
        Field(key.stringValue, kind, isRequired: false, audit: audit, summary, constraints)
    }

    init(
        _ name: String,
        _ kind: Kind,
        isRequired: Bool,
        audit: AuditRule,
        _ summary: String,
        _ constraints: [Constraint]
    ) {
        self.name = name
        self.kind = kind
        self.isRequired = isRequired
        self.audit = audit
        self.summary = summary
        self.constraints = constraints
    }
}

extension Field {
    /// What a field holds.
    public indirect enum Kind: Sendable {
        case string
        case integer
        case number
        case boolean
        /// An RFC 3339 time with a zone.
        case timestamp
        /// A day, such as `2026-01-31`.
        case date
        /// One of a closed set of words.
        case choice([String])
        /// Any JSON value.
        case json
        /// An object with exactly these fields.
        case object(name: String, [Field])
        /// An object, or a bare string that stands for one of its members.
        case abbreviated(Kind, by: String)
        /// An array.
        case list(of: Kind)
        /// An object with names of the caller's choice.
        case map(of: Kind)
    }

    /// What the audit log keeps of a field.
    ///
    /// Nothing that is not declared is kept: an allow-list.
    public enum AuditRule: String, Sendable, Codable {
        /// The value itself.
        case plain
        /// The size only: bytes of a text, members of an object, elements of an array.
        case size
        /// A person: the log keeps the subject's number, `keys.sqlite` the sealed ids.
        case sealed
        /// Nothing, not even that it was there.
        case never
    }

    /// A rule over a value of the right kind.
    public struct Constraint: Sendable {
        /// Returns the value's problem and what to do, or `nil` when there is none.
        public var problem: @Sendable (JSONValue) -> String?

        /// Creates a rule.
        ///
        /// - Parameter problem: Returns what is wrong and what to do, as the rest of a sentence that starts with the
        ///   field's path; `nil` where nothing is.
        public init(problem: @escaping @Sendable (JSONValue) -> String?) {
            self.problem = problem
        }
    }
}

extension Field.Kind: CustomStringConvertible {
    /// The type as `switchboard actions` shows it: `string`, `person`, `[string]`, `{string: any}`, `inapp | email`.
    public var description: String {
        switch self {
        case .string: "string"
        case .integer: "integer"
        case .number: "number"
        case .boolean: "boolean"
        case .timestamp: "timestamp"
        case .date: "date"
        case .choice(let words): words.joined(separator: " | ")
        case .json: "any"
        case .object(let name, _): name
        case .abbreviated(let kind, _): kind.description
        case .list(let element): "[\(element)]"
        case .map(let value): "{string: \(value)}"
        }
    }
}
