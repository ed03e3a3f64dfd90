import FoundationEssentials
import SwitchboardCore

/// Where credentials must not be.
extension ProviderContract {
    /// Looks for the credentials wherever somebody may read: descriptions, log lines, audit records, errors, rehearsals.
    func checkSecrecy(_ bench: ContractBench<P>, _ report: inout ContractReport) async {
        let secrets = checkedSecrets(&report)
        checkDescriptions(secrets, &report)
        await eachSample(bench, &report) { sample, own, report in
            let forbidden = secrets.forms + own.sent.flatMap(secrets.credentials)
            if own.sent.contains(where: { forbidden.isFound(in: $0.url) }) {
                report.note("address", "holds a credential; addresses are written into logs on the way")
            }
            var runs = [("", own)]
            if let probe = own.probes.first {
                for status in [401, 400, 500] {
                    let answer = WireResponse.respond(status, headers: secrets.headers, body: secrets.echo)
                    runs.append(
                        (" of a \(status) that repeats it", await bench.run(sample, .answer(answer, to: probe)))
                    )
                }
                runs.append((" of a lost answer", await bench.run(sample, .lostAnswers(1, to: probe))))
            }
            for (what, run) in runs { examine(run, what, forbidden, &report) }
            guard let (rehearsal, log) = await bench.rehearse(sample) else { return }
            let json = (try? JSONValue(encoding: rehearsal)) ?? .null
            let text = "\(String(reflecting: rehearsal)) \(json) \(log.lines)"
            if forbidden.isFound(in: text) { report.note("rehearsal", "shows a credential") }
        }
    }

    private func examine(
        _ run: ContractRun,
        _ what: String,
        _ forbidden: [String],
        _ report: inout ContractReport
    ) {
        let places = [
            ("outcome", run.description), ("outcome's JSON", String(decoding: run.outcome.serialized(), as: UTF8.self)),
            ("log", run.log.lines.joined(separator: "\n")), ("audit log", String(reflecting: run.audit.entries)),
        ]
        for (place, text) in places where forbidden.isFound(in: text) {
            report.note(place, "the \(place)\(what) shows a credential")
        }
    }

    /// Looks at the instance itself, as a debugger or a careless log line would.
    private func checkDescriptions(_ secrets: ContractSecrets, _ report: inout ContractReport) {
        guard let provider = try? P(settings: Self.providerSettings(settings)) else { return }
        var dumped = ""
        dump(provider, to: &dumped)
        for text in ["\(provider)", String(reflecting: provider), dumped] where secrets.forms.isFound(in: text) {
            return report.note("description", "the provider's own description shows a credential; hold it as a Secret")
        }
        if let request = provider.healthCheck, secrets.forms.isFound(in: "\(request.url) \(request.headers)") {
            report.note("healthCheck", "holds a credential before it is authorised")
        }
    }

    private func checkedSecrets(_ report: inout ContractReport) -> ContractSecrets {
        let keys = P.settings.filter(\.isSecret).map(\.key)
        for key in keys {
            if let value = settings[key], value.utf8.count < 8 {
                report.note(key, "has too short a value to be found where it does not belong; give eight characters")
            }
        }
        return ContractSecrets(keys.compactMap { settings[$0] })
    }
}

/// The credentials of a contract, in every form in which they may show.
private struct ContractSecrets {
    let forms: [String]

    init(_ values: [String]) {
        forms = values.flatMap { [$0, $0.percentEncoded, Data($0.utf8).base64EncodedString()] }
    }

    /// The credentials that a request was given: what stands in its authorisation, where that is made from ours.
    func credentials(in request: WireRequest) -> [String] {
        request.headers.fields
            .filter { $0.name.lowercased() == "authorization" }
            .compactMap { $0.value.split(separator: " ").last.map(String.init) }
            .filter { $0.utf8.count >= 8 }
    }

    /// A body that repeats the credentials, in the ways in which services describe errors.
    var echo: String {
        let words = forms.joined(separator: " and ")
        let error: JSONValue = ["message": .string(words), "code": .string(forms.first ?? ""), "field": .string(words)]
        let body: JSONValue = [
            "error": .string(words), "message": .string(words), "description": .string(words), "errors": [error],
        ]
        return String(decoding: body.serialized(), as: UTF8.self)
    }

    /// Headers that repeat them.
    var headers: [String: String] { ["X-Request-Id": forms.first ?? "", "X-Warning": forms.joined(separator: ",")] }
}

extension [String] {
    /// Whether one of the texts stands in another one.
    fileprivate func isFound(in text: String) -> Bool { contains { !$0.isEmpty && text.contains($0) } }
}
