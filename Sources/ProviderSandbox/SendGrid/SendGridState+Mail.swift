import HTTPTypes
import SwitchboardCore

extension SendGridState {
    private static let helpPage = "https://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html"

    /// Takes a mail, unless anything is wrong with it; in sandbox mode nothing more happens than that.
    mutating func sendMail(_ call: SendGridCall) throws(SendGridError) -> SandboxResponse {
        let problems = SendGridMailCheck(mail: call.body, now: now, batches: batches).problems
        guard problems.isEmpty else { throw SendGridError(problems, help: Self.helpPage) }
        if call.body.isEnabled("sandbox_mode") { return SandboxResponse(status: 200) }
        let mail = SendGridMail(id: time.token(length: 22), at: now, request: call.body)
        mails.append(mail)
        deliverWhatIsDue()
        return SandboxResponse(status: 202, headers: [.messageID: mail.id])
    }

    /// Delivers every envelope whose time has come; one of a cancelled batch is discarded then, one of a paused batch
    /// waits on.
    mutating func deliverWhatIsDue() {
        let now = now
        for index in mails.indices {
            let status = mails[index].batchID.flatMap(status)
            guard status != "pause" else { continue }
            for place in mails[index].envelopes.indices {
                let envelope = mails[index].envelopes[place]
                guard envelope.isWaiting, envelope.sendAt ?? 0 <= now else { continue }
                if status == "cancel" {
                    mails[index].envelopes[place].isDiscarded = true
                } else {
                    mails[index].envelopes[place].deliveries = envelope.recipients.map { email in
                        deliver(mails[index].request, to: email, at: max(envelope.sendAt ?? 0, mails[index].createdAt))
                    }
                }
            }
        }
    }

    /// Delivers a mail to one address, unless it is suppressed, and counts what became of it.
    private mutating func deliver(_ mail: JSONValue, to email: String, at moment: Int64) -> SendGridMail.Delivery {
        if let metric = drop(of: mail, to: email) {
            count(["requests", metric], at: moment)
            return SendGridMail.Delivery(email: email, event: "dropped")
        }
        guard let kind = SendGridSuppression.Kind.caused(by: email) else {
            count(["requests", "processed", "delivered"], at: moment)
            return SendGridMail.Delivery(email: email, event: "delivered")
        }
        suppress(email, by: kind, at: moment)
        let isDelivered = kind == .spamReports
        count(["requests", "processed", kind.rawValue] + (isDelivered ? ["delivered"] : []), at: moment)
        return SendGridMail.Delivery(email: email, event: kind.event)
    }

    private mutating func count(_ metrics: [String], at moment: Int64) {
        counts += metrics.map { SendGridCount(day: SandboxDay(containing: moment), metric: $0) }
    }

    /// The metric that counts a dropped mail; `nil` for one that is sent.
    private func drop(of mail: JSONValue, to email: String) -> String? {
        if mail.isEnabled("bypass_list_management") { return nil }
        let group = mail["asm"]?["group_id"]?.integer
        if groups.contains(where: { $0.id == group && $0.holds(email) }) { return "unsubscribe_drops" }
        let kinds = SendGridSuppression.Kind.allCases.filter { $0.dropMetric != nil && isSuppressed(email, by: $0) }
        return kinds.first { !($0.bypass.map(mail.isEnabled) ?? false) }?.dropMetric
    }
}

extension HTTPField.Name {
    /// The id of an accepted mail.
    fileprivate static let messageID = HTTPField.Name("X-Message-Id")!
}
