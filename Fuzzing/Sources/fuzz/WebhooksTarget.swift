import Foundation
import Switchboard
import SwitchboardCore

/// What a provider sends of its own accord: the first line names it, header lines and a body follow.
struct WebhooksTarget: FuzzTarget {
    private let senders = Dictionary(uniqueKeysWithValues: builtInProviders.map { ($0.name, $0) })
        .compactMapValues { $0 as? any WebhookSender.Type }

    func run(_ bytes: [UInt8]) -> Bool {
        var lines = Lines(bytes)
        guard let sender = senders[lines.next()] else { return false }
        let headers = lines.headers().0
        check(sender, WebhookRequest(headers: headers, body: lines.rest))
        return true
    }

    private func check<Sender: WebhookSender>(_ sender: Sender.Type, _ request: WebhookRequest) {
        if isAccepted(request, by: sender) {
            for altered in altered(request) {
                require(!isAccepted(altered, by: sender), "an altered request passes for a sound one")
            }
        }
        do throws(Failure) {
            for event in try Sender.events(in: request.body) { checkRoundTrip(event) }
        } catch {
            require(error.kind == .invalidInput, "a body is refused as \(error.kind)")
            require(error.effect == .none, "reading had effect \(error.effect)")
        }
    }

    /// Whether the signature fits one of our keys.
    private func isAccepted<Sender: WebhookSender>(_ request: WebhookRequest, by sender: Sender.Type) -> Bool {
        let now = Timestamp(secondsSince1970: 1_780_000_000)
        do throws(Failure) {
            try Sender.verify(request, keys: Self.keys, now: now, tolerance: .seconds(600))
            return true
        } catch {
            require(error.kind == .authenticationFailed, "a signature is refused as \(error.kind)")
            require(error.effect == .none, "checking had effect \(error.effect)")
            Instance.checkSecrecy(of: error.message)
            return false
        }
    }

    private func altered(_ request: WebhookRequest) -> [WebhookRequest] {
        var longer = request
        longer.body.append(0x20)
        var other = request
        if let last = other.body.indices.last { other.body[last] ^= 1 }
        return other.body.isEmpty ? [longer] : [longer, other]
    }

    /// Foundation reads a whole number back as an integer, however it was written: from then on nothing may change.
    private func checkRoundTrip(_ event: WebhookEvent) {
        do {
            let once = try throughJSON(event)
            require(try throughJSON(once) == once, "an event reads back as another one")
        } catch {
            fatalError("an event cannot be written and read again: \(error)")
        }
    }

    private func throughJSON(_ event: WebhookEvent) throws -> WebhookEvent {
        try JSONDecoder().decode(WebhookEvent.self, from: try JSONEncoder().encode(event))
    }

    private static let keys = ["INTERCOM_CLIENT_SECRET", "ZENDESK_WEBHOOK_SECRET", "SENDGRID_WEBHOOK_PUBLIC_KEY"]
        .compactMap { Instance.environment[$0] }.map { Secret($0) }
}
