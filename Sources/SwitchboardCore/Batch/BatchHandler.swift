/// Lists a batch in an ``ActionTable`` by the provider's method, which sees items with sound values only.
///
/// Items that are not come back with their failure, at their index, beside what the provider made of the others; where
/// none is sound, the provider is not asked.
///
/// - Parameters:
///   - method: The method.
///   - lacking: The optional fields of an item that this provider has nothing for.
/// - Returns: The entry.
public func handles<Subject: Provider, A: BatchAction>(
    _ method: @escaping @Sendable (Subject) -> Handler<A>,
    lacking: Set<String> = []
) -> ActionTable<Subject>.Entry {
    ActionTable.Entry(action: A.self, lacking: lacking) { subject in
        let handler = method(subject)
        return BoundActions.Box<A> { (batch: A, client: ProviderClient) async throws(Failure) -> A.Receipt in
            try await batch.handled(by: handler, client)
        }
    }
}

extension BatchAction {
    /// A handler for this type of batch that an understudy stands behind; it too sees sound items only.
    static func batchHandled(by understudy: any Understudy, at instance: String) -> any Sendable {
        BoundActions.Box<Self> { (batch: Self, client: ProviderClient) async throws(Failure) -> Receipt in
            let answer: Handler<Self> = { (batch: Self, _: ProviderClient) async throws(Failure) -> Receipt in
                try await understudy.answer(batch, at: instance)
            }
            return try await batch.handled(by: answer, client)
        }
    }

    fileprivate func handled(by handler: Handler<Self>, _ client: ProviderClient) async throws(Failure) -> Receipt {
        let (sound, failures) = checked()
        guard !failures.isEmpty else {
            let receipt = try await handler(self, client)
            client.settled(by: receipt)
            return receipt.naming(Self.path)
        }
        var receipt = Receipt(count: items.count)
        for (index, failure) in failures { receipt[index] = .failure(failure) }
        if !sound.isEmpty {
            let partial = try await handler(Self(items: sound.map { items[$0] }), client)
            for (position, index) in sound.enumerated() { receipt[index] = partial[position] }
        }
        client.settled(by: receipt)
        return receipt.naming(Self.path)
    }
}

extension BatchReceipt {
    /// The receipt with the fields at fault named from the batch's top.
    fileprivate func naming(_ path: (Int) -> String) -> BatchReceipt {
        var receipt = self
        for (index, failure) in failures { receipt[index] = .failure(failure.inside(path(index))) }
        return receipt
    }
}

extension Failure {
    /// The failure of a value inside another one, named by the path from the top.
    package func inside(_ path: String) -> Failure {
        guard kind == .invalidInput, let field else { return self }
        var failure = self
        failure.field = field.isEmpty ? path : "\(path).\(field)"
        failure.message = message.hasPrefix("the input ") ? "\(path): \(message.dropFirst(10))" : "\(path).\(message)"
        return failure
    }
}
