import Crypto
import FoundationEssentials
import HTTPTypes
public import SwitchboardCore

/// The event webhook (https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event): an array of events about
/// mails, signed together with the time by a key of which SendGrid shows the public half.
extension SendGridProvider: WebhookSender {
    /// The setting that holds the key of the signatures.
    public static let webhookKeySetting = "webhookPublicKey"

    /// Checks the ECDSA signature over the time, as it is written, and the body.
    public static func verify(
        _ request: WebhookRequest,
        keys: [Secret],
        now: Timestamp,
        tolerance: Duration
    ) throws(Failure) {
        let publicKeys = try publicKeys(keys)
        guard let signature = signature(in: try request.signatureHeader(.eventSignature)) else {
            throw .webhookRefused("\(HTTPField.Name.eventSignature) is not a signature in base64")
        }
        let time = try request.signatureHeader(.eventTime)
        var hash = SHA256()
        hash.update(data: Array(time.utf8))
        hash.update(data: request.body)
        let digest = hash.finalize()
        guard publicKeys.contains(where: { $0.isValidSignature(signature, for: digest) }) else {
            throw .webhookRefused("the signature does not fit")
        }
        guard let signed = Timestamp(digits: time) else {
            throw .webhookRefused("\(HTTPField.Name.eventTime) is not in seconds")
        }
        try requireFresh(signed, now: now, tolerance: tolerance)
    }

    /// Reads the events of a request.
    ///
    /// An event without words of ours, or without any, is one that is unknown: it takes no other down with it.
    public static func events(in body: [UInt8]) throws(Failure) -> [WebhookEvent] {
        guard case .array(let elements) = try JSONValue(webhook: body) else {
            throw .invalidInput("", "is not an array, as SendGrid's events are")
        }
        var events: [WebhookEvent] = []
        events.reserveCapacity(elements.count)
        for (index, element) in elements.enumerated() {
            guard case .object(let members) = element else {
                throw .invalidInput("[\(index)]", "is \(element.kindName) where SendGrid has an event")
            }
            events.append(WebhookEvent(sendGrid: members))
        }
        return events
    }
}

extension SendGridProvider {
    /// Reads the keys: base64 of a DER public key on the curve P-256, as SendGrid shows them.
    ///
    /// One that cannot be read does not keep the others from serving.
    private static func publicKeys(_ keys: [Secret]) throws(Failure) -> [P256.Signing.PublicKey] {
        try requireKeys(keys)
        let publicKeys = keys.compactMap { key in
            Data(base64Encoded: key.reveal()).flatMap { try? P256.Signing.PublicKey(derRepresentation: $0) }
        }
        guard publicKeys.isEmpty else { return publicKeys }
        throw Failure(
            .notConfigured,
            effect: .none,
            "\(webhookKeySetting) holds no public key; give the text that SendGrid shows beside the signed event webhook",
            field: webhookKeySetting
        )
    }

    /// Reads base64 of a DER signature, in the one form that base64 has for it.
    private static func signature(in text: String) -> P256.Signing.ECDSASignature? {
        guard let bytes = Data(base64Encoded: text), bytes.base64EncodedString() == text else { return nil }
        return try? P256.Signing.ECDSASignature(derRepresentation: bytes)
    }
}

extension HTTPField.Name {
    fileprivate static let eventSignature = HTTPField.Name("X-Twilio-Email-Event-Webhook-Signature")!
    fileprivate static let eventTime = HTTPField.Name("X-Twilio-Email-Event-Webhook-Timestamp")!
}
