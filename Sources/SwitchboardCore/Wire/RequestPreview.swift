import HTTPTypes

/// A request as it would go to the wire, for people to read: every credential in it is redacted.
public struct RequestPreview: Sendable, Hashable {
    /// The exchange's name: the method and the path's template.
    public var name: String

    /// The method.
    public var method: String

    /// The absolute address.
    public var url: String

    /// The header fields, those of the credentials among them, in the order in which they are sent.
    public var headers: WireHeaders

    /// The body: a JSON tree, or text; `nil` where there is none, or one that is no text.
    public var body: JSONValue?

    /// How long the body is.
    public var bodyBytes: Int

    /// Takes down a request that carries its credentials.
    ///
    /// - Parameters:
    ///   - request: The request, with its credentials.
    ///   - secrets: The credentials; each occurrence of them is redacted, and what `Authorization` and its like carry is
    ///     redacted in any case.
    package init(_ request: WireRequest, hiding secrets: [Secret]) {
        name = request.name
        method = request.method.rawValue
        url = secrets.redact(in: request.url)
        headers = WireHeaders()
        for field in request.headers.fields { headers.append(field.name, Self.value(of: field, hiding: secrets)) }
        body = Self.body(of: request)?.mapTexts(secrets.redact)
        bodyBytes = request.body.count
    }

    private static func value(of field: WireHeaders.Field, hiding secrets: [Secret]) -> String {
        guard ["authorization", "proxy-authorization", "cookie"].contains(field.name.lowercased()) else {
            return secrets.redact(in: field.value)
        }
        // What follows the scheme may be made of the credential, as in basic authentication.
        let words = field.value.split(separator: " ", maxSplits: 1)
        return words.count == 2 ? "\(words[0]) \(Secret.mark)" : Secret.mark
    }

    private static func body(of request: WireRequest) -> JSONValue? {
        guard !request.body.isEmpty else { return nil }
        if let tree = try? JSONValue(parsing: request.body) { return tree }
        return String(validating: request.body, as: UTF8.self).map(JSONValue.string)
    }
}

extension RequestPreview: Encodable {
    private enum CodingKeys: String, CodingKey {
        case name, method, url, headers, body
        case bodyBytes = "body_bytes"
    }

    private struct Header: Encodable {
        var name: String
        var value: String
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(method, forKey: .method)
        try container.encode(url, forKey: .url)
        try container.encode(headers.fields.map { Header(name: $0.name, value: $0.value) }, forKey: .headers)
        try container.encodeIfPresent(body, forKey: .body)
        if bodyBytes > 0 { try container.encode(bodyBytes, forKey: .bodyBytes) }
    }
}

extension JSONValue {
    /// The value with every text in it, names of members included, put through a function.
    fileprivate func mapTexts(_ transform: (String) -> String) -> JSONValue {
        switch self {
        case .string(let text): .string(transform(text))
        case .array(let elements): .array(elements.map { $0.mapTexts(transform) })
        case .object(let members):
            .object(Dictionary(members.map { (transform($0), $1.mapTexts(transform)) }) { first, _ in first })
        case .null, .bool, .integer, .number: self
        }
    }
}
