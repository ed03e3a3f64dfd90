import Switchboard
import SwitchboardCore

extension Rehearsal {
    /// The rehearsal for a reader: the route, then each request as HTTP would have it.
    var text: String {
        let candidates = route.candidates.map { "\($0.provider): \($0.verdict)" }.joined(separator: ", ")
        let rule = "route by \(route.rule)\(candidates.isEmpty ? "" : "; \(candidates)")"
        let heading = "dry run: nothing was sent, nothing was recorded\n\(rule)"
        let failed = failure.map { ["it would fail: \($0.kind.rawValue): \($0.message)".printable] } ?? []
        return ([heading] + requests.map(\.text) + failed + [followUp.sentence]).joined(separator: "\n\n")
    }
}

extension Rehearsal.FollowUp {
    fileprivate var sentence: String {
        switch self {
        case .none: "no request at all"
        case .possible: "the adapter may send more, depending on the answer"
        case .expected: "more requests follow; what they say depends on the answer"
        }
    }
}

extension RequestPreview {
    fileprivate var text: String {
        let head = (["\(method) \(url)"] + headers.fields.map { "\($0.name): \($0.value)" }).joined(separator: "\n")
        guard bodyBytes > 0 else { return head }
        return "\(head)\n\n\(content)"
    }

    private var content: String {
        switch body {
        case .string(let text)?: text
        case let tree?: String(decoding: tree.serialized(isPretty: true), as: UTF8.self)
        case nil: "(\(bodyBytes) bytes that are no text)"
        }
    }
}
