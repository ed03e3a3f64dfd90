import HTTPTypes
import SwitchboardCore

/// A provider's answer, before a fault has changed it.
struct SandboxResponse: Sendable, Hashable {
    /// The HTTP status code.
    var status: Int

    /// The header fields; the content length is added on the way out.
    var headers: HTTPFields

    /// The body, empty for none.
    var body: [UInt8]

    /// Whether the body is sent in pieces, without a content length.
    var isChunked = false

    /// Creates an answer without a body.
    init(status: Int, headers: HTTPFields = [:]) {
        self.status = status
        self.headers = headers
        body = []
    }

    /// Creates an answer with a JSON body and its content type.
    init(status: Int = 200, headers: HTTPFields = [:], json: JSONValue) {
        self.init(status: status, headers: headers)
        self.headers[.contentType] = "application/json; charset=utf-8"
        body = json.serialized()
    }

    /// Creates an answer with a plain text and its content type.
    init(status: Int = 200, text: String) {
        self.init(status: status, headers: [.contentType: "text/plain; charset=utf-8"])
        body = Array(text.utf8)
    }
}
