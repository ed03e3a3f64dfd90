import CCurl
import SwitchboardCore
import Testing

@testable import CurlTransport

struct CURLcodeFailureTests {
    /// Every code whose kind is not `network`, when nothing was sent and when something was.
    private static let kinds: [UInt32: (unsent: Failure.Kind, sent: Failure.Kind)] = [
        1: (.invalidInput, .malformedResponse), 2: (.notConfigured, .notConfigured),
        3: (.invalidInput, .malformedResponse), 4: (.notConfigured, .notConfigured),
        8: (.malformedResponse, .malformedResponse), 22: (.malformedResponse, .malformedResponse),
        23: (.malformedResponse, .malformedResponse), 27: (.network, .malformedResponse),
        28: (.network, .timeout),
        33: (.malformedResponse, .malformedResponse), 41: (.notConfigured, .notConfigured),
        43: (.notConfigured, .notConfigured), 47: (.malformedResponse, .malformedResponse),
        48: (.notConfigured, .notConfigured), 49: (.notConfigured, .notConfigured),
        53: (.notConfigured, .notConfigured), 54: (.notConfigured, .notConfigured),
        58: (.notConfigured, .notConfigured), 61: (.malformedResponse, .malformedResponse),
        63: (.malformedResponse, .malformedResponse), 66: (.notConfigured, .notConfigured),
        77: (.notConfigured, .notConfigured), 82: (.notConfigured, .notConfigured),
        88: (.malformedResponse, .malformedResponse), 98: (.notConfigured, .notConfigured),
    ]

    private static let permanent: Set<UInt32> = [
        2, 4, 41, 43, 48, 49, 53, 54, 58, 60, 66, 77, 82, 83, 90, 91, 98,
    ]

    @Test(arguments: 1..<UInt32(CURL_LAST.rawValue))
    func means(raw: UInt32) {
        let code = CURLcode(rawValue: raw)
        let unsent = code.failure(host: "api.example.com", isSent: false)
        #expect(unsent.kind == Self.kinds[raw]?.unsent ?? .network)
        #expect(unsent.effect == .none)
        let sent = code.failure(host: "api.example.com", isSent: true)
        #expect(sent.kind == Self.kinds[raw]?.sent ?? .network)
        #expect(sent.effect == .unknown)
        for failure in [unsent, sent] {
            #expect(failure.isPermanent == Self.permanent.contains(raw))
            #expect(!failure.message.isEmpty)
        }
    }

    @Test func tellsADeadlineFromAConnectLimit() {
        let deadline = CURLE_OPERATION_TIMEDOUT.failure(host: "a", isSent: false, isDeadlineFirst: true)
        #expect(deadline.kind == .timeout)
        #expect(deadline.effect == .none)
    }

    @Test(
        arguments: [
            ("error:06880006:asn1 encoding routines::EVP lib", "forged"),
            ("error:02000068:rsa routines::bad signature", "forged"),
            ("error:0A00042E:SSL routines::tlsv1 alert protocol version", "before 1.2"),
            ("error:0A000102:SSL routines::unsupported protocol", "before 1.2"),
            ("error:0A000126:SSL routines::unexpected eof while reading", nil),
        ] as [(String, String?)]
    )
    func readsWhatOnlyLibcurlsWordsTell(words: String, part: String?) throws {
        let trouble = HandshakeTrouble(CURLE_SSL_CONNECT_ERROR, verification: 1, words: words)
        #expect((trouble == nil) == (part == nil))
        if let part { #expect(trouble?.failure(host: "a").message.contains(part) == true) }
        #expect(HandshakeTrouble(CURLE_RECV_ERROR, verification: 10, words: words) == nil)
    }

    @Test func survivesCodesOfLaterVersions() {
        #expect(CURLcode(rawValue: 4000).failure(host: "a", isSent: true).kind == .network)
        // "Too large", since 8.6.
        #expect(CURLcode(rawValue: 100).failure(host: "a", isSent: true).kind == .malformedResponse)
    }
}
