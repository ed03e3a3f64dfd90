import SwitchboardCore
import SwitchboardTesting
import Testing

/// The contract catches what it is there for.
struct ProviderContractTests {
    @Test(.serialized, arguments: ContractRule.allCases)
    func isKeptByASoundProvider(rule: ContractRule) async throws {
        try await Bell<Sound>.contract().check(rule)
    }

    /// A faulty provider, the rule that it breaks, and a sentence that must be among the violations.
    struct Case: Sendable, CustomTestStringConvertible {
        var rule: ContractRule
        var sentence: String
        var violations: @Sendable () async -> [ContractViolation]

        var testDescription: String { "\(rule): \(sentence)" }

        init<P: Provider>(_ contract: ProviderContract<P>, _ rule: ContractRule, _ sentence: String) {
            self.rule = rule
            self.sentence = sentence
            violations = { await contract.violations(of: rule) }
        }
    }

    static let cases: [Case] = [
        Case(Bell<ShoutedName>.contract(), .identity, "token: stands twice among the settings"),
        Case(
            Bell<UnnamedVariable>.contract(),
            .settings,
            "token: is missing, and 'something is missing' does not name the variable to set"
        ),
        Case(
            ProviderContract<Bell<Sound>>(settings: ["token": "bell-token-0123456789"], samples: []),
            .samples,
            "bell.ring: is in the table and has no sample"
        ),
        Case(Gong.contract, .input, "gong.strike: text: was taken although it is empty"),
        Case(
            Bell<WrongEffect>.contract(),
            .statuses,
            "bell.ring: POST /rings 429: a 429 gave effect unknown; expected none"
        ),
        Case(
            Bell<Credulous>.contract(),
            .garbage,
            "bell.ring: POST /rings empty: a success whose body is empty ended in a success; expected malformed_response"
        ),
        Case(
            Bell<Pedantic>.contract(),
            .additions,
            "bell.ring: POST /rings: unknown members of its answer ended as malformed_response"
        ),
        Case(
            Bell<Credulous>.contract(),
            .omissions,
            "bell.ring: POST /rings ring_id missing: an answer with ring_id missing ended in a success; "
                + "expected malformed_response"
        ),
        Case(
            Bell<Rekeying>.contract(),
            .repeats,
            "bell.ring: POST /rings: is idempotent, and after lost answers it was sent again with other bytes"
        ),
        Case(
            Bell<UnsafeListener>.contract(),
            .repeats,
            "bell.listen: GET /rings: is once, and the action says that it only reads"
        ),
        Case(
            Gong.contract,
            .receipts,
            "gong.strike: receipt: is another one after it was read back from its own JSON"
        ),
        Case(
            Bell<ShownToken>.contract(),
            .secrecy,
            "description: the provider's own description shows a credential; hold it as a Secret"
        ),
        Case(
            Gong.contract,
            .audit,
            "gong.strike: note.body: is declared 'never', and the audit log holds its text"
        ),
        Case(Bell<UnsafeHealth>.contract(), .health, "GET /me: is not declared safe"),
    ]

    @Test(.serialized, arguments: cases)
    func catches(example: Case) async {
        let sentences = await example.violations().map(\.description)
        #expect(sentences.contains(example.sentence))
    }

    @Test func knowsAFaultForEveryRule() {
        #expect(Set(Self.cases.map(\.rule)) == Set(ContractRule.allCases))
    }

    @Test func reportsEverythingThatIsWrongTogether() async throws {
        let error = await #expect(throws: ContractViolations.self) {
            try await Bell<WrongEffect>.contract().check(.statuses)
        }
        let lines = try #require(error).description.split(separator: "\n")
        #expect(lines.first == "2 violations of the rule 'statuses':")
        #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("- bell.") })
    }

    @Test func acceptsWhatIsExceptedAndNothingThatNeedsNoException() async throws {
        let meant = ContractException(.statuses, at: "POST /rings 429", because: "the bell may have rung")
        try await Bell<WrongEffect>.contract(exceptions: [meant]).check(.statuses)
        let stale = await Bell<Sound>.contract(exceptions: [meant]).violations(of: .statuses).map(\.description)
        #expect(stale == ["POST /rings 429: is excepted (the bell may have rung) and needs no exception; remove it"])
    }

    @Test func saysWhatIsWrongWithTheContractItself() async {
        let contract = ProviderContract<Bell<Sound>>(settings: ["tokem": "x"], samples: [])
        #expect(await contract.violations(of: .samples).map(\.description) == ["tokem: is no setting of bell's"])
    }
}
