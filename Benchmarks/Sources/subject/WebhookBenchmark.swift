import ArgumentParser
import Crypto
import Foundation
import HTTPTypes
import SendGridProvider
import SwitchboardCore

/// Webhooks of SendGrid with 1,000 events each: checked and read as events, or only parsed by Foundation; each event counts
/// as an operation.
struct WebhookBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "webhook")

    enum Reader: String, ExpressibleByArgument {
        case foundation
        case switchboard
    }

    @Option var operations = 500_000
    @Option(help: "How many events a request has.") var batch = 1000
    @Option var reader = Reader.switchboard

    func run() async throws {
        let time = "1780000000"
        let body = Array("[\((0..<batch).map(event).joined(separator: ","))]".utf8)
        let key = P256.Signing.PrivateKey()
        var headers = HTTPFields()
        headers[HTTPField.Name("X-Twilio-Email-Event-Webhook-Timestamp")!] = time
        headers[HTTPField.Name("X-Twilio-Email-Event-Webhook-Signature")!] =
            try key.signature(for: Array(time.utf8) + body).derRepresentation.base64EncodedString()
        let request = WebhookRequest(headers: headers, body: body)
        let keys = [Secret(key.publicKey.derRepresentation.base64EncodedString())]
        let now = Timestamp(secondsSince1970: 1_780_000_001)
        let data = Data(body)
        let calls = max(1, operations / batch)
        var count = 0
        let measurement = Measurement()
        for _ in 0..<calls {
            switch reader {
            case .foundation: count += (try JSONSerialization.jsonObject(with: data) as? [Any])?.count ?? 0
            case .switchboard: count += try SendGridProvider.events(in: request, keys: keys, now: now).count
            }
        }
        measurement.report(calls * batch)
        if count != calls * batch { fail("events are missing") }
    }
}

/// An event with what most of SendGrid's have.
private func event(_ number: Int) -> String {
    """
    {"email":"customer-\(number)@example.com","timestamp":1780000000,"event":"delivered","category":["welcome"],\
    "smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","response":"250 2.0.0 OK",\
    "sg_event_id":"ZGVsaXZlcmVkLTAtMTA5OTQ5MTktTFJ6WGxfTkhTdE9H\(number)","attempt":"1","tls":1,\
    "sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.\(number)",\
    "switchboard_action_id":"019ab2d4-7c11-7a3e-9f20-5d1c8e4b6a07","switchboard_item":"\(number)"}
    """
}
