import SwitchboardCore

/// What becomes of input that is wrong.
extension ProviderContract {
    /// Spoils the JSON form of each sample in every way that its fields know of.
    func checkInput(_ bench: ContractBench<P>, _ report: inout ContractReport) async {
        for sample in samples {
            report.action = sample.name
            if let problem = sample.shapeProblem {
                report.note(problem.field ?? "", "its own JSON form is refused: \(problem.message)")
                continue
            }
            for mistake in InputMistake.all(in: sample.form, of: sample.type.fields) {
                await examine(mistake, sample, bench, &report)
            }
        }
    }

    private func examine(
        _ mistake: InputMistake,
        _ sample: ContractSample,
        _ bench: ContractBench<P>,
        _ report: inout ContractReport
    ) async {
        let refusal = await bench.refusal(of: mistake.form, for: sample)
        let path = mistake.path.description
        guard let problem = refusal.problems.first else {
            return report.note(path, "was taken although \(mistake.what)")
        }
        if problem.kind != .invalidInput {
            report.note(path, "\(mistake.what), and that ended as \(problem.kind.rawValue); expected invalid_input")
        } else if !mistake.isNamed(by: refusal.problems.map(\.field)) {
            report.note(path, "\(mistake.what), and the refusal names '\(problem.field)'")
        }
        if refusal.sent > 0, !refusal.isPartial {
            report.note(path, "\(mistake.what), and something was sent before that was noticed")
        }
    }
}

extension ContractSample {
    /// Why the action's own JSON form does not fit its declared fields.
    fileprivate var shapeProblem: Failure? {
        do throws(Failure) {
            try type.fields.checkShape(of: form)
            return nil
        } catch {
            return error
        }
    }
}
