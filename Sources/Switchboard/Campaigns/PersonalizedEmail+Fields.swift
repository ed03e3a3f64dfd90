public import FoundationEssentials
public import SwitchboardCore

extension PersonalizedEmail {
    /// The fields of its JSON form.
    public static let fields: [Field] = naming + contents + handling

    private static let naming: [Field] = [
        .required(
            CodingKeys.campaignName,
            .string,
            audit: .plain,
            "the campaign's name",
            .notEmpty,
            .singleLine,
            .atMost(bytes: 255)
        ),
        .required(
            CodingKeys.templateKind,
            .choice(TemplateKind.allCases.map(\.rawValue)),
            audit: .plain,
            "what kind of letter it is"
        ),
    ]

    private static let contents: [Field] = [
        .optional(CodingKeys.subject, .string, audit: .size, "the subject, as Mustache", .notEmpty, .singleLine),
        .optional(CodingKeys.text, .string, audit: .size, "the plain text, as Mustache", .notEmpty),
        .optional(CodingKeys.html, .string, audit: .size, "the HTML, as Mustache", .notEmpty),
        .optional(CodingKeys.templateID, .string, audit: .plain, "the provider's template", .notEmpty, .singleLine),
        .optional(CodingKeys.message, .string, audit: .size, "a text inside the product, as Mustache", .notEmpty),
    ]

    private static let handling: [Field] = [
        .optional(CodingKeys.from, .address, audit: .sealed, "who writes it; the configured sender unless given"),
        .optional(CodingKeys.replyTo, .address, audit: .sealed, "where answers go; to the sender unless given"),
        .optional(CodingKeys.categories, .list(of: .string), audit: .plain, "under what statistics count it"),
        .optional(CodingKeys.trackOpens, .boolean, audit: .plain, "as the account is set unless given"),
        .optional(CodingKeys.trackClicks, .boolean, audit: .plain, "as the account is set unless given"),
        .optional(
            CodingKeys.unsubscribeGroupID,
            .integer,
            audit: .plain,
            "the group that its unsubscribe link is about",
            .atLeast(1)
        ),
        .optional(CodingKeys.sendAt, .timestamp, audit: .plain, "when it goes out; at once unless given"),
    ]

    /// Decodes the email from JSON text, strictly: an unknown, missing or mistyped field at any depth is refused.
    ///
    /// - Throws: ``Failure/Kind/invalidInput``, naming the field by its path.
    public static func decode(json: Data) throws(Failure) -> PersonalizedEmail {
        try fields.decode(Self.self, from: json, seeAlso: "docs/campaigns.md")
    }

    /// Refuses values that no campaign can have, before anybody looks at its recipients.
    ///
    /// - Parameter now: The present, for ``sendAt``.
    /// - Throws: ``Failure/Kind/invalidInput``, naming the field by its path.
    func check(at now: Timestamp) throws(Failure) {
        guard let form = try? JSONValue(encoding: self) else { throw .invalidInput("", "has no JSON form") }
        try Self.fields.checkConstraints(of: form)
        try checkContents()
        try checkTime(at: now)
    }

    private func checkContents() throws(Failure) {
        guard templateID == nil else {
            for (field, value) in [("subject", subject), ("text", text), ("html", html)] where value != nil {
                throw .invalidInput(field, "stands beside template_id, whose template brings it; leave one of them out")
            }
            return
        }
        if subject == nil { throw .invalidInput("subject", "is missing; give one, or a template_id") }
        if text == nil, html == nil {
            throw .invalidInput("text", "is missing; give text, html or both, or template_id")
        }
    }

    private func checkTime(at now: Timestamp) throws(Failure) {
        guard let sendAt else { return }
        guard sendAt > now else { throw .invalidInput("send_at", "lies in the past; leave it out to send at once") }
        guard sendAt.since(now) <= Self.schedulingLimit else {
            throw .invalidInput(
                "send_at",
                "lies more than 72 hours ahead; the provider keeps the mails until then, and keeps none longer"
            )
        }
        if message != nil {
            throw .invalidInput("message", "cannot wait for send_at, as only mails can; leave one of them out")
        }
    }
}
