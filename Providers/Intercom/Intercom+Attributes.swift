import HTTPTypes
import SwitchboardCore

/// `attribute.list` and `attribute.create`, for contacts.
extension IntercomProvider {
    func listAttributes(
        _ action: ListAttributes,
        using client: ProviderClient
    ) async throws(Failure) -> ListAttributes.Receipt {
        let request = WireRequest(.get, "/data_attributes", query: [("model", "contact")], at: base, .safe)
        let list = try await client.send(request, as: IntercomList<DataAttribute>.self)
        return ListAttributes.Receipt(attributes: list.data.map(\.attribute))
    }

    func createAttribute(
        _ action: CreateAttribute,
        using client: ProviderClient
    ) async throws(Failure) -> CreateAttribute.Receipt {
        // The characters are those that Intercom's own refusal names.
        if let bad = action.name.first(where: { "!@#%^&*()+=[]{};:\"\\|<>/?".contains($0) }) {
            throw .invalidInput("name", "contains \(bad); Intercom takes letters, digits, currency symbols and hyphens")
        }
        var request = WireRequest(.post, "/data_attributes", at: base, .once)
        try request.setJSON(
            NewAttribute(name: action.name, dataType: action.dataType.rawValue, description: action.description)
        )
        let created = try await client.send(request, as: IntercomReference.self)
        return CreateAttribute.Receipt(attributeID: created.id)
    }
}

/// The body of `POST /data_attributes`.
private struct NewAttribute: Encodable {
    var name: String
    var model = "contact"
    var dataType: String
    var description: String?

    private enum CodingKeys: String, CodingKey {
        case name
        case model
        case dataType = "data_type"
        case description
    }
}

/// An attribute as Intercom writes it; those that it brings along have no id.
private struct DataAttribute: Decodable, Sendable {
    let id: JSONValue?
    let name: String
    let dataType: String?
    let description: String?
    let custom: Bool?

    private enum CodingKeys: String, CodingKey {
        case id
        case name
        case dataType = "data_type"
        case description
        case custom
    }

    /// The attribute in the hub's words.
    var attribute: ContactAttribute {
        ContactAttribute(
            id: id?.identifier,
            name: name,
            dataType: dataType,
            description: description,
            isCustom: custom ?? false
        )
    }
}
