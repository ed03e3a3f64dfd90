import HTTPTypes
import SwitchboardCore

/// One thing that may come back on a request: `lost`, `refused`, or a status, header lines, an empty line and a body.
enum Answer: Sendable {
    case response(WireResponse)
    /// The request was sent, and the connection broke.
    case lost
    /// Nobody listened.
    case refused

    /// Reads the answers of an input, which stand between lines of four dashes.
    static func all(in bytes: [UInt8]) -> [Answer] {
        let line = Array("\n----\n".utf8)
        return bytes.split(separator: line, maxSplits: 30, omittingEmptySubsequences: false).map(Answer.init)
    }

    private init(_ bytes: ArraySlice<UInt8>) {
        var lines = Lines(bytes)
        switch lines.next() {
        case "lost": self = .lost
        case "refused": self = .refused
        case let status:
            let headers = lines.headers().0
            self = .response(WireResponse(status: Int(status) ?? 200, headers: headers, body: lines.rest))
        }
    }

    func get() throws(Failure) -> WireResponse {
        switch self {
        case .response(let response): return response
        case .lost: throw Failure(.network, effect: .unknown, "the connection broke")
        case .refused: throw Failure(.network, effect: .none, "nobody listens")
        }
    }
}
