import SwitchboardCore

/// An address that gets no mail.
struct SendGridSuppression: Sendable, Hashable {
    /// The address as it was given.
    var email: String

    /// Seconds since 1970.
    var created: Int64

    /// What else an answer says of it.
    var details: [String: JSONValue] = [:]

    /// Whether it concerns an address, whatever its case.
    func isAbout(_ email: String) -> Bool { self.email.lowercased() == email.lowercased() }

    /// SendGrid's shape.
    var json: JSONValue {
        .object(details.merging(["email": .string(email), "created": .integer(created)]) { _, own in own })
    }
}

extension SendGridSuppression {
    /// The lists of the account, each with a reason of its own; the raw value is its name in paths.
    enum Kind: String, Sendable, CaseIterable {
        case bounces
        case blocks
        case invalidEmails = "invalid_emails"
        case spamReports = "spam_reports"
        case unsubscribes
    }
}

extension SendGridSuppression.Kind {
    /// What a mail to an address brings about, by the name in front of its `@` and of a `+`.
    ///
    /// The API cannot add to these lists, so that some addresses have to.
    static func caused(by email: String) -> Self? {
        switch email.lowercased().prefix(while: { $0 != "@" && $0 != "+" }) {
        case "bounce": .bounces
        case "block": .blocks
        case "invalid": .invalidEmails
        case "spam": .spamReports
        default: nil
        }
    }

    /// The entry that a mail to such an address leaves behind.
    func suppression(of email: String, at moment: Int64) -> SendGridSuppression {
        let details: [String: JSONValue] =
            switch self {
            case .bounces: ["reason": "550 5.1.1 The mailbox does not exist", "status": "5.1.1"]
            case .blocks: ["reason": "no route to host", "status": "4.0.0"]
            case .invalidEmails: ["reason": "The domain of the address is unknown"]
            case .spamReports: ["ip": "10.63.202.100"]
            case .unsubscribes: [:]
            }
        return SendGridSuppression(email: email, created: moment, details: details)
    }

    /// What becomes of the mail that brings about such an entry.
    var event: String {
        switch self {
        case .bounces: "bounce"
        case .blocks: "blocked"
        case .invalidEmails: "invalid"
        case .spamReports: "spamreport"
        case .unsubscribes: "unsubscribe"
        }
    }

    /// The metric that counts what is not sent because of an entry; `nil` where mail is sent all the same.
    var dropMetric: String? {
        switch self {
        case .bounces: "bounce_drops"
        case .blocks: nil
        case .invalidEmails: "invalid_emails"
        case .spamReports: "spam_report_drops"
        case .unsubscribes: "unsubscribe_drops"
        }
    }

    /// The mail setting that sends in spite of an entry.
    var bypass: String? {
        switch self {
        case .bounces: "bypass_bounce_management"
        case .spamReports: "bypass_spam_management"
        case .unsubscribes: "bypass_unsubscribe_management"
        case .blocks, .invalidEmails: nil
        }
    }
}
