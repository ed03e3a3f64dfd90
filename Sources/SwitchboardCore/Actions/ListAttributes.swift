/// Lists the attributes that contacts can have.
public struct ListAttributes: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "attribute.list"
    /// What it does, in one sentence.
    public static let summary = "Lists the attributes that contacts can have."
    /// It changes nothing.
    public static let isRead = true
    /// It has no fields.
    public static let fields: [Field] = []

    /// Creates the action.
    public init() {}

    /// It concerns nobody.
    public var people: [Person] { [] }
}

extension ListAttributes {
    /// The attributes.
    public struct Receipt: ActionReceipt {
        /// The attributes, as the provider orders them.
        public var attributes: [ContactAttribute]

        /// Creates a receipt.
        public init(attributes: [ContactAttribute]) {
            self.attributes = attributes
        }
    }
}
