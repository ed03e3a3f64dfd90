/// A JSON text that was read once and is unpacked on demand.
///
/// Who asks a long answer for one member pays for finding it, and not for a tree of all the others. A class, since every
/// decoder and container over it shares it.
package final class JSONDocument: Sendable {
    /// One value, or one member's name, in the order of the text; members and elements follow what they belong to.
    enum Node: Sendable {
        case null
        case bool(Bool)
        case integer(Int64)
        case number(Double)
        /// The bytes between the quotation marks.
        case string(Range<Int>)
        /// The same, where some of them are escapes.
        case escapedString(Range<Int>)
        /// How many elements there are, and the node after the last one.
        case array(count: Int, end: Int)
        /// How many members there are, and the node after the last one.
        case object(count: Int, end: Int)
    }

    /// The node of the whole text.
    package static let root = 0

    /// All nodes, and ``absent``.
    let nodes: [Node]

    private let text: [UInt8]
    private let isTolerant: Bool

    /// Reads a text.
    ///
    /// - Parameters:
    ///   - text: The text as UTF-8.
    ///   - isTolerant: Whether to read what a provider may send and only one reading is likely for: of two members of
    ///     one name the last; a comma before an end; control characters in strings; a byte order mark at the beginning;
    ///     and U+FFFD for what is no character.
    /// - Throws: Where the text stops being JSON.
    package init(_ text: [UInt8], isTolerant: Bool) throws(JSONSyntaxError) {
        self.isTolerant = isTolerant
        self.text = try text.validUTF8(isTolerant: isTolerant)
        nodes = try self.text.withUnsafeBufferPointer { (text) throws(JSONSyntaxError) in
            var parser = JSONParser(text, isTolerant: isTolerant)
            return try parser.document()
        }
    }

    /// The node after a value and all that belongs to it.
    func next(after index: Int) -> Int {
        switch nodes[index] {
        case .array(_, let end), .object(_, let end): end
        default: index + 1
        }
    }

    /// The characters of a string; none where the node is no string.
    func string(at index: Int) -> String? {
        text.withUnsafeBufferPointer { text in
            switch nodes[index] {
            case .string(let range): String(decoding: text[range], as: UTF8.self)
            case .escapedString(let range): JSONParser(text, isTolerant: isTolerant).unescaped(range)
            default: nil
            }
        }
    }

    /// A null of no text, for what is absent.
    var absent: Int { nodes.count - 1 }

    /// Whether a value is null.
    func isNull(at index: Int) -> Bool {
        if case .null = nodes[index] { true } else { false }
    }

    /// The last member of that name, among those of an object.
    func member(_ name: String, of object: Int) -> Int? {
        guard case .object(_, let end) = nodes[object] else { return nil }
        var found: Int?
        var index = object + 1
        while index < end {
            if isString(at: index, equalTo: name) { found = index + 1 }
            index = next(after: index + 1)
        }
        return found
    }

    /// All members of an object by their names; of two the last.
    func members(of object: Int) -> [String: Int] {
        guard case .object(let count, let end) = nodes[object] else { return [:] }
        var members = [String: Int](minimumCapacity: count)
        var index = object + 1
        while index < end {
            members[string(at: index) ?? ""] = index + 1
            index = next(after: index + 1)
        }
        return members
    }

    private func isString(at index: Int, equalTo name: String) -> Bool {
        guard case .string(let range) = nodes[index] else { return string(at: index) == name }
        return range.count == name.utf8.count && text[range].elementsEqual(name.utf8)
    }
}

extension JSONDocument {
    /// Unpacks a value with all that belongs to it.
    ///
    /// - Throws: For a second member of one name, unless the reading is tolerant.
    package func value(at index: Int = root) throws(JSONSyntaxError) -> JSONValue {
        switch nodes[index] {
        case .null: .null
        case .bool(let flag): .bool(flag)
        case .integer(let number): .integer(number)
        case .number(let number): .number(number)
        case .string, .escapedString: .string(string(at: index) ?? "")
        case .array(let count, let end): .array(try elements(from: index + 1, to: end, count: count))
        case .object(let count, let end): .object(try members(from: index + 1, to: end, count: count))
        }
    }

    private func elements(from first: Int, to end: Int, count: Int) throws(JSONSyntaxError) -> [JSONValue] {
        var elements: [JSONValue] = []
        elements.reserveCapacity(count)
        var index = first
        while index < end {
            elements.append(try value(at: index))
            index = next(after: index)
        }
        return elements
    }

    private func members(from first: Int, to end: Int, count: Int) throws(JSONSyntaxError) -> [String: JSONValue] {
        var members = [String: JSONValue](minimumCapacity: count)
        var index = first
        while index < end {
            let earlier = members.updateValue(try value(at: index + 1), forKey: string(at: index) ?? "")
            if earlier != nil, !isTolerant { throw duplicate(at: index) }
            index = next(after: index + 1)
        }
        return members
    }

    private func duplicate(at index: Int) -> JSONSyntaxError {
        let offset =
            switch nodes[index] {
            case .string(let range), .escapedString(let range): range.lowerBound - 1
            default: 0
            }
        return text.withUnsafeBufferPointer {
            JSONSyntaxError("the object already has a member of this name", at: offset, of: $0)
        }
    }
}

extension [UInt8] {
    /// The same bytes, where they are UTF-8; otherwise, for tolerant readers, with U+FFFD for what is none.
    fileprivate func validUTF8(isTolerant: Bool) throws(JSONSyntaxError) -> [UInt8] {
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: span)
            return self
        } catch {
            if isTolerant { return Array(String(decoding: self, as: UTF8.self).utf8) }
            throw withUnsafeBufferPointer {
                JSONSyntaxError("bytes that are not UTF-8", at: error.byteOffsets.lowerBound, of: $0)
            }
        }
    }
}

extension JSONValue {
    /// Parses JSON text; at most 512 levels deep.
    ///
    /// - Parameters:
    ///   - bytes: The text as UTF-8.
    ///   - isTolerant: As a provider's answers are read, rather than strictly.
    /// - Throws: Where the text stops being JSON.
    package init(parsing bytes: some Sequence<UInt8>, isTolerant: Bool) throws(JSONSyntaxError) {
        self = try JSONDocument(Array(bytes), isTolerant: isTolerant).value()
    }
}
