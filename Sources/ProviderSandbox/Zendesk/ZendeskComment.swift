import SwitchboardCore

/// What a request says in a ticket.
struct ZendeskCommentInput: Sendable {
    /// The text without markup.
    let body: String

    /// The text with markup.
    let htmlBody: String

    /// Whether the requester sees it; where nothing is said, they do.
    let isPublic: Bool

    /// Who says it; `nil` for whoever asks.
    let authorID: Int64?

    /// The members that it may have.
    static let shapes: [String: JSONShape] = [
        "body": .string, "html_body": .string, "public": .boolean, "author_id": .integer, "uploads": .any,
    ]

    /// Reads a comment whose shape is right.
    init(_ value: JSONValue) throws(ZendeskError) {
        let (text, markup) = (value["body"]?.string, value["html_body"]?.string)
        guard value["uploads"] == nil else { throw Self.problem(.invalid, "uploads are not played by this sandbox") }
        guard text == nil || markup == nil else { throw Self.problem(.invalid, "needs body or html_body, not both") }
        guard let given = markup ?? text, !given.isEmpty else { throw Self.problem(.missing, "cannot be blank") }
        // Zendesk cuts what is longer, which no caller wants.
        guard given.utf8.count <= 65_536 else { throw Self.problem(.invalid, "is too long (maximum is 65536 bytes)") }
        body = text ?? given.replacing(#/<[^>]*>/#, with: "")
        htmlBody = markup ?? "<div class=\"zd-comment\" dir=\"auto\"><p dir=\"auto\">\(given.escaped)</p></div>"
        isPublic = value["public"] != false
        authorID = value["author_id"]?.integer
    }

    private static func problem(_ kind: JSONProblem.Kind, _ sentence: String) -> ZendeskError {
        ZendeskError(invalid: [JSONProblem(kind, "comment", sentence)])
    }
}

extension String {
    fileprivate var escaped: String {
        replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}

/// What was said in a ticket.
struct ZendeskComment: Sendable {
    /// Its id, which the audit's event shares.
    let id: Int64

    /// The audit that it came with.
    let auditID: Int64

    /// Who said it.
    let authorID: Int64

    /// Seconds since 1970.
    let createdAt: Int64

    /// What was said.
    let input: ZendeskCommentInput

    /// The shape in the list of comments.
    var json: JSONValue {
        .object(
            members.merging([
                "plain_body": .string(input.body),
                "created_at": .time(createdAt),
                "via": .zendeskVia,
                "metadata": ["system": [:], "custom": [:]],
            ]) { $1 }
        )
    }

    /// The shape of the event in an audit.
    var event: JSONValue { .object(members) }

    private var members: [String: JSONValue] {
        [
            "id": .integer(id),
            "type": "Comment",
            "author_id": .integer(authorID),
            "body": .string(input.body),
            "html_body": .string(input.htmlBody),
            "public": .bool(input.isPublic),
            "attachments": [],
            "audit_id": .integer(auditID),
        ]
    }
}

extension JSONValue {
    /// How everything comes into the account.
    static let zendeskVia: JSONValue = ["channel": "api", "source": ["from": [:], "to": [:], "rel": .null]]

    /// A time in seconds since 1970 as Zendesk writes it; `null` where there is none.
    static func time(_ seconds: Int64?) -> JSONValue {
        seconds.map { .string(Timestamp(secondsSince1970: $0).description) } ?? .null
    }
}
