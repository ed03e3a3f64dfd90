import HTTPTypes
import SwitchboardCore
import Testing

@Suite struct RetryAfterTests {
    /// Sun, 06 Nov 1994 08:49:37 GMT.
    private let now = Timestamp(secondsSince1970: 784_111_777)

    private func wait(_ fields: [String: String], _ names: RateLimitHeaders = RateLimitHeaders()) -> Duration? {
        var headers = HTTPFields()
        for (name, value) in fields {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return RetryAfter.wait(in: headers, names: names, now: now)
    }

    @Test(arguments: [
        ("0", 0), ("1", 1), ("007", 7), ("120", 120), ("86400", 86_400), ("86401", 86_400), ("9999999999", 86_400),
        ("Sun, 06 Nov 1994 08:51:37 GMT", 120), ("Sunday, 06-Nov-94 08:51:37 GMT", 120),
        ("Sun Nov  6 08:51:37 1994", 120), ("Sun, 06 Nov 1994 08:49:37 GMT", 0), ("Sat, 05 Nov 1994 08:49:37 GMT", 0),
        ("Wed, 01 Jan 1800 00:00:00 GMT", 0), ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
    ])
    func readsSecondsAndDates(text: String, seconds: Int64) {
        #expect(RetryAfter.parse(text, reference: now) == .seconds(seconds))
        #expect(wait(["Retry-After": text]) == .seconds(seconds))
    }

    @Test(arguments: [
        "", "-1", "+1", "1.5", "1,5", "1e3", "12345678901", "soon", "0x10", "1 s", "١٢", "1;2",
        "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC", "06 Nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT",
        "Sunday, 06-Nov-+4 08:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT", "Sun,  6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37.5 GMT", "Sun, 06 Nov 94 08:49:37 GMT", "Sun Nov  16 08:49:37 1994", "Sun", " ",
        "Sunday, 31-Feb-94 08:49:37 GMT", "Sun Nov 31 08:49:37 1994", "1994-11-06T08:49:37Z",
    ])
    func ignoresWhatCannotBeRead(text: String) {
        #expect(RetryAfter.parse(text, reference: now) == nil)
        #expect(wait(["Retry-After": text]) == nil)
    }

    @Test func ignoresTwoHeadersThatContradict() {
        var headers = HTTPFields()
        headers.append(HTTPField(name: .retryAfter, value: "1"))
        headers.append(HTTPField(name: .retryAfter, value: "2"))
        #expect(RetryAfter.wait(in: headers, names: RateLimitHeaders(), now: now) == nil)
    }

    @Test func findsTheCenturyOfATwoDigitYear() {
        let in2026 = Timestamp(secondsSince1970: 1_795_428_000)
        #expect(RetryAfter.parse("Monday, 23-Nov-26 10:00:30 GMT", reference: in2026) == .seconds(30))
        #expect(RetryAfter.parse("Sunday, 06-Nov-94 08:49:37 GMT", reference: in2026) == .zero)
    }

    @Test(arguments: [
        // Their clock is an hour ahead, an hour behind, 23 h 59 min ahead: the header counts from it.
        ("Sun, 06 Nov 1994 09:49:37 GMT", "Sun, 06 Nov 1994 09:50:07 GMT", 30),
        ("Sun, 06 Nov 1994 07:49:37 GMT", "Sun, 06 Nov 1994 07:50:07 GMT", 30),
        ("Mon, 07 Nov 1994 08:48:37 GMT", "Mon, 07 Nov 1994 08:49:07 GMT", 30),
        // A day or more off, or unreadable: ours counts.
        ("Mon, 07 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:50:07 GMT", 30),
        ("Sat, 05 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:50:07 GMT", 30),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "Sun, 06 Nov 1994 08:50:07 GMT", 30),
        ("yesterday", "Sun, 06 Nov 1994 08:50:07 GMT", 30),
    ])
    func countsFromTheServersClockWhereItIsBelievable(date: String, retryAfter: String, seconds: Int64) {
        #expect(wait(["Date": date, "Retry-After": retryAfter]) == .seconds(seconds))
    }

    @Test func countsAnEpochFromTheServersClockToo() {
        let names = RateLimitHeaders(reset: "X-RateLimit-Reset")
        let fields = ["Date": "Sun, 06 Nov 1994 09:49:37 GMT", "X-RateLimit-Reset": "784115387"]
        #expect(wait(fields, names) == .seconds(10))
    }

    @Test(arguments: [
        (RateLimitHeaders.Reset.epoch, "784111787", 10), (.epoch, "784111777", 0), (.epoch, "5", 0),
        (.epoch, "9999999999", 86_400), (.delta, "10", 10), (.delta, "0", 0), (.delta, "90000", 86_400),
    ])
    func readsTheResetHeader(form: RateLimitHeaders.Reset, value: String, seconds: Int64) {
        let names = RateLimitHeaders(reset: "X-RateLimit-Reset", resetForm: form)
        #expect(wait(["x-ratelimit-reset": value], names) == .seconds(seconds))
    }

    @Test(arguments: ["", "-5", "1.5", "soon", "12345678901"])
    func ignoresAResetThatCannotBeRead(value: String) {
        let names = RateLimitHeaders(reset: "X-RateLimit-Reset", resetForm: .delta)
        #expect(wait(["X-RateLimit-Reset": value], names) == nil)
    }

    @Test func letsRetryAfterRuleOverTheReset() {
        let names = RateLimitHeaders(reset: "X-RateLimit-Reset", resetForm: .delta)
        #expect(wait(["Retry-After": "3", "X-RateLimit-Reset": "50"], names) == .seconds(3))
        #expect(wait(["Retry-After": "-3", "X-RateLimit-Reset": "50"], names) == .seconds(50))
        #expect(wait(["X-RateLimit-Reset": "50"]) == nil)
    }
}
