import SwitchboardCore

/// Decodes any type from nothing: texts are the names of their members, numbers 0, flags `false`, lists and maps empty,
/// optional members absent, and a closed set of words gives its first.
struct PlaceholderDecoder: Decoder {
    var codingPath: [any CodingKey] = []
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// Makes a value up.
    ///
    /// - Throws: Whatever the type's own decoding throws at made-up values.
    static func make<Value: Decodable>(_ type: Value.Type, at path: [any CodingKey] = []) throws -> Value {
        if let value = constant(type) { return value }
        return try Value(from: PlaceholderDecoder(codingPath: path))
    }

    /// Values of types whose text has a form of its own.
    private static func constant<Value>(_ type: Value.Type) -> Value? {
        if let type = type as? any CaseIterable.Type, let first = first(of: type) as? Value { return first }
        let values: [Any] = [Timestamp(secondsSince1970: 0), JSONValue.null, CalendarDate("1970-01-01") as Any]
        return values.lazy.compactMap { $0 as? Value }.first
    }

    private static func first<Value: CaseIterable>(of type: Value.Type) -> Any? { type.allCases.first }

    fileprivate var text: String { codingPath.last?.stringValue ?? "placeholder" }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(Members(codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer { Elements(codingPath: codingPath) }

    func singleValueContainer() -> any SingleValueDecodingContainer { Single(decoder: self) }
}

/// The members of an object: those that must be there.
private struct Members<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let codingPath: [any CodingKey]
    let allKeys: [Key] = []

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) -> Bool { true }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try PlaceholderDecoder.make(type, at: codingPath + [key])
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) -> KeyedDecodingContainer<Nested> {
        PlaceholderDecoder(codingPath: codingPath + [key]).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedDecodingContainer {
        Elements(codingPath: codingPath + [key])
    }

    func superDecoder() -> any Decoder { PlaceholderDecoder(codingPath: codingPath) }
    func superDecoder(forKey key: Key) -> any Decoder { PlaceholderDecoder(codingPath: codingPath + [key]) }
}

/// The elements of a list: none.
private struct Elements: UnkeyedDecodingContainer {
    let codingPath: [any CodingKey]
    let count: Int? = 0
    let isAtEnd = true
    let currentIndex = 0

    private var end: DecodingError {
        .valueNotFound(Any.self, .init(codingPath: codingPath, debugDescription: "a made-up list is empty"))
    }

    mutating func decodeNil() throws -> Bool { throw end }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { throw end }
    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        throw end
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { throw end }
    mutating func superDecoder() throws -> any Decoder { throw end }
}

/// A value alone.
private struct Single: SingleValueDecodingContainer {
    let decoder: PlaceholderDecoder

    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool { false }
    func decode(_ type: Bool.Type) -> Bool { false }
    func decode(_ type: String.Type) -> String { decoder.text }
    func decode(_ type: Double.Type) -> Double { 0 }
    func decode(_ type: Float.Type) -> Float { 0 }
    func decode(_ type: Int.Type) -> Int { 0 }
    func decode(_ type: Int8.Type) -> Int8 { 0 }
    func decode(_ type: Int16.Type) -> Int16 { 0 }
    func decode(_ type: Int32.Type) -> Int32 { 0 }
    func decode(_ type: Int64.Type) -> Int64 { 0 }
    func decode(_ type: UInt.Type) -> UInt { 0 }
    func decode(_ type: UInt8.Type) -> UInt8 { 0 }
    func decode(_ type: UInt16.Type) -> UInt16 { 0 }
    func decode(_ type: UInt32.Type) -> UInt32 { 0 }
    func decode(_ type: UInt64.Type) -> UInt64 { 0 }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try PlaceholderDecoder.make(type, at: decoder.codingPath)
    }
}
