/// A place in a request of mails, such as `personalizations.3.to.0.email`, in our own names.
///
/// Only what is known is taken over: SendGrid's words may hold what people have written, and a field's name is audited.
struct MailPlace {
    /// Which personalization it is in.
    let position: Int

    /// The path of the message's field; empty for the message as a whole, and for a place that is not known.
    let field: String

    /// Reads a place as SendGrid writes it; `nil` for one outside of the messages.
    init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0] == "personalizations", let position = Int(parts[1]) else { return nil }
        self.position = position
        field = Self.field(at: parts.dropFirst(2))
    }

    private static func field(at parts: ArraySlice<Substring>) -> String {
        guard let name = parts.first else { return "" }
        switch name {
        case "subject", "send_at", "custom_args": return String(name)
        case "dynamic_template_data": return "template_data"
        case "to", "cc", "bcc": return address(in: String(name), at: parts.dropFirst())
        default: return ""
        }
    }

    private static func address(in list: String, at parts: ArraySlice<Substring>) -> String {
        guard let index = parts.first.flatMap({ UInt16($0) }) else { return list }
        switch parts.dropFirst().first {
        case "email"?: return "\(list)[\(index)].email"
        case "name"?: return "\(list)[\(index)].name"
        default: return "\(list)[\(index)]"
        }
    }
}
