import Crypto
import FoundationEssentials
import HTTPTypes
public import SwitchboardCore

/// Notifications (https://developers.intercom.com/docs/webhooks): one event each, signed with the app's client secret.
///
/// No time is signed, so an old notification can be sent again by whoever has seen it: only its id tells.
extension IntercomProvider: WebhookSender {
    /// The setting that holds the key of the signatures.
    public static let webhookKeySetting = "clientSecret"

    /// Checks the HMAC of the body.
    public static func verify(
        _ request: WebhookRequest,
        keys: [Secret],
        now: Timestamp,
        tolerance: Duration
    ) throws(Failure) {
        try requireKeys(keys)
        guard let code = code(in: try request.signatureHeader(.hubSignature)) else {
            throw .webhookRefused("\(HTTPField.Name.hubSignature) is not sha1= and 40 hexadecimal digits")
        }
        // An empty key is one that everybody knows.
        let isSigned = keys.contains { key in
            !key.isEmpty
                && HMAC<Insecure.SHA1>
                    .isValidAuthenticationCode(
                        code,
                        authenticating: request.body,
                        using: SymmetricKey(data: Array(key.reveal().utf8))
                    )
        }
        guard isSigned else { throw .webhookRefused("the signature does not fit") }
    }

    /// Reads the one event that a notification tells of.
    public static func events(in body: [UInt8]) throws(Failure) -> [WebhookEvent] {
        guard case .object(let members) = try JSONValue(webhook: body) else {
            throw .invalidInput("", "is not an object, as Intercom's notifications are")
        }
        return [IntercomNotification(members).event]
    }

    /// Reads `sha1=` and 40 hexadecimal digits of either case.
    private static func code(in text: String) -> [UInt8]? {
        let prefix = "sha1="
        guard text.hasPrefix(prefix) else { return nil }
        let digits = text.utf8.dropFirst(prefix.utf8.count).map(\.hexadecimalValue)
        guard digits.count == 40 else { return nil }
        return stride(from: 0, to: digits.count, by: 2)
            .reduce(into: [UInt8]?.some([])) { bytes, index in
                guard let high = digits[index], let low = digits[index + 1] else {
                    bytes = nil
                    return
                }
                bytes?.append(high << 4 | low)
            }
    }
}

extension HTTPField.Name {
    fileprivate static let hubSignature = HTTPField.Name("X-Hub-Signature")!
}
