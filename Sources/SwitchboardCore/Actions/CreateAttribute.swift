/// Adds an attribute that contacts can have.
public struct CreateAttribute: Action {
    /// The name under which configuration, command line and audit log know it.
    public static let name = "attribute.create"
    /// What it does, in one sentence.
    public static let summary = "Adds an attribute that contacts can have."
    /// The fields of its JSON form.
    public static let fields: [Field] = [
        .required(CodingKeys.name, .string, audit: .plain, "its name", .notEmpty, .singleLine, .atMost(bytes: 255)),
        .required(
            CodingKeys.dataType,
            .choice(DataType.allCases.map(\.rawValue)),
            audit: .plain,
            "the type of its values"
        ),
        .optional(CodingKeys.description, .string, audit: .size, "what it is for", .notEmpty),
    ]

    /// The type of an attribute's values.
    public enum DataType: String, Codable, Sendable, CaseIterable {
        /// Text.
        case string
        /// Whole numbers.
        case integer
        /// Numbers.
        case float
        /// Yes or no.
        case boolean
        /// Moments.
        case datetime
        /// Days.
        case date
    }

    /// Its name.
    public var name: String

    /// The type of its values.
    public var dataType: DataType

    /// What it is for.
    public var description: String?

    /// Creates the action.
    public init(name: String, dataType: DataType, description: String? = nil) {
        self.name = name
        self.dataType = dataType
        self.description = description
    }

    /// It concerns nobody.
    public var people: [Person] { [] }

    /// Nobody: only what is kept changes.
    public var recipients: Recipients { .nobody }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case name
        case dataType = "data_type"
        case description
    }
}

extension CreateAttribute {
    /// What was added.
    public struct Receipt: ActionReceipt {
        /// The provider's id of the attribute.
        public var attributeID: String

        /// Creates a receipt.
        public init(attributeID: String) {
            self.attributeID = attributeID
        }

        /// The id of what was made, for the audit log.
        public var reference: String? { attributeID }

        private enum CodingKeys: String, CodingKey {
            case attributeID = "attribute_id"
        }
    }
}
