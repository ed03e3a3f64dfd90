import SwitchboardCore

/// A mail that was accepted.
struct SendGridMail: Sendable, Hashable {
    /// What became of one recipient.
    struct Delivery: Sendable, Hashable {
        /// The address as it was given.
        var email: String

        /// `delivered`, `dropped`, or what the address stands for, such as `bounce`.
        var event: String
    }

    /// One personalization: who receives the mail together, and when.
    struct Envelope: Sendable, Hashable {
        /// The addresses of to, cc and bcc.
        var recipients: [String]

        /// Seconds since 1970; `nil` for at once.
        var sendAt: Int64?

        /// What became of each recipient; empty while it waits.
        var deliveries: [Delivery] = []

        /// Whether its time came while its batch was cancelled.
        var isDiscarded = false

        /// Whether it has been neither delivered nor discarded.
        var isWaiting: Bool { deliveries.isEmpty && !isDiscarded }
    }

    /// The id that the answer named.
    let id: String

    /// Seconds since 1970.
    let createdAt: Int64

    /// The body of the request.
    let request: JSONValue

    /// The personalizations, in their order.
    var envelopes: [Envelope]

    /// Creates a mail whose envelopes all wait.
    init(id: String, at now: Int64, request: JSONValue) {
        self.id = id
        createdAt = now
        self.request = request
        let sendAt = request["send_at"]?.integer
        envelopes = (request["personalizations"]?.array ?? [])
            .map { personalization in
                Envelope(
                    recipients: SendGridMailCheck.recipients(of: personalization).map(\.email),
                    sendAt: personalization["send_at"]?.integer ?? sendAt
                )
            }
    }

    /// The batch that it belongs to.
    var batchID: String? { request["batch_id"]?.string }
}

extension SendGridMail {
    /// The shape of `GET /_state`.
    ///
    /// - Parameter batchStatus: What is ordered for its batch: `cancel`, `pause` or nothing.
    /// - Returns: The request, and what became of each of its envelopes.
    func json(batchStatus: String?) -> JSONValue {
        let status: (Envelope) -> String = { envelope in
            if envelope.isDiscarded { return "cancelled" }
            guard envelope.isWaiting else { return "sent" }
            return batchStatus.map { "waiting (\($0))" } ?? "waiting"
        }
        return [
            "message_id": .string(id),
            "created": .integer(createdAt),
            "request": request,
            "envelopes": .array(
                envelopes.map { envelope in
                    [
                        "status": .string(status(envelope)),
                        "deliveries": .array(
                            envelope.deliveries.map { ["email": .string($0.email), "event": .string($0.event)] }
                        ),
                    ]
                }
            ),
        ]
    }
}
