public import SwitchboardCore

/// The body of `POST /v3/mail/send`: what all of its messages share, around the messages, each with its own recipients.
///
/// Written straight as text: encoding is most of what a mail costs us.
struct Mail {
    /// How many bytes a request may have (https://www.twilio.com/docs/sendgrid/api-reference/mail-send/limitations).
    static let byteLimit = 30_000_000

    /// What stands once; a subject, a time or arguments that it lacks stand with each message.
    let frame: SendEmail

    /// Who writes it.
    let sender: Address

    /// The body around some messages.
    func text(carrying messages: some Sequence<SendEmail>) -> JSONText {
        var text = JSONText()
        text.object {
            $0.name("personalizations")
            $0.array { for message in messages { $0.personalization(message, in: frame) } }
            $0.address("from", sender)
            $0.address("reply_to", frame.replyTo)
            $0.member("subject", frame.subject)
            $0.contents(of: frame)
            $0.attachments(frame.attachments ?? [])
            $0.handling(of: frame)
            $0.settings(of: frame)
        }
        return text
    }

    /// One message as it stands inside the body.
    func part(of message: SendEmail) -> [UInt8] {
        var text = JSONText()
        text.personalization(message, in: frame)
        return text.bytes
    }
}

extension Mail {
    /// The argument that carries the action's id.
    static let actionArgument = "switchboard_action_id"

    /// The argument that carries a message's place in its batch.
    static let itemArgument = "switchboard_item"

    /// Arguments with those that are ours.
    static func marked(_ arguments: [String: String]?, as id: ActionID, item: Int? = nil) -> [String: String] {
        var marked = arguments ?? [:]
        marked[actionArgument] = id.description
        marked[itemArgument] = item.map { String($0) }
        return marked
    }
}

extension SendEmail {
    /// The body that carries the mail, for those who measure what writing it costs.
    @_spi(Measuring)
    public func sendGridBody(from sender: Address) -> [UInt8] {
        Mail(frame: self, sender: sender).text(carrying: CollectionOfOne(self)).bytes
    }
}

extension JSONText {
    fileprivate mutating func personalization(_ message: SendEmail, in frame: SendEmail) {
        object {
            $0.addresses("to", message.to)
            $0.addresses("cc", message.cc)
            $0.addresses("bcc", message.bcc)
            if frame.subject == nil { $0.member("subject", message.subject) }
            if let data = message.templateData {
                $0.name("dynamic_template_data")
                $0.value(.object(data))
            }
            if frame.customArgs == nil { $0.texts("custom_args", message.customArgs) }
            if frame.sendAt == nil { $0.member("send_at", message.sendAt?.secondsSince1970) }
        }
    }

    /// The text comes before the HTML: SendGrid refuses the other order.
    fileprivate mutating func contents(of mail: SendEmail) {
        guard mail.text != nil || mail.html != nil else { return }
        name("content")
        array {
            $0.content("text/plain", mail.text)
            $0.content("text/html", mail.html)
        }
    }

    private mutating func content(_ type: String, _ value: String?) {
        guard let value else { return }
        object {
            $0.member("type", type)
            $0.member("value", value)
        }
    }

    fileprivate mutating func attachments(_ attachments: [Attachment]) {
        guard !attachments.isEmpty else { return }
        name("attachments")
        array {
            for attachment in attachments {
                $0.object {
                    $0.member("content", attachment.content)
                    $0.member("type", attachment.type)
                    $0.member("filename", attachment.filename)
                    $0.member("disposition", attachment.contentID == nil ? "attachment" : "inline")
                    $0.member("content_id", attachment.contentID)
                }
            }
        }
    }

    fileprivate mutating func handling(of mail: SendEmail) {
        member("template_id", mail.templateID)
        texts("headers", mail.headers)
        if let categories = mail.categories, !categories.isEmpty {
            name("categories")
            array { for category in categories { $0.string(category) } }
        }
        texts("custom_args", mail.customArgs)
        member("send_at", mail.sendAt?.secondsSince1970)
        member("batch_id", mail.batchID)
    }

    fileprivate mutating func settings(of mail: SendEmail) {
        if let group = mail.unsubscribeGroupID {
            name("asm")
            object { $0.member("group_id", group) }
        }
        if mail.sandbox == true {
            name("mail_settings")
            object { $0.enable("sandbox_mode", true) }
        }
        guard mail.trackOpens != nil || mail.trackClicks != nil else { return }
        name("tracking_settings")
        object {
            $0.enable("click_tracking", mail.trackClicks)
            $0.enable("open_tracking", mail.trackOpens)
        }
    }

    private mutating func enable(_ name: String, _ flag: Bool?) {
        guard let flag else { return }
        self.name(name)
        object { $0.member("enable", flag) }
    }

    private mutating func texts(_ name: String, _ texts: [String: String]?) {
        guard let texts, !texts.isEmpty else { return }
        self.name(name)
        object { for (name, text) in texts.sorted(by: { $0.key < $1.key }) { $0.member(name, text) } }
    }

    private mutating func addresses(_ name: String, _ addresses: [Address]?) {
        guard let addresses, !addresses.isEmpty else { return }
        self.name(name)
        array { for address in addresses { $0.address(address) } }
    }

    fileprivate mutating func address(_ name: String, _ address: Address?) {
        guard let address else { return }
        self.name(name)
        self.address(address)
    }

    private mutating func address(_ address: Address) {
        object {
            $0.member("email", address.email)
            $0.member("name", address.name)
        }
    }
}
