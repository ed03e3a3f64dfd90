/// One thing asked for many times: each item stands or falls alone.
///
/// A bad item never fails the rest. The action's entry in the ``ActionTable`` hands the adapter only items whose values
/// are sound, and adds the others, each with its failure, to the receipt.
public protocol BatchAction: Action where Receipt == BatchReceipt<Item.Receipt> {
    /// What one item asks for.
    associatedtype Item: Action

    /// The name in JSON of the field that holds the items.
    static var itemsField: String { get }

    /// Whether the audit log keeps an entry for every item, rather than for those that failed only.
    static var recordsEveryItem: Bool { get }

    /// The items, in order.
    var items: [Item] { get }

    /// Creates the action from its items.
    init(items: [Item])
}

extension BatchAction {
    /// How many items it has.
    package var count: Int { items.count }

    /// Every one unless said otherwise.
    public static var recordsEveryItem: Bool { true }

    /// The one field that holds the items.
    public static var fields: [Field] {
        [.items(itemsField, of: Item.self)]
    }

    /// Everybody whom an item concerns, each once.
    public var people: [Person] {
        var seen: Set<Person> = []
        return items.flatMap(\.people).filter { seen.insert($0).inserted }
    }

    /// Refuses an empty batch; the values inside are checked item by item, on the way to the adapter.
    public func checkedForm() throws(Failure) -> JSONValue {
        guard !items.isEmpty else { throw .invalidInput(Self.itemsField, "is empty; give at least one") }
        return [Self.itemsField: .array(Array(repeating: .null, count: items.count))]
    }

    /// Whether an item names somebody by a provider's own id.
    public var isBoundToProvider: Bool { items.contains { $0.isBoundToProvider } }

    /// Those of all items.
    public var recipients: Recipients { .all(of: items.lazy.map(\.recipients)) }

    /// Each item by itself; `nil` where one can go to nobody else.
    public func redirected(to address: Address) -> Self? {
        let moved = items.compactMap { $0.redirected(to: address) }
        return moved.count == items.count ? Self(items: moved) : nil
    }

    /// Those that any item gives.
    public func given(among fields: Set<String>) -> Set<String> {
        guard !fields.isEmpty else { return [] }
        return items.reduce(into: []) { $0.formUnion($1.given(among: fields.subtracting($0))) }
    }

    /// Takes them out of each item.
    public func leavingOut(_ fields: Set<String>) throws(Failure) -> Self {
        Self(items: try items.map { item throws(Failure) in try item.leavingOut(fields) })
    }

    /// What became of each item, for the audit log; where the batch failed as a whole, that of each.
    public func auditItems(of result: Result<Receipt, Failure>) -> [AuditItem] {
        let receipt: Receipt
        switch result {
        case .success(let whole): receipt = whole
        case .failure(let failure):
            guard failure.kind != .invalidInput else { return [] }
            var failed = Receipt(count: items.count)
            failed.set(items.indices, .failure(failure))
            receipt = failed
        }
        return items.indices.filter { Self.recordsEveryItem || receipt.isMissing($0) }
            .map { auditItem($0, of: receipt) }
    }

    /// Of an item whose values are bad nothing is kept but why.
    private func auditItem(_ index: Int, of receipt: Receipt) -> AuditItem {
        let form = try? items[index].checkedForm()
        return AuditItem(
            index: index,
            people: form == nil ? [] : items[index].people,
            fields: form.map(Item.fields.audited) ?? [:],
            result: receipt[index]
        )
    }
}

extension BatchAction {
    /// The batch with its sound items only, and why the others are none.
    func checked() -> (sound: [Int], failures: [Int: Failure]) {
        var sound: [Int] = []
        var failures: [Int: Failure] = [:]
        sound.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            do throws(Failure) {
                _ = try item.checkedForm()
                sound.append(index)
            } catch {
                failures[index] = error
            }
        }
        return (sound, failures)
    }

    /// Where an item stands, as ``Failure/field`` writes it.
    static func path(of index: Int) -> String { "\(itemsField)[\(index)]" }
}

extension Field {
    fileprivate static func items<Item: Action>(_ name: String, of item: Item.Type) -> Field {
        Field(
            name,
            .list(of: .object(name: Item.name, Item.fields)),
            isRequired: true,
            audit: .size,
            "each as \(Item.name) takes it",
            [.notEmpty]
        )
    }
}
