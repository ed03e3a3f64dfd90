public import FoundationEssentials

/// One thing that a caller may ask for, as a value.
///
/// A provider says which actions it can do (``ActionTable``), so the router knows before anything is sent. Third parties
/// add actions of their own by conforming; nothing in this package has to change.
public protocol Action: Codable, Sendable {
    /// What the caller gets when the action has been done.
    associatedtype Receipt: ActionReceipt

    /// The name by which configuration, command line and audit log know the action: `family.verb`.
    static var name: String { get }

    /// What it does, in one sentence.
    static var summary: String { get }

    /// Every field of its JSON form.
    static var fields: [Field] { get }

    /// Whether it only reads. A read leaves no intent in the audit log, and its failures have effect `none`.
    static var isRead: Bool { get }

    /// Everybody whom the action concerns.
    var people: [Person] { get }

    /// Checks what no single field can say, such as a field that another one requires.
    ///
    /// - Throws: ``Failure/Kind/invalidInput``, naming the field.
    func validate() throws(Failure)

    /// Checks the action's values, its own ``validate()`` included, and returns its JSON form.
    ///
    /// The form is what the audit log's allow-list is applied to. The standard implementation suits every action that is
    /// no ``BatchAction``.
    ///
    /// - Throws: ``Failure/Kind/invalidInput``, naming the field by its path.
    func checkedForm() throws(Failure) -> JSONValue

    /// Whether it names somebody by a provider's own id, so that no other provider may do it instead: there the id names
    /// a stranger, or nobody.
    var isBoundToProvider: Bool { get }

    /// Who gets to read something when it is done; everybody whom it concerns, unless it only reads or says otherwise.
    var recipients: Recipients { get }

    /// The action as it goes to one address instead of to its recipients; `nil` where it can go to nobody else.
    func redirected(to address: Address) -> Self?

    /// Which of these fields it gives a value for; for a ``BatchAction``, any of its items.
    func given(among fields: Set<String>) -> Set<String>

    /// The action without these optional fields, for a provider that has nothing for them.
    ///
    /// - Throws: ``Failure/Kind/invalidInput`` where what is left is no such action.
    func leavingOut(_ fields: Set<String>) throws(Failure) -> Self

    /// What became of each item, for the audit log; empty for what has no items.
    func auditItems(of result: Result<Receipt, Failure>) -> [AuditItem]
}

extension Action {
    /// None unless said otherwise.
    public func auditItems(of result: Result<Receipt, Failure>) -> [AuditItem] { [] }

    /// Everybody whom it concerns, where it writes.
    public var recipients: Recipients { Self.isRead ? .nobody : .people(people) }

    /// Unless said otherwise it can go to nobody else.
    public func redirected(to address: Address) -> Self? { nil }

    /// Whether one of ``people`` has a `contact_id`.
    public var isBoundToProvider: Bool { people.contains { $0.contactID != nil } }

    /// Those that its JSON form has.
    public func given(among fields: Set<String>) -> Set<String> {
        guard !fields.isEmpty, let members = try? form().object else { return [] }
        return fields.filter { !(members[$0] ?? .null).isAbsent }
    }

    /// Takes them out of its JSON form.
    public func leavingOut(_ fields: Set<String>) throws(Failure) -> Self {
        let members = (try form().object ?? [:]).filter { !fields.contains($0.key) }
        return try Self.decode(json: Data(JSONValue.object(members).serialized()))
    }

    /// Writes unless said otherwise.
    public static var isRead: Bool { false }

    /// Checks what no single field can say.
    public func validate() throws(Failure) {}
}

/// What the caller gets when an action has been done.
public protocol ActionReceipt: Codable, Sendable {
    /// The provider's id of what was made, for the audit log: a message id, a ticket id.
    var reference: String? { get }

    /// What the provider told us of the person's ids, so that the audit log finds the person by each of them.
    var person: Person? { get }

    /// That only a part was done; `nil` where all was.
    var shortfall: Failure? { get }

    /// What kept everything from being done before anything happened, so that another provider may try; `nil` where
    /// something was done, or may have been.
    var obstacle: Failure? { get }

    /// The receipt with each failure in it put through a function: the hub takes credentials out of them.
    func mapFailures(_ transform: (Failure) -> Failure) -> Self

    /// One receipt for what several providers were given side by side, where it can be told of each item by itself.
    ///
    /// - Parameters:
    ///   - required: What became of it at the providers that all have to do it.
    ///   - all: What became of it at every provider, these among them.
    /// - Returns: The receipt; `nil` where there are no items.
    static func joint(of required: [Result<Self, Failure>], among all: [Result<Self, Failure>]) -> Self?
}

extension ActionReceipt {
    /// There are no items unless said otherwise.
    public static func joint(of required: [Result<Self, Failure>], among all: [Result<Self, Failure>]) -> Self? { nil }
    /// It holds none unless said otherwise.
    public func mapFailures(_ transform: (Failure) -> Failure) -> Self { self }
    /// Nothing is missing unless said otherwise.
    public var shortfall: Failure? { nil }
    /// None unless said otherwise.
    public var obstacle: Failure? { nil }
    /// The id of what was made, for the audit log.
    public var reference: String? { nil }
    /// The person by the provider's id, for the audit log.
    public var person: Person? { nil }
}

extension CodingUserInfoKey {
    /// Where an action that draws times or ids while it is decoded finds its ``TimeSource``.
    public static let timeSource = CodingUserInfoKey(rawValue: "switchboard.timeSource").unsafelyUnwrapped
}

extension Action {
    /// Decodes the action from JSON text, strictly: an unknown, missing or mistyped field at any depth is refused.
    ///
    /// Values are checked later, by ``checkedForm()``, so that a bad value is known to the audit log and a bad shape is not.
    ///
    /// - Parameters:
    ///   - json: The text.
    ///   - time: Where times and ids come from that the text leaves out.
    /// - Returns: The action.
    /// - Throws: ``Failure/Kind/invalidInput``, naming the field by its path.
    public static func decode(json: Data, time: TimeSource = .system) throws(Failure) -> Self {
        try fields.decode(Self.self, from: json, time: time, seeAlso: "'switchboard actions \(name)'")
    }

    /// Returns the action's JSON form after every constraint of its fields and its own ``validate()`` passed.
    ///
    /// - Throws: ``Failure/Kind/invalidInput``, naming the field by its path.
    public func checkedForm() throws(Failure) -> JSONValue {
        let form = try form()
        try Self.fields.checkConstraints(of: form)
        try validate()
        return form
    }

    /// The action as a JSON tree.
    package func form() throws(Failure) -> JSONValue {
        do {
            return try JSONValue(encoding: self)
        } catch {
            throw .invalidInput("", "holds a value without a JSON form, such as an infinite number")
        }
    }
}

extension JSONValue {
    /// Whether it stands for nothing: `null`, or an empty list or object.
    fileprivate var isAbsent: Bool {
        switch self {
        case .null: true
        case .array(let elements): elements.isEmpty
        case .object(let members): members.isEmpty
        case .bool, .integer, .number, .string: false
        }
    }
}
