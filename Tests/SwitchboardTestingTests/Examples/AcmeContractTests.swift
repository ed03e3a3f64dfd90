import HTTPTypes
import SwitchboardCore
import SwitchboardTesting
import Testing

/// A stranger's provider, as small as one can be.
struct AcmeProvider: Provider {
    static let name = "acme"
    static let displayName = "Acme Mail"
    static let settings = [Setting("apiKey", "the account's key", isSecret: true), Setting("baseURL", "where it is")]
    static let actions = ActionTable<Self>(handles(noteContact))

    private let base: BaseURL
    private let apiKey: Secret

    init(settings: ProviderSettings) throws(Failure) {
        base = try settings.baseURL(default: "https://api.acme.example")
        apiKey = try settings.requiredSecret("apiKey")
    }

    var rateLimit: RateLimit { RateLimit(10, per: .seconds(1)) }

    func authorize(_ request: inout WireRequest) {
        request.headers[.authorization] = "Bearer \(apiKey.reveal())"
    }

    func noteContact(
        _ action: NoteContact,
        using client: ProviderClient
    ) async throws(Failure) -> NoteContact.Receipt {
        guard let email = action.person.email else {
            throw .invalidInput("person.email", "is missing; Acme knows people by their address")
        }
        var request = WireRequest(.post, "/notes", at: base, .once)
        try request.setJSON(["email": email, "text": action.body])
        let note = try await client.send(request, as: Note.self)
        return NoteContact.Receipt(noteID: note.id, contactID: note.contact)
    }
}

private struct Note: Decodable {
    var id: String
    var contact: String
}

struct AcmeContractTests {
    static let contract = ProviderContract<AcmeProvider>(
        settings: ["apiKey": "acme-key-0123456789"],
        samples: [
            ContractSample(
                NoteContact(person: Person(email: "ada@example.com"), body: "wants a demonstration"),
                answers: .respond(201, body: #"{"id": "n-1", "contact": "c-7"}"#),
                requires: ["id", "contact"]
            )
        ]
    )

    @Test(arguments: ProviderContract<AcmeProvider>.Rule.allCases)
    func keeps(_ rule: ContractRule) async throws {
        try await Self.contract.check(rule)
    }
}
