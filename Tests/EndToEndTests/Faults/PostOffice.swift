import HTTPTypes
import SwitchboardCore

/// A provider whose exchanges have each repeatability, one exchange an action.
struct PostOffice: Provider {
    static let name = "post"
    static let displayName = "Post Office"
    static let settings: [Setting] = [Setting("baseURL", "where it is")]
    static let actions = ActionTable<Self>(handles(read), handles(send))
    let base: BaseURL

    init(settings: ProviderSettings) throws(Failure) {
        base = try settings.baseURL(default: "https://post.example.com")
    }

    var rateLimit: RateLimit { RateLimit(1000, per: .seconds(1)) }

    func authorize(_ request: inout WireRequest) {}

    func read(_ action: ReadLetter, using client: ProviderClient) async throws(Failure) -> ReadLetter.Receipt {
        try await client.send(WireRequest(.get, "/letter", at: base, .safe), as: ReadLetter.Receipt.self)
    }

    func send(_ action: SendLetter, using client: ProviderClient) async throws(Failure) -> SendLetter.Receipt {
        var request = WireRequest(.post, "/letter", at: base, action.repeatability)
        try request.setJSON(["text": "see you on Monday"])
        return try await client.send(request, as: SendLetter.Receipt.self)
    }
}

/// Reads a letter.
struct ReadLetter: Action {
    static let name = "letter.read"
    static let summary = "Reads a letter."
    static let fields: [Field] = []
    static let isRead = true

    var people: [Person] { [] }

    struct Receipt: ActionReceipt {
        var id: String
    }
}

/// Sends a letter, in a way that can or cannot be repeated.
struct SendLetter: Action {
    static let name = "letter.send"
    static let summary = "Sends a letter."
    static let fields: [Field] = [
        .required(CodingKeys.repeatability, .string, audit: .plain, "what repeating it does", .notEmpty)
    ]

    var repeatability: Repeatability
    var people: [Person] { [] }

    enum CodingKeys: String, CodingKey {
        case repeatability
    }

    struct Receipt: ActionReceipt {
        var id: String
    }
}
