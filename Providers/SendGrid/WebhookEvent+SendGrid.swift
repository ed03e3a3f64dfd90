import SwitchboardCore

extension WebhookEvent {
    /// Reads an event about a mail
    /// (https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event#event-objects).
    ///
    /// Custom arguments lie flat among the other members.
    init(sendGrid members: [String: JSONValue]) {
        var members = WebhookMembers(members)
        let name = members.take("event", \.string) ?? ""
        let email = members.take("email", \.webhookID)
        let message = members.rest["sg_message_id"]?.webhookID?.messageID
        let isAboutMail = email != nil || message != nil
        let kind = Kind(sendGrid: name) ?? (isAboutMail ? .emailUnknown : .unknown)
        members.rewrite("category") { $0.string == nil ? $0 : [$0] }
        members.rewrite("attempt") { $0.count.map { .integer(Int64($0)) } ?? $0 }
        self.init(
            kind,
            name: name,
            id: members.take("sg_event_id", \.webhookID),
            time: members.take("timestamp", \.webhookSeconds),
            person: email.map { Person(email: $0) },
            actionID: members.take(Mail.actionArgument) { $0.string.flatMap { ActionID($0) } },
            item: members.take(Mail.itemArgument, \.count),
            reference: message,
            reason: RejectReason(sendGrid: kind, members.rest)
        )
        details = members.rest
    }
}

extension WebhookEvent.Kind {
    fileprivate init?(sendGrid name: String) {
        switch name {
        case "processed": self = .emailQueued
        case "delivered": self = .emailDelivered
        case "open": self = .emailOpened
        case "click": self = .emailClicked
        case "deferred": self = .emailDeferred
        case "dropped": self = .emailRejected
        case "bounce", "blocked": self = .emailBounced
        case "spamreport": self = .emailComplained
        case "unsubscribe", "group_unsubscribe": self = .emailUnsubscribed
        case "group_resubscribe": self = .emailSubscribed
        default: return nil
        }
    }
}

extension WebhookEvent.RejectReason {
    /// Why SendGrid did not try, or why the receiving server would not have the mail; nothing for other events.
    fileprivate init?(sendGrid kind: WebhookEvent.Kind, _ members: [String: JSONValue]) {
        let word = { (name: String) in members[name]?.string?.lowercased() ?? "" }
        switch kind {
        case .emailRejected: self = Self(drop: word("reason"))
        case .emailBounced: self = Self(classification: word("bounce_classification")) ?? Self(type: word("type"))
        default: return nil
        }
    }

    /// SendGrid's own reasons for dropping a mail.
    private init(drop reason: String) {
        switch reason {
        case "invalid": self = .invalid
        case "bounced address": self = .bounced
        case "unsubscribed address": self = .unsubscribed
        case "spam reporting address": self = .spam
        default: self = reason.hasPrefix("spam content") ? .spam : .other
        }
    }

    /// What SendGrid reads out of the receiving server's words; `Technical` and `Unclassified` say nothing
    /// (https://www.twilio.com/docs/sendgrid/ui/analytics-and-reporting/bounce-and-block-classifications).
    private init?(classification: String) {
        switch classification {
        case "invalid address": self = .invalid
        case "mailbox unavailable": self = .bounced
        case "content": self = .spam
        case "reputation", "frequency or volume too high": self = .blocked
        default: return nil
        }
    }

    private init(type: String) {
        switch type {
        case "blocked": self = .blocked
        case "expired": self = .timedOut
        default: self = .bounced
        }
    }
}

extension String {
    /// The mail's `X-Message-Id`: what comes before the names of SendGrid's servers.
    ///
    /// Old ids, such as `14c5d75ce93.dfd.64b469.filter0001.16648.5515E0B88.0`, have dots themselves.
    fileprivate var messageID: String {
        let dots = utf8.indices.lazy.filter { utf8[$0] == UInt8(ascii: ".") }
        guard let first = dots.first else { return self }
        let server = dots.first { utf8[$0...].starts(with: ".filter".utf8) }
        return String(self[..<(server ?? first)])
    }
}

extension JSONValue {
    /// A number from 0, of which SendGrid writes some as their digits: those of custom arguments, and `attempt`.
    fileprivate var count: Int? {
        switch self {
        case .integer(let number): number >= 0 ? Int(number) : nil
        case .string(let digits): digits.utf8.allSatisfy { $0 &- UInt8(ascii: "0") < 10 } ? Int(digits) : nil
        default: nil
        }
    }
}
