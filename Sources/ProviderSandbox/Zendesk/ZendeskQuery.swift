import SwitchboardCore

/// What a search can find.
protocol ZendeskSearchable {
    /// Its words, in lower case.
    var words: [String] { get }

    /// What a field holds, in lower case; empty where it holds nothing.
    func values(of field: String, in state: ZendeskState) -> [String]
}

/// A query in Zendesk's search language: all its words must be there, and of each field one of the values.
struct ZendeskQuery: Sendable {
    /// How a field's value is to lie to the one that is given.
    enum Comparison: String, Sendable, CaseIterable {
        case atMost = "<="
        case atLeast = ">="
        case less = "<"
        case greater = ">"
        case equal = ":"
    }

    /// A field, and the values that will do.
    struct Condition: Sendable, Hashable {
        var field: String
        var comparison: Comparison
        var isNegated: Bool
    }

    /// `ticket` or `user`; `nil` for both.
    private(set) var kind: String?

    private var conditions: [Condition: [String]] = [:]
    private var phrases: [(words: [String], isPrefix: Bool, isNegated: Bool)] = []

    private static let ticketFields: Set<String> = [
        "status", "priority", "ticket_type", "tags", "requester", "assignee", "submitter", "external_id", "subject",
        "created", "updated", "group_id", "organization_id",
    ]

    /// Reads a query.
    ///
    /// - Parameters:
    ///   - text: The query.
    ///   - kind: What is searched, where it is not for the query to say.
    /// - Throws: What the sandbox does not understand.
    init(_ text: String, kind: String? = nil) throws(ZendeskError) {
        self.kind = kind
        var rest = text[...]
        while let start = rest.firstIndex(where: { !$0.isWhitespace }) {
            rest = rest[start...]
            try readTerm(&rest)
        }
        if let field = conditions.keys.map(\.field).filter({ !Self.ticketFields.contains($0) }).min(),
            self.kind == "ticket"
        {
            throw .invalidSearch("\(field) is no field of tickets that this sandbox searches")
        }
    }

    private mutating func readTerm(_ rest: inout Substring) throws(ZendeskError) {
        let isNegated = rest.first == "-"
        if isNegated { rest.removeFirst() }
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
        let behind = rest[name.endIndex...]
        guard !name.isEmpty, let comparison = Comparison.allCases.first(where: { behind.hasPrefix($0.rawValue) }) else {
            let word = try Self.readValue(&rest)
            phrases.append((Self.words(word), word.hasSuffix("*"), isNegated))
            return
        }
        rest = behind.dropFirst(comparison.rawValue.count)
        let value = try Self.readValue(&rest).lowercased()
        if name == "type", comparison == .equal, !isNegated {
            guard kind == nil || kind == value else { throw .invalidSearch("type is \(kind ?? "") already") }
            kind = value
        } else {
            let condition = Condition(field: String(name), comparison: comparison, isNegated: isNegated)
            try Self.check(condition, value)
            conditions[condition, default: []].append(value)
        }
    }

    /// Reads up to the next blank, or what stands in quotation marks.
    private static func readValue(_ rest: inout Substring) throws(ZendeskError) -> String {
        guard rest.first == "\"" else {
            let value = rest.prefix { !$0.isWhitespace }
            rest = rest[value.endIndex...]
            return String(value)
        }
        let inside = rest.dropFirst()
        guard let end = inside.firstIndex(of: "\"") else { throw .invalidSearch("a quotation mark has no partner") }
        rest = inside[inside.index(after: end)...]
        return String(inside[..<end])
    }

    private static func check(_ condition: Condition, _ value: String) throws(ZendeskError) {
        if condition.comparison == .equal { return }
        let isTime = SandboxDay(value) != nil || Timestamp(value.uppercased()) != nil
        let isKnown =
            rank(condition.field, value) != nil || (["created", "updated"].contains(condition.field) && isTime)
        guard isKnown else { throw .invalidSearch("\(condition.field) cannot be compared with \(value)") }
    }
}

extension ZendeskQuery {
    /// Whether a record is found.
    func holds(for record: some ZendeskSearchable, in state: ZendeskState) -> Bool {
        conditions.allSatisfy { condition, values in
            let held = record.values(of: condition.field, in: state)
            let isMet = values.contains { Self.isMet(condition, held, $0) }
            return isMet != condition.isNegated
        }
            && phrases.allSatisfy { Self.contains(record.words, $0.words, isPrefix: $0.isPrefix) != $0.isNegated }
    }

    /// The words of a text, in lower case, without what stands between them.
    static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// Where a status or a priority stands among its like.
    static func rank(_ field: String, _ value: String) -> Int? {
        switch field {
        case "status": ZendeskTicketInput.statuses.firstIndex(of: value)
        case "priority": ZendeskTicketInput.priorities.firstIndex(of: value)
        default: nil
        }
    }

    private static func isMet(_ condition: Condition, _ held: [String], _ value: String) -> Bool {
        if condition.comparison == .equal {
            if value == "none" { return held.isEmpty }
            let isTime = condition.field == "created" || condition.field == "updated"
            return held.contains { isTime ? $0.hasPrefix(value) : $0 == value }
        }
        guard let held = held.first else { return false }
        if let left = rank(condition.field, held), let right = rank(condition.field, value) {
            return compare(left, condition.comparison, right)
        }
        return compare(held, condition.comparison, value)
    }

    private static func compare<Value: Comparable>(_ left: Value, _ comparison: Comparison, _ right: Value) -> Bool {
        switch comparison {
        case .atMost: left <= right
        case .atLeast: left >= right
        case .less: left < right
        case .greater: left > right
        case .equal: left == right
        }
    }

    /// Whether words stand one behind the other, the last of them perhaps cut.
    private static func contains(_ words: [String], _ phrase: [String], isPrefix: Bool) -> Bool {
        guard let last = phrase.last else { return true }
        guard words.count >= phrase.count else { return false }
        return (0...words.count - phrase.count)
            .contains { start in
                let found = words[start...].prefix(phrase.count)
                let isLast = isPrefix ? found.last?.hasPrefix(last) == true : found.last == last
                return isLast && found.dropLast().elementsEqual(phrase.dropLast())
            }
    }
}
