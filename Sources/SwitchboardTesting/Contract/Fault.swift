import SwitchboardCore

/// What goes wrong in a run, and with which of its requests.
struct Fault: Sendable {
    /// Makes the answer out of the one that the sample has.
    typealias Change = @Sendable (WireResponse) throws(Failure) -> WireResponse

    /// The first request that it strikes, counted from 0.
    var first: Int

    /// The exchange that it strikes.
    var exchange: String

    /// How many requests it strikes.
    var count = 1

    /// Whether the sample's own answer is not used up, since it is still to come.
    var spareAnswer = false

    /// What becomes of the answer.
    var change: Change

    /// Puts an answer in the place of the sample's.
    static func answer(_ response: WireResponse, to probe: Probe) -> Fault {
        Fault(first: probe.index, exchange: probe.exchange) { _ in response }
    }

    /// Changes the body of the sample's answer.
    static func body(_ body: [UInt8], of probe: Probe) -> Fault {
        Fault(first: probe.index, exchange: probe.exchange) { response in
            var response = response
            response.body = body
            return response
        }
    }

    /// Loses answers after the requests were sent.
    static func lostAnswers(_ count: Int, to probe: Probe) -> Fault {
        Fault(first: probe.index, exchange: probe.exchange, count: count, spareAnswer: true) {
            (_: WireResponse) throws(Failure) -> WireResponse in
            throw Failure(.network, effect: .unknown, "the connection broke")
        }
    }
}

/// One request of a sample's undisturbed run, which a rule looks at.
struct Probe: Sendable {
    /// Which request it is, from 0.
    var index: Int

    /// The request, as it was sent.
    var request: WireRequest

    /// The sample's answer to it.
    var answer: WireResponse

    /// Whether the answer's body was streamed, so that it may be anything.
    var isStreamed: Bool

    /// Whether a write that counts went before it.
    var followsWrite: Bool

    /// What the exchange is called.
    var exchange: String { request.name }
}
