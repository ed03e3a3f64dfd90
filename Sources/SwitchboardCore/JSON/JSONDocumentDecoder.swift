import FoundationEssentials

/// Decodes any type from a JSON text, as Foundation's `JSONDecoder` with its defaults does.
///
/// Two differences: whole numbers beyond 63 bits are kept only roughly, so they do not decode as integers; and what is
/// wrong is said without a word of the text.
struct JSONDocumentDecoder: Decoder {
    let document: JSONDocument
    /// The node to decode.
    let index: Int
    let codingPath: [any CodingKey]
    let userInfo: [CodingUserInfoKey: Any]

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard let container = JSONKeyedContainer<Key>(self) else { throw mismatch([String: Any].self, "an object") }
        return KeyedDecodingContainer(container)
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard let container = JSONUnkeyedContainer(self) else { throw mismatch([Any].self, "an array") }
        return container
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    /// A decoder for a value inside this one.
    func nested(_ index: Int, at key: any CodingKey) -> JSONDocumentDecoder {
        JSONDocumentDecoder(document: document, index: index, codingPath: codingPath + [key], userInfo: userInfo)
    }
}

extension JSONDocumentDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { document.isNull(at: index) }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard case .bool(let flag) = document.nodes[index] else { throw mismatch(type, "a boolean") }
        return flag
    }

    func decode(_ type: String.Type) throws -> String {
        guard let text = document.string(at: index) else { throw mismatch(type, "a string") }
        return text
    }

    func decode(_ type: Double.Type) throws -> Double { try floatingPoint() }
    func decode(_ type: Float.Type) throws -> Float { try floatingPoint() }
    func decode(_ type: Int.Type) throws -> Int { try integer() }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
    func decode(_ type: UInt.Type) throws -> UInt { try integer() }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try known(type) ?? Value(from: self)
    }
}

extension JSONDocumentDecoder {
    /// What JSON decoders read otherwise than the type's own `init(from:)` does, and trees.
    private func known<Value>(_ type: Value.Type) throws -> Value? {
        if type == JSONValue.self { return try tree() as? Value }
        if type == URL.self { return try convert("a URL") { URL(string: $0) } as? Value }
        if type == Data.self { return try convert("base64") { Data(base64Encoded: $0) } as? Value }
        if type == Decimal.self { return try decimal() as? Value }
        return nil
    }

    private func tree() throws -> JSONValue {
        do throws(JSONSyntaxError) {
            return try document.value(at: index)
        } catch {
            throw corrupted(error.description)
        }
    }

    private func integer<Integer: FixedWidthInteger>() throws -> Integer {
        let whole: Integer?
        switch document.nodes[index] {
        case .integer(let number): whole = Integer(exactly: number)
        case .number(let number): whole = number.magnitude < 0x1p53 ? Integer(exactly: number) : nil
        default: throw mismatch(Integer.self, "a number")
        }
        guard let whole else { throw corrupted("a number that \(Integer.self) cannot hold") }
        return whole
    }

    private func floatingPoint<Number: BinaryFloatingPoint>() throws -> Number {
        let number: Number
        switch document.nodes[index] {
        case .integer(let whole): number = Number(whole)
        case .number(let double): number = Number(double)
        default: throw mismatch(Number.self, "a number")
        }
        guard number.isFinite else { throw corrupted("a number that \(Number.self) cannot hold") }
        return number
    }

    private func decimal() throws -> Decimal {
        switch document.nodes[index] {
        case .integer(let whole): return Decimal(whole)
        case .number(let number):
            guard let decimal = Decimal(string: number.description) else { throw corrupted("no decimal number") }
            return decimal
        default: throw mismatch(Decimal.self, "a number")
        }
    }

    private func convert<Value>(_ form: String, _ make: (String) -> Value?) throws -> Value {
        guard let value = make(try decode(String.self)) else { throw corrupted("not \(form)") }
        return value
    }

    /// The error for a value of another kind, or for none.
    private func mismatch(_ type: any Any.Type, _ expected: String) -> DecodingError {
        let context = DecodingError.Context(codingPath: codingPath, debugDescription: "expected \(expected)")
        return decodeNil() ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }

    private func corrupted(_ problem: String) -> DecodingError {
        .dataCorrupted(DecodingError.Context(codingPath: codingPath, debugDescription: problem))
    }
}

extension JSONDocument {
    /// Decodes a value of any type.
    ///
    /// - Parameters:
    ///   - type: What the text should hold.
    ///   - userInfo: What the type's `init(from:)` finds in its decoder.
    /// - Returns: The value.
    /// - Throws: `DecodingError` with the path, or whatever the type's own `init(from:)` throws.
    package func decode<Value: Decodable>(
        _ type: Value.Type,
        userInfo: [CodingUserInfoKey: Any] = [:]
    ) throws -> Value {
        try JSONDocumentDecoder(document: self, index: Self.root, codingPath: [], userInfo: userInfo).decode(type)
    }
}
