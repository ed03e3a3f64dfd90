/// What became of each item of a batch, in the items' order.
public struct BatchReceipt<Item: ActionReceipt>: ActionReceipt {
    private var receipts: [Item?]
    private var named: [Int: Failure] = [:]

    /// Creates a receipt in which no item has been reached yet.
    ///
    /// - Parameter count: How many items the batch has.
    public init(count: Int) {
        receipts = Array(repeating: nil, count: count)
    }

    /// How many items the batch has.
    public var count: Int { receipts.count }

    /// How many items were done.
    public var succeeded: Int { count - failed }

    /// How many items were not done, or not for certain.
    public var failed: Int { receipts.count { $0 == nil } }

    /// The failures, by the index of their item.
    public var failures: [Int: Failure] {
        let missing = receipts.indices.lazy.filter(isMissing).map { ($0, named[$0] ?? .notReached) }
        return Dictionary(uniqueKeysWithValues: missing)
    }

    /// Whether an item was not done, or not for certain.
    func isMissing(_ index: Int) -> Bool { receipts[index] == nil }

    /// What became of an item; an item that nothing was said of was not reached.
    public subscript(index: Int) -> Result<Item, Failure> {
        get {
            if let receipt = receipts[index] { return .success(receipt) }
            return .failure(named[index] ?? .notReached)
        }
        set {
            switch newValue {
            case .success(let receipt):
                receipts[index] = receipt
                named[index] = nil
            case .failure(let failure):
                receipts[index] = nil
                named[index] = failure
            }
        }
    }

    /// What became of each item.
    public var results: [Result<Item, Failure>] { receipts.indices.map { self[$0] } }

    /// Says of several items at once what became of them, as where one request carried them all.
    public mutating func set(_ indices: some Sequence<Int>, _ result: Result<Item, Failure>) {
        for index in indices { self[index] = result }
    }

    /// That some items were not done; `nil` where all were.
    ///
    /// Its effect is the strongest of theirs.
    public var shortfall: Failure? {
        let failed = failed
        guard failed > 0 else { return nil }
        let effects = named.values.lazy.map(\.effect)
        return Failure(
            .partialFailure,
            effect: effects.max() ?? .none,
            "\(failed) of \(count) items failed; results says why each did"
        )
    }
}

extension BatchReceipt {
    /// The receipt with each item's failure put through a function.
    public func mapFailures(_ transform: (Failure) -> Failure) -> BatchReceipt {
        var receipt = self
        receipt.named = named.mapValues(transform)
        return receipt
    }

    /// What kept every sound item from being sent, in the words of the first; items with bad values are bad everywhere.
    public var obstacle: Failure? {
        guard succeeded == 0 else { return nil }
        let hindered = receipts.indices.compactMap { named[$0] }.filter { $0.kind != .invalidInput }
        return hindered.allSatisfy { $0.effect == .none } ? hindered.first : nil
    }
}

extension Failure {
    /// An item that no request was made for.
    fileprivate static let notReached = Failure(.cancelled, effect: .none, "the batch ended before this item was sent")
}

extension BatchReceipt: Codable {
    private enum CodingKeys: String, CodingKey {
        case results
        case succeeded
        case failed
    }

    private struct Element: Codable {
        enum CodingKeys: String, CodingKey {
            case index
            case success
        }

        var index: Int
        var result: Result<Item, Failure>

        init(index: Int, result: Result<Item, Failure>) {
            self.index = index
            self.result = result
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            index = try container.decode(Int.self, forKey: .index)
            let isSuccess = try container.decode(Bool.self, forKey: .success)
            result = isSuccess ? .success(try Item(from: decoder)) : .failure(try Failure(from: decoder))
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(index, forKey: .index)
            switch result {
            case .success(let receipt):
                try container.encode(true, forKey: .success)
                try receipt.encode(to: encoder)
            case .failure(let failure):
                try container.encode(false, forKey: .success)
                try failure.encode(to: encoder)
            }
        }
    }

    /// Decodes the value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let elements = try container.decode([Element].self, forKey: .results)
        self.init(count: elements.count)
        for element in elements {
            guard receipts.indices.contains(element.index) else {
                throw DecodingError.dataCorruptedError(forKey: .results, in: container, debugDescription: "index")
            }
            self[element.index] = element.result
        }
    }

    /// Writes one object an item: its `index`, whether it was done, and its receipt's or its failure's own fields.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(receipts.indices.map { Element(index: $0, result: self[$0]) }, forKey: .results)
        try container.encode(succeeded, forKey: .succeeded)
        try container.encode(failed, forKey: .failed)
    }
}
