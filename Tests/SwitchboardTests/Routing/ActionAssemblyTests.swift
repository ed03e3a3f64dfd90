import AuditStore
import Foundation
@testable import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

/// Actions as they are read from a real log.
struct ActionAssemblyTests {
    private static let providers = Station.aviary
    private let catalog = ActionCatalog(providers: providers)

    /// Performs actions over a log of its own, and reads them back, newest first.
    private func read(
        _ routes: String,
        last: Int = 1000,
        _ body: (CommunicationTools) async throws -> Void
    ) async throws -> [AuditedAction] {
        let folder = NSTemporaryDirectory() + "switchboard-\(TimeSource.system.makeActionID())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let tokens = ["PIGEON_TOKEN": "p-token", "RAVEN_TOKEN": "r-token", "CROW_TOKEN": "c-token"]
        var configuration = try SwitchboardConfiguration.parse(
            "routes: \(routes)",
            file: nil,
            environment: tokens,
            providers: Self.providers
        )
        configuration.audit.directory = folder
        let time = ManualTime()
        let tools = try CommunicationTools(
            configuration: configuration,
            providers: Self.providers,
            transport: ScriptedTransport(Array(repeating: .respond(200), count: 200)),
            audit: try configuration.audit.open(time: time.source),
            time: time.source
        )
        try await body(tools)
        await tools.shutdown()
        var actions: [AuditedAction] = []
        let reader = try configuration.audit.reader()
        try await AuditedActions(reader, last: last, catalog: catalog).visit { actions.append($0) }
        return actions
    }

    private func replay(_ routes: String) throws -> RouteReplay {
        try RouteReplay(
            .parse("routes: \(routes)", file: nil, providers: Self.providers),
            providers: Self.providers
        )
    }

    @Test func aPersonGoesToTheSameInstanceInTheReplayAsInTheHub() async throws {
        let routes = "{ relay.run: { weighted: { pigeon: 2, raven: 1, crow: 1 }, allowLoss: [text] } }"
        let actions = try await read(routes) { tools in
            for number in 0..<40 {
                let person = Person(email: "p\(number % 30)@example.com", userID: number < 30 ? "u-\(number)" : nil)
                #expect(await tools.perform(Relay("once", text: "hello", person: person)).isSuccess)
            }
            for _ in 0..<10 { _ = await tools.perform(Relay("once")) }
        }
        #expect(actions.count == 50)
        let replay = try replay(routes)
        for action in actions {
            guard case .goes(let destination) = replay.fate(of: action) else {
                Issue.record("\(replay.fate(of: action))")
                continue
            }
            #expect(destination.providers == action.destination)
            let isLost = action.destination == ["crow"] && action.fields?["text"] != nil
            #expect(destination.lost == (isLost ? ["crow": ["text"]] : [:]))
        }
        #expect(Set(actions.flatMap(\.destination)) == ["pigeon", "raven", "crow"])
    }

    @Test func takesTheLastOnesOnly() async throws {
        let actions = try await read("{ default: { first: [pigeon] } }", last: 3) { tools in
            for number in 0..<6 { _ = await tools.perform(Relay("once"), CallOptions(tenant: "t\(number)")) }
        }
        #expect(actions.map(\.tenant) == ["t5", "t4", "t3"])
        #expect(actions.allSatisfy { $0.fields == ["steps": ["once"]] })
    }

    @Test func knowsAReadByItsOutcomeAndAWriteThatNobodyTookWithoutItsFields() async throws {
        let actions = try await read("{ default: { first: [pigeon] } }") { tools in
            _ = await tools.perform(Peek())
            _ = await tools.perform(Fly(), CallOptions(provider: "raven"))
        }
        #expect(actions.count == 2)
        let read = try #require(actions.first { $0.name == "relay.peek" })
        #expect(read.fields == [:])
        #expect(read.destination == ["pigeon"])
        let refused = try #require(actions.first { $0.name == "air.fly" })
        #expect(refused.fields == nil)
        #expect(refused.destination.isEmpty)
        #expect(refused.route?.rule == "call")
    }

    @Test func collectsTheItemsOfABatch() async throws {
        let actions = try await read("{ default: { first: [pigeon] } }") { tools in
            _ = await tools.perform(RelayAll(items: [Relay("once"), Relay("once", text: "hello"), Relay("safe")]))
        }
        let batch = try #require(actions.first)
        #expect(batch.items.count == 3)
        #expect(batch.items.given == ["steps", "text"])
        let lossy = try replay("{ default: { first: [crow, pigeon] } }").fate(of: batch)
        guard case .goes(let destination) = lossy else {
            Issue.record("\(lossy)")
            return
        }
        #expect(destination.providers == ["pigeon"])
    }

    @Test func anOpenActionIsOneToo() {
        let id = ActionID(high: 1, low: 1)
        var assembly = ActionAssembly(last: 5, catalog: catalog)
        let actions = assembly.take([.entry(id, kind: "intent", second: 5)])
        #expect(actions.map(\.id) == [id])
        #expect(actions.first?.destination == ["pigeon"])
    }

    @Test func waitsForAnIntentNoLongerThanTheActionTook() {
        let id = ActionID(high: 1, low: 1)
        var assembly = ActionAssembly(last: 1, catalog: catalog)
        #expect(assembly.take([.entry(id, kind: "outcome", second: 1000)]).isEmpty)
        #expect(assembly.take([.entry(ActionID(high: 2, low: 2), kind: "webhook", second: 950)]).isEmpty)
        #expect(!assembly.isComplete)
        #expect(assembly.take([.entry(ActionID(high: 3, low: 3), kind: "webhook", second: 900)]).map(\.id) == [id])
        #expect(assembly.isComplete)
    }
}

extension AuditEntry {
    fileprivate static func entry(_ id: ActionID, kind: String, second: Int64) -> AuditEntry {
        var entry = AuditEntry(
            auditID: id,
            seq: second,
            at: Timestamp(secondsSince1970: second),
            kind: kind,
            action: "relay.run",
            actor: "test"
        )
        entry.provider = "pigeon"
        return entry
    }
}
