/// Reads one JSON text, by the letter of RFC 8259, into the nodes of a ``JSONDocument``.
///
/// It goes through the bytes once and copies nothing. Nesting beyond ``maximumDepth`` is refused before it could exhaust
/// the stack.
struct JSONParser {
    /// How deep arrays and objects may lie in each other.
    static let maximumDepth = 512

    /// The whole text; known to be UTF-8.
    let text: UnsafeBufferPointer<UInt8>

    /// Whether to read on where only one reading is likely, as ``JSONDocument/init(_:isTolerant:)`` lists.
    let isTolerant: Bool

    /// The offset of the next byte.
    var position = 0

    private var depth = 0
    private var nodes: [JSONDocument.Node] = []

    /// Creates a parser at the beginning of a text.
    init(_ text: UnsafeBufferPointer<UInt8>, isTolerant: Bool) {
        self.text = text
        self.isTolerant = isTolerant
    }

    /// The next byte; 0, which JSON has nowhere, at the end.
    var current: UInt8 { position < text.count ? text[position] : 0 }

    /// Reads the whole text.
    mutating func document() throws(JSONSyntaxError) -> [JSONDocument.Node] {
        // A guess that spares short texts most of the growing.
        nodes.reserveCapacity(min(text.count / 8, 64) + 2)
        if isTolerant, text.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        skipSpace()
        try value()
        skipSpace()
        guard position == text.count else { throw error("nothing may follow the value") }
        return nodes + [.null]
    }

    /// Steps over the byte if it is the next one.
    mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    /// An error at the next byte, or at an offset.
    func error(_ problem: String, at offset: Int? = nil) -> JSONSyntaxError {
        JSONSyntaxError(problem, at: offset ?? position, of: text)
    }

    /// The error for anything else than what must come next.
    func expected(_ what: String) -> JSONSyntaxError {
        error(position < text.count ? "expected \(what)" : "the text ends where it needs \(what)")
    }
}

extension JSONParser {
    private mutating func value() throws(JSONSyntaxError) {
        switch current {
        case UInt8(ascii: "\""): nodes.append(try string())
        case UInt8(ascii: "{"): try object()
        case UInt8(ascii: "["): try array()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): nodes.append(try number())
        case UInt8(ascii: "t"): try word("true", .bool(true))
        case UInt8(ascii: "f"): try word("false", .bool(false))
        case UInt8(ascii: "n"): try word("null", .null)
        default: throw expected("a value")
        }
    }

    private mutating func word(_ word: StaticString, _ node: JSONDocument.Node) throws(JSONSyntaxError) {
        let bytes = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        guard text[position...].starts(with: bytes) else { throw expected("a value") }
        position += bytes.count
        nodes.append(node)
    }

    private mutating func array() throws(JSONSyntaxError) {
        let index = nodes.count
        let end = UInt8(ascii: "]")
        var count = 0
        try open()
        var isOpen = !take(end)
        while isOpen {
            try value()
            count += 1
            isOpen = try goesOn(until: end, "a comma or the end of the array")
        }
        depth -= 1
        nodes[index] = .array(count: count, end: nodes.count)
    }

    private mutating func object() throws(JSONSyntaxError) {
        let index = nodes.count
        let end = UInt8(ascii: "}")
        var count = 0
        try open()
        var isOpen = !take(end)
        while isOpen {
            try name()
            try value()
            count += 1
            isOpen = try goesOn(until: end, "a comma or the end of the object")
        }
        depth -= 1
        nodes[index] = .object(count: count, end: nodes.count)
    }

    private mutating func name() throws(JSONSyntaxError) {
        guard current == UInt8(ascii: "\"") else { throw expected("a member's name in quotation marks") }
        nodes.append(try string())
        skipSpace()
        guard take(UInt8(ascii: ":")) else { throw expected("a colon after the member's name") }
        skipSpace()
    }

    /// Steps into an array or an object, whose node is known at its end.
    private mutating func open() throws(JSONSyntaxError) {
        guard depth < Self.maximumDepth else { throw error("more than \(Self.maximumDepth) levels of nesting") }
        depth += 1
        position += 1
        nodes.append(.null)
        skipSpace()
    }

    /// Steps over what separates elements, or over the end.
    private mutating func goesOn(until end: UInt8, _ expectation: String) throws(JSONSyntaxError) -> Bool {
        skipSpace()
        if take(end) { return false }
        guard take(UInt8(ascii: ",")) else { throw expected(expectation) }
        skipSpace()
        return !(isTolerant && take(end))
    }

    private mutating func skipSpace() {
        while true {
            switch current {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): position += 1
            default: return
            }
        }
    }
}
