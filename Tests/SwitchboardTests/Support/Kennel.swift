import HTTPTypes
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Synchronization

/// A hub whose only provider addresses people by ids of its own, with an identity map that the test looks into.
struct Kennel {
    static let ada = Person(email: "ada@example.com")

    let transport: ScriptedTransport
    let time = ManualTime()
    let audit = RecordingAuditLog()
    let log = RecordingLog()
    let map: Notebook
    let tools: CommunicationTools

    init(_ script: [ScriptedTransport.Step], configuration: String = "", map: Notebook = Notebook()) throws {
        transport = ScriptedTransport(script)
        self.map = map
        tools = try CommunicationTools(
            configuration: .parse(configuration, file: nil, providers: [Hound.self]),
            providers: [Hound.self],
            understudy: nil,
            transport: transport,
            audit: audit,
            identities: map,
            time: time.source,
            logger: log.logger
        )
    }

    /// Has the hound fetch things for Ada, each named by what repeating it does.
    @discardableResult
    func fetch(_ steps: String..., person: Person = Self.ada) async -> Outcome<Relay.Receipt> {
        var relay = Relay("once", person: person)
        relay.steps = steps
        return await tools.perform(relay)
    }

    /// What was sent: the paths.
    var paths: [String] { transport.sent.map { $0.url.replacing("https://hound.example.com", with: "") } }
}

extension ScriptedTransport.Step {
    /// A look-up that finds this id.
    static func find(_ id: String, isExact: Bool = true) -> Self {
        .respond(200, body: #"{"id":"\#(id)","exact":\#(isExact)}"#)
    }

    static let done = respond(200, body: "{}")
    static let gone = respond(404, body: "{}")
}

/// A provider that looks people up, does the steps below their ids, and gives them other ones.
struct Hound: Provider {
    static let name = "hound"
    static let displayName = "Hound"
    static let settings: [Setting] = []
    static let actions = ActionTable<Self>(handles(run), handles(upsert))
    let base: BaseURL

    init(settings: ProviderSettings) throws(Failure) {
        base = try settings.baseURL(default: "https://hound.example.com")
    }

    var rateLimit: RateLimit { RateLimit(1000, per: .seconds(1)) }

    func authorize(_ request: inout WireRequest) {}

    func run(_ action: Relay, using client: ProviderClient) async throws(Failure) -> Relay.Receipt {
        let person = action.person ?? Person()
        return try await client.addressing(
            person,
            staleWhere: { $0.status == 422 },
            lookUp: { () async throws(Failure) in
                let found = try await client.send(WireRequest(.get, "/find", at: base, .safe), as: Found.self)
                return ProviderIdentity(id: found.id, isExact: found.exact)
            },
            act: { identity async throws(Failure) in
                for step in action.steps {
                    guard let repeatability = Repeatability(rawValue: step) else { continue }
                    let path = "/{id}/\(step)"
                    _ = try await client.send(WireRequest(.post, path, ["id": identity.id], at: base, repeatability))
                }
                return Relay.Receipt(count: action.steps.count, answer: identity.id)
            }
        )
    }

    func upsert(_ action: UpsertContact, using client: ProviderClient) async throws(Failure) -> UpsertContact.Receipt {
        await client.forgetIdentities(of: action.person)
        if let id = action.person.contactID {
            await client.rememberIdentity(ProviderIdentity(id: id, isExact: true), of: action.person)
        }
        let found = try await client.send(WireRequest(.put, "/people", at: base, .idempotent), as: Found.self)
        await client.rememberIdentity(ProviderIdentity(id: found.id, isExact: found.exact), of: action.person)
        return UpsertContact.Receipt(contactID: found.id, created: nil)
    }

    private struct Found: Decodable {
        var id: String
        var exact: Bool
    }
}

/// An identity map in memory that may be in trouble, and tells what it was asked.
final class Notebook: IdentityMap {
    private struct State {
        var pages: [String: ProviderIdentity] = [:]
        var ages: [Duration] = []
        var isLost = false
    }

    private let state = Mutex(State())

    /// Whether every question fails.
    var isLost: Bool {
        get { state.withLock(\.isLost) }
        set { state.withLock { $0.isLost = newValue } }
    }

    /// The ids by the names that they are known under.
    var pages: [String: String] { state.withLock { $0.pages.mapValues(\.id) } }

    /// How old each answer may have been.
    var ages: [Duration] { state.withLock(\.ages) }

    private func open<Value>(_ work: (inout State) -> Value) throws(Failure) -> Value {
        let value = state.withLock { $0.isLost ? nil : Optional(work(&$0)) }
        guard let value else { throw Failure(.auditUnavailable, effect: .none, "the notebook is lost") }
        return value
    }

    private func name(_ person: Person, _ instance: String) -> String {
        "\(instance)/\(person.userID ?? person.email ?? "")"
    }

    func recall(_ person: Person, at instance: String, learntWithin age: Duration) async throws(Failure)
        -> ProviderIdentity?
    {
        try open { state in
            state.ages.append(age)
            return state.pages[name(person, instance)]
        }
    }

    func remember(_ identity: ProviderIdentity, of person: Person, at instance: String, keeping age: Duration)
        async throws(Failure)
    {
        try open { $0.pages[name(person, instance)] = identity }
    }

    func forget(_ person: Person, at instance: String) async throws(Failure) {
        try open { state in
            for id in [person.email, person.userID].compactMap(\.self) { state.pages["\(instance)/\(id)"] = nil }
            guard let id = person.contactID else { return }
            state.pages = state.pages.filter { !$0.key.hasPrefix("\(instance)/") || $0.value.id != id }
        }
    }
}
