import SwitchboardCore

/// What becomes of one request, decided before it begins.
struct Fate: Sendable {
    /// How far it gets.
    enum Reach: Sendable {
        /// Nobody listens, or the connection breaks before the request is out: nothing was sent.
        case nowhere
        /// The far side cannot prove who it is: nothing was sent.
        case impostor
        /// It is sent.
        case sent
    }

    /// What comes back of what was sent.
    enum Answer: Sendable {
        /// The work is done, and the answer says so.
        case done
        /// A success that cannot be read.
        case garbage
        /// Another status.
        case status(Int, Hint)
        /// The connection breaks.
        case reset
        /// Nothing, ever.
        case silence
    }

    var reach = Reach.sent
    var answer = Answer.done
    /// Until it is sent, or fails to be.
    var connecting = Duration.zero
    /// From then until the answer.
    var latency = Duration.milliseconds(20)
    /// Whether the far side does the work.
    var isProcessed = true
    /// What a success says is left of the far side's window, of 1,000 and for so many seconds; `nil` for nothing.
    var left: (count: Int, seconds: Int64)?
    /// By how much the transport misses the attempt's deadline.
    var overrun = Duration.zero
}

/// When the far side wants to be asked again, and how it says so.
enum Hint: Sendable {
    /// Not at all.
    case none
    /// In `Retry-After`, in seconds.
    case seconds(Int64)
    /// In `Retry-After`, as a date by a clock of its own that is off by so much and stands beside it.
    case date(Int64, skew: Int64)
    /// In the header of its own for the end of the window.
    case reset(Int64)
    /// In `Retry-After`, as something that means nothing.
    case nonsense(String)
}

/// What kind of trouble an instance is in for a while.
enum Weather: String, Sendable, CaseIterable {
    case clear, refusing, failing, busy, storm, slow, silent, resetting, rejecting, garbled, mixed
}

extension Fate {
    /// Draws what becomes of a request in some weather.
    init(_ weather: Weather, overruns: Bool, harsh: Bool, _ generator: inout SeededGenerator) {
        connecting = generator.happens(inPercent: 50) ? .zero : generator.between(1, 80)
        latency = generator.between(5, 250)
        if overruns, generator.happens(inPercent: 15) { overrun = generator.between(100, 25_000) }
        if generator.happens(inPercent: 6) {
            left = (generator.pick([0, 0, 1, 5, 40, 800]), Int64(generator.below(8)))
        }
        guard !generator.happens(inPercent: weather == .mixed ? 40 : 12) else { return }
        let weather = weather == .mixed ? generator.pick(Weather.allCases) : weather
        befall(weather, harsh: harsh, &generator)
    }

    private mutating func befall(_ weather: Weather, harsh: Bool, _ generator: inout SeededGenerator) {
        switch weather {
        case .clear, .mixed: return
        case .refusing: reach = generator.happens(inPercent: 6) ? .impostor : .nowhere
        case .failing: answer = .status(generator.pick([500, 502, 503, 504, 520, 408]), .none)
        case .busy: answer = .status(503, generator.hint(harsh: harsh))
        case .storm: answer = .status(generator.pick([429, 429, 425]), generator.hint(harsh: harsh))
        case .slow: latency = generator.between(500, 20_000)
        case .silent: answer = .silence
        case .resetting:
            answer = .reset
            if generator.happens(inPercent: 30) { reach = .nowhere }
        case .rejecting: answer = .status(generator.pick([301, 400, 401, 403, 404, 409, 410, 422]), .none)
        case .garbled: answer = .garbage
        }
        isProcessed = mayBeProcessed && generator.happens(inPercent: 50)
        if case .garbage = answer { isProcessed = true }
        if case .done = answer, case .sent = reach { isProcessed = true }
    }

    /// Whether the far side may have done the work, going by what it says.
    private var mayBeProcessed: Bool {
        guard case .sent = reach else { return false }
        guard case .status(let status, let hint) = answer else { return true }
        if status == 503, hint.isUnderstoodRetryAfter { return false }
        return status >= 500 || status == 408
    }
}

extension Hint {
    /// Whether it is a `Retry-After` that can be read.
    var isUnderstoodRetryAfter: Bool {
        switch self {
        case .seconds, .date: true
        case .none, .reset, .nonsense: false
        }
    }
}

extension SeededGenerator {
    fileprivate mutating func hint(harsh: Bool) -> Hint {
        let seconds = Int64(
            harsh && happens(inPercent: 25) ? pick([75, 4000, 90_000, 4_294_967_301, 9_999_999_999]) : 1 + below(12)
        )
        return switch below(10) {
        case 0...4: .seconds(seconds)
        case 5: .date(min(seconds, 80_000), skew: Int64(pick([0, 0, 3600, -7200])))
        case 6: .reset(min(seconds, 80_000))
        case 7: .nonsense(pick(["-5", "2.5", "", "soon", "99999999999", "0x10"]))
        default: .none
        }
    }
}
