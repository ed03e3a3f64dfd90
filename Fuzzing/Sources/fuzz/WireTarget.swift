import HTTPTypes
import Switchboard
import SwitchboardCore
import SwitchboardTesting

/// What the lines of a header and other short texts say: waits, dates, times, addresses.
///
/// The first line is our clock in microseconds, the second a status; header lines follow.
struct WireTarget: FuzzTarget {
    private let instances = Instance.all
    private let request = WireRequest(.post, "/", at: BaseURL("https://example.com")!, .once)

    func run(_ bytes: [UInt8]) -> Bool {
        var lines = Lines(bytes)
        let now = Timestamp(microsecondsSince1970: Int64(lines.next()) ?? 1_780_000_000_000_000)
        let status = Int(lines.next()) ?? 429
        let (headers, texts) = lines.headers()
        let response = WireResponse(status: status, headers: headers, body: lines.rest)
        for instance in instances { check(instance, response, now) }
        for text in texts { check(text, now) }
        return true
    }

    private func check(_ instance: Instance, _ response: WireResponse, _ now: Timestamp) {
        let provider = instance.provider
        checkWait(RetryAfter.wait(in: response.headers, names: provider.rateLimitHeaders, now: now))
        _ = provider.warning(in: response)
        let failure = provider.failure(for: response, answering: request, now: now)
        guard let failure else { return require(response.isSuccess, "status \(response.status) passes for a success") }
        checkWait(failure.retryAfter)
        let isTurnedAway = [425, 429, 503].contains(response.status)
        require(failure.effect != .none || isTurnedAway, "status \(response.status) passes for nothing happened")
    }

    private func check(_ text: String, _ now: Timestamp) {
        checkWait(RetryAfter.parse(text, reference: now))
        if let time = Timestamp(text) {
            require(Timestamp(time.description) == time, "\(time) reads back as another time")
        }
        if let date = CalendarDate(text) {
            require(CalendarDate(date.description) == date, "\(date) reads back as another day")
        }
        if let url = BaseURL(text) {
            require(BaseURL(url.description) == url, "\(url) reads back as another address")
        }
        _ = EmailAddress.problem(in: text)
    }

    private func checkWait(_ wait: Duration?) {
        guard let wait else { return }
        require(wait >= .zero && wait <= RetryAfter.longest, "a wait of \(wait)")
    }
}
