import Resilience
import SwitchboardCore

/// The example of docs/resilience.md, built so that it cannot rot; ``ResiliencePageTests`` compares the two and runs it.

/// One pipeline for each far side, made once and kept: all its calls share the limits.
let warehouse = Pipeline(service: "Warehouse", policy: ResiliencePolicy(RateLimit(100, per: .seconds(1))))

/// How many pieces are in stock; ``Failure`` says what went wrong, and what that means over there.
func stock(of article: String) async throws(Failure) -> Int {
    let exchange = Exchange(
        repeatability: .safe,
        deadline: .now.advanced(by: .seconds(20)),
        attemptTimeout: .seconds(3)
    )
    return try await warehouse.run(exchange) {
        (deadline: ContinuousClock.Instant, number: Int) async throws(Failure) -> Int in
        do {
            return try await askForStock(of: article, by: deadline)
        } catch {
            throw Failure(.network, effect: .unknown, "the warehouse did not answer")
        }
    }
}

/// What the platform of the example has already.
private func askForStock(of article: String, by deadline: ContinuousClock.Instant) async throws -> Int {
    guard ContinuousClock.now < deadline else { throw CancellationError() }
    return article.count
}
