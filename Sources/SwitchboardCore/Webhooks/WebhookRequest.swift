public import HTTPTypes

/// A request that a provider sent to the platform: the headers, and the body before anybody parsed it.
public struct WebhookRequest: Sendable, Hashable {
    /// The headers, under whatever case they came.
    public var headers: HTTPFields

    /// The bytes of the body as they came: a signature covers them, so a body that was parsed and written anew fails.
    public var body: [UInt8]

    /// Creates a request from what the platform's server received.
    public init(headers: HTTPFields, body: [UInt8]) {
        self.headers = headers
        self.body = body
    }
}

extension WebhookRequest {
    /// The one value of a header that a signature needs.
    ///
    /// - Throws: ``Failure/Kind/authenticationFailed`` where the header is missing, empty, or there more than once.
    package func signatureHeader(_ name: HTTPField.Name) throws(Failure) -> String {
        let values = headers[values: name]
        guard values.count == 1, let value = values.first, !value.isEmpty else {
            throw .webhookRefused(values.count > 1 ? "\(name) is there twice" : "\(name) is missing")
        }
        return value
    }
}

extension Failure {
    /// Makes the failure for a webhook that nobody should believe; the platform answers it with 401.
    package static func webhookRefused(_ problem: String) -> Failure {
        Failure(.authenticationFailed, effect: .none, "webhook refused: \(problem)")
    }
}
