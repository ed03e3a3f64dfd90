import AuditStore
import Foundation
import Resilience
@testable import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

/// What operators switch, as a running hub obeys it.
struct SwitchesTests {
    /// A hub with a configuration file of its own and a folder that it shares with operators.
    private struct Manned {
        let folder: URL
        let tools: CommunicationTools
        let transport: ScriptedTransport
        let audit = RecordingAuditLog()
        let log = RecordingLog()

        init(_ text: String = "routes: { default: { first: [pigeon, raven] } }\n", in folder: URL? = nil) throws {
            let usual = FileManager.default.temporaryDirectory.appending(path: "switches-\(UUID().uuidString)")
            self.folder = folder ?? usual
            try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
            let file = self.folder.appending(path: "switchboard.yaml")
            try Data(text.utf8).write(to: file)
            transport = ScriptedTransport(Array(repeating: .respond(200), count: 8))
            tools = try CommunicationTools(
                configuration: .load(
                    file: file.path,
                    environment: ["PIGEON_TOKEN": "p-token", "RAVEN_TOKEN": "r-token"],
                    providers: Station.providers
                ),
                providers: Station.providers,
                understudy: nil,
                transport: transport,
                audit: audit,
                time: ManualTime().source,
                logger: log.logger,
                switchReader: SwitchReader(directory: self.folder.path)
            )
        }

        func write(_ text: String) throws {
            try Data(text.utf8).write(to: folder.appending(path: "switchboard.yaml"))
        }

        /// Switches as an operator does, and lets the hub look.
        func operate(_ change: SwitchChange) async throws {
            let decision = Switches.Decision(
                reason: "bounce storm",
                by: "ada",
                at: Timestamp(microsecondsSince1970: 1_795_000_000_000_000)
            )
            let file = ControlFile(directory: folder.path)
            _ = try await file.apply(change, decision) { (_) throws(Failure) in }
            await tools.lookAround()
        }

        func breaker(of name: String) throws -> CircuitBreaker {
            let instance = try #require(tools.arrangement.instances.first { $0.name == name })
            return try instance.parts.get().pipeline.breaker
        }

        func remove() { try? FileManager.default.removeItem(at: folder) }
    }

    private static let raven = "routes: { default: { first: [raven] } }\n"

    @Test func sendsNothingThroughADisabledInstance() async throws {
        let hub = try Manned()
        defer { hub.remove() }
        #expect(await hub.tools.perform(Relay("once")).provider == "pigeon")
        try await hub.operate(.disable("pigeon"))
        #expect(await hub.tools.perform(Relay("once")).provider == "raven")
        #expect(hub.audit.outcomes.last?.route.verdicts == ["pigeon: switched off", "raven: chosen"])
        let failure = await hub.tools.perform(Relay("once"), .init(provider: "pigeon")).failure
        #expect(failure?.kind == .noRoute)
        #expect(failure?.effect == Failure.Effect.none)
        #expect(failure?.message == "pigeon is switched off by ada: bounce storm")
        try await hub.operate(.enable("pigeon"))
        #expect(await hub.tools.perform(Relay("once")).provider == "pigeon")
        #expect(hub.transport.sent.count == 3)
    }

    @Test func nobodyTakesItsPlaceWhereNoRouteSaysWho() async throws {
        let hub = try Manned("")
        defer { hub.remove() }
        try await hub.operate(.disable("pigeon"))
        let failure = await hub.tools.perform(Relay("once")).failure
        #expect(failure?.message == "pigeon is switched off by ada: bounce storm")
        #expect(hub.audit.outcomes.last?.route.verdicts == ["pigeon: switched off"])
        #expect(hub.transport.sent.isEmpty)
    }

    @Test func isKeptOverARestart() async throws {
        let first = try Manned()
        defer { first.remove() }
        try await first.operate(.disable("pigeon"))
        try await first.operate(.force("raven", .open))
        let second = try Manned(in: first.folder)
        let failure = await second.tools.perform(Relay("once")).failure
        #expect(failure?.kind == .circuitOpen)
        #expect(second.transport.sent.isEmpty)
    }

    @Test func doesNotStartWhereItCannotReadWhatIsSwitched() throws {
        let hub = try Manned()
        defer { hub.remove() }
        try Data(repeating: 7, count: 4096).write(to: hub.folder.appending(path: "control.sqlite"))
        let failure = #expect(throws: Failure.self) { try Manned(in: hub.folder) }
        #expect(failure?.kind == .auditUnavailable)
    }

    @Test func goesOnWithWhatItSawLastAndSaysSoOnce() async throws {
        let hub = try Manned()
        defer { hub.remove() }
        try await hub.operate(.disable("pigeon"))
        try Data(repeating: 7, count: 4096)
            .write(to: hub.folder.appending(path: "control.sqlite"), options: .atomic)
        await hub.tools.lookAround()
        await hub.tools.lookAround()
        #expect(await hub.tools.perform(Relay("once")).provider == "raven")
        #expect(hub.log.lines.filter { $0.hasPrefix("error operators' switches cannot be read") }.count == 1)
    }

    @Test func forcesBreakersAndLetsThemGo() async throws {
        let hub = try Manned()
        defer { hub.remove() }
        try await hub.operate(.force("pigeon", .open))
        #expect(await hub.tools.perform(Relay("once")).provider == "raven")
        let alone = await hub.tools.perform(Relay("once"), .init(provider: "pigeon")).failure
        #expect(alone?.kind == .circuitOpen)
        #expect(alone?.message.contains("forced by an operator, by ada: bounce storm") == true)
        try await hub.operate(.force("pigeon", .closed))
        #expect(try hub.breaker(of: "pigeon").force == .closed)
        try await hub.operate(.reset("pigeon"))
        #expect(try hub.breaker(of: "pigeon").force == nil)
        #expect(await hub.tools.perform(Relay("once")).provider == "pigeon")
    }

    @Test func forcesTheBreakerOfAnInstanceThatAReloadMakes() async throws {
        let hub = try Manned()
        defer { hub.remove() }
        try await hub.operate(.force("pigeon", .open))
        let before = try hub.breaker(of: "pigeon")
        try hub.write("providers: { pigeon: { resilience: { breaker: { failures: 9 } } } }\n" + Self.raven)
        await hub.tools.lookAround()
        let after = try hub.breaker(of: "pigeon")
        #expect(after !== before)
        #expect(after.force == .open(reason: "by ada: bounce storm"))
    }

    @Test func holdsAChangeBackWhileTheRoutesAreFrozen() async throws {
        let hub = try Manned()
        defer { hub.remove() }
        try await hub.operate(.freeze)
        try hub.write(Self.raven)
        await hub.tools.lookAround()
        #expect(await hub.tools.reload() == .frozen)
        await hub.tools.lookAround()
        #expect(await hub.tools.perform(Relay("once")).provider == "pigeon")
        #expect(hub.audit.events.map(\.name) == ["config.frozen"])
        #expect(hub.audit.events.first?.detail["reason"] == "bounce storm")
        #expect(hub.log.lines.filter { $0.hasPrefix("warning changed configuration not taken") }.count == 1)
        try await hub.operate(.thaw)
        #expect(await hub.tools.perform(Relay("once")).provider == "raven")
        #expect(hub.audit.events.map(\.name) == ["config.frozen", "config.changed"])
    }

    @Test func tellsOfEachChangeThatItHoldsBack() async throws {
        let hub = try Manned()
        defer { hub.remove() }
        try await hub.operate(.freeze)
        try hub.write(Self.raven)
        await hub.tools.lookAround()
        try hub.write("routes: { default: { first: [raven, pigeon] } }\n")
        await hub.tools.lookAround()
        #expect(hub.audit.events.map(\.name) == ["config.frozen", "config.frozen"])
        try hub.write("routes: { default: { first: [pigeon, raven] } }\n")
        await hub.tools.lookAround()
        try await hub.operate(.thaw)
        #expect(hub.audit.events.count == 2, "nothing is left to take")
    }

    @Test func aWrongFileIsRefusedOnceAfterTheThaw() async throws {
        let hub = try Manned()
        defer { hub.remove() }
        try await hub.operate(.freeze)
        try hub.write(Self.raven)
        await hub.tools.lookAround()
        try hub.write("routes: { default: { first: [pidgin] } }\n")
        await hub.tools.lookAround()
        try await hub.operate(.thaw)
        let told = hub.audit.events.map(\.name)
        await hub.tools.lookAround()
        #expect(hub.audit.events.map(\.name) == told)
        #expect(await hub.tools.perform(Relay("once")).provider == "pigeon")
    }
}
