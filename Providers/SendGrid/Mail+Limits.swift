import SwitchboardCore

/// What SendGrid refuses in a mail, refused before it is sent
/// (https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors).
extension SendEmail {
    /// How many recipients a request may have, copies included.
    static let recipientLimit = 1000

    /// Everybody who gets it.
    var recipientCount: Int { to.count + (cc?.count ?? 0) + (bcc?.count ?? 0) }

    /// Refuses more recipients than a request takes, and an address that is given twice, in capitals or not.
    func checkRecipients() throws(Failure) {
        guard recipientCount <= Self.recipientLimit else {
            throw .invalidInput(
                "to",
                "makes \(recipientCount) recipients, copies included; SendGrid takes \(Self.recipientLimit) a mail"
            )
        }
        var seen: Set<String> = []
        for (field, addresses) in [("to", to), ("cc", cc ?? []), ("bcc", bcc ?? [])] {
            for (index, address) in addresses.enumerated() where !seen.insert(address.email.lowercased()).inserted {
                throw .invalidInput(
                    "\(field)[\(index)]",
                    "is an address that to, cc or bcc has already; SendGrid takes each once"
                )
            }
        }
    }

    /// Refuses what SendGrid cannot do with a mail.
    func checkHandling(at now: Timestamp) throws(Failure) {
        try checkTemplate()
        try checkCategories()
        try checkCustomArgs()
        try checkHeaders()
        try checkAttachments()
        if let sendAt, sendAt.since(now) > .seconds(72 * 3600) {
            throw .invalidInput("send_at", "lies more than 72 hours ahead; SendGrid keeps no mail that long")
        }
    }

    /// The failure of a mail whose request would be larger than SendGrid takes; it names the largest part.
    func tooLarge(_ count: Int) -> Failure {
        let parts = [
            ("attachments", attachmentBytes), ("html", html?.utf8.count ?? 0), ("text", text?.utf8.count ?? 0),
            ("template_data", templateData.map { JSONValue.object($0).serialized().count } ?? 0),
        ]
        let largest = parts.max { $0.1 < $1.1 }?.0 ?? "text"
        return .invalidInput(
            largest,
            "is the largest part of a mail of \(count) bytes; SendGrid takes \(Mail.byteLimit) in all"
        )
    }

    private func checkTemplate() throws(Failure) {
        guard templateData != nil, let templateID, !templateID.hasPrefix("d-") else { return }
        throw .invalidInput("template_data", "needs a dynamic template; give a template_id that starts with d-")
    }

    private func checkCategories() throws(Failure) {
        guard let categories else { return }
        guard categories.count <= 10 else {
            throw .invalidInput("categories", "has \(categories.count) elements; SendGrid takes 10")
        }
        var seen: Set<String> = []
        for (index, category) in categories.enumerated() {
            guard category.unicodeScalars.count <= 255 else {
                throw .invalidInput("categories[\(index)]", "is longer than the 255 characters that SendGrid takes")
            }
            guard seen.insert(category).inserted else {
                throw .invalidInput("categories[\(index)]", "is given twice; SendGrid takes each once")
            }
        }
    }

    /// Names that events carry themselves: SendGrid lets theirs win
    /// (https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event).
    private static let eventFields: Set = [
        "email", "timestamp", "event", "sg_event_id", "sg_message_id", "smtp-id", "category", "type", "reason",
        "status", "response", "attempt", "url", "url_offset", "useragent", "ip", "asm_group_id", "tls", "cert_err",
        "pool", "bounce_classification", "sg_machine_open", "newsletter",
    ]

    private func checkCustomArgs() throws(Failure) {
        guard let customArgs, !customArgs.isEmpty else { return }
        for name in customArgs.keys.sorted() {
            if name == Mail.actionArgument || name == Mail.itemArgument {
                throw .invalidInput(member: name, of: "custom_args", "is a name that Switchboard uses; give another")
            }
            if Self.eventFields.contains(name) {
                throw .invalidInput(member: name, of: "custom_args", "is a name that events have taken; give another")
            }
        }
        // The widest that ours can be: the length does not depend on the ids.
        let marked = Mail.marked(customArgs, as: ActionID(high: 0, low: 0), item: 99_999_999)
        let count = JSONValue.object(marked.mapValues(JSONValue.string)).serialized().count
        guard count <= 10_000 else {
            throw .invalidInput(
                "custom_args",
                "has \(count) bytes together with what Switchboard adds; SendGrid takes 10000"
            )
        }
    }

    private static let reservedHeaders: Set = [
        "x-sg-id", "x-sg-eid", "received", "dkim-signature", "content-type", "content-transfer-encoding", "to", "from",
        "subject", "reply-to", "cc", "bcc",
    ]

    private func checkHeaders() throws(Failure) {
        for name in (headers ?? [:]).keys.sorted() where Self.reservedHeaders.contains(name.lowercased()) {
            throw .invalidInput(member: name, of: "headers", "is a header that SendGrid writes itself; leave it out")
        }
    }

    private func checkAttachments() throws(Failure) {
        if attachmentBytes > Mail.byteLimit { throw tooLarge(attachmentBytes) }
    }

    private var attachmentBytes: Int { (attachments ?? []).reduce(0) { $0 + $1.content.utf8.count } }
}
