import SwitchboardCore

/// What a provider makes of answers of success that are not as the sample's.
extension ProviderContract {
    /// Puts something that is no answer in the place of each answer.
    func checkGarbage(_ bench: ContractBench<P>, _ report: inout ContractReport) async {
        await eachSample(bench, &report) { sample, own, report in
            for probe in own.probes {
                for garbage in Garbage.all(insteadOf: probe.answer.body) {
                    let run = await bench.run(sample, .body(garbage.body, of: probe))
                    let subject = "\(probe.exchange) \(garbage.name)"
                    if run.failure == nil, probe.isStreamed || run.receipt == own.receipt { continue }
                    judge(run, subject, "a success whose body is \(garbage.name)", probe, sample, &report)
                }
            }
        }
    }

    /// Adds members that nobody knows at every level of each answer.
    func checkAdditions(_ bench: ContractBench<P>, _ report: inout ContractReport) async {
        await eachSample(bench, &report) { sample, own, report in
            for probe in own.probes where !probe.isStreamed {
                guard let json = probe.answer.json else { continue }
                let run = await bench.run(sample, .body(json.addingStrangers().serialized(), of: probe))
                if let failure = run.failure {
                    report.note(probe.exchange, "unknown members of its answer ended as \(failure.kind.rawValue)")
                } else if run.receipt?.removingStrangers() != own.receipt {
                    report.note(probe.exchange, "unknown members of its answer changed the receipt")
                }
            }
        }
    }

    /// Removes or spoils each member of each answer.
    func checkOmissions(_ bench: ContractBench<P>, _ report: inout ContractReport) async {
        await eachSample(bench, &report) { sample, own, report in
            var missed = Set(sample.required)
            for probe in own.probes where !probe.isStreamed {
                guard let json = probe.answer.json else { continue }
                for path in json.memberPaths {
                    missed.remove(path.description)
                    for spoilt in json.spoilt(at: path) {
                        let run = await bench.run(sample, .body(spoilt.json.serialized(), of: probe))
                        let what = "\(path) \(spoilt.name)"
                        if !sample.required.contains(path.description), run.isAnswered(by: probe) { continue }
                        judge(run, "\(probe.exchange) \(what)", "an answer with \(what)", probe, sample, &report)
                    }
                }
            }
            for path in missed.sorted() { report.note(path, "is required of the answers and in none of them") }
        }
    }

    /// Expects that an answer is found to be unreadable.
    private func judge(
        _ run: ContractRun,
        _ subject: String,
        _ what: String,
        _ probe: Probe,
        _ sample: ContractSample,
        _ report: inout ContractReport
    ) {
        guard let failure = run.failure else {
            return report.note(subject, "\(what) ended in a success; expected malformed_response")
        }
        guard run.kinds == [.malformedResponse] else {
            let kinds = run.kinds.map(\.rawValue).sorted().joined(separator: ", ")
            return report.note(subject, "\(what) ended as \(kinds); expected malformed_response")
        }
        guard let expected = probe.effectMissing(in: failure, of: sample, tabled: .unknown) else { return }
        report.note(subject, "\(what) gave effect \(failure.effect.rawValue); expected \(expected.rawValue)")
    }
}

extension ContractRun {
    /// Whether the action ended as it may where a member that it can do without was not in the answer: done, or, after a
    /// read, with nothing found.
    fileprivate func isAnswered(by probe: Probe) -> Bool {
        failure == nil || kinds == [.notFound] && probe.request.repeatability == .safe
    }
}
