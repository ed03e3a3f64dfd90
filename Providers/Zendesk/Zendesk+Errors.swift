import HTTPTypes
public import SwitchboardCore

/// How Zendesk says that something is wrong, of which it has many ways.
extension ZendeskProvider {
    /// Reads the status, and an answer to the health check that names nobody: some accounts say 200 to anyone.
    public func failure(for response: WireResponse, answering request: WireRequest, now: Timestamp) -> Failure? {
        if let failure = statusFailure(for: response, now: now) { return failure }
        guard request.name == "GET \(Self.currentUser)", let user = response.json?["user"] else { return nil }
        guard user["id"]?.identifier == nil else { return nil }
        return Failure(.authenticationFailed, effect: .refused, "Zendesk does not accept the credentials")
    }

    /// Reads `{"error": …}` in its forms, a webhook's `{"errors": […]}`, or a sentence of plain text.
    public func problem(in response: WireResponse) -> ProviderProblem? {
        guard let json = response.json else { return response.sentence.map { ProviderProblem(message: $0) } }
        if let error = json["errors"]?.array?.first {
            return ProviderProblem(code: error["code"]?.string, message: (error["detail"] ?? error["title"])?.string)
        }
        if let error = json["error"]?.object {
            return ProviderProblem(code: error["title"]?.string, message: (error["message"] ?? error["title"])?.string)
        }
        let code = json["error"]?.string
        let words = json["details"]?.sentences ?? json["description"]?.string ?? code
        return words.map { ProviderProblem(code: code, message: $0) }
    }

    /// Zendesk drops fields that it does not know, and says so in a header alone.
    public func warning(in response: WireResponse) -> String? {
        guard let name = HTTPField.Name("X-Zendesk-API-Warn"), let text = response.headers[name] else { return nil }
        // The names only: what else stands there may quote values.
        let list = text.firstMatch(of: #/unpermitted_keys=>\[([^\]]*)\]/#).map { String($0.1) } ?? ""
        let names = list.matches(of: #/"([A-Za-z0-9_.]{1,64})"/#).prefix(20).map { String($0.1) }
        if names.isEmpty { return "Zendesk warned of the request" }
        return "Zendesk ignored what it does not know: \(names.joined(separator: ", "))"
    }
}

extension WireResponse {
    /// The body as words, where it is some and no page of HTML.
    fileprivate var sentence: String? {
        guard let text = String(validating: body, as: UTF8.self) else { return nil }
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.isEmpty || words.hasPrefix("<") ? nil : words
    }
}

extension JSONValue {
    /// What a validation found, field by field: `{"subject": [{"description": …, "error": …}]}`.
    fileprivate var sentences: String? {
        let entries = (object ?? [:]).sorted { $0.key < $1.key }.flatMap { $0.value.array ?? [$0.value] }
        let sentences = entries.compactMap { entry in
            entry["description"]?.string.map { words in entry["error"]?.string.map { "\(words) (\($0))" } ?? words }
        }
        return sentences.isEmpty ? nil : sentences.joined(separator: "; ")
    }
}
