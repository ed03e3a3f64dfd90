import SwitchboardCore

/// The body of `POST /data_attributes`.
private struct AttributeInput {
    var name: String
    var model: String
    var dataType: String
    var description: String?
    var isWritableByMessenger: Bool
    var options: [String]

    private static let types = ["string", "integer", "float", "boolean", "datetime", "date", "options"]

    init(_ value: JSONValue) throws(JSONProblem) {
        let names = ["name", "model", "data_type", "description", "messenger_writable", "options"]
        let reader = try JSONReader(value, knowing: Set(names))
        name = try reader.required("name", reader.string("name"))
        model = try reader.required("model", reader.word("model", of: ["contact", "company", "conversation"]))
        dataType = try reader.required("data_type", reader.word("data_type", of: Self.types))
        description = try reader.string("description")
        isWritableByMessenger = try reader.bool("messenger_writable") ?? false
        options = (reader.value("options")?.array ?? []).compactMap { $0["value"]?.string ?? $0.string }
        if dataType == "options", options.count < 2 {
            throw reader.problem(.invalid, "options", "The data attribute needs at least two options")
        }
        guard !name.contains(where: { "!@#%^&*()+=[]{};:\"\\|<>/?".contains($0) }) else {
            let message = "must only contain alphanumeric characters, currency symbols, and hyphens"
            throw reader.problem(.invalid, "name", message)
        }
    }
}

extension IntercomState {
    /// Creates an attribute, unless its model has one of that name.
    mutating func createAttribute(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        let input = try call.read(AttributeInput.init)
        let (name, model) = (JSONValue.string(input.name), JSONValue.string(input.model))
        guard !attributes.contains(where: { $0["model"] == model && $0["name"] == name }) else {
            let data = input.model == "contact" ? "people" : input.model
            throw IntercomError(
                400,
                "parameter_invalid",
                "You already have '\(input.name)' in your \(data) data. "
                    + "To save this as new \(data) data, use a different name."
            )
        }
        let isList = input.dataType == "options"
        var members = Self.attribute(input.name, input.model, isList ? "string" : input.dataType, isCustom: true)
        // Of all ids, those of attributes alone are numbers.
        members["id"] = .integer(Int64(makeID()) ?? 0)
        members["admin_id"] = .string(IntercomAdmin.ofToken.id)
        members["messenger_writable"] = .bool(input.isWritableByMessenger)
        members["created_at"] = .integer(now)
        members["updated_at"] = .integer(now)
        members["description"] = input.description.map(JSONValue.string)
        if isList { members["options"] = .array(input.options.map(JSONValue.string)) }
        attributes.append(.object(members))
        return .object(members)
    }

    /// Lists the attributes, of one model or of all.
    func listAttributes(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        let model = try call.readQuery { query throws(JSONProblem) in
            let reader = try JSONReader(open: query, at: "")
            _ = try reader.word("include_archived", of: ["true", "false"])
            return try reader.word("model", of: ["contact", "company", "conversation"])
        }
        let found = attributes.filter { model == nil || $0["model"]?.string == model }
        return ["type": "list", "data": .array(found)]
    }

    /// The attributes that every workspace has.
    static let builtInAttributes: [JSONValue] = [
        ("name", "contact", "string"), ("email", "contact", "string"), ("phone", "contact", "string"),
        ("external_id", "contact", "string"), ("role", "contact", "string"), ("signed_up_at", "contact", "date"),
        ("last_seen_at", "contact", "date"), ("name", "company", "string"), ("monthly_spend", "company", "float"),
    ]
    .map { .object(attribute($0.0, $0.1, $0.2, isCustom: false)) }

    private static func attribute(
        _ name: String,
        _ model: String,
        _ type: String,
        isCustom: Bool
    ) -> [String: JSONValue] {
        [
            "type": "data_attribute",
            "name": .string(name),
            "full_name": .string(isCustom ? "custom_attributes.\(name)" : name),
            "label": .string(name),
            "data_type": .string(type),
            "api_writable": true,
            "ui_writable": false,
            "messenger_writable": false,
            "custom": .bool(isCustom),
            "archived": false,
            "model": .string(model),
        ]
    }
}
