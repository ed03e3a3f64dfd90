import FoundationEssentials
import SwitchboardCore

/// Everything that is wrong with the body of `POST /v3/mail/send`, shape and rules between members alike.
struct SendGridMailCheck {
    /// The body.
    let mail: JSONValue

    /// Seconds since 1970.
    let now: Int64

    /// The ids that `POST /v3/mail/batch` has given out.
    let batches: Set<String>

    /// All problems; none for a mail that can be sent.
    var problems: [JSONProblem] {
        JSONShape.mail.problems(in: mail) + recipients + personalizations.flatMap(problems) + text + template
            + message + headers(in: mail, at: "") + schedule(of: mail, at: "") + settings
    }

    /// The personalizations with their paths.
    var personalizations: [(path: String, value: JSONValue)] {
        (mail["personalizations"]?.array ?? []).enumerated().map { ("personalizations.\($0)", $1) }
    }

    private func problems(path: String, personalization: JSONValue) -> [JSONProblem] {
        sender(of: personalization, at: path) + duplicates(in: personalization, at: path)
            + headers(in: personalization, at: path) + schedule(of: personalization, at: path)
            + sizes(of: ["custom_args", "substitutions"], in: personalization, at: path)
    }
}

extension SendGridMailCheck {
    private var text: [JSONProblem] {
        guard mail["template_id"] == nil else { return order + types }
        var problems: [JSONProblem] = []
        let subjects = personalizations.map { $0.value["subject"] }
        if mail["subject"] == nil, subjects.isEmpty || subjects.contains(nil) {
            let escape = "without a template_id, unless every personalization has one"
            problems.append(JSONProblem(.missing, "subject", "is required \(escape)"))
        }
        if mail["content"]?.array?.isEmpty ?? (mail["content"] == nil) {
            problems.append(JSONProblem(.missing, "content", "is required without a template_id"))
        }
        return problems + order + types
    }

    private var contentTypes: [String] { (mail["content"]?.array ?? []).map { $0["type"]?.string?.lowercased() ?? "" } }

    /// text/plain stands before text/html, which stands before everything else.
    private var order: [JSONProblem] {
        let ranks = contentTypes.map { ["text/plain": 0, "text/x-amp-html": 1, "text/html": 2][$0] ?? 3 }
        if ranks == ranks.sorted() { return [] }
        return [JSONProblem(.invalid, "content", "must have text/plain first, then text/html, then any other type")]
    }

    private var types: [JSONProblem] {
        contentTypes.enumerated()
            .compactMap { index, type in
                guard type.contains(where: { ";,\r\n\r\n".contains($0) }) else { return nil }
                return JSONProblem(.invalid, "content.\(index).type", "must not contain a ; or , or a line end")
            }
    }

    /// Template data goes with dynamic templates, substitutions with all others.
    private var template: [JSONProblem] {
        let isDynamic = mail["template_id"]?.string?.hasPrefix("d-") == true
        let name = isDynamic ? "substitutions" : "dynamic_template_data"
        let advice = isDynamic ? "must not be used with a dynamic template" : "needs a template_id that starts with d-"
        return personalizations.filter { $0.value[name] != nil }
            .map { JSONProblem(.invalid, "\($0.path).\(name)", advice) }
    }
}

extension SendGridMailCheck {
    /// What concerns the message as a whole.
    private var message: [JSONProblem] {
        var problems = sizes(of: ["custom_args"], in: mail, at: "") + attachments
        if mail["reply_to"] != nil, mail["reply_to_list"] != nil {
            problems.append(JSONProblem(.invalid, "reply_to_list", "must not be used together with reply_to"))
        }
        let categories = mail["categories"]?.array ?? []
        if Set(categories).count < categories.count {
            problems.append(JSONProblem(.invalid, "categories", "must be unique"))
        }
        if let batch = mail["batch_id"]?.string, !batches.contains(batch) {
            problems.append(JSONProblem(.invalid, "batch_id", "is not known; POST /v3/mail/batch makes one"))
        }
        return problems
    }

    private var attachments: [JSONProblem] {
        (mail["attachments"]?.array ?? []).enumerated()
            .compactMap { index, attachment in
                guard let content = attachment["content"]?.string, Data(base64Encoded: content) == nil else {
                    return nil
                }
                return JSONProblem(.invalid, "attachments.\(index).content", "must be base64")
            }
    }

    private var settings: [JSONProblem] {
        let bypassed = ["spam", "bounce", "unsubscribe"].filter { mail.isEnabled("bypass_\($0)_management") }
        guard mail.isEnabled("bypass_list_management"), !bypassed.isEmpty else { return [] }
        let path = "mail_settings.bypass_list_management"
        return [JSONProblem(.invalid, path, "cannot be combined with another bypass filter")]
    }

    /// The objects of texts that may have 10,000 bytes in all.
    private func sizes(of names: [String], in value: JSONValue, at path: String) -> [JSONProblem] {
        names.filter { value[$0]?.serialized().count ?? 0 > 10_000 }
            .map { JSONProblem(.invalid, path.isEmpty ? $0 : "\(path).\($0)", "must not exceed 10000 bytes") }
    }
}

extension JSONValue {
    /// Whether one of the settings of the mail that the value is, is switched on.
    func isEnabled(_ setting: String) -> Bool {
        self["mail_settings"]?[setting]?["enable"] == true
    }
}
