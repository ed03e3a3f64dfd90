import SwitchboardCore

/// One request of a batch.
struct MailRequest: Sendable {
    /// Where its messages stand in the batch, in the order of its personalizations.
    let indices: [Int]

    /// The body.
    let body: JSONText

    private let mail: Mail
    private let messages: [SendEmail]

    /// Creates the request.
    init(mail: Mail, indices: [Int], messages: [SendEmail]) {
        self.mail = mail
        self.indices = indices
        self.messages = messages
        body = mail.text(carrying: messages)
    }

    /// The messages that SendGrid has found fault with, each with its failure; `nil` where it declined the request as a
    /// whole, or where it is not certain that it accepted none of it.
    func blamed(by failure: Failure) -> [(index: Int, failure: Failure)]? {
        guard failure.status == 400, failure.effect == .refused, !failure.details.isEmpty else { return nil }
        var blamed: [Int: Failure] = [:]
        for detail in failure.details {
            guard let place = detail.place, indices.indices.contains(place.position) else { return nil }
            let index = indices[place.position]
            if blamed[index] == nil { blamed[index] = failure.blaming(place.field, detail) }
        }
        return blamed.map { ($0.key, $0.value) }
    }

    /// The failure of a message that alone makes the request larger than SendGrid takes.
    var tooLarge: Failure? {
        body.bytes.count > Mail.byteLimit ? messages.first?.tooLarge(body.bytes.count) : nil
    }

    /// The same request without some messages of the batch; `nil` where none is left.
    func without(_ indices: Set<Int>) -> MailRequest? {
        let rest = self.indices.indices.filter { !indices.contains(self.indices[$0]) }
        if rest.isEmpty { return nil }
        return MailRequest(mail: mail, indices: rest.map { self.indices[$0] }, messages: rest.map { messages[$0] })
    }
}

extension ProviderProblem.Detail {
    /// The personalization, and the path inside it in our own names, of a place such as `personalizations.3.to.0.email`.
    fileprivate var place: (position: Int, field: String)? {
        let parts = (field ?? "").split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0] == "personalizations", let position = Int(parts[1]) else { return nil }
        let path = parts.dropFirst(2)
            .reduce("") { path, part in
                if let index = Int(part) { return "\(path)[\(index)]" }
                return path.appending(member: part == "dynamic_template_data" ? "template_data" : String(part))
            }
        return (position, path)
    }
}

extension Failure {
    /// The failure of one message, with SendGrid's words about it alone.
    fileprivate func blaming(_ field: String, _ detail: ProviderProblem.Detail) -> Failure {
        var failure = Failure.invalidInput(field, "is what SendGrid does not accept; provider_message has its words")
        failure.effect = .refused
        failure.status = status
        failure.providerMessage = detail.message
        return failure
    }
}
