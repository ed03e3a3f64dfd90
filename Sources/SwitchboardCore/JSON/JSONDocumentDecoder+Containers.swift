/// The members of an object, for ``JSONDocumentDecoder``.
struct JSONKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    private let decoder: JSONDocumentDecoder

    /// The members by name, where they are so many that looking through all of them each time would take long.
    private let index: [String: Int]?

    /// Creates a container, where the value is an object.
    init?(_ decoder: JSONDocumentDecoder) {
        guard case .object(let count, _) = decoder.document.nodes[decoder.index] else { return nil }
        self.decoder = decoder
        index = count > 16 ? decoder.document.members(of: decoder.index) : nil
    }

    var codingPath: [any CodingKey] { decoder.codingPath }
    var allKeys: [Key] {
        (index ?? decoder.document.members(of: decoder.index)).keys.compactMap { Key(stringValue: $0) }
    }

    func contains(_ key: Key) -> Bool { find(key) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { decoder.document.isNull(at: try member(key)) }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try nested(key).decode(type) }

    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        // The common case needs no path.
        if let text = decoder.document.string(at: try member(key)) { return text }
        return try nested(key).decode(type)
    }

    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try nested(key).decode(type) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try nested(key).decode(type) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try integer(key) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try integer(key) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try integer(key) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try integer(key) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try integer(key) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try integer(key) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try integer(key) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try integer(key) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try integer(key) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try integer(key) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try nested(key).decode(type)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try nested(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try nested(key).unkeyedContainer()
    }

    func superDecoder() -> any Decoder { superDecoder(at: JSONPathKey(stringValue: "super")) }
    func superDecoder(forKey key: Key) -> any Decoder { superDecoder(at: key) }

    /// What is not there is null, so that the super type says what it misses.
    private func superDecoder(at key: any CodingKey) -> any Decoder {
        decoder.nested(find(key) ?? decoder.document.absent, at: key)
    }

    private func nested(_ key: Key) throws -> JSONDocumentDecoder { decoder.nested(try member(key), at: key) }

    private func integer<Integer: FixedWidthInteger & Decodable>(_ key: Key) throws -> Integer {
        if case .integer(let number) = decoder.document.nodes[try member(key)], let whole = Integer(exactly: number) {
            return whole
        }
        return try nested(key).decode(Integer.self)
    }

    private func member(_ key: Key) throws -> Int {
        if let member = find(key) { return member }
        throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "no such member"))
    }

    private func find(_ key: any CodingKey) -> Int? {
        if let index { return index[key.stringValue] }
        return decoder.document.member(key.stringValue, of: decoder.index)
    }
}

/// The elements of an array, for ``JSONDocumentDecoder``.
struct JSONUnkeyedContainer: UnkeyedDecodingContainer {
    private let decoder: JSONDocumentDecoder
    private let length: Int
    private(set) var currentIndex = 0
    private var node: Int

    /// Creates a container at its first element, where the value is an array.
    init?(_ decoder: JSONDocumentDecoder) {
        guard case .array(let count, _) = decoder.document.nodes[decoder.index] else { return nil }
        self.decoder = decoder
        length = count
        node = decoder.index + 1
    }

    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { length }
    var isAtEnd: Bool { currentIndex == length }

    mutating func decodeNil() throws -> Bool {
        guard try current(Any?.self).decodeNil() else { return false }
        step()
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try advance(type) { try $0.decode(type) }
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try advance(KeyedDecodingContainer<Nested>.self) { try $0.container(keyedBy: type) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try advance((any UnkeyedDecodingContainer).self) { try $0.unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder { try advance((any Decoder).self) { $0 } }

    /// Goes on to the next element once this one could be read.
    private mutating func advance<Value>(
        _ type: Value.Type,
        _ read: (JSONDocumentDecoder) throws -> Value
    ) throws -> Value {
        let value = try read(current(type))
        step()
        return value
    }

    private mutating func step() {
        currentIndex += 1
        node = decoder.document.next(after: node)
    }

    private func current(_ type: any Any.Type) throws -> JSONDocumentDecoder {
        let key = JSONPathKey(intValue: currentIndex)
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                type,
                .init(codingPath: codingPath + [key], debugDescription: "the array has no more elements")
            )
        }
        return decoder.nested(node, at: key)
    }
}

/// A step of a path that no type declares.
private struct JSONPathKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init(intValue: Int) {
        stringValue = "Index \(intValue)"
        self.intValue = intValue
    }
}
