import HTTPTypes
import SwitchboardCore
import SwitchboardTesting

/// Rings for somebody.
struct Ring: Action {
    static let name = "bell.ring"
    static let summary = "Rings for somebody."
    static let fields: [Field] = [
        .person(CodingKeys.person, "for whom"),
        .required(CodingKeys.text, .string, audit: .size, "what is said", .notEmpty, .atMost(bytes: 1000)),
        .optional(CodingKeys.label, .string, audit: .plain, "what it is called", .notEmpty, .singleLine),
    ]

    var person: Person
    var text: String
    var label: String?

    var people: [Person] { [person] }

    struct Receipt: ActionReceipt {
        var ringID: String
        var reference: String? { ringID }

        enum CodingKeys: String, CodingKey { case ringID = "ring_id" }
    }

    enum CodingKeys: String, CodingKey { case person, text, label }

    static let sample = Ring(person: Person(email: "ada@example.com"), text: "Dinner is served.", label: "evening")
}

/// Listens.
struct Listen: Action {
    static let name = "bell.listen"
    static let summary = "Listens."
    static let fields: [Field] = []
    static let isRead = true

    var people: [Person] { [] }

    struct Receipt: ActionReceipt {
        var rings: Int
    }
}

/// What is wrong with a bell; each fault overrides what it spoils.
protocol BellFault: Sendable {
    static var name: String { get }
    static var settings: [Setting] { get }
    static var showsToken: Bool { get }
    static var missing: Failure? { get }
    static var healthIs: Repeatability { get }
    static var listeningIs: Repeatability { get }

    static func failure(for response: WireResponse) -> Failure?
    static func ring(_ request: WireRequest, using client: ProviderClient) async throws(Failure) -> String
}

extension BellFault {
    static var name: String { "bell" }
    static var settings: [Setting] { [Setting("token", "the key", isSecret: true), Setting("baseURL", "where it is")] }
    static var showsToken: Bool { false }
    static var missing: Failure? { nil }
    static var healthIs: Repeatability { .safe }
    static var listeningIs: Repeatability { .safe }

    static func failure(for response: WireResponse) -> Failure? { nil }

    static func ring(_ request: WireRequest, using client: ProviderClient) async throws(Failure) -> String {
        try await client.send(request, as: Ring.Receipt.self).ringID
    }
}

/// A provider of one service with one fault, or none.
struct Bell<Fault: BellFault>: Provider {
    static var name: String { Fault.name }
    static var displayName: String { "Bell" }
    static var settings: [Setting] { Fault.settings }
    static var actions: ActionTable<Self> { ActionTable(handles(ring), handles(listen)) }

    let base: BaseURL
    let token: Secret
    let shown: String?

    init(settings: ProviderSettings) throws(Failure) {
        base = try settings.baseURL(default: "https://bell.example.com")
        if let missing = Fault.missing, settings.secret("token") == nil { throw missing }
        token = try settings.requiredSecret("token")
        shown = Fault.showsToken ? token.reveal() : nil
    }

    var rateLimit: RateLimit { RateLimit(1000, per: .seconds(1)) }
    var healthCheck: WireRequest? { WireRequest(.get, "/me", at: base, Fault.healthIs) }

    func authorize(_ request: inout WireRequest) {
        request.headers[.authorization] = "Bearer \(token.reveal())"
    }

    func failure(for response: WireResponse, answering request: WireRequest, now: Timestamp) -> Failure? {
        guard let failure = statusFailure(for: response, now: now) else { return nil }
        return Fault.failure(for: response) ?? failure
    }

    func ring(_ action: Ring, using client: ProviderClient) async throws(Failure) -> Ring.Receipt {
        var request = WireRequest(.post, "/rings", at: base, .idempotent)
        try request.setJSON(["text": action.text])
        return Ring.Receipt(ringID: try await Fault.ring(request, using: client))
    }

    func listen(_ action: Listen, using client: ProviderClient) async throws(Failure) -> Listen.Receipt {
        try await client.send(WireRequest(.get, "/rings", at: base, Fault.listeningIs), as: Listen.Receipt.self)
    }
}

extension Bell {
    /// The bell's contract.
    static func contract(exceptions: [ContractException] = []) -> ProviderContract<Self> {
        ProviderContract(
            settings: ["token": "bell-token-0123456789"],
            samples: [
                ContractSample(Ring.sample, answers: .respond(201, body: #"{"ring_id":"r-1"}"#), requires: ["ring_id"]),
                ContractSample(Listen(), answers: .respond(200, body: #"{"rings":3}"#), requires: ["rings"]),
            ],
            healthAnswer: .respond(200, body: "{}"),
            exceptions: exceptions
        )
    }
}
