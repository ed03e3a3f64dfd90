/// A custom attribute of contacts, as a provider defines it.
public struct ContactAttribute: Codable, Sendable, Hashable {
    /// The provider's id; those that the provider brings along may have none.
    public var id: String?

    /// The name by which values are set.
    public var name: String

    /// The provider's word for the type of its values.
    public var dataType: String?

    /// What it is for.
    public var description: String?

    /// Whether it was added, rather than brought along by the provider.
    public var isCustom: Bool

    /// Creates an attribute.
    public init(id: String?, name: String, dataType: String?, description: String? = nil, isCustom: Bool) {
        self.id = id
        self.name = name
        self.dataType = dataType
        self.description = description
        self.isCustom = isCustom
    }

    private enum CodingKeys: String, CodingKey {
        case id
        case name
        case dataType = "data_type"
        case description
        case isCustom = "custom"
    }
}
