import HTTPTypes
import SwitchboardCore
import Testing

@Suite struct WireHeadersTests {
    private func failure(_ name: String, _ value: String) -> Failure? {
        var headers = WireHeaders()
        headers.append("Accept", "application/json")
        headers.append(name, value)
        do throws(Failure) {
            try headers.check()
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: ["", " ", "a\tb", "Bearer abc", "ä € 🎉", "\u{80}"])
    func acceptsText(value: String) {
        #expect(failure("X-Name", value) == nil)
    }

    @Test(arguments: ["a\r\nBcc: x", "a\n", "\ra", "a\u{0}b", "a\u{7F}", "\u{1}", "\u{1F}"])
    func refusesControlCharactersWithoutShowingThem(value: String) {
        let failure = failure("Authorization", "sesame" + value)
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.effect == Failure.Effect.none)
        #expect(failure?.field == "header Authorization")
        #expect(failure?.message.contains("sesame") == false)
    }

    @Test(arguments: ["", " ", "X Name", "X-Name:", ":path", "X\r\nY", "X\u{0}", "Xä", "X/Y", "(X)"])
    func refusesNamesThatAreNoTokens(name: String) {
        let failure = failure(name, "sesame")
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.message.contains("sesame") == false)
    }

    @Test func keepsOrderAndReplacesByNameInAnyCase() {
        var headers = WireHeaders()
        headers.append("B", "1")
        headers.append("content-TYPE", "text/plain")
        headers.append("B", "2")
        #expect(headers[.contentType] == "text/plain")
        headers[.contentType] = "application/json"
        #expect(headers.fields.map(\.name) == ["B", "B", "Content-Type"])
        headers[.contentType] = nil
        #expect(headers.fields.map(\.value) == ["1", "2"])
    }

    @Test func showsNamesOnly() {
        var headers = WireHeaders()
        headers.append("Authorization", "sesame")
        var dumped = ""
        dump(headers, to: &dumped)
        for text in ["\(headers)", "\(headers.fields)", String(reflecting: headers), dumped] {
            #expect(text.contains("Authorization") && !text.contains("sesame"))
        }
    }
}

@Suite struct WireRequestTests {
    private let base = BaseURL("https://example.com/v1")!

    @Test(arguments: [
        ("plain-1._~", "plain-1._~"), ("a/b", "a%2Fb"), ("a b", "a%20b"), (".", "%2E"), ("..", "%2E%2E"),
        ("...", "..."),
        (".a", ".a"), ("ä€🎉", "%C3%A4%E2%82%AC%F0%9F%8E%89"), ("?x=1&y#z", "%3Fx%3D1%26y%23z"), ("100%", "100%25"),
        ("{other}", "%7Bother%7D"), ("{id}", "%7Bid%7D"), ("a\r\nb", "a%0D%0Ab"), ("\u{0}", "%00"),
        ("a+b@c", "a%2Bb%40c"),
        ("a;b,c:d", "a%3Bb%2Cc%3Ad"), ("", ""),
    ])
    func encodesAPartAsOneSegment(value: String, encoded: String) {
        #expect(value.percentEncoded == encoded)
        let request = WireRequest(.get, "/contacts/{id}/tags/{other}", ["id": value, "other": "x"], at: base, .safe)
        #expect(request.url == "https://example.com/v1/contacts/\(encoded)/tags/x")
        #expect(request.name == "GET /contacts/{id}/tags/{other}")
    }

    @Test func encodesTheQueryInOrder() {
        let request = WireRequest(.get, "/x", query: [("b", "1 &"), ("a[]", "ä"), ("b", "")], at: base, .safe)
        #expect(request.url == "https://example.com/v1/x?b=1%20%26&a%5B%5D=%C3%A4&b=")
    }

    @Test func setsAJSONBodyWithSortedKeys() throws {
        var request = WireRequest(.post, "/x", at: base, .once)
        #expect(request.body.isEmpty && request.attemptTimeout == nil)
        try request.setJSON(["b": "x/y", "a": 1] as JSONValue)
        #expect(String(decoding: request.body, as: UTF8.self) == #"{"a":1,"b":"x/y"}"#)
        #expect(request.headers[.contentType] == "application/json")
        let failure = #expect(throws: Failure.self) { try request.setJSON([Double.infinity]) }
        #expect(failure?.kind == .invalidInput)
    }

    @Test func showsItsNameOnly() {
        var request = WireRequest(.get, "/contacts/{id}", ["id": "ada"], at: base, .safe)
        request.headers[.authorization] = "sesame"
        var dumped = ""
        dump(request, to: &dumped)
        for text in ["\(request)", String(reflecting: request), dumped] {
            #expect(text.contains("GET /contacts/{id}"))
            #expect(!text.contains("ada") && !text.contains("sesame"))
        }
    }

    @Test(arguments: [
        (Repeatability.safe, true, true, false), (.idempotent, true, true, false), (.keyed, true, false, true),
        (.once, false, false, true),
    ])
    func knowsWhatRepeatingDoes(kind: Repeatability, afterUnknown: Bool, silently: Bool, counts: Bool) {
        #expect(kind.allowsRepeatAfterUnknown == afterUnknown)
        #expect(kind.allowsSilentResend == silently)
        #expect(kind.isWriteThatCounts == counts)
    }
}

@Suite struct WireResponseTests {
    private struct Answer: Decodable {
        var id: String
    }

    @Test(arguments: [(199, false), (200, true), (204, true), (299, true), (300, false)])
    func succeedsWith2xx(status: Int, isSuccess: Bool) {
        #expect(WireResponse(status: status).isSuccess == isSuccess)
    }

    @Test func ignoresFieldsThatItDoesNotKnow() throws {
        let request = WireRequest(.get, "/x", at: BaseURL("https://example.com")!, .safe)
        let response = WireResponse(status: 200, body: Array(#"{"id":"1","new":[]}"#.utf8))
        #expect(try response.decode(Answer.self, answering: request).id == "1")
    }

    @Test(arguments: [
        (Repeatability.safe, Failure.Effect.none), (.idempotent, .unknown), (.keyed, .unknown), (.once, .unknown),
    ])
    func cannotSayWhatAnUnreadableAnswerToAWriteMeans(repeatability: Repeatability, effect: Failure.Effect) {
        let request = WireRequest(.post, "/x", at: BaseURL("https://example.com")!, repeatability)
        for body in ["", "sesame", "[]", #"{"id":1}"#, "{}"] {
            let response = WireResponse(status: 201, body: Array(body.utf8))
            let failure = #expect(throws: Failure.self) { try response.decode(Answer.self, answering: request) }
            #expect(failure?.kind == .malformedResponse)
            #expect(failure?.effect == effect)
            #expect(failure?.status == 201)
            #expect(failure?.message == "the answer to POST /x could not be read")
        }
    }
}
