extension BatchReceipt {
    /// An item is done where all that are required have done it; else it failed as at the first of them where it failed.
    ///
    /// What another provider has done of an item, or may have done, cannot be done again safely: its effect is `unknown`.
    public static func joint(of required: [Result<Self, Failure>], among all: [Result<Self, Failure>]) -> Self? {
        guard let count = all.lazy.compactMap({ try? $0.get().count }).first else { return nil }
        var joint = BatchReceipt(count: count)
        for index in 0..<count {
            let results = required.map { item(index, of: $0) }
            guard let result = results.first(where: { $0.failure != nil }) ?? results.first else { return nil }
            joint[index] = result.mapError { $0.amongOthers(all.map { item(index, of: $0) }) }
        }
        return joint
    }

    /// What became of an item; where the whole failed, each did.
    private static func item(_ index: Int, of result: Result<Self, Failure>) -> Result<Item, Failure> {
        switch result {
        case .success(let receipt): receipt[index]
        case .failure(let failure): .failure(failure)
        }
    }
}

extension Failure {
    fileprivate func amongOthers<Item>(_ results: [Result<Item, Failure>]) -> Failure {
        var failure = self
        let isDone = results.contains { $0.failure == nil }
        if isDone { failure.message += "; already done at another provider" }
        if isDone || results.contains(where: { $0.failure?.effect == .unknown }) { failure.effect = .unknown }
        return failure
    }
}

extension Result where Failure == SwitchboardCore.Failure {
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
