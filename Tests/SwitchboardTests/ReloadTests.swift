import AuditStore
import Foundation
import HTTPTypes
@testable import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct ReloadTests {
    /// A hub whose configuration is a file of its own.
    private struct Filed {
        let folder: URL
        let file: String
        let tools: CommunicationTools
        let transport: ScriptedTransport
        let audit = RecordingAuditLog()
        let log = RecordingLog()

        init(_ text: String, token: String = "p-token-1", answers: Int = 8, fresh: String? = nil) throws {
            folder = FileManager.default.temporaryDirectory.appending(path: "reload-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            file = folder.appending(path: "switchboard.yaml").path
            try Data(text.utf8).write(to: URL(filePath: file))
            try Data("\(token)\n".utf8).write(to: folder.appending(path: "token"))
            let answer = ScriptedTransport.Step { (request) throws(Failure) in
                let isFresh = fresh.map { request.headers[.authorization] == "Bearer \($0)" } ?? true
                return .respond(isFresh ? 200 : 401)
            }
            transport = ScriptedTransport(Array(repeating: answer, count: answers))
            tools = try CommunicationTools(
                configuration: .load(
                    file: file,
                    environment: ["PIGEON_TOKEN_FILE": folder.appending(path: "token").path, "RAVEN_TOKEN": "r-token"],
                    providers: Station.providers
                ),
                providers: Station.providers,
                understudy: nil,
                transport: transport,
                audit: audit,
                time: ManualTime().source,
                logger: log.logger,
                switchReader: SwitchReader(directory: folder.path)
            )
        }

        func write(_ text: String, to name: String = "switchboard.yaml") throws {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }

        func remove() { try? FileManager.default.removeItem(at: folder) }
    }

    private static let pigeon = "routes: { default: { first: [pigeon] } }\n"
    private static let raven = "routes: { default: { first: [raven] } }\n"

    @Test func takesAChangedFileForTheNextCall() async throws {
        let hub = try Filed(Self.pigeon)
        defer { hub.remove() }
        #expect(await hub.tools.perform(Relay("once")).provider == "pigeon")
        try hub.write(Self.raven)
        await hub.tools.lookAtFiles()
        #expect(await hub.tools.perform(Relay("once")).provider == "raven")
        let versions = Set(hub.audit.outcomes.map(\.route.version))
        #expect(versions.count == 2)
        #expect(hub.audit.events.map(\.name) == ["config.changed"])
        #expect(
            hub.audit.events[0].detail["changes"] == [
                ["path": "routes.default", "from": ["first": ["pigeon"]], "to": ["first": ["raven"]]]
            ]
        )
    }

    @Test func looksNoFurtherWhereNoFileChanged() async throws {
        let hub = try Filed(Self.pigeon)
        defer { hub.remove() }
        await hub.tools.lookAtFiles()
        #expect(await hub.tools.reload() == .unchanged)
        #expect(hub.audit.events.isEmpty)
    }

    @Test func keepsTheOldOneWhereTheNewOneIsWrong() async throws {
        let hub = try Filed(Self.pigeon)
        defer { hub.remove() }
        try hub.write("routes: { default: { first: [pigon] } }\n")
        let result = await hub.tools.reload()
        guard case .refused(let problems) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(problems.map(\.message) == ["names no provider instance; did you mean pigeon?"])
        #expect(await hub.tools.perform(Relay("once")).provider == "pigeon")
        #expect(hub.audit.events.map(\.name) == ["config.refused"])
        #expect(hub.log.lines.contains { $0.hasPrefix("error configuration not taken") && $0.contains("pigeon?") })
    }

    @Test func takesAChangedCredentialWithoutShowingIt() async throws {
        let hub = try Filed(Self.pigeon)
        defer { hub.remove() }
        _ = await hub.tools.perform(Relay("once"))
        try hub.write("p-token-2-longer\n", to: "token")
        await hub.tools.lookAtFiles()
        _ = await hub.tools.perform(Relay("once"))
        #expect(
            hub.transport.sent.map { $0.headers[.authorization] } == ["Bearer p-token-1", "Bearer p-token-2-longer"]
        )
        #expect(
            hub.audit.events[0].detail["changes"] == [
                ["path": "providers.pigeon.token", "from": "changed", "to": "changed"]
            ]
        )
        #expect(!"\(hub.audit.events)\(hub.log.lines)".contains("p-token"))
    }

    @Test func takesAChangedCredentialAtTheNextCallAfterOneWasRefused() async throws {
        let hub = try Filed(Self.pigeon, fresh: "p-token-2-longer")
        defer { hub.remove() }
        #expect(await hub.tools.perform(Relay("once")).failure?.kind == .authenticationFailed)
        try hub.write("p-token-2-longer\n", to: "token")
        #expect(await hub.tools.perform(Relay("once")).isSuccess)
        #expect(hub.transport.sent.count == 2)
        #expect(hub.audit.events.map(\.name) == ["config.changed"])
    }

    @Test func looksOnceAfterARefusalAndOtherwiseWaitsForTheNextLook() async throws {
        let hub = try Filed(Self.pigeon, fresh: "p-token-2-longer")
        defer { hub.remove() }
        try hub.write("p-token-2-longer\n", to: "token")
        #expect(await hub.tools.perform(Relay("once")).failure?.kind == .authenticationFailed, "nobody looked yet")
        #expect(await hub.tools.perform(Relay("once")).isSuccess)
        try hub.write("p-token-3-even-longer\n", to: "token")
        #expect(await hub.tools.perform(Relay("once")).isSuccess, "nothing was refused since")
        #expect(hub.audit.events.count == 1)
    }

    @Test func aRefusedCredentialThatStaysTheSameIsReadNoMore() async throws {
        let hub = try Filed(Self.pigeon, fresh: "another")
        defer { hub.remove() }
        for _ in 0..<3 { #expect(await hub.tools.perform(Relay("once")).failure?.kind == .authenticationFailed) }
        #expect(hub.audit.events.isEmpty)
    }

    @Test func frozenRoutesHoldAChangedCredentialBackAlsoAfterARefusal() async throws {
        let hub = try Filed(Self.pigeon, fresh: "p-token-2-longer")
        defer { hub.remove() }
        let decision = Switches.Decision(reason: "drill", by: "ada", at: Timestamp(secondsSince1970: 1_795_000_000))
        let control = ControlFile(directory: hub.folder.path)
        _ = try await control.apply(.freeze, decision) { (_) throws(Failure) in }
        #expect(await hub.tools.perform(Relay("once")).failure?.kind == .authenticationFailed)
        try hub.write("p-token-2-longer\n", to: "token")
        #expect(await hub.tools.perform(Relay("once")).failure?.kind == .authenticationFailed)
        #expect(hub.audit.events.map(\.name) == ["config.frozen"])
    }

    @Test func keepsTheBreakerOfAnInstanceThatDidNotChange() async throws {
        let hub = try Filed(Self.pigeon)
        defer { hub.remove() }
        let before = hub.tools.arrangement
        try hub.write(Self.raven)
        await hub.tools.reload()
        #expect(hub.tools.arrangement.instances[0] === before.instances[0])
        try hub.write("providers: { raven: { speed: fast } }\n" + Self.raven)
        await hub.tools.reload()
        #expect(hub.tools.arrangement.instances.first { $0.name == "pigeon" } === before.instances[0])
        let raven = try #require(hub.tools.arrangement.instances.first { $0.name == "raven" })
        #expect(raven !== before.instances[1])
        #expect(try raven.parts.get().pipeline === before.instances[1].parts.get().pipeline)
    }

    @Test func saysWhatNeedsANewProcess() async throws {
        let hub = try Filed(Self.pigeon)
        defer { hub.remove() }
        try hub.write(Self.pigeon + "transport: { stallLimit: 30s }\n")
        await hub.tools.reload()
        #expect(hub.audit.events[0].detail["needs_restart"] == ["transport"])
        #expect(hub.log.lines.contains { $0.hasPrefix("warning part of the configuration needs a new process") })
    }

    @Test func losesNoCallWhileItChangesAllTheTime() async throws {
        let hub = try Filed(Self.pigeon, answers: 6400)
        defer { hub.remove() }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<64 {
                group.addTask {
                    for _ in 0..<100 {
                        let outcome = await hub.tools.perform(Relay("once"))
                        #expect(outcome.isSuccess)
                    }
                }
            }
            group.addTask {
                for round in 0..<200 {
                    try? hub.write(round.isMultiple(of: 2) ? Self.raven : Self.pigeon)
                    await hub.tools.reload()
                }
            }
        }
        #expect(hub.transport.sent.count == 6400)
        #expect(hub.audit.outcomes.count == 6400)
    }
}
