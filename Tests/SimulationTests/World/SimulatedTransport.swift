import HTTPTypes
import SwitchboardCore

/// A network with providers behind it, whose fates the scenario decides; it keeps a transport's promises and no more.
///
/// It ends by the deadline that it is given, except where its fate is to overrun; it says truly whether a request was sent.
struct SimulatedTransport: Transport {
    let stage: Stage

    func send(_ request: WireRequest, deadline: ContinuousClock.Instant) async throws(Failure) -> WireResponse {
        stage.checkPresence("the transport")
        let time = stage.time
        let fate = stage.drawFate(for: request)
        let deadline = time.duration(to: deadline)
        let id = stage.referee.begin(Sending(request, at: time.elapsed, deadline: deadline))
        let limit = deadline + fate.overrun
        try await connect(id, fate, limit)
        stage.referee.sent(id, isProcessed: fate.isProcessed)
        return try await answer(id, request, fate, limit)
    }

    func send(
        _ request: WireRequest,
        into sink: any ByteSink,
        deadline: ContinuousClock.Instant
    ) async throws(Failure) -> WireResponse {
        let response = try await send(request, deadline: deadline)
        try await sink.write(response.body)
        return response
    }

    func shutdown() async {
        stage.referee.transportShutDown()
    }

    private func connect(_ id: Int, _ fate: Fate, _ limit: Duration) async throws(Failure) {
        let now = stage.time.elapsed
        guard await pass(until: min(now + fate.connecting, limit)) else { throw end(id, .cancelledUnsent) }
        if now + fate.connecting > limit { throw end(id, .lateUnsent) }
        switch fate.reach {
        case .sent: return
        case .nowhere: throw end(id, .nowhere)
        case .impostor: throw end(id, .impostor)
        }
    }

    private func answer(
        _ id: Int,
        _ request: WireRequest,
        _ fate: Fate,
        _ limit: Duration
    ) async throws(Failure) -> WireResponse {
        let now = stage.time.elapsed
        let isSilent = if case .silence = fate.answer { true } else { false }
        let isLate = isSilent || now + fate.latency > limit
        guard await pass(until: isLate ? max(now, limit) : now + fate.latency) else { throw end(id, .cancelled) }
        if isLate { throw end(id, .late) }
        switch fate.answer {
        case .done: return succeed(id, fate, request)
        case .garbage: return respond(id, 200, "{\"done\":", .garbage)
        case .status(let status, let hint): return respond(id, status, hint, request)
        case .reset, .silence: throw end(id, .reset)
        }
    }

    /// Waits; `false` where the task was cancelled meanwhile.
    private func pass(until instant: Duration) async -> Bool {
        if instant <= stage.time.elapsed { return !Task.isCancelled }
        return (try? await stage.time.sleep(until: instant)) != nil
    }

    private func end(_ id: Int, _ ending: Ending) -> Failure {
        stage.referee.ended(id, ending)
        return Failure(
            ending.kind ?? .network,
            effect: ending.effect ?? .unknown,
            "the simulation says so",
            isPermanent: ending.isPermanent
        )
    }

    private func respond(_ id: Int, _ status: Int, _ body: String, _ ending: Ending) -> WireResponse {
        stage.referee.ended(id, ending)
        return WireResponse(status: status, body: Array(body.utf8))
    }

    private func succeed(_ id: Int, _ fate: Fate, _ request: WireRequest) -> WireResponse {
        let body = Array("{\"done\":true}".utf8)
        guard let left = fate.left, !Scenario.bargeInstances.contains(request.instance) else {
            stage.referee.ended(id, .done)
            return WireResponse(status: 200, body: body)
        }
        let said = SaidTime(.reset(left.seconds), now: stage.time.wallNow, countsDown: false)
        // Where nothing is left, nobody may call before the window ends.
        let isSpent = left.count == 0
        stage.referee.ended(id, Ending(health: .good, wait: isSpent ? said.reset : nil, pausesAll: isSpent))
        var headers = said.headers
        if let name = HTTPField.Name("X-RateLimit-Limit") { headers[name] = "1000" }
        if let name = HTTPField.Name("X-RateLimit-Remaining") { headers[name] = "\(left.count)" }
        return WireResponse(status: 200, headers: headers, body: body)
    }

    private func respond(_ id: Int, _ status: Int, _ hint: Hint, _ request: WireRequest) -> WireResponse {
        let countsDown = Scenario.bargeInstances.contains(request.instance)
        let said = SaidTime(hint, now: stage.time.wallNow, countsDown: countsDown)
        stage.referee.ended(id, .status(status, retryAfter: said.retryAfter, reset: said.reset))
        return WireResponse(status: status, headers: said.headers)
    }
}

extension Sending {
    fileprivate init(_ request: WireRequest, at now: Duration, deadline: Duration) {
        let header = { name in request.headers.fields.first { $0.name == name }?.value }
        self.init(
            instance: request.instance,
            lane: request.lane,
            label: header("X-Label").flatMap(Label.init) ?? Label(call: -1, item: 0, step: 0),
            repeatability: request.repeatability,
            key: header("Idempotency-Key"),
            body: request.body,
            ownTimeout: request.attemptTimeout,
            began: now,
            deadline: deadline
        )
    }
}

extension WireRequest {
    /// The instance that it goes to: each has a host of its own.
    var instance: String { String(url.dropFirst("https://".count).prefix { $0 != "." }) }

    /// The instance, or its endpoint group for inquiries where it has one.
    fileprivate var lane: String {
        let instance = instance
        let isApart = Scenario.bargeInstances.contains(instance) && url.hasSuffix("/inquiries")
        return isApart ? "\(instance)/inquiries" : instance
    }
}
