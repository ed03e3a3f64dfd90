public import HTTPTypes

/// The header fields of a request, in order, exactly as they were given.
///
/// `HTTPFields` turns line breaks in a value into spaces. A credential with a line break in it must be refused, not
/// altered, so the bytes are kept as they came and ``check()`` looks at them before the wire.
public struct WireHeaders: Sendable, Hashable {
    /// One header field.
    public struct Field: Sendable, Hashable {
        /// The field's name.
        public var name: String
        /// The field's value.
        public var value: String
    }

    /// The fields in the order in which they are sent.
    public private(set) var fields: [Field] = []

    /// Creates an empty list.
    public init() {}

    /// Appends a field, leaving earlier ones of its name in place.
    public mutating func append(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }

    /// The value of the first field of that name; setting it replaces all of them.
    public subscript(name: HTTPField.Name) -> String? {
        get { fields.first { $0.isNamed(name) }?.value }
        set {
            fields.removeAll { $0.isNamed(name) }
            if let newValue { append(name.rawName, newValue) }
        }
    }
}

extension WireHeaders.Field {
    /// Whether its name is this one, in whatever case.
    ///
    /// Most names differ in their lengths already; only those of the same length are worth being converted.
    fileprivate func isNamed(_ other: HTTPField.Name) -> Bool {
        let canonical = other.canonicalName
        return name.utf8.count == canonical.utf8.count && name.lowercased() == canonical
    }
}

extension WireHeaders: CustomStringConvertible {
    /// The names only: values may hold credentials.
    public var description: String { fields.map(\.name).joined(separator: ", ") }
}

extension WireHeaders.Field: CustomStringConvertible, CustomReflectable {
    /// The text form.
    public var description: String { name }
    /// What reflection sees.
    public var customMirror: Mirror { Mirror(reflecting: name) }
}

extension WireHeaders {
    /// Refuses names that are no tokens and values with control characters (RFC 9110 sections 5.1 and 5.5).
    ///
    /// - Throws: ``Failure/Kind/invalidInput``, naming the header but never showing its value.
    public func check() throws(Failure) {
        for field in fields {
            guard !field.name.isEmpty, field.name.utf8.allSatisfy(\.isTokenByte) else {
                throw .invalidInput("header", "a header name holds characters that no token may have; nothing was sent")
            }
            let isClean = field.value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
            guard isClean else {
                throw .invalidInput(
                    "header \(field.name)",
                    "contains a line break or another control character; remove it. Nothing was sent"
                )
            }
        }
    }
}
