import HTTPTypes
import SwitchboardCore
import Testing

/// A provider of no consequence, for everything that providers get for nothing.
struct PlainProvider: Provider {
    static let name = "plain"
    static let displayName = "Plain"
    static let settings: [Setting] = []
    static let actions = ActionTable<Self>(handles(get), handles(note))
    var rateLimit: RateLimit { RateLimit(10, per: .seconds(1)) }
    var rateLimitHeaders: RateLimitHeaders { RateLimitHeaders(reset: "X-RateLimit-Reset", resetForm: .delta) }

    init(settings: ProviderSettings) throws(Failure) {}

    func authorize(_ request: inout WireRequest) {}

    func problem(in response: WireResponse) -> ProviderProblem? {
        let text = String(decoding: response.body, as: UTF8.self)
        return text.isEmpty ? nil : ProviderProblem(code: text, message: text)
    }

    @Sendable func get(_ action: GetContact, _ client: ProviderClient) async throws(Failure) -> GetContact.Receipt {
        GetContact.Receipt(contact: Contact(id: action.person.identifier))
    }

    @Sendable func note(_ action: NoteContact, _ client: ProviderClient) async throws(Failure) -> NoteContact.Receipt {
        throw Failure(.rejected, effect: .refused, "no notes")
    }
}

@Suite struct FailureTests {
    private let now = Timestamp(secondsSince1970: 1_795_428_000)

    private func failure(_ status: Int, _ headers: HTTPFields = [:], body: String = "") throws -> Failure? {
        let provider = try PlainProvider(settings: ProviderSettings(instance: "plain", displayName: "Plain"))
        let request = WireRequest(.get, "/x", at: BaseURL("https://example.com")!, .safe)
        let response = WireResponse(status: status, headers: headers, body: Array(body.utf8))
        return provider.failure(for: response, answering: request, now: now)
    }

    @Test(
        arguments: [
            (300, .rejected, .refused), (302, .rejected, .refused), (304, .rejected, .refused),
            (400, .rejected, .refused), (401, .authenticationFailed, .refused), (402, .rejected, .refused),
            (403, .permissionDenied, .refused), (404, .notFound, .refused), (405, .rejected, .refused),
            (408, .timeout, .unknown), (409, .conflict, .refused), (410, .notFound, .refused),
            (418, .rejected, .refused),
            (422, .rejected, .refused), (425, .rateLimited, .none), (429, .rateLimited, .none),
            (499, .rejected, .refused),
            (500, .providerUnavailable, .unknown), (501, .providerUnavailable, .unknown),
            (502, .providerUnavailable, .unknown), (503, .providerUnavailable, .unknown),
            (504, .providerUnavailable, .unknown), (520, .providerUnavailable, .unknown),
            (529, .providerUnavailable, .unknown), (599, .providerUnavailable, .unknown),
            (100, .malformedResponse, .unknown), (600, .malformedResponse, .unknown), (0, .malformedResponse, .unknown),
        ] as [(Int, Failure.Kind, Failure.Effect)]
    )
    func readsTheStatus(status: Int, kind: Failure.Kind, effect: Failure.Effect) throws {
        let failure = try #require(try failure(status))
        #expect(failure.kind == kind)
        #expect(failure.effect == effect)
        #expect(failure.status == status)
        #expect(failure.message.hasPrefix("Plain "))
        #expect(failure.retryAfter == nil)
    }

    @Test(arguments: [200, 201, 202, 204, 206, 299])
    func takes2xxForASuccess(status: Int) throws {
        #expect(try failure(status, [.retryAfter: "5"]) == nil)
    }

    @Test func saysThatARedirectIsNotFollowed() throws {
        #expect(try failure(301)?.message == "Plain answered with a redirect; none is followed")
    }

    @Test(
        arguments: [
            ("5", Failure.Effect.none, 5), ("0", .none, 0), ("Sun, 06 Nov 1994 08:49:37 GMT", .none, 0),
            ("-5", .unknown, nil), ("1.5", .unknown, nil), ("", .unknown, nil), ("soon", .unknown, nil),
        ] as [(String, Failure.Effect, Int?)]
    )
    func believesA503OnlyWithAReadableRetryAfter(text: String, effect: Failure.Effect, seconds: Int?) throws {
        let failure = try #require(try failure(503, [.retryAfter: text]))
        #expect(failure.kind == .providerUnavailable)
        #expect(failure.effect == effect)
        #expect(failure.retryAfter == seconds.map { .seconds($0) })
    }

    @Test func doesNotTakeTheResetHeaderForARetryAfter() throws {
        let headers: HTTPFields = [HTTPField.Name("X-RateLimit-Reset")!: "7"]
        #expect(try failure(503, headers)?.effect == .unknown)
        #expect(try failure(429, headers)?.retryAfter == .seconds(7))
        #expect(try failure(500, [.retryAfter: "5"])?.effect == .unknown)
    }

    @Test func cutsTheProvidersWords() throws {
        let failure = try #require(try failure(400, body: String(repeating: "x", count: 1000)))
        #expect(failure.providerMessage?.count == 500)
        #expect(failure.providerCode == nil, "what is longer than a code may be anything")
    }

    @Test func hasAFlatJSONForm() throws {
        var failure = Failure(.rateLimited, effect: .none, "wait", retryAfter: .milliseconds(1001))
        #expect(
            try JSONValue(encoding: failure)
                == ["error": "wait", "error_kind": "rate_limited", "effect": "none", "retry_after_s": 2]
        )
        failure.field = "to.email"
        failure.provider = "plain"
        failure.status = 429
        failure.providerCode = "c"
        failure.providerMessage = "m"
        failure.retryAfter = .zero
        #expect(
            try JSONValue(encoding: failure) == [
                "error": "wait", "error_kind": "rate_limited", "effect": "none", "retry_after_s": 0,
                "field": "to.email",
                "provider": "plain", "http_status": 429, "provider_code": "c", "provider_message": "m",
            ]
        )
        #expect(try JSONValue(encoding: Failure.invalidInput("", "is wrong"))["field"] == nil)
    }

    @Test func keepsItsWords() {
        let kinds =
            "invalid_input not_configured unsupported_action no_route authentication_failed permission_denied"
            + " not_found conflict rejected rate_limited circuit_open timeout network provider_unavailable"
            + " malformed_response cancelled audit_unavailable partial_failure"
        #expect(Failure.Kind.allCases.map(\.rawValue) == kinds.split(separator: " ").map(String.init))
        #expect(Failure.Effect.none < .refused && .refused < .unknown)
        #expect(Failure.invalidInput("a.b", "is wrong").message == "a.b: is wrong")
    }
}
