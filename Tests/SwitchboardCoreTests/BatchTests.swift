import FoundationEssentials
import SwitchboardCore
import Testing

/// Says some words, each an item.
private struct SayAll: BatchAction {
    static let name = "words.say_all"
    static let summary = "Says words."
    static let itemsField = "words"

    var items: [Say]

    enum CodingKeys: String, CodingKey {
        case items = "words"
    }
}

private struct Say: Action {
    static let name = "words.say"
    static let summary = "Says a word."
    static let fields: [Field] = [
        .required(CodingKeys.word, .string, audit: .size, "the word", .notEmpty),
        .optional(CodingKeys.tone, .string, audit: .plain, "how", .notEmpty),
    ]

    var word: String
    var tone: String?

    var people: [Person] { [Person(userID: "listener-\(word.count)")] }

    enum CodingKeys: String, CodingKey, CaseIterable {
        case word
        case tone
    }

    struct Receipt: ActionReceipt, Hashable {
        var said: String
        var reference: String? { said }
    }
}

/// Answers each word that it is handed with what the test says.
private struct Herald: Provider {
    static let name = "herald"
    static let displayName = "Herald"
    static let settings: [Setting] = []
    static let actions = ActionTable<Self>(handles(sayAll))
    var rateLimit: RateLimit { RateLimit(1, per: .seconds(1)) }

    init(settings: ProviderSettings) {}

    func authorize(_ request: inout WireRequest) {}

    func sayAll(_ batch: SayAll, using client: ProviderClient) async throws(Failure) -> SayAll.Receipt {
        var receipt = SayAll.Receipt(count: batch.items.count)
        for (index, item) in batch.items.enumerated() {
            switch item.word {
            case "lost": receipt[index] = .failure(Failure(.timeout, effect: .unknown, "no answer"))
            case "rude": receipt[index] = .failure(.invalidInput("tone", "is not one that heralds know"))
            case "down": receipt[index] = .failure(Failure(.network, effect: .none, "nobody listens"))
            case "closed": receipt[index] = .failure(Failure(.circuitOpen, effect: .none, "the circuit is open"))
            case "skipped": break
            default: receipt[index] = .success(Say.Receipt(said: item.word))
            }
        }
        return receipt
    }
}

struct BatchTests {
    private let client = ProviderClient.stub()

    private func say(_ words: String...) async throws -> SayAll.Receipt {
        let herald = Herald(settings: ProviderSettings(instance: "herald", displayName: "Herald"))
        let handler = try #require(Herald.actions.bound(to: herald)[SayAll.self])
        return try await handler(SayAll(items: words.map { Say(word: $0) }), client)
    }

    @Test func badItemsDoNotReachTheProviderAndFailNobodyElse() async throws {
        let receipt = try await say("a", "", "b", "rude", "c")
        #expect((receipt.succeeded, receipt.failed) == (3, 2))
        #expect(try receipt[2].get() == Say.Receipt(said: "b"))
        #expect(try receipt[4].get() == Say.Receipt(said: "c"))
        let empty = try #require(receipt.failures[1])
        #expect((empty.kind, empty.field) == (.invalidInput, "words[1].word"))
        #expect(empty.message == "words[1].word: is empty; give it some text")
        #expect(receipt.failures[3]?.field == "words[3].tone")
    }

    @Test func theProviderIsNotAskedWhereNoItemIsSound() async throws {
        let receipt = try await say("", "")
        #expect(receipt.failures.values.allSatisfy { $0.kind == .invalidInput })
        #expect(receipt.shortfall?.effect == Failure.Effect.none)
    }

    @Test func theShortfallHasTheStrongestEffect() async throws {
        let shortfall = try #require(try await say("a", "lost", "rude").shortfall)
        #expect((shortfall.kind, shortfall.effect) == (.partialFailure, .unknown))
        #expect(shortfall.message == "2 of 3 items failed; results says why each did")
        #expect(try await say("a", "b").shortfall == nil)
    }

    @Test func whatKeptEverySoundItemFromBeingSentIsAnObstacle() async throws {
        #expect(try await say("closed", "closed").obstacle?.kind == .circuitOpen)
        #expect(try await say("closed", "", "rude", "down").obstacle?.kind == .circuitOpen)
        #expect(try await say("closed", "a").obstacle == nil)
        #expect(try await say("closed", "lost").obstacle == nil)
        #expect(try await say("", "rude").obstacle == nil)
    }

    @Test func aBatchThatFailedAsAWholeLeavesAnItemForEach() {
        let batch = SayAll(items: [Say(word: "a"), Say(word: "")])
        let items = batch.auditItems(of: .failure(Failure(.notConfigured, effect: .none, "no key")))
        #expect(items.map(\.errorKind) == [.notConfigured, .notConfigured])
        #expect(items.map(\.people.count) == [1, 0], "of bad values nothing is kept")
        #expect(batch.auditItems(of: .failure(.invalidInput("words", "is wrong"))).isEmpty)
    }

    @Test func anItemThatNothingWasSaidOfWasNotReached() async throws {
        let receipt = try await say("skipped", "a")
        #expect(Array(receipt.failures.keys) == [0])
        let failure = try #require(receipt[0].failure)
        #expect((failure.kind, failure.effect) == (.cancelled, .none))
    }

    @Test func theAuditLogHearsOfEachItemWithItsPeople() async throws {
        let batch = SayAll(items: [Say(word: "a", tone: "soft"), Say(word: "lost")])
        let items = batch.auditItems(of: .success(try await say("a", "lost")))
        #expect(items.map(\.index) == [0, 1])
        #expect(items.map(\.people) == batch.items.map(\.people))
        #expect(items[0].fields == ["word": ["bytes": 1], "tone": "soft"])
        #expect((items[0].verdict, items[0].reference) == (.success, "a"))
        #expect((items[1].verdict, items[1].errorKind) == (.unknown, .timeout))
    }

    @Test func anEmptyBatchIsRefused() {
        let failure = #expect(throws: Failure.self) { try SayAll(items: []).checkedForm() }
        #expect(failure?.field == "words")
    }

    @Test func everyoneIsNamedOnce() {
        let batch = SayAll(items: ["a", "b", "cc"].map { Say(word: $0) })
        #expect(batch.people == [Person(userID: "listener-1"), Person(userID: "listener-2")])
    }

    @Test func itemsAreDecodedStrictly() {
        let failure = #expect(throws: Failure.self) {
            try SayAll.decode(json: Data(#"{"words": [{"word": "a"}, {"word": "b", "tome": "soft"}]}"#.utf8))
        }
        #expect(failure?.field == "words[1].tome")
        #expect(failure?.message.contains("tone") == true)
    }
}

struct BatchReceiptTests {
    private var receipt: BatchReceipt<Say.Receipt> {
        var receipt = BatchReceipt<Say.Receipt>(count: 2)
        receipt[0] = .success(Say.Receipt(said: "a"))
        receipt[1] = .failure(Failure(.rejected, effect: .refused, "declined", field: "word"))
        return receipt
    }

    @Test func isWrittenWithTheItemsOwnFields() throws {
        let outcome = Outcome<BatchReceipt<Say.Receipt>>(
            .success(receipt),
            provider: "herald",
            auditID: ActionID(high: 0, low: 1)
        )
        #expect(outcome.isSuccess == false)
        #expect(try outcome.get().failed == 1)
        #expect(
            try JSONValue(encoding: outcome) == [
                "success": false, "error_kind": "partial_failure", "effect": "refused",
                "error": "1 of 2 items failed; results says why each did", "provider": "herald",
                "audit_id": "00000000-0000-0000-0000-000000000001", "succeeded": 1, "failed": 1,
                "results": [
                    ["index": 0, "success": true, "said": "a"],
                    [
                        "index": 1, "success": false, "error": "declined", "error_kind": "rejected",
                        "effect": "refused", "field": "word",
                    ],
                ],
            ]
        )
    }

    @Test func survivesJSON() throws {
        let read = try JSONDocument(try JSONValue(encoding: receipt).serialized(), isTolerant: false)
            .decode(BatchReceipt<Say.Receipt>.self)
        #expect(read.results == receipt.results)
    }

    @Test func anIndexOutsideIsRefused() {
        let json = #"{"results": [{"index": 7, "success": true, "said": "a"}]}"#
        #expect(throws: DecodingError.self) {
            try JSONDocument(Array(json.utf8), isTolerant: false).decode(BatchReceipt<Say.Receipt>.self)
        }
    }
}

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
