import SwitchboardCore

extension JSONShape {
    /// An address with or without a name.
    private static let address = JSONShape.object(["email": .email, "name": .string], required: ["email"])

    private static let texts = JSONShape.map(of: .string)
    private static let filled = JSONShape.text(1 ... .max)
    private static let switchable = JSONShape.object(["enable": .boolean])

    /// The body of `POST /v3/mail/send`, as far as each member can be judged alone.
    static let mail = JSONShape.object(
        [
            "personalizations": .list(of: personalization, 1...1000),
            "from": address,
            "reply_to": address,
            "reply_to_list": .list(of: address, 0...1000),
            "subject": filled,
            "content": .list(of: .object(["type": filled, "value": filled], required: ["type", "value"])),
            "attachments": .list(of: attachment),
            "template_id": .string,
            "headers": texts,
            "categories": .list(of: .text(0...255), 0...10),
            "custom_args": texts,
            "send_at": .integer,
            "batch_id": .string,
            "asm": .object(
                ["group_id": .integer, "groups_to_display": .list(of: .integer, 0...25)],
                required: ["group_id"]
            ),
            "ip_pool_name": .text(2...64),
            "mail_settings": settings,
            "tracking_settings": tracking,
        ],
        required: ["personalizations", "from"]
    )

    private static let personalization = JSONShape.object(
        [
            "from": address,
            "to": .list(of: address, 1 ... .max),
            "cc": .list(of: address, 0...1000),
            "bcc": .list(of: address, 0...1000),
            "subject": filled,
            "headers": texts,
            "substitutions": texts,
            "dynamic_template_data": .map(of: .any),
            "custom_args": texts,
            "send_at": .integer,
        ],
        required: ["to"]
    )

    private static let attachment = JSONShape.object(
        [
            "content": filled, "filename": .string, "type": filled, "disposition": .word(["inline", "attachment"]),
            "content_id": .string,
        ],
        required: ["content", "filename"]
    )

    private static let settings = JSONShape.object([
        "bypass_list_management": switchable,
        "bypass_spam_management": switchable,
        "bypass_bounce_management": switchable,
        "bypass_unsubscribe_management": switchable,
        "footer": .object(["enable": .boolean, "text": .string, "html": .string]),
        "sandbox_mode": .object(["enable": .boolean], required: ["enable"]),
    ])

    private static let tracking = JSONShape.object([
        "click_tracking": .object(["enable": .boolean, "enable_text": .boolean]),
        "open_tracking": .object(["enable": .boolean, "substitution_tag": .string]),
        "subscription_tracking": .object([
            "enable": .boolean, "text": .string, "html": .string, "substitution_tag": .string,
        ]),
        "ganalytics": .object([
            "enable": .boolean, "utm_source": .string, "utm_medium": .string, "utm_term": .string,
            "utm_content": .string, "utm_campaign": .string,
        ]),
    ])
}
