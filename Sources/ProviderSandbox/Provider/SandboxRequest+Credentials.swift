import FoundationEssentials
import HTTPTypes

extension SandboxRequest {
    /// The token of `Authorization: Bearer TOKEN`; `nil` for anything else.
    var bearerToken: String? { credentials("Bearer") }

    /// The two halves of `Authorization: Basic base64(USER:PASSWORD)`; `nil` for anything else.
    var basicCredentials: (user: String, password: String)? {
        guard let data = credentials("Basic").flatMap({ Data(base64Encoded: $0) }),
            let text = String(validating: data, as: UTF8.self), let colon = text.firstIndex(of: ":")
        else { return nil }
        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
    }

    private func credentials(_ scheme: String) -> String? {
        let words = (headers[.authorization] ?? "").split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2, words[0] == scheme, !words[1].isEmpty else { return nil }
        return String(words[1])
    }
}
