import HTTPTypes
import SwitchboardCore
import SwitchboardTesting

/// An action whose declaration says too little, and whose receipt changes on its way.
struct Strike: Action {
    static let name = "gong.strike"
    static let summary = "Strikes."
    static let fields: [Field] = [
        .required(CodingKeys.text, .string, audit: .size, "what is said"),
        .required(CodingKeys.note, .object(name: "note", Note.fields), audit: .plain, "what is kept"),
    ]

    struct Note: Codable, Sendable {
        static let fields: [Field] = [.required(CodingKeys.body, .string, audit: .never, "for nobody", .notEmpty)]

        var body: String

        enum CodingKeys: String, CodingKey { case body }
    }

    var text: String
    var note: Note

    var people: [Person] { [] }

    enum CodingKeys: String, CodingKey { case text, note }

    struct Receipt: ActionReceipt {
        var id: String

        init(id: String) { self.id = id }

        init(from decoder: any Decoder) throws {
            id = "again-" + (try decoder.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .id))
        }

        enum CodingKeys: String, CodingKey { case id }
    }
}

/// Takes whatever comes.
struct Gong: Provider {
    static let name = "gong"
    static let displayName = "Gong"
    static let settings: [Setting] = []
    static let actions = ActionTable<Self>(handles(strike))

    static let contract = ProviderContract<Gong>(
        settings: [:],
        samples: [
            ContractSample(
                Strike(text: "Dinner is served.", note: .init(body: "nobody may know")),
                answers: .respond(200)
            )
        ]
    )

    let base: BaseURL

    init(settings: ProviderSettings) throws(Failure) {
        base = try settings.baseURL(default: "https://gong.example.com")
    }

    var rateLimit: RateLimit { RateLimit(1000, per: .seconds(1)) }

    func authorize(_ request: inout WireRequest) {}

    func strike(_ action: Strike, using client: ProviderClient) async throws(Failure) -> Strike.Receipt {
        _ = try await client.send(WireRequest(.post, "/strikes", at: base, .once))
        return Strike.Receipt(id: "s-1")
    }
}
