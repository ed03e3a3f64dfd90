import HTTPTypes
import SwitchboardCore

/// What a provider says of repetition, and what comes of it.
extension ProviderContract {
    /// Compares what was sent with what was sent again.
    func checkRepeats(_ bench: ContractBench<P>, _ report: inout ContractReport) async {
        await eachSample(bench, &report) { sample, own, report in
            checkDeclarations(sample, own, &report)
            let again = await bench.run(sample)
            if again.sent.map(WireBytes.init) != own.sent.map(WireBytes.init) {
                report.note("", "the same action at the same time sent other bytes; take time and ids from the client")
            }
            for probe in own.probes {
                examine(await bench.run(sample, .lostAnswers(.max, to: probe), retries: 3), own, probe, sample, &report)
                guard probe.request.repeatability.allowsRepeatAfterUnknown else { continue }
                examineRecovery(await bench.run(sample, .lostAnswers(1, to: probe), retries: 3), own, probe, &report)
            }
        }
    }

    private func checkDeclarations(_ sample: ContractSample, _ run: ContractRun, _ report: inout ContractReport) {
        for request in run.sent {
            let isSafe = request.repeatability == .safe
            if sample.isRead, !isSafe {
                report.note(
                    request.name,
                    "is \(request.repeatability.rawValue), and the action says that it only reads"
                )
            }
            if isSafe, ["PUT", "PATCH", "DELETE"].contains(request.method.rawValue) {
                report.note(request.name, "is declared safe, and its method says that it is not")
            }
        }
        if !sample.isRead, !run.sent.isEmpty, run.sent.allSatisfy({ $0.repeatability == .safe }) {
            report.note("", "every exchange is declared safe, and the action says that it writes")
        }
    }

    /// Looks at a run in which no answer to an exchange ever came.
    private func examine(
        _ run: ContractRun,
        _ own: ContractRun,
        _ probe: Probe,
        _ sample: ContractSample,
        _ report: inout ContractReport
    ) {
        let expected = probe.request.repeatability.allowsRepeatAfterUnknown ? 4 : 1
        let struck = run.sent.dropFirst(probe.index).filter { $0.name == probe.exchange }.map(WireBytes.init)
        let planned = own.sent.dropFirst(probe.index).filter { $0.name == probe.exchange }.map(WireBytes.init)
        let groups = Dictionary(grouping: struck) { $0 }
        let kind = probe.request.repeatability.rawValue
        for count in Set(groups.values.map(\.count)).sorted() where count != expected {
            let times = count == 1 ? "once" : "\(count) times"
            let rightTimes = expected == 1 ? "once" : "\(expected) times"
            report.note(probe.exchange, "is \(kind), and its lost request was sent \(times); expected \(rightTimes)")
        }
        if groups.count > Set(planned).count {
            report.note(probe.exchange, "is \(kind), and after lost answers it was sent again with other bytes")
        }
        guard let failure = run.failure else {
            return report.note(probe.exchange, "every answer to it was lost, and the action ended in a success")
        }
        guard let effect = probe.effectMissing(in: failure, of: sample, tabled: .unknown) else { return }
        report.note(
            probe.exchange,
            "its answers were lost, and the action has effect \(failure.effect.rawValue); expected \(effect.rawValue)"
        )
    }

    /// Looks at a run in which one answer was lost, and the next attempt had one.
    private func examineRecovery(
        _ run: ContractRun,
        _ own: ContractRun,
        _ probe: Probe,
        _ report: inout ContractReport
    ) {
        if run.failure != nil || run.receipt != own.receipt {
            report.note(probe.exchange, "one lost answer, and the second attempt did not end as the first would have")
        }
        var planned = own.sent.map(WireBytes.init)
        planned.insert(planned[probe.index], at: probe.index)
        if run.sent.map(WireBytes.init) != planned {
            report.note(probe.exchange, "one lost answer, and the second attempt was not the first, byte for byte")
        }
    }
}

/// Everything of a request that goes over the wire.
private struct WireBytes: Hashable {
    var line: String
    var headers: [String]
    var body: [UInt8]

    init(_ request: WireRequest) {
        line = "\(request.method.rawValue) \(request.url)"
        headers = request.headers.fields.map { "\($0.name): \($0.value)" }
        body = request.body
    }
}
