import HTTPTypes
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Synchronization

/// A buffer over tools whose only provider is a drum, in time that the test moves.
struct Shelf {
    let drum: DrumTransport
    let time = ManualTime(jumps: false)
    let audit = RecordingAuditLog()
    let tools: CommunicationTools
    let buffer: EventBuffer
    private let handed = Handed()

    init(
        count: Int,
        age: Duration,
        capacity: Int = 100_000,
        failure: DrumTransport.Trouble = .none,
        isHeld: Bool = false,
        endsInHandler: Bool = false
    ) throws {
        drum = DrumTransport(failure, isHeld: isHeld)
        tools = try CommunicationTools(
            configuration: .parse("", file: nil, providers: [Drum.self]),
            providers: [Drum.self],
            transport: drum,
            audit: audit,
            time: time.source
        )
        let options = EventBuffer.Options(count: count, age: age, capacity: capacity)
        buffer = EventBuffer(tools: tools, options: options) { [handed] undelivered in
            handed.take(undelivered)
            await handed.buffer.withLock { $0.take() }?.shutdown()
        }
        if endsInHandler { handed.buffer.withLock { [buffer] in $0 = buffer } }
    }

    /// What the handler was given.
    var undelivered: [EventBuffer.Undelivered] { handed.events.withLock(\.self) }

    /// Tracks an event that is named by a number.
    func track(_ number: Int) throws(Failure) {
        try buffer.track(TrackEvent(person: Person(userID: "u"), name: String(number), time: time.source))
    }
}

private final class Handed: Sendable {
    let events = Mutex<[EventBuffer.Undelivered]>([])
    /// What the handler shuts down, once: the two would hold each other for ever.
    let buffer = Mutex<EventBuffer?>(nil)

    func take(_ more: [EventBuffer.Undelivered]) { events.withLock { $0 += more } }
}

/// A provider that takes batches of events by their names.
private struct Drum: Provider {
    static let name = "drum"
    static let displayName = "Drum"
    static let settings: [Setting] = []
    static let actions = ActionTable<Self>(handles(trackEvents))
    let base: BaseURL

    init(settings: ProviderSettings) throws(Failure) {
        base = try settings.baseURL(default: "https://drum.example.com")
    }

    var rateLimit: RateLimit { RateLimit(1_000_000, per: .seconds(1)) }

    func authorize(_ request: inout WireRequest) {}

    func trackEvents(
        _ batch: TrackEventBatch,
        using client: ProviderClient
    ) async throws(Failure) -> TrackEventBatch.Receipt {
        var request = WireRequest(.post, "/beats", at: base, .once)
        try request.setJSON(batch.events.map(\.name))
        let answer = try await client.send(request, as: [Int].self)
        var receipt = TrackEventBatch.Receipt(count: batch.events.count)
        for (index, event) in batch.events.enumerated() where !answer.contains(-index) {
            receipt[index] = .success(TrackEvent.Receipt(eventName: event.name, user: "u"))
        }
        receipt.set(answer.filter { $0 > 0 }, .failure(Failure(.rejected, effect: .refused, "out of rhythm")))
        return receipt
    }
}

/// Remembers the batches, and answers as it is told: at once, or when the test says so.
final class DrumTransport: Transport {
    /// What becomes of a batch.
    enum Trouble {
        case none
        /// The second event is refused.
        case second
        /// Nothing is said of the second event.
        case silentOnSecond
        /// Everything is refused.
        case whole

        fileprivate var body: String {
            switch self {
            case .none, .whole: "[]"
            case .second: "[1]"
            case .silentOnSecond: "[-1]"
            }
        }
    }

    private struct State {
        var batches: [[String]] = []
        var isHeld: Bool
        var held: [CheckedContinuation<Void, Never>] = []
        var waiters: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let trouble: Trouble
    private let state: Mutex<State>

    init(_ trouble: Trouble, isHeld: Bool) {
        self.trouble = trouble
        state = Mutex(State(isHeld: isHeld))
    }

    /// The names of each batch's events.
    var batches: [[String]] { state.withLock(\.batches) }

    /// Waits until so many batches have come.
    func waitForBatches(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.batches.count < count { state.waiters.append((count, continuation)) }
                return state.batches.count >= count
            }
            if isThere { continuation.resume() }
        }
    }

    /// Lets the answers come, now and later.
    func release() {
        let held = state.withLock { state in
            state.isHeld = false
            defer { state.held = [] }
            return state.held
        }
        for continuation in held { continuation.resume() }
    }

    func send(_ request: WireRequest, deadline: ContinuousClock.Instant) async throws(Failure) -> WireResponse {
        let waiters = state.withLock { state in
            state.batches.append(request.json?.array?.compactMap(\.string) ?? [])
            let count = state.batches.count
            defer { state.waiters.removeAll { $0.count <= count } }
            return state.waiters.filter { $0.count <= count }
        }
        for waiter in waiters { waiter.continuation.resume() }
        await withCheckedContinuation { continuation in
            let isFree = state.withLock { state in
                if state.isHeld { state.held.append(continuation) }
                return !state.isHeld
            }
            if isFree { continuation.resume() }
        }
        return trouble == .whole
            ? WireResponse(status: 403)
            : WireResponse(status: 200, body: Array(trouble.body.utf8))
    }

    func send(
        _ request: WireRequest,
        into sink: any ByteSink,
        deadline: ContinuousClock.Instant
    ) async throws(Failure) -> WireResponse {
        try await send(request, deadline: deadline)
    }

    func shutdown() async {}
}
