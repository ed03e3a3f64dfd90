import HTTPTypes
import SwitchboardCore

/// What the providers of the simulation share: small adapters that do what real ones do, and no more.
protocol Carrier: Provider {
    var base: BaseURL { get }
}

extension Carrier {
    static var settings: [Setting] { [] }

    var rateLimit: RateLimit { RateLimit(1000, per: .seconds(1)) }

    func authorize(_ request: inout WireRequest) {}

    func run(_ errand: Errand, using client: ProviderClient) async throws(Failure) -> Errand.Receipt {
        for (index, step) in errand.steps.enumerated() {
            let label = Label(call: errand.call, item: errand.item, step: index)
            _ = try await client.send(try request(step, label, client), as: Done.self)
        }
        return Errand.Receipt(count: errand.steps.count)
    }

    func runAll(_ batch: ErrandBatch, using client: ProviderClient) async throws(Failure) -> ErrandBatch.Receipt {
        var receipt = ErrandBatch.Receipt(count: batch.items.count)
        await client.each(batch.items.indices, limit: 3) { index in
            do throws(Failure) {
                return (index, .success(try await run(batch.items[index], using: client)))
            } catch {
                return (index, .failure(error))
            }
        } collect: { (answer: (index: Int, result: Result<Errand.Receipt, Failure>)) in
            receipt[answer.index] = answer.result
        }
        return receipt
    }

    func ask(_ inquiry: Inquiry, using client: ProviderClient) async throws(Failure) -> Inquiry.Receipt {
        try await client.pages(from: 0) { page throws(Failure) in
            let label = Label(call: inquiry.call, item: 0, step: page)
            _ = try await client.send(try request("safe", label, client), as: Done.self)
            return page + 1 < inquiry.pages ? page + 1 : nil
        }
        return Inquiry.Receipt(pages: inquiry.pages)
    }

    private func request(_ step: String, _ label: Label, _ client: ProviderClient) throws(Failure) -> WireRequest {
        let parts = step.split(separator: "/")
        guard let repeatability = Repeatability(rawValue: String(parts[0])) else {
            throw .invalidInput("steps", "names something that cannot be repeated so")
        }
        let isRead = repeatability == .safe
        var request = WireRequest(isRead ? .get : .post, isRead ? "/inquiries" : "/errands", at: base, repeatability)
        if parts.count > 1 { request.attemptTimeout = Int64(parts[1]).map { .seconds($0) } }
        request.headers.append("X-Label", "\(label)")
        if repeatability == .keyed { request.headers.append("Idempotency-Key", "\(client.actionID)-\(label)") }
        request.body = Array("\(label) \(client.now().microsecondsSince1970)".utf8)
        return request
    }
}

extension BaseURL {
    /// Where each instance lives; read once, since there are tens of thousands of simulations.
    private static let all = Dictionary(
        uniqueKeysWithValues: Scenario.instances.map { ($0, BaseURL("https://\($0).example.com")) }
    )

    fileprivate static func of(_ settings: ProviderSettings) throws(Failure) -> BaseURL {
        guard let base = all[settings.instance] ?? nil else { throw .invalidInput("instance", "is not simulated") }
        return base
    }
}

private struct Done: Decodable, Sendable {
    var done: Bool
}

/// The first of them: says in seconds since 1970 when its window ends.
struct Ferry: Carrier {
    static let name = "ferry"
    static let displayName = "Ferry Line"
    static let actions = ActionTable<Self>(handles(run), handles(runAll), handles(ask))
    let base: BaseURL
    let rateLimitHeaders = RateLimitHeaders(
        limit: "X-RateLimit-Limit",
        remaining: "X-RateLimit-Remaining",
        reset: "X-RateLimit-Reset"
    )

    init(settings: ProviderSettings) throws(Failure) {
        base = try .of(settings)
    }
}

/// The second: says in how many seconds its window ends, and answers inquiries elsewhere than errands.
struct Barge: Carrier {
    static let name = "barge"
    static let displayName = "Barge Line"
    static let actions = ActionTable<Self>(handles(run), handles(runAll), handles(ask))
    let base: BaseURL
    let rateLimitHeaders = RateLimitHeaders(reset: "RateLimit-Reset", resetForm: .delta)

    static let endpointGroups = [EndpointGroup("errands"), EndpointGroup("inquiries", paths: ["/inquiries"])]

    init(settings: ProviderSettings) throws(Failure) {
        base = try .of(settings)
    }
}
