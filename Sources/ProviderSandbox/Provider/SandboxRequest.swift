import HTTPTypes
import SwitchboardCore

/// A request as a provider sees it: whole, and without the prefix that names the provider.
struct SandboxRequest: Sendable {
    /// The method, in upper case as on the wire.
    var method: HTTPRequest.Method

    /// The path below the prefix, still percent-encoded, with its leading slash.
    var path: String

    /// The header fields, credentials included: a provider must not keep them.
    var headers: HTTPFields

    /// The whole body, empty where there is none.
    var body: [UInt8]
}

extension SandboxRequest {
    /// The parts of the path between slashes, percent-decoded one by one, so that an encoded slash stays in its part.
    var segments: [String] {
        path.split(separator: "/").map { PercentEncoding.decode($0) ?? String($0) }
    }

    /// The body for the log: the JSON value, the text where it is none, `null` where it is empty.
    var loggedBody: JSONValue {
        if body.isEmpty { return .null }
        return (try? JSONValue(parsing: body)) ?? .string(String(decoding: body, as: UTF8.self))
    }
}
