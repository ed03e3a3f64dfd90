import FoundationEssentials

extension JSONValue {
    /// Encodes a value into a JSON tree, without the detour over text: the same tree that parsing its JSON text gives.
    ///
    /// - Throws: Whatever the value's own `encode(to:)` throws; `EncodingError` for a number without a JSON form.
    package init(encoding value: some Encodable) throws {
        let slot = Slot()
        try value.encode(to: TreeEncoder(slot: slot, codingPath: []))
        self = slot.value
    }
}

/// One place in the growing tree.
///
/// Classes, since containers outlive the calls that made them; what is complete at once needs none.
private final class Slot {
    enum Content {
        case empty
        case leaf(JSONValue)
        case members([(String, Child)])
        case elements([Child])
    }

    enum Child {
        case leaf(JSONValue)
        case slot(Slot)

        var value: JSONValue {
            switch self {
            case .leaf(let value): value
            case .slot(let slot): slot.value
            }
        }
    }

    var content = Content.empty

    var value: JSONValue {
        switch content {
        case .empty: .object([:])
        case .leaf(let value): value
        case .members(let members): .object(Dictionary(members.map { ($0, $1.value) }) { _, last in last })
        case .elements(let elements): .array(elements.map(\.value))
        }
    }

    func member(_ name: String) -> Slot {
        let slot = Slot()
        add(.slot(slot), named: name)
        return slot
    }

    func add(_ child: Child, named name: String) {
        guard case .members(var members) = content else {
            content = .members([(name, child)])
            return
        }
        content = .empty  // keeps the array uniquely referenced while it grows
        members.append((name, child))
        content = .members(members)
    }

    func element() -> Slot {
        let slot = Slot()
        add(.slot(slot))
        return slot
    }

    func add(_ child: Child) {
        guard case .elements(var elements) = content else {
            content = .elements([child])
            return
        }
        content = .empty
        elements.append(child)
        content = .elements(elements)
    }

    func store<Value: Encodable>(_ value: Value, at codingPath: [any CodingKey]) throws {
        if let leaf = try JSONValue(leaf: value, at: codingPath) {
            content = .leaf(leaf)
        } else {
            try value.encode(to: TreeEncoder(slot: self, codingPath: codingPath))
        }
    }

    func store(integer value: some BinaryInteger) {
        content = .leaf(Int64(exactly: value).map(JSONValue.integer) ?? .number(Double(value)))
    }

    func store(number value: Double, at codingPath: [any CodingKey]) throws {
        content = .leaf(try JSONValue(number: value, at: codingPath))
    }

    func store(number value: Float, at codingPath: [any CodingKey]) throws {
        // By its text, as JSON has it: 0.1 stays 0.1.
        try store(number: Double(value.description) ?? Double(value), at: codingPath)
    }
}

private struct TreeEncoder: Encoder {
    let slot: Slot
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .members = slot.content {} else { slot.content = .members([]) }
        return KeyedEncodingContainer(KeyedTree<Key>(slot: slot, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .elements = slot.content {} else { slot.content = .elements([]) }
        return UnkeyedTree(slot: slot, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        SingleTree(slot: slot, codingPath: codingPath)
    }
}

private struct KeyedTree<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let slot: Slot
    let codingPath: [any CodingKey]

    private func slot(for key: Key) -> Slot { slot.member(key.stringValue) }

    func encodeNil(forKey key: Key) { slot.add(.leaf(.null), named: key.stringValue) }
    func encode(_ value: Bool, forKey key: Key) { slot.add(.leaf(.bool(value)), named: key.stringValue) }
    func encode(_ value: String, forKey key: Key) { slot.add(.leaf(.string(value)), named: key.stringValue) }
    func encode(_ value: Double, forKey key: Key) throws {
        try slot(for: key).store(number: value, at: codingPath + [key])
    }
    func encode(_ value: Float, forKey key: Key) throws {
        try slot(for: key).store(number: value, at: codingPath + [key])
    }
    func encode(_ value: Int, forKey key: Key) { slot(for: key).store(integer: value) }
    func encode(_ value: Int8, forKey key: Key) { slot(for: key).store(integer: value) }
    func encode(_ value: Int16, forKey key: Key) { slot(for: key).store(integer: value) }
    func encode(_ value: Int32, forKey key: Key) { slot(for: key).store(integer: value) }
    func encode(_ value: Int64, forKey key: Key) { slot(for: key).store(integer: value) }
    func encode(_ value: UInt, forKey key: Key) { slot(for: key).store(integer: value) }
    func encode(_ value: UInt8, forKey key: Key) { slot(for: key).store(integer: value) }
    func encode(_ value: UInt16, forKey key: Key) { slot(for: key).store(integer: value) }
    func encode(_ value: UInt32, forKey key: Key) { slot(for: key).store(integer: value) }
    func encode(_ value: UInt64, forKey key: Key) { slot(for: key).store(integer: value) }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        if Value.self == JSONValue.self, let value = value as? JSONValue, value.isFinite {
            slot.add(.leaf(value), named: key.stringValue)
        } else {
            try slot(for: key).store(value, at: codingPath + [key])
        }
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy keyType: Nested.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        TreeEncoder(slot: slot(for: key), codingPath: codingPath + [key]).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        TreeEncoder(slot: slot(for: key), codingPath: codingPath + [key]).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { TreeEncoder(slot: slot.member("super"), codingPath: codingPath) }
    func superEncoder(forKey key: Key) -> any Encoder {
        TreeEncoder(slot: slot(for: key), codingPath: codingPath + [key])
    }
}

private struct UnkeyedTree: UnkeyedEncodingContainer {
    let slot: Slot
    let codingPath: [any CodingKey]

    var count: Int {
        if case .elements(let elements) = slot.content { elements.count } else { 0 }
    }

    func encodeNil() { slot.element().content = .leaf(.null) }
    func encode(_ value: Bool) { slot.element().content = .leaf(.bool(value)) }
    func encode(_ value: String) { slot.element().content = .leaf(.string(value)) }
    func encode(_ value: Double) throws { try slot.element().store(number: value, at: codingPath) }
    func encode(_ value: Float) throws { try slot.element().store(number: value, at: codingPath) }
    func encode(_ value: Int) { slot.element().store(integer: value) }
    func encode(_ value: Int8) { slot.element().store(integer: value) }
    func encode(_ value: Int16) { slot.element().store(integer: value) }
    func encode(_ value: Int32) { slot.element().store(integer: value) }
    func encode(_ value: Int64) { slot.element().store(integer: value) }
    func encode(_ value: UInt) { slot.element().store(integer: value) }
    func encode(_ value: UInt8) { slot.element().store(integer: value) }
    func encode(_ value: UInt16) { slot.element().store(integer: value) }
    func encode(_ value: UInt32) { slot.element().store(integer: value) }
    func encode(_ value: UInt64) { slot.element().store(integer: value) }
    func encode(_ value: some Encodable) throws { try slot.element().store(value, at: codingPath) }

    func nestedContainer<Nested: CodingKey>(keyedBy keyType: Nested.Type) -> KeyedEncodingContainer<Nested> {
        TreeEncoder(slot: slot.element(), codingPath: codingPath).container(keyedBy: keyType)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        TreeEncoder(slot: slot.element(), codingPath: codingPath).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { TreeEncoder(slot: slot.element(), codingPath: codingPath) }
}

private struct SingleTree: SingleValueEncodingContainer {
    let slot: Slot
    let codingPath: [any CodingKey]

    func encodeNil() { slot.content = .leaf(.null) }
    func encode(_ value: Bool) { slot.content = .leaf(.bool(value)) }
    func encode(_ value: String) { slot.content = .leaf(.string(value)) }
    func encode(_ value: Double) throws { try slot.store(number: value, at: codingPath) }
    func encode(_ value: Float) throws { try slot.store(number: value, at: codingPath) }
    func encode(_ value: Int) { slot.store(integer: value) }
    func encode(_ value: Int8) { slot.store(integer: value) }
    func encode(_ value: Int16) { slot.store(integer: value) }
    func encode(_ value: Int32) { slot.store(integer: value) }
    func encode(_ value: Int64) { slot.store(integer: value) }
    func encode(_ value: UInt) { slot.store(integer: value) }
    func encode(_ value: UInt8) { slot.store(integer: value) }
    func encode(_ value: UInt16) { slot.store(integer: value) }
    func encode(_ value: UInt32) { slot.store(integer: value) }
    func encode(_ value: UInt64) { slot.store(integer: value) }
    func encode(_ value: some Encodable) throws { try slot.store(value, at: codingPath) }
}

extension JSONValue {
    /// The values that JSON encoders write otherwise than their own `encode(to:)` does; `nil` for all others.
    ///
    /// Types are compared before values are cast: a cast that fails costs more than most leaves.
    fileprivate init?<Value: Encodable>(leaf value: Value, at codingPath: [any CodingKey]) throws {
        if Value.self == String.self, let value = value as? String {
            self = .string(value)
        } else if Value.self == JSONValue.self, let value = value as? JSONValue {
            guard value.isFinite else { throw value.withoutJSONForm(at: codingPath) }
            self = value
        } else if Value.self == URL.self, let value = value as? URL {
            self = .string(value.absoluteString)
        } else if Value.self == Data.self, let value = value as? Data {
            self = .string(value.base64EncodedString())
        } else if Value.self == Decimal.self, let value = value as? Decimal {
            self = try JSONValue(number: Double(value.description) ?? .nan, at: codingPath)
        } else {
            return nil
        }
    }

    /// A number, whole where it can be.
    fileprivate init(number value: Double, at codingPath: [any CodingKey]) throws {
        guard value.isFinite else { throw JSONValue.number(value).withoutJSONForm(at: codingPath) }
        self = Int64(exactly: value).map(JSONValue.integer) ?? .number(value)
    }

    fileprivate func withoutJSONForm(at codingPath: [any CodingKey]) -> EncodingError {
        .invalidValue(self, .init(codingPath: codingPath, debugDescription: "a number without a JSON form"))
    }
}
