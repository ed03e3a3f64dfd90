/// Any JSON value.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])
}

extension JSONValue {
    /// What JSON calls this kind of value, with its article, for messages.
    public var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The text, where the value is one.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The whole number, where the value is one.
    public var integer: Int64? {
        if case .integer(let number) = self { number } else { nil }
    }

    /// The members, where the value is an object.
    public var object: [String: JSONValue]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The elements, where the value is an array.
    public var array: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The member of that name, where the value is an object that has it.
    public subscript(name: String) -> JSONValue? { object?[name] }

    /// Whether every number in it has a JSON form.
    var isFinite: Bool {
        switch self {
        case .number(let number): number.isFinite
        case .array(let elements): elements.allSatisfy(\.isFinite)
        case .object(let members): members.values.allSatisfy(\.isFinite)
        case .null, .bool, .integer, .string: true
        }
    }

    /// Text or a whole number as text: providers give some ids as either.
    public var identifier: String? {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        default: nil
        }
    }
}

extension JSONValue {
    /// Parses JSON text strictly; at most 512 levels deep, and no name twice in an object.
    ///
    /// - Throws: `DecodingError` that says at which line and column the text stops being JSON, and why.
    public init(parsing bytes: some Sequence<UInt8>) throws {
        do throws(JSONSyntaxError) {
            try self.init(parsing: bytes, isTolerant: false)
        } catch {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: error.description))
        }
    }

    /// The JSON text, with sorted keys, so that equal values give equal bytes; a number without a JSON form, such as
    /// infinity, prints as null.
    ///
    /// - Parameter isPretty: Whether to indent it for people.
    /// - Returns: The text as UTF-8.
    public func serialized(isPretty: Bool = false) -> [UInt8] {
        var text = JSONText(isPretty: isPretty)
        text.value(self)
        return text.bytes
    }
}

extension JSONValue: Codable {
    /// Decodes the value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let text = try? container.decode(String.self) {
            self = .string(text)
        } else if let members = try? container.decode([String: JSONValue].self) {
            self = .object(members)
        } else if let number = try? container.decode(Int64.self) {
            self = .integer(number)
        } else if let flag = try? container.decode(Bool.self) {
            self = .bool(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else {
            self = .array(try container.decode([JSONValue].self))
        }
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let flag): try container.encode(flag)
        case .integer(let number): try container.encode(number)
        case .number(let number): try container.encode(number)
        case .string(let text): try container.encode(text)
        case .array(let elements): try container.encode(elements)
        case .object(let members): try container.encode(members)
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Creates the value from a literal.
    public init(stringLiteral value: String) { self = .string(value) }
    /// Creates the value from a literal.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// Creates the value from a literal.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// Creates the value from a literal.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// Creates the value from a literal.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

    /// Creates an object; of two members with one name the last wins.
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements) { _, last in last })
    }
}
