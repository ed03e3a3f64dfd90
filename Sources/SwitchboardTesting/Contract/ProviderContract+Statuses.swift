import SwitchboardCore

/// A status and what the hub's rules make of it.
private struct StatusCase {
    var status: Int
    var retryAfter: Int?
    var kind: Failure.Kind
    var effect: Failure.Effect

    /// The rules, as docs/architecture.md and the resilience layer have them.
    static let all: [StatusCase] = [
        .init(301, .rejected, .refused), .init(302, .rejected, .refused), .init(304, .rejected, .refused),
        .init(308, .rejected, .refused), .init(400, .rejected, .refused), .init(401, .authenticationFailed, .refused),
        .init(402, .rejected, .refused), .init(403, .permissionDenied, .refused), .init(404, .notFound, .refused),
        .init(405, .rejected, .refused), .init(408, .timeout, .unknown), .init(409, .conflict, .refused),
        .init(410, .notFound, .refused), .init(413, .rejected, .refused), .init(415, .rejected, .refused),
        .init(422, .rejected, .refused), .init(425, .rateLimited, .none), .init(429, .rateLimited, .none),
        .init(429, .rateLimited, .none, retryAfter: 7), .init(500, .providerUnavailable, .unknown),
        .init(502, .providerUnavailable, .unknown), .init(503, .providerUnavailable, .unknown),
        .init(503, .providerUnavailable, .none, retryAfter: 7), .init(504, .providerUnavailable, .unknown),
        .init(520, .providerUnavailable, .unknown),
    ]

    init(_ status: Int, _ kind: Failure.Kind, _ effect: Failure.Effect, retryAfter: Int? = nil) {
        self.status = status
        self.kind = kind
        self.effect = effect
        self.retryAfter = retryAfter
    }

    var name: String { retryAfter == nil ? "\(status)" : "\(status) with Retry-After" }

    func response(body: [UInt8]) -> WireResponse {
        var response = WireResponse.respond(status, headers: retryAfter.map { ["Retry-After": "\($0)"] } ?? [:])
        response.body = body
        return response
    }
}

extension ProviderContract {
    /// Answers each request of each sample with each status, and with bodies that are no error of the provider's.
    func checkStatuses(_ bench: ContractBench<P>, _ report: inout ContractReport) async {
        let bodies = [[], Array("{}".utf8), Array("<html>".utf8), [0xFF, 0xFE, 0x00], Array(#"{"errors":[7]}"#.utf8)]
        await eachSample(bench, &report) { sample, run, report in
            for probe in run.probes {
                for (index, status) in StatusCase.all.enumerated() {
                    let answer = status.response(body: bodies[index % bodies.count])
                    let run = await bench.run(sample, .answer(answer, to: probe))
                    examine(run, status, probe, sample, &report)
                }
            }
        }
    }

    private func examine(
        _ run: ContractRun,
        _ status: StatusCase,
        _ probe: Probe,
        _ sample: ContractSample,
        _ report: inout ContractReport
    ) {
        let subject = "\(probe.exchange) \(status.status)"
        let attempt = run.attempts.first { $0.exchange == probe.exchange && $0.status == status.status }
        if let attempt, attempt.errorKind != status.kind || attempt.effect != status.effect {
            let (kind, effect) = (attempt.errorKind?.rawValue ?? "success", attempt.effect?.rawValue ?? "none")
            report.note(
                subject,
                "a \(status.name) gave \(kind) with effect \(effect); expected "
                    + "\(status.kind.rawValue) with effect \(status.effect.rawValue)"
            )
            return
        }
        guard let failure = run.failure else {
            return report.note(subject, "a \(status.name) ended in a success; expected \(status.kind.rawValue)")
        }
        if !run.kinds.contains(status.kind) {
            let kinds = run.kinds.map(\.rawValue).sorted().joined(separator: ", ")
            report.note(subject, "a \(status.name) ended as \(kinds); expected \(status.kind.rawValue)")
        }
        let isAnswer = status.kind == .notFound && failure.effect == .refused
        guard !isAnswer, let expected = probe.effectMissing(in: failure, of: sample, tabled: status.effect) else {
            return
        }
        report.note(subject, "a \(status.name) gave effect \(failure.effect.rawValue); expected \(expected.rawValue)")
    }
}

extension Probe {
    /// The effect that a failure of this exchange should have on the action; `nil` where it has it.
    ///
    /// - Parameters:
    ///   - failure: The action's failure.
    ///   - sample: The action.
    ///   - effect: What the exchange's failure says about the far side.
    func effectMissing(
        in failure: Failure,
        of sample: ContractSample,
        tabled effect: Failure.Effect
    ) -> Failure.Effect? {
        let own = request.repeatability == .safe ? Failure.Effect.none : effect
        let expected: Failure.Effect = sample.isRead ? .none : followsWrite ? .unknown : own
        if failure.effect == expected { return nil }
        // Each item of a batch has its own.
        if sample.isBatch, failure.effect >= own { return nil }
        return expected
    }
}
