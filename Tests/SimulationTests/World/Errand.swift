import SwitchboardCore

/// A write: does exchanges one after another, each named by what repeating it does.
///
/// A step is `once`, `keyed`, `idempotent` or `safe`, and `once/30` where an attempt may take 30 s.
struct Errand: Action {
    static let name = "errand.run"
    static let summary = "Runs exchanges one after another."
    static let fields: [Field] = [
        .required(CodingKeys.call, .integer, audit: .plain, "which call it belongs to"),
        .required(CodingKeys.item, .integer, audit: .plain, "which item of the call it is"),
        .required(CodingKeys.steps, .list(of: .string), audit: .plain, "what repeating each does", .notEmpty),
    ]

    var call: Int
    var item = 0
    var steps: [String]

    var people: [Person] { [] }

    /// What is written on each request.
    var labels: [Label] { steps.indices.map { Label(call: call, item: item, step: $0) } }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case call, item, steps
    }

    struct Receipt: ActionReceipt {
        var count: Int
    }
}

/// A batch of them, each with one step, some at a time.
struct ErrandBatch: BatchAction {
    static let name = "errand.run_all"
    static let summary = "Runs errands side by side."
    static let itemsField = "errands"

    var items: [Errand]

    enum CodingKeys: String, CodingKey {
        case items = "errands"
    }
}

/// A read of several pages.
struct Inquiry: Action {
    static let name = "errand.ask"
    static let summary = "Reads pages."
    static let isRead = true
    static let fields: [Field] = [
        .required(CodingKeys.call, .integer, audit: .plain, "which call it belongs to"),
        .required(CodingKeys.pages, .integer, audit: .plain, "how many pages there are"),
    ]

    var call: Int
    var pages: Int

    var people: [Person] { [] }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case call, pages
    }

    struct Receipt: ActionReceipt {
        var pages: Int
    }
}

/// What names an exchange in the whole simulation.
struct Label: Sendable, Hashable, CustomStringConvertible {
    var call: Int
    var item: Int
    var step: Int

    var description: String { "\(call).\(item).\(step)" }

    /// Makes the label of one exchange.
    init(call: Int, item: Int, step: Int) {
        self.call = call
        self.item = item
        self.step = step
    }

    /// Reads what ``description`` wrote.
    init?(_ text: String) {
        let parts = text.split(separator: ".").compactMap { Int($0) }
        guard parts.count == 3 else { return nil }
        self.init(call: parts[0], item: parts[1], step: parts[2])
    }
}
