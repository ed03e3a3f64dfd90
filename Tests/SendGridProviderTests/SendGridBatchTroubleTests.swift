import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct SendGridBatchTroubleTests {
    private static let three: [SendEmail] = ["a", "b", "c"].map { .hello(to: "\($0)@example.com") }

    /// Three messages that share nothing.
    private static let apart = three.enumerated().map { $1.with(\.text, "text \($0)") }

    private func receipt(_ workspace: Workspace, _ items: [SendEmail]) async throws -> SendEmailBatch.Receipt {
        try await workspace.tools.perform(SendEmailBatch(items: items)).get()
    }

    @Test func sendsTheRestAgainWithoutWhatSendGridNames() async throws {
        let workspace = try Workspace([.blame("personalizations.1.to.0.email"), .accepted("m")])
        let receipt = try await receipt(workspace, Self.three)
        #expect(receipt.failures.keys.sorted() == [1])
        let failure = try #require(receipt.failures[1])
        #expect(failure.kind == .invalidInput)
        #expect(failure.effect == .refused)
        #expect(failure.status == 400)
        #expect(failure.field == "messages[1].to[0].email")
        #expect(failure.providerMessage == "words about personalizations.1.to.0.email")
        #expect(!failure.message.contains("words about"))
        let parts = workspace.bodies.map { $0["personalizations"]?.array ?? [] }
        #expect(parts.map(\.count) == [3, 2])
        #expect(parts[1].map { $0["custom_args"]?["switchboard_item"] } == ["0", "2"])
    }

    @Test func countsPlacesAnewInEveryRound() async throws {
        let script: [ScriptedTransport.Step] = [
            .blame("personalizations.0.to"), .blame("personalizations.0.dynamic_template_data.x"), .accepted,
        ]
        let workspace = try Workspace(script)
        let receipt = try await receipt(workspace, Self.three)
        #expect(receipt.failures.mapValues(\.field) == [0: "messages[0].to", 1: "messages[1].template_data"])
        #expect(workspace.transport.sent.count == 3)
    }

    @Test func endsWhereEveryMessageIsNamed() async throws {
        let places = (0..<3).map { "personalizations.\($0)" }
        let workspace = try Workspace([.blame(places[0], places[1], places[2]), .accepted])
        #expect(try await receipt(workspace, Self.three).failed == 3)
        #expect(workspace.transport.sent.count == 1)
    }

    @Test func givesUpAfterFiveRounds() async throws {
        let workspace = try Workspace(Array(repeating: .blame("personalizations.0"), count: 9))
        let items = (0..<8).map { SendEmail.hello(to: "u\($0)@example.com") }
        let receipt = try await receipt(workspace, items)
        #expect(workspace.transport.sent.count == 5)
        #expect((0..<4).allSatisfy { receipt.failures[$0]?.kind == .invalidInput })
        #expect((4..<8).allSatisfy { receipt.failures[$0]?.kind == .rejected })
    }

    @Test(
        arguments: [
            ScriptedTransport.Step.blame("from.email"), .blame("personalizations.0.to", "content"),
            .blame("personalizations.7.to"), .blame("personalizations"), .blame("personalizations.x.to"),
            .respond(400, body: "{}"),
        ]
    )
    func takesAnyOtherRefusalForTheWholeRequest(step: ScriptedTransport.Step) async throws {
        let workspace = try Workspace([step, .accepted])
        let receipt = try await receipt(workspace, Self.three)
        #expect(receipt.failed == 3)
        #expect(receipt.failures.values.allSatisfy { $0.kind == .rejected && $0.effect == .refused })
        #expect(workspace.transport.sent.count == 1)
    }

    @Test(arguments: [ScriptedTransport.Step.loseAnswer, .respond(500), .respond(502)])
    func leavesOnlyTheMessagesOfOneRequestUnknown(step: ScriptedTransport.Step) async throws {
        let workspace = try Workspace([step, .accepted, .accepted])
        let outcome = await workspace.tools.perform(SendEmailBatch(items: Self.apart))
        let receipt = try outcome.get()
        #expect(receipt.failures.mapValues(\.effect) == [0: .unknown])
        #expect(receipt.succeeded == 2)
        #expect(workspace.transport.sent.count == 3, "a mail is never sent twice")
        #expect(outcome.failure?.kind == .partialFailure)
        #expect(outcome.failure?.effect == .unknown)
    }

    @Test(arguments: [(401, Failure.Kind.authenticationFailed), (403, .permissionDenied)])
    func endsWhereTheKeyIsNotAccepted(status: Int, kind: Failure.Kind) async throws {
        let workspace = try Workspace([.error(status, "no"), .accepted, .accepted])
        let receipt = try await receipt(workspace, Self.apart)
        #expect(workspace.transport.sent.count == 1)
        #expect(receipt.failures[0]?.kind == kind)
        #expect((1...2).allSatisfy { receipt[$0].failure?.effect == Failure.Effect.none })
        #expect((1...2).allSatisfy { receipt[$0].failure?.kind == kind })
        #expect((1...2).allSatisfy { receipt[$0].failure?.message.hasPrefix("not sent, because SendGrid") == true })
    }

    @Test func endsWhereNoTimeIsLeft() async throws {
        let late = Failure(.timeout, effect: .none, "the deadline passed before anything was sent")
        let workspace = try Workspace([.fail(late), .accepted, .accepted])
        let outcome = await workspace.tools.perform(SendEmailBatch(items: Self.apart))
        #expect(outcome.failure?.effect == Failure.Effect.none)
        #expect(try outcome.get().failures.values.allSatisfy { $0.kind == .timeout })
        #expect(workspace.transport.sent.count == 1)
    }

    @Test func sendsAgainInHalvesWhatIsTooLarge() async throws {
        let large = ScriptedTransport.Step.error(413, "content too large")
        let workspace = try Workspace([large, .accepted("a"), large, .accepted("b"), .accepted("c")])
        let receipt = try await receipt(workspace, Self.three)
        let items = workspace.bodies.map {
            ($0["personalizations"]?.array ?? []).compactMap { $0["custom_args"]?["switchboard_item"]?.string }
        }
        #expect(items == [["0", "1", "2"], ["0"], ["1", "2"], ["1"], ["2"]])
        #expect(try receipt.results.map { try $0.get().messageID } == ["a", "b", "c"])
    }

    @Test func failsAMessageThatAloneIsTooLarge() async throws {
        let workspace = try Workspace([.error(413, "too large"), .accepted])
        #expect(try await receipt(workspace, [.hello]).failures[0]?.status == 413)
        #expect(workspace.transport.sent.count == 1)
    }

    @Test func endsInTheMiddleOfHalves() async throws {
        let workspace = try Workspace([.error(413, "too large"), .error(401, "no"), .accepted])
        let receipt = try await receipt(workspace, Self.three)
        #expect((0..<3).allSatisfy { receipt.failures[$0]?.kind == .authenticationFailed })
        #expect(receipt.failures.mapValues(\.effect) == [0: .refused, 1: .none, 2: .none])
        #expect(workspace.transport.sent.count == 2)
    }

    @Test(
        arguments: [
            ("personalizations.0.cc.2.name", ".cc[2].name"), ("personalizations.0.bcc.1.x@example.com", ".bcc[1]"),
            ("personalizations.0.to.x@example.com", ".to"), ("personalizations.0.subject", ".subject"),
            ("personalizations.0.send_at", ".send_at"),
            ("personalizations.0.custom_args.x@example.com", ".custom_args"),
            ("personalizations.0.x@example.com", ""), ("personalizations.0", ""),
        ]
    )
    func namesOnlyFieldsThatItKnows(place: String, field: String) async throws {
        let workspace = try Workspace([.blame(place), .accepted])
        let failure = try #require(try await receipt(workspace, Self.three).failures[0])
        #expect(failure.field == "messages[0]\(field)")
        #expect(!failure.message.contains("x@example.com"))
        #expect(!String(describing: workspace.audit.entries).contains("x@example.com"))
    }

    @Test func sendsNothingWhileTheCircuitIsOpen() async throws {
        let workspace = try Workspace(Array(repeating: .respond(500), count: 20))
        for _ in 0..<5 { _ = await workspace.tools.perform(SendEmail.hello) }
        let count = workspace.transport.sent.count
        let outcome = await workspace.tools.perform(SendEmailBatch(items: Self.apart))
        #expect(outcome.failure?.kind == .partialFailure)
        #expect(try outcome.get().failures.values.allSatisfy { $0.kind == .circuitOpen })
        #expect(outcome.failure?.effect == Failure.Effect.none)
        #expect(workspace.transport.sent.count == count)
    }

    @Test func rehearsesTheFirstRequest() async throws {
        let workspace = try Workspace([])
        let rehearsal = await workspace.tools.rehearse(SendEmailBatch(items: Self.apart))
        #expect(rehearsal.requests.map { $0.body?["content"]?.array?.first?["value"] } == ["text 0"])
        #expect(workspace.transport.sent.isEmpty)
    }
}

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}
