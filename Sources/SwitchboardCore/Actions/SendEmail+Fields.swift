extension SendEmail {
    /// The fields of its JSON form.
    public static let fields: [Field] = addresses + contents + handling

    private static let addresses: [Field] = [
        .required(CodingKeys.to, .list(of: .address), audit: .sealed, "who gets it", .notEmpty),
        .optional(CodingKeys.from, .address, audit: .sealed, "who writes it; the configured sender unless given"),
        .optional(CodingKeys.replyTo, .address, audit: .sealed, "where answers go; to the sender unless given"),
        .optional(CodingKeys.cc, .list(of: .address), audit: .sealed, "who gets a copy that everybody sees"),
        .optional(CodingKeys.bcc, .list(of: .address), audit: .sealed, "who gets a copy that nobody sees"),
    ]

    private static let contents: [Field] = [
        .optional(
            CodingKeys.subject,
            .string,
            audit: .size,
            "required unless a template brings it",
            .notEmpty,
            .singleLine
        ),
        .optional(CodingKeys.text, .string, audit: .size, "the plain text, sent verbatim", .notEmpty),
        .optional(CodingKeys.html, .string, audit: .size, "the HTML, sent verbatim", .notEmpty),
        .optional(CodingKeys.templateID, .string, audit: .plain, "the provider's template", .notEmpty, .singleLine),
        .optional(CodingKeys.templateData, .map(of: .json), audit: .size, "what its placeholders stand for"),
        .optional(
            CodingKeys.attachments,
            .list(of: .object(name: "attachment", Attachment.fields)),
            audit: .size,
            "the files that go with it"
        ),
    ]

    private static let handling: [Field] = [
        .optional(CodingKeys.categories, .list(of: .string), audit: .plain, "under what statistics count it"),
        .optional(CodingKeys.customArgs, .map(of: .string), audit: .size, "what comes back with every event"),
        .optional(CodingKeys.headers, .map(of: .string), audit: .size, "further header fields"),
        .optional(CodingKeys.sendAt, .timestamp, audit: .plain, "when it goes out; at once unless given"),
        .optional(
            CodingKeys.batchID,
            .string,
            audit: .plain,
            "the batch with which it can be cancelled",
            .notEmpty,
            .singleLine
        ),
        .optional(CodingKeys.trackOpens, .boolean, audit: .plain, "as the account is set unless given"),
        .optional(CodingKeys.trackClicks, .boolean, audit: .plain, "as the account is set unless given"),
        .optional(
            CodingKeys.unsubscribeGroupID,
            .integer,
            audit: .plain,
            "the group that its unsubscribe link is about",
            .atLeast(1)
        ),
        .optional(CodingKeys.sandbox, .boolean, audit: .plain, "true: checked by the provider, and not sent"),
    ]

    /// Checks what no single field can say.
    public func validate() throws(Failure) {
        try checkContents()
        for (index, category) in (categories ?? []).enumerated() {
            try Self.check(category, at: "categories[\(index)]", .notEmpty, .singleLine)
        }
        for (name, value) in (headers ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard !name.isEmpty, name.utf8.allSatisfy(\.isTokenByte) else {
                throw .invalidInput(member: name, of: "headers", "is no header's name; give ASCII letters and hyphens")
            }
            try Self.check(value, at: "headers".appending(member: name), .singleLine)
        }
        for name in (customArgs ?? [:]).keys.sorted() {
            try Self.check(name, at: "custom_args".appending(member: name), .notEmpty, .singleLine)
        }
    }

    private func checkContents() throws(Failure) {
        guard templateID == nil else { return }
        if templateData != nil {
            throw .invalidInput("template_data", "stands without a template; give template_id, or leave it out")
        }
        if subject == nil { throw .invalidInput("subject", "is missing; an email without a template needs one") }
        if text == nil, html == nil {
            throw .invalidInput("text", "is missing; give text, html or both, or a template_id")
        }
    }

    private static func check(
        _ text: String,
        at path: String,
        _ constraints: Field.Constraint...
    ) throws(Failure) {
        for constraint in constraints {
            if let problem = constraint.problem(.string(text)) { throw .invalidInput(path, problem) }
        }
    }
}
