extension SendEmail {
    /// Returns the JSON form after every constraint of the fields and ``validate()`` passed.
    ///
    /// Written by hand: an encoder takes longer than all else that a campaign does with a mail.
    public func checkedForm() throws(Failure) -> JSONValue {
        // The encoder knows what to say of a number without a JSON form, and files are worth its time.
        let form = templateData.isFinite && attachments == nil ? directForm : try form()
        try Self.fields.checkConstraints(of: form)
        try validate()
        return form
    }

    private var directForm: JSONValue {
        var form = Members(minimumCapacity: 8)
        form[CodingKeys.to.rawValue] = .array(to.map(\.form))
        form[CodingKeys.from.rawValue] = from?.form
        form[CodingKeys.replyTo.rawValue] = replyTo?.form
        form[CodingKeys.cc.rawValue] = cc.map { .array($0.map(\.form)) }
        form[CodingKeys.bcc.rawValue] = bcc.map { .array($0.map(\.form)) }
        addContents(to: &form)
        addHandling(to: &form)
        return .object(form)
    }

    private typealias Members = [String: JSONValue]

    private func addContents(to form: inout Members) {
        form[CodingKeys.subject.rawValue] = subject.map(JSONValue.string)
        form[CodingKeys.text.rawValue] = text.map(JSONValue.string)
        form[CodingKeys.html.rawValue] = html.map(JSONValue.string)
        form[CodingKeys.templateID.rawValue] = templateID.map(JSONValue.string)
        form[CodingKeys.templateData.rawValue] = templateData.map(JSONValue.object)
    }

    private func addHandling(to form: inout Members) {
        form[CodingKeys.categories.rawValue] = categories.map { .array($0.map(JSONValue.string)) }
        form[CodingKeys.customArgs.rawValue] = customArgs.map { .object($0.mapValues(JSONValue.string)) }
        form[CodingKeys.headers.rawValue] = headers.map { .object($0.mapValues(JSONValue.string)) }
        form[CodingKeys.sendAt.rawValue] = sendAt.map { .string($0.description) }
        form[CodingKeys.batchID.rawValue] = batchID.map(JSONValue.string)
        form[CodingKeys.trackOpens.rawValue] = trackOpens.map(JSONValue.bool)
        form[CodingKeys.trackClicks.rawValue] = trackClicks.map(JSONValue.bool)
        form[CodingKeys.unsubscribeGroupID.rawValue] = unsubscribeGroupID.map(JSONValue.integer)
        form[CodingKeys.sandbox.rawValue] = sandbox.map(JSONValue.bool)
    }
}

extension Address {
    fileprivate var form: JSONValue {
        var form: [String: JSONValue] = [CodingKeys.email.rawValue: .string(email)]
        form[CodingKeys.name.rawValue] = name.map(JSONValue.string)
        return .object(form)
    }
}

extension [String: JSONValue]? {
    fileprivate var isFinite: Bool { self?.values.allSatisfy(\.isFinite) ?? true }
}
