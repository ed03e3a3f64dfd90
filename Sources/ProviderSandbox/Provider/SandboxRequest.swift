import HTTPTypes
import SwitchboardCore

/// A request as a provider sees it: whole, and without the prefix that names the provider.
struct SandboxRequest: Sendable {
    /// The method, in upper case as on the wire.
    var method: HTTPRequest.Method

    /// The path below the prefix, still percent-encoded, with its leading slash.
    var path: String

    /// What stands behind the question mark, still percent-encoded; empty where there is nothing.
    var query = ""

    /// The host and the port that the client asked for, for links in answers.
    var authority = "127.0.0.1"

    /// The header fields, credentials included: a provider must not keep them.
    var headers: HTTPFields

    /// The whole body as it came, perhaps compressed; empty where there is none.
    var body: [UInt8]
}

extension SandboxRequest {
    /// The parts of the path between slashes, percent-decoded one by one, so that an encoded slash stays in its part.
    var segments: [String] {
        path.split(separator: "/").map { PercentEncoding.decode($0) ?? String($0) }
    }

    /// The media type of the body, in lower case and without parameters; empty where none is given.
    var contentType: String { Self.mediaType(headers[.contentType] ?? "") }

    /// Whether the body is compressed with gzip.
    var isGzipped: Bool { headers[.contentEncoding]?.lowercased() == "gzip" }

    /// Whether the client takes JSON as an answer.
    ///
    /// - Parameter isRequired: Whether a client must say so; else one without an Accept field takes everything.
    /// - Returns: Whether it does.
    func acceptsJSON(isRequired: Bool) -> Bool {
        guard let accept = headers[.accept] else { return !isRequired }
        let types = accept.split(separator: ",").map(Self.mediaType)
        return !Set(types).isDisjoint(with: ["application/json", "application/*", "*/*"])
    }

    private static func mediaType(_ text: some StringProtocol) -> String {
        text.prefix { $0 != ";" }.lowercased().split(separator: " ").joined()
    }
}

extension SandboxRequest {
    /// The request without its credentials: all header fields gone but those that tell how to read the body.
    var withoutCredentials: SandboxRequest {
        var request = self
        request.headers = [:]
        request.headers[.contentEncoding] = headers[.contentEncoding]
        return request
    }

    /// The body for the log: the JSON value, the text where it is none, `null` where it is empty.
    var loggedBody: JSONValue {
        if body.isEmpty { return .null }
        let bytes = isGzipped ? Gzip.decompress(body, limit: 64 * 1024 * 1024) ?? body : body
        return (try? JSONValue(parsing: bytes)) ?? .string(String(decoding: bytes, as: UTF8.self))
    }
}
