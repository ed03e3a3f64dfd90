import HTTPTypes
import SwitchboardCore

// Two providers as a stranger would write them: outside the library, with an action of their own.

/// Does exchanges one after another, each named by what repeating it does.
struct Relay: Action {
    static let name = "relay.run"
    static let summary = "Runs exchanges one after another."
    static let fields: [Field] = [
        .required(CodingKeys.steps, .list(of: .string), audit: .plain, "what repeating each does", .notEmpty),
        .optional(CodingKeys.text, .string, audit: .size, "what to say", .notEmpty),
        .optional(CodingKeys.person, .object(name: "person", Person.fields), audit: .sealed, "whom it concerns"),
    ]

    var steps: [String]
    var text: String?
    var person: Person?

    init(_ steps: String..., text: String? = nil, person: Person? = nil) {
        self.steps = steps
        self.text = text
        self.person = person
    }

    var people: [Person] { person.map { [$0] } ?? [] }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case steps
        case text
        case person
    }

    struct Receipt: ActionReceipt {
        var count: Int
        var answer: String
        var reference: String? { "relay-\(count)" }
        var person: Person? { Person(contactID: "known") }
    }
}

/// Does several of them, side by side.
struct RelayAll: BatchAction {
    static let name = "relay.run_all"
    static let summary = "Runs relays."
    static let itemsField = "relays"

    var items: [Relay]

    enum CodingKeys: String, CodingKey {
        case items = "relays"
    }
}

/// Reads something.
struct Peek: Action {
    static let name = "relay.peek"
    static let summary = "Reads something."
    static let fields: [Field] = []
    static let isRead = true

    var people: [Person] { [] }

    struct Receipt: ActionReceipt {
        var answer: String
    }
}

/// What only one of the two can do.
struct Fly: Action {
    static let name = "air.fly"
    static let summary = "Flies."
    static let fields: [Field] = []

    var people: [Person] { [] }

    struct Receipt: ActionReceipt {}
}

/// What both providers share.
protocol Courier: Provider {
    var base: BaseURL { get }
    var token: Secret { get }
}

extension Courier {
    static var settings: [Setting] {
        [
            Setting("token", "the key", isSecret: true),
            Setting("secondToken", "another key", isSecret: true),
            Setting("speed", "how fast", defaultValue: "slow", choices: ["slow", "fast"]),
            Setting("baseURL", "where it lives"),
        ]
    }

    var rateLimit: RateLimit { RateLimit(1000, per: .seconds(1)) }

    func authorize(_ request: inout WireRequest) {
        request.headers[.authorization] = "Bearer \(token.reveal())"
    }

    func problem(in response: WireResponse) -> ProviderProblem? {
        ProviderProblem(code: response.json?["code"]?.string, message: response.json?["words"]?.string)
    }

    func run(_ action: Relay, using client: ProviderClient) async throws(Failure) -> Relay.Receipt {
        var answer = ""
        for (index, step) in action.steps.enumerated() {
            guard let repeatability = Repeatability(rawValue: step) else {
                throw .invalidInput("steps[\(index)]", "is no step of \(Self.displayName)'s")
            }
            var request = WireRequest(.post, "/\(step)/{index}", ["index": String(index)], at: base, repeatability)
            try request.setJSON(["text": action.text ?? ""])
            answer = String(decoding: try await client.send(request).body, as: UTF8.self)
        }
        return Relay.Receipt(count: action.steps.count, answer: answer)
    }

    func runAll(_ batch: RelayAll, using client: ProviderClient) async throws(Failure) -> RelayAll.Receipt {
        var receipt = RelayAll.Receipt(count: batch.items.count)
        for (index, item) in batch.items.enumerated() {
            do throws(Failure) {
                receipt[index] = .success(try await run(item, using: client))
            } catch {
                receipt[index] = .failure(error)
            }
        }
        return receipt
    }

    func peek(_ action: Peek, using client: ProviderClient) async throws(Failure) -> Peek.Receipt {
        let response = try await client.send(WireRequest(.get, "/peek", at: base, .safe))
        return Peek.Receipt(answer: String(decoding: response.body, as: UTF8.self))
    }
}

/// The first of the two.
struct Pigeon: Courier {
    static let name = "pigeon"
    static let displayName = "Pigeon Post"
    static let actions = ActionTable<Self>(handles(run), handles(runAll), handles(peek), handles(fly))
    let base: BaseURL
    let token: Secret

    init(settings: ProviderSettings) throws(Failure) {
        token = try settings.requiredSecret("token")
        base = try settings.baseURL(default: "https://pigeon.example.com")
    }

    var baseURL: BaseURL? { base }

    var healthCheck: WireRequest? { WireRequest(.get, "/health", at: base, .safe) }

    func fly(_ action: Fly, using client: ProviderClient) async throws(Failure) -> Fly.Receipt {
        _ = try await client.send(WireRequest(.post, "/fly", at: base, .once))
        return Fly.Receipt()
    }
}

/// The second.
struct Raven: Courier {
    static let name = "raven"
    static let displayName = "Raven Mail"
    static let actions = ActionTable<Self>(handles(run), handles(runAll), handles(peek))
    let base: BaseURL
    let token: Secret

    init(settings: ProviderSettings) throws(Failure) {
        token = try settings.requiredSecret("token")
        base = try settings.baseURL(default: "https://raven.example.com")
    }
}

/// One that carries no text, and can do nothing else.
struct Crow: Courier {
    static let name = "crow"
    static let displayName = "Crow Calls"
    static let actions = ActionTable<Self>(handles(run, lacking: ["text"]), handles(runAll, lacking: ["text"]))
    let base: BaseURL
    let token: Secret

    init(settings: ProviderSettings) throws(Failure) {
        token = try settings.requiredSecret("token")
        base = try settings.baseURL(default: "https://crow.example.com")
    }
}
