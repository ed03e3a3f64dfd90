import SwitchboardCore

/// What the audit log and the log lines learn of an action.
extension ProviderContract {
    /// Looks for texts of fields that only their size, or nothing, may be kept of.
    func checkAudit(_ bench: ContractBench<P>, _ report: inout ContractReport) async {
        await eachSample(bench, &report) { sample, own, report in
            checkDeclarations(sample, &report)
            let hidden = sample.hiddenTexts
            var runs = [own]
            if let probe = own.probes.first {
                let echo = JSONValue.object([
                    "errors": [["message": .string(hidden.map(\.text).joined(separator: " "))]]
                ])
                let answer = WireResponse.respond(400, body: String(decoding: echo.serialized(), as: UTF8.self))
                runs.append(await bench.run(sample, .answer(answer, to: probe)))
                runs.append(await bench.run(sample, .lostAnswers(1, to: probe)))
            }
            for run in runs {
                let (audited, logged) = (run.auditText, run.log.lines.joined(separator: "\n"))
                for (path, rule, text) in hidden {
                    if audited.contains(text) {
                        report.note(path, "is declared '\(rule.rawValue)', and the audit log holds its text")
                    }
                    if logged.contains(text) { report.note(path, "is not for the log, and a log line holds its text") }
                }
            }
            examineRecords(own, sample, &report)
        }
    }

    /// A name that is declared twice is declared for nobody knows which.
    private func checkDeclarations(_ sample: ContractSample, _ report: inout ContractReport) {
        let names = sample.type.fields.map(\.name)
        for name in Set(names).sorted() where names.count(where: { $0 == name }) > 1 {
            report.note(name, "is declared twice")
        }
        let declared = Set(names)
        for name in (sample.form.object ?? [:]).keys.sorted() where !declared.contains(name) {
            report.note(name, "is in the action's JSON form and not among its fields")
        }
        if sample.type.fields.contains(where: { $0.audit == .sealed && sample.form[$0.name] != nil }),
            sample.action.people.isEmpty
        {
            report.note("people", "is empty, and a sealed field says that the action concerns somebody")
        }
    }

    private func examineRecords(_ run: ContractRun, _ sample: ContractSample, _ report: inout ContractReport) {
        if run.audit.finished.count != 1 { report.note("", "left \(run.audit.finished.count) outcomes; expected one") }
        let intents = sample.isRead ? 0 : 1
        if run.audit.intents.count != intents {
            report.note("", "left \(run.audit.intents.count) intents; expected \(intents)")
        }
    }
}

extension ContractSample {
    /// Texts that may not be kept, with the path and the rule of their field; those that are too short to be found, or
    /// that stand in a field that may be kept, are left out.
    fileprivate var hiddenTexts: [(path: String, rule: Field.AuditRule, text: String)] {
        let sites = FieldSite.all(of: type.fields, in: form).fields
        let isLeaf = { (site: FieldSite) in
            !sites.contains { $0.path.steps.starts(with: site.path.steps) && $0.path != site.path }
        }
        let leaves = sites.filter { $0.value != nil && isLeaf($0) }
        let kept = leaves.filter { $0.field.audit == .plain }.flatMap { $0.value?.texts ?? [] }
        return leaves.filter { $0.field.audit != .plain }
            .flatMap { site in
                (site.value?.texts ?? [])
                    .filter { text in text.utf8.count >= 4 && !kept.contains { $0.contains(text) } }
                    .map { (site.path.description, site.field.audit, $0) }
            }
    }
}
