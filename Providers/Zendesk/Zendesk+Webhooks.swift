import Crypto
import FoundationEssentials
import HTTPTypes
public import SwitchboardCore

/// Webhooks (https://developer.zendesk.com/documentation/webhooks/): an event to which one subscribes, or whatever an
/// administrator has written for a trigger; signed together with the time.
extension ZendeskProvider: WebhookSender {
    /// The setting that holds the key of the signatures.
    public static let webhookKeySetting = "webhookSecret"

    /// Checks the HMAC of the time, as it is written, and the body.
    public static func verify(
        _ request: WebhookRequest,
        keys: [Secret],
        now: Timestamp,
        tolerance: Duration
    ) throws(Failure) {
        try requireKeys(keys)
        let text = try request.signatureHeader(.webhookSignature)
        guard let signature = Data(base64Encoded: text), signature.base64EncodedString() == text else {
            throw .webhookRefused("\(HTTPField.Name.webhookSignature) is not base64")
        }
        let time = try request.signatureHeader(.webhookTime)
        guard isSigned(request.body, at: time, by: keys, Array(signature)) else {
            throw .webhookRefused("the signature does not fit")
        }
        guard let signed = Timestamp(time) else {
            throw .webhookRefused("\(HTTPField.Name.webhookTime) is not an ISO 8601 time with a zone")
        }
        try requireFresh(signed, now: now, tolerance: tolerance)
    }

    /// Whether a body was signed at a time, in whatever form that is written, with one of the keys.
    ///
    /// Zendesk's secrets look like base64; it is their text that signs.
    package static func isSigned(_ body: [UInt8], at time: String, by keys: [Secret], _ code: [UInt8]) -> Bool {
        let signed = Array(time.utf8) + body
        return keys.contains { key in
            // An empty key is one that everybody knows.
            !key.isEmpty
                && HMAC<SHA256>
                    .isValidAuthenticationCode(
                        code,
                        authenticating: signed,
                        using: SymmetricKey(data: Array(key.reveal().utf8))
                    )
        }
    }

    /// Reads the one event of a request.
    public static func events(in body: [UInt8]) throws(Failure) -> [WebhookEvent] {
        guard case .object(let members) = try JSONValue(webhook: body) else {
            throw .invalidInput("", "is not an object, as Zendesk's events are")
        }
        return [WebhookEvent(zendesk: members)]
    }
}

extension HTTPField.Name {
    fileprivate static let webhookSignature = HTTPField.Name("X-Zendesk-Webhook-Signature")!
    fileprivate static let webhookTime = HTTPField.Name("X-Zendesk-Webhook-Signature-Timestamp")!
}
