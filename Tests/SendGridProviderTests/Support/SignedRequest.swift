import Crypto
import Foundation
import HTTPTypes
import SendGridProvider
import SwitchboardCore

/// A request with its signature, each part of it to be changed.
struct SignedRequest {
    /// What SendGrid's own libraries are tested with.
    static let official = SignedRequest(
        signature: "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=",
        time: "1600112502",
        body: Array(
            """
            [{"email":"hello@world.com","event":"dropped","reason":"Bounced Address",\
            "sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA",\
            "sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0",\
            "smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]\r

            """
            .utf8
        ),
        keys: [
            """
            MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpigl\
            SI8eNEc6wEA3F+g==
            """
        ]
    )

    var signature: String
    var time: String
    var body: [UInt8]
    var keys: [String]
    var now = Timestamp(secondsSince1970: 1_600_112_510)
    var tolerance = SendGridProvider.webhookTolerance

    var request: WebhookRequest {
        var headers = HTTPFields()
        headers[HTTPField.Name("X-Twilio-Email-Event-Webhook-Signature")!] = signature
        headers[HTTPField.Name("X-Twilio-Email-Event-Webhook-Timestamp")!] = time
        return WebhookRequest(headers: headers, body: body)
    }

    func verify() throws(Failure) {
        try SendGridProvider.verify(request, keys: keys.map { Secret($0) }, now: now, tolerance: tolerance)
    }

    var failure: Failure? {
        do throws(Failure) {
            try verify()
            return nil
        } catch {
            return error
        }
    }

    /// Why a request is refused, with the key and the time of the official one.
    static func failure(of request: WebhookRequest) -> Failure? {
        do throws(Failure) {
            let keys = official.keys.map { Secret($0) }
            try SendGridProvider.verify(request, keys: keys, now: official.now, tolerance: official.tolerance)
            return nil
        } catch {
            return error
        }
    }
}

/// One of a few keys that are always the same.
struct SigningKey {
    private let key: P256.Signing.PrivateKey

    init(_ number: UInt8) {
        key = try! P256.Signing.PrivateKey(rawRepresentation: [UInt8](repeating: number, count: 32))
    }

    /// The public half as SendGrid shows it.
    var text: String { key.publicKey.derRepresentation.base64EncodedString() }

    /// Signs a body as SendGrid does.
    func sign(_ body: [UInt8], at time: String) throws -> SignedRequest {
        let signature = try key.signature(for: Array(time.utf8) + body)
        return SignedRequest(
            signature: signature.derRepresentation.base64EncodedString(),
            time: time,
            body: body,
            keys: [text]
        )
    }
}
