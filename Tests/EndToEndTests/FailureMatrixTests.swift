import AuditStore
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

/// Each way in which a provider can fail: what the caller is told, what the log says, how often it was sent.
struct FailureMatrixTests {
    /// A fault, and how a message and a look-up end on it.
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var fault: JSONValue
        var kind: Failure.Kind
        var effect: Failure.Effect
        /// How often the message, which must not be sent twice, reaches the wire.
        var writes: Int
        /// How often the look-up, which may be repeated, does.
        var reads: Int
        var status: Int?

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        answer(401, .authenticationFailed, .refused, 1, 1),
        answer(403, .permissionDenied, .refused, 1, 1),
        answer(404, .notFound, .refused, 1, 1),
        answer(409, .conflict, .refused, 1, 1),
        answer(422, .rejected, .refused, 1, 1),
        answer(429, .rateLimited, .none, 4, 4, headers: ["Retry-After": "7"]),
        answer(429, .rateLimited, .none, 4, 4, headers: ["X-Nothing": "1"]),
        answer(429, .rateLimited, .none, 1, 1, headers: ["Retry-After": "3600"]),
        answer(500, .providerUnavailable, .unknown, 1, 4),
        answer(503, .providerUnavailable, .unknown, 1, 4),
        answer(503, .providerUnavailable, .none, 4, 4, headers: ["Retry-After": "2"]),
        answer(302, .rejected, .refused, 1, 1, headers: ["Location": "https://example.com/"]),
        Case(
            name: "html instead of json",
            fault: ["status": 200, "headers": ["Content-Type": "text/html"], "body": "<html>gateway</html>"],
            kind: .malformedResponse,
            effect: .unknown,
            writes: 1,
            reads: 4,
            status: 200
        ),
        Case(
            name: "truncated json",
            fault: ["status": 200, "body": "{\"type\": \"contact\", \"id\": \"6b0"],
            kind: .malformedResponse,
            effect: .unknown,
            writes: 1,
            reads: 4,
            status: 200
        ),
        Case(
            name: "bytes that are no json",
            fault: ["not_json": true],
            kind: .malformedResponse,
            effect: .unknown,
            writes: 1,
            reads: 4,
            status: 200
        ),
        Case(
            name: "another protocol",
            fault: ["not_http": true],
            kind: .malformedResponse,
            effect: .unknown,
            writes: 1,
            reads: 4,
            status: nil
        ),
        Case(
            name: "body that ends early",
            fault: ["truncate": true],
            kind: .network,
            effect: .unknown,
            writes: 1,
            reads: 4,
            status: nil
        ),
        Case(
            name: "connection closed without an answer",
            fault: ["drop": true],
            kind: .network,
            effect: .unknown,
            writes: 1,
            reads: 4,
            status: nil
        ),
        Case(
            name: "connection reset",
            fault: ["drop": "rst"],
            kind: .network,
            effect: .unknown,
            writes: 1,
            reads: 4,
            status: nil
        ),
    ]

    @Test(arguments: cases) func aMessageEndsAsItMust(_ test: Case) async throws {
        try await Stage.run { stage in
            let contact = try await stage.tools.createUser(.ada).get().userID
            try await stage.order(test.fault(for: "/messages"))
            let outcome = await stage.tools.sendMessage(to: Person(contactID: contact), body: "hello")
            try await expect(
                outcome.failure,
                test,
                effect: test.effect,
                attempts: test.writes,
                id: outcome.auditID,
                stage
            )
            #expect(try await stage.requests().filter { $0 == "POST /messages" }.count == test.writes)
        }
    }

    @Test(arguments: cases) func aLookUpEndsAsItMust(_ test: Case) async throws {
        try await Stage.run { stage in
            try await stage.order(test.fault(for: "/contacts/c-1"))
            let outcome = await stage.tools.getUser(Person(contactID: "c-1"))
            try await expect(outcome.failure, test, effect: .none, attempts: test.reads, id: outcome.auditID, stage)
            #expect(try await stage.requests().filter { $0 == "GET /contacts/c-1" }.count == test.reads)
        }
    }

    @Test func aConnectionThatIsRefusedLeavesNoTrace() async throws {
        try await Stage.run(environment: ["INTERCOM_BASE_URL": "http://127.0.0.1:1"]) { stage in
            let outcome = await stage.tools.sendMessage(to: Person(contactID: "c-1"), body: "hello")
            #expect(outcome.failure?.kind == .network)
            #expect(outcome.failure?.effect == Failure.Effect.none)
            let entry = try await stage.page().first
            #expect(entry?.attempts == 4)
            #expect(stage.time.elapsed > .seconds(5), "1, 2 and 4 seconds, give or take a quarter")
        }
    }

    @Test func aProviderThatHangsEndsTheAttempt() async throws {
        try await Stage.run { stage in
            try await stage.order(["path": "/messages", "delay_ms": 30_000])
            let options = CallOptions(timeout: .seconds(1))
            let outcome = await stage.tools.sendMessage(to: Person(contactID: "c-1"), body: "hello", options: options)
            #expect(outcome.failure?.kind == .timeout)
            #expect(outcome.failure?.effect == .unknown)
        }
    }

    @Test(arguments: [["truncate": true], ["not_http": true], ["not_json": true]] as [[String: JSONValue]])
    func aMessageThatWasDoneAndAnsweredBadlyIsNotSentTwice(fault: [String: JSONValue]) async throws {
        try await Stage.run { stage in
            let contact = try await stage.tools.createUser(.ada).get().userID
            let order = fault.merging(["path": "/messages", "commit": true, "times": 1]) { own, _ in own }
            try await stage.order(.object(order))
            let outcome = await stage.tools.sendMessage(to: Person(contactID: contact), body: "hello")
            #expect(outcome.failure?.effect == .unknown)
            #expect(try await stage.requests().filter { $0 == "POST /messages" }.count == 1)
            #expect(try await stage.messages() == 1)
        }
    }

    @Test func anAnswerThatDripsTooSlowlyEndsTheAttempt() async throws {
        try await Stage.run { stage in
            let contact = try await stage.tools.createUser(.ada).get().userID
            try await stage.order(["drip_ms": 200, "times": 0])
            let person = Person(contactID: contact)
            let patient = CallOptions(timeout: .seconds(3))
            let message = await stage.tools.sendMessage(to: person, body: "hello", options: patient)
            #expect(message.failure?.kind == .timeout)
            #expect(message.failure?.effect == .unknown)
            // So short that no second attempt fits; on a busy machine it may be over before the first one is sent.
            let hasty = CallOptions(timeout: .seconds(1))
            let lookUp = await stage.tools.getUser(person, options: hasty)
            #expect(lookUp.failure?.kind == .timeout)
            #expect(lookUp.failure?.effect == Failure.Effect.none)
            let requests = try await stage.requests()
            #expect(requests.filter { $0 == "POST /messages" }.count == 1)
            #expect(requests.filter { $0 == "GET /contacts/\(contact)" }.count <= 1)
            for id in [message.auditID, lookUp.auditID] {
                let outcomes = try await stage.page().filter { $0.auditID == id && $0.kind == "outcome" }
                #expect(outcomes.map(\.attempts) == [1])
                #expect(outcomes.map(\.outcome) == [id == message.auditID ? "unknown" : "failure"])
            }
        }
    }

    @Test func anAnswerThatDripsInTimeIsAnAnswer() async throws {
        try await Stage.run { stage in
            let contact = try await stage.tools.createUser(.ada).get().userID
            try await stage.order(["path": "/messages", "drip_ms": 1])
            let outcome = await stage.tools.sendMessage(to: Person(contactID: contact), body: "hello")
            #expect(outcome.isSuccess)
            #expect(try await stage.requests().filter { $0 == "POST /messages" }.count == 1)
        }
    }

    @Test func aRateLimitIsSatOut() async throws {
        try await Stage.run { stage in
            let contact = try await stage.tools.createUser(.ada).get().userID
            try await stage.order(["path": "/messages", "status": 429, "headers": ["Retry-After": "7"]])
            let outcome = await stage.tools.sendMessage(to: Person(contactID: contact), body: "hello")
            #expect(outcome.isSuccess)
            #expect(stage.time.elapsed >= .seconds(7))
            #expect(try await stage.page().first?.attempts == 2)
        }
    }

    private func expect(
        _ failure: Failure?,
        _ test: Case,
        effect: Failure.Effect,
        attempts: Int,
        id: ActionID,
        _ stage: Stage
    ) async throws {
        #expect(failure?.kind == test.kind)
        #expect(failure?.effect == effect)
        #expect(failure?.status == test.status)
        let entries = try await stage.page().filter { $0.auditID == id && $0.kind == "outcome" }
        #expect(entries.count == 1)
        #expect(entries.first?.outcome == (effect == .unknown ? "unknown" : "failure"))
        #expect(entries.first?.errorKind == test.kind.rawValue)
        #expect(entries.first?.attempts == attempts)
    }

    private static func answer(
        _ status: Int,
        _ kind: Failure.Kind,
        _ effect: Failure.Effect,
        _ writes: Int,
        _ reads: Int,
        headers: [String: String] = [:]
    ) -> Case {
        var fault: [String: JSONValue] = ["status": .integer(Int64(status))]
        if !headers.isEmpty { fault["headers"] = .object(headers.mapValues { .string($0) }) }
        let name = "\(status)\(headers.isEmpty ? "" : " with \(headers.map { "\($0): \($1)" }.joined())")"
        return Case(
            name: name,
            fault: .object(fault),
            kind: kind,
            effect: effect,
            writes: writes,
            reads: reads,
            status: status
        )
    }
}

extension FailureMatrixTests.Case {
    /// The order for the sandbox: this fault on that path, for ever.
    fileprivate func fault(for path: String) -> JSONValue {
        .object((fault.object ?? [:]).merging(["path": .string(path), "times": 0]) { own, _ in own })
    }
}
