import HTTPTypes
import Switchboard
import SwitchboardCore

/// What the samples themselves show.
extension ProviderContract {
    /// Looks for actions without a sample, and for samples that fail.
    func checkSamples(_ bench: ContractBench<P>, _ report: inout ContractReport) async {
        let sampled = Set(samples.map { ObjectIdentifier($0.type) })
        let offered = Set(P.actions.actions.map { ObjectIdentifier($0) })
        for action in P.actions.actions where !sampled.contains(ObjectIdentifier(action)) {
            report.note(action.name, "is in the table and has no sample")
        }
        for sample in samples {
            report.action = sample.name
            guard offered.contains(ObjectIdentifier(sample.type)) else {
                report.note("", "has a sample and is not in the table")
                continue
            }
            let run = await bench.run(sample)
            if let failure = run.failure {
                report.note("", "its sample fails as \(failure.kind.rawValue): \(failure.message)")
            } else if run.sent.isEmpty {
                report.note("", "its sample succeeds and nothing was sent")
            }
        }
    }

    /// Sends each receipt through JSON.
    func checkReceipts(_ bench: ContractBench<P>, _ report: inout ContractReport) async {
        await eachSample(bench, &report) { _, run, report in
            guard let receipt = run.receipt, receipt.object != nil else {
                return report.note("receipt", "has no JSON form, or none that is an object")
            }
            if run.receiptAgain == nil { report.note("receipt", "cannot be read back from its own JSON") }
            if let again = run.receiptAgain, again != receipt {
                report.note("receipt", "is another one after it was read back from its own JSON")
            }
            if run.outcome["success"] != true { report.note("receipt", "hides the outcome's own success") }
            let taken = ["success", "provider", "audit_id", "audit_incomplete"].filter { receipt[$0] != nil }
            for name in taken { report.note("receipt", "has a member '\(name)', which is the outcome's own") }
        }
    }

    /// Asks the provider how it is.
    func checkHealth(_ bench: ContractBench<P>, _ report: inout ContractReport) async {
        guard let request = try? P(settings: Self.providerSettings(settings)).healthCheck else {
            if healthAnswer != nil { report.note("", "there is an answer to the health check, and no health check") }
            return
        }
        let subject = request.name
        if request.repeatability != .safe { report.note(subject, "is not declared safe") }
        if !["GET", "HEAD"].contains(request.method.rawValue) { report.note(subject, "does not look like a read") }
        if !request.body.isEmpty { report.note(subject, "has a body") }
        guard let healthAnswer else { return report.note(subject, "has no sample answer; give healthAnswer") }
        let health = await bench.checkHealth(answer: healthAnswer)
        if let failure = health.health?.failure { report.note(subject, "its sample fails as \(failure.kind.rawValue)") }
        for (status, accepts) in [(401, false), (403, false), (500, nil), (429, nil)] as [(Int, Bool?)] {
            let verdict = await bench.checkHealth(answer: .respond(status)).health
            if verdict?.acceptsCredentials != accepts || verdict?.failure == nil {
                report.note(subject, "a \(status) says the wrong thing about the credentials")
            }
        }
    }
}
