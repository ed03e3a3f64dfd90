import HTTPTypes
import Testing

@testable import SwitchboardCore

/// What providers say of their rate limit, in headers that the adapter names.
struct QuotaReaderTests {
    private let now = Timestamp(secondsSince1970: 1_780_000_000)
    private let names = RateLimitHeaders(
        limit: "X-RateLimit-Limit",
        remaining: "X-RateLimit-Remaining",
        reset: "X-RateLimit-Reset"
    )

    private func lines(_ text: String) -> WireResponse {
        var lines = HeaderLines()
        for line in text.split(separator: "\n") { Array("\(line)\r\n".utf8).withUnsafeBytes { lines.append($0) } }
        return WireResponse(status: 200, lines: lines, body: [])
    }

    private func fields(_ text: String) -> WireResponse {
        WireResponse(status: 200, headers: lines(text).headers)
    }

    private let answer = """
        HTTP/1.1 200 OK
        Content-Type: application/json
        x-ratelimit-limit:600
        X-RATELIMIT-REMAINING:  7\u{20}
        X-RateLimit-Reset: 1780000030
        X-RateLimit-Limitless: 1
        """

    @Test func readsLinesAndFieldsAlike() throws {
        let reader = try #require(QuotaReader(names))
        for response in [lines(answer), fields(answer)] {
            let quota = try #require(reader.read(response))
            #expect(quota == (7, 600))
            #expect(reader.rest(response, now: now) == .seconds(30))
        }
    }

    @Test(arguments: ["", "-1", "1.5", "7 8", "12345678901", "many", "7,8", "0x7"])
    func anythingButDigitsSaysNothing(text: String) throws {
        let reader = try #require(QuotaReader(names))
        let answer = "X-RateLimit-Limit: 600\nX-RateLimit-Remaining: \(text)"
        #expect(reader.read(lines(answer)) == nil)
        #expect(reader.read(fields(answer)) == nil)
    }

    @Test func oneOfBothSaysNothing() throws {
        let reader = try #require(QuotaReader(names))
        #expect(reader.read(lines("X-RateLimit-Remaining: 7")) == nil)
        #expect(reader.read(lines("X-RateLimit-Limit: 7")) == nil)
        #expect(reader.read(lines("")) == nil)
    }

    @Test func readsSecondsThatAreLeft() throws {
        let names = RateLimitHeaders(
            limit: "X-Rate-Limit",
            remaining: "X-Rate-Limit-Remaining",
            reset: "ratelimit-reset",
            resetForm: .delta
        )
        let reader = try #require(QuotaReader(names))
        let response = lines("X-Rate-Limit: 700\nX-Rate-Limit-Remaining: 699\nratelimit-reset: 41")
        let quota = try #require(reader.read(response))
        #expect(quota == (699, 700))
        #expect(reader.rest(response, now: now) == .seconds(41))
    }

    @Test func thereIsNoReaderWhereSomethingIsMissing() {
        #expect(QuotaReader(RateLimitHeaders()) == nil)
        #expect(QuotaReader(RateLimitHeaders(remaining: "a", reset: "b")) == nil)
        #expect(QuotaReader(RateLimitHeaders(limit: "a", remaining: "b")) == nil)
        #expect(QuotaReader(RateLimitHeaders(limit: "no token", remaining: "b", reset: "c")) == nil)
    }

    @Test(arguments: [
        ("/tickets/{id}", 0), ("/search", 1), ("/search/export", 1), ("/users/search", 1), ("/users", 0),
    ])
    func findsTheGroupOfARequest(template: String, index: Int) throws {
        let base = try #require(BaseURL("https://example.com"))
        let groups = [EndpointGroup("tickets"), EndpointGroup("search", paths: ["/search", "/users/search"])]
        #expect(groups.index(of: WireRequest(.get, template, at: base, .safe)) == index)
        #expect([groups[1], groups[0]].index(of: WireRequest(.get, template, at: base, .safe)) == 1 - index)
        #expect([EndpointGroup]().index(of: WireRequest(.get, template, at: base, .safe)) == 0)
    }

    @Test(arguments: [0, 1, -1, 999_999_999, 1_000_000_000, -1_000_000_001, .max, -.max] as [Int64])
    func countsNanosecondsExactly(nanoseconds: Int64) {
        #expect(Duration.nanoseconds(nanoseconds).nanoseconds == nanoseconds)
    }

    @Test func whatIsTooLongIsTheLongest() {
        #expect(Duration.seconds(Int64.max).nanoseconds == .max)
        #expect(Duration.seconds(-Int64.max).nanoseconds == -.max)
    }
}
