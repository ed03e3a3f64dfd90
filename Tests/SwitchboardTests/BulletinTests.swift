import AuditStore
import Foundation
@testable import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

/// What running hubs say of themselves to operators.
struct BulletinTests {
    /// A folder that hubs share.
    private final class Home: Sendable {
        let url = FileManager.default.temporaryDirectory.appending(path: "bulletin-\(UUID().uuidString)")

        init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

        deinit { try? FileManager.default.removeItem(at: url) }

        var file: RunningFile { RunningFile(directory: url.path) }

        func reports() throws -> [ProcessReport] { try file.processes(at: TimeSource.system.wallClock()) }

        /// Lets a hub look around until the hubs say something: a look while the last one is being written is passed over.
        func look(
            _ crew: Crew,
            until condition: ([ProcessReport]) -> Bool
        ) async throws -> [ProcessReport] {
            while true {
                await crew.tools.lookAround()
                let reports = try reports()
                if condition(reports) { return reports }
                await Task.yield()
            }
        }
    }

    /// A hub whose pigeon reaches nobody.
    private struct Crew {
        let tools: CommunicationTools
        let time = ManualTime()
        let audit = RecordingAuditLog()
        let log = RecordingLog()
        let file: URL

        init(
            in home: Home,
            _ text: String = "routes: { default: { first: [pigeon, raven] } }\n",
            name: String = "one",
            environment: [String: String] = ["PIGEON_TOKEN": Station.pigeonToken, "RAVEN_TOKEN": Station.ravenToken],
            script: [ScriptedTransport.Step] = Array(repeating: Crew.onlyRaven, count: 20)
        ) throws {
            file = home.url.appending(path: "\(name).yaml")
            let text = "service: { name: \(name) }\n\(text)"
            try Data(text.utf8).write(to: file)
            tools = try CommunicationTools(
                configuration: .load(file: file.path, environment: environment, providers: Station.providers),
                providers: Station.providers,
                understudy: nil,
                transport: ScriptedTransport(script),
                audit: audit,
                time: time.source,
                logger: log.logger,
                switchReader: SwitchReader(directory: home.url.path),
                bulletin: Bulletin(in: home.file, time: time.source, logger: log.logger)
            )
        }

        static let onlyRaven = ScriptedTransport.Step { (request) throws(Failure) in
            if request.url.contains("raven") { return .respond(200) }
            throw Failure(.network, effect: .none, "connection refused")
        }

        func write(_ text: String) throws {
            try Data("service: { name: one }\n\(text)".utf8).write(to: file)
        }
    }

    private func instance(_ name: String, in report: ProcessReport?) throws -> InstanceReport {
        try #require(report?.instances.first { $0.name == name })
    }

    @Test func eachProcessSaysHowItsProvidersAre() async throws {
        let home = try Home()
        let (first, second) = (try Crew(in: home), try Crew(in: home, name: "two"))
        for _ in 0..<3 { #expect(await first.tools.perform(Relay("once")).provider == "raven") }
        let opened = first.time.wallNow
        _ = try await home.look(second) { $0.count == 1 }
        let reports = try await home.look(first) { $0.count == 2 }
        let one = try instance("pigeon", in: reports.first { $0.service == "one" })
        #expect(one.timesReplaced == 3)
        #expect(one.guards?.breaker.position == .open)
        #expect(one.guards?.breaker.failures == 5)
        let end = try #require(one.guards?.breaker.until)
        #expect(end.since(opened) <= .seconds(60) && end.since(opened) > .seconds(50))
        let two = try instance("pigeon", in: reports.first { $0.service == "two" })
        #expect(two.timesReplaced == 0)
        #expect(two.guards?.breaker == .init(.closed))
        #expect(reports.allSatisfy { $0.process.pid == getpid() && $0.setback == nil })
        #expect(Set(reports.map(\.version)).count == 2)
        for crew in [first, second] { await crew.tools.shutdown() }
        #expect(try home.reports().isEmpty)
    }

    @Test func saysWhatAnOperatorForcedAndWhoHasNoCredentials() async throws {
        let home = try Home()
        let crew = try Crew(in: home, environment: ["PIGEON_TOKEN": Station.pigeonToken])
        let decision = Switches.Decision(reason: "drill", by: "ada", at: Timestamp(secondsSince1970: 1_795_000_000))
        let control = ControlFile(directory: home.url.path)
        _ = try await control.apply(.force("pigeon", .open), decision) { (_) throws(Failure) in }
        let report = try await home.look(crew) { !$0.isEmpty }.first
        #expect(try instance("pigeon", in: report).guards?.breaker.position == .forcedOpen)
        #expect(try instance("raven", in: report).guards == nil)
        await crew.tools.shutdown()
    }

    @Test func saysUntilWhenALimiterIsPaused() async throws {
        let home = try Home()
        let crew = try Crew(in: home, script: [.respond(429, headers: ["Retry-After": "300"]), .respond(200)])
        _ = await crew.tools.perform(Relay("once"))
        let now = crew.time.wallNow
        let report = try await home.look(crew) { !$0.isEmpty }.first
        let limiter = try #require(try instance("pigeon", in: report).guards?.limiter)
        #expect(limiter.freePlaces == 0)
        let end = try #require(limiter.pausedUntil)
        #expect(end.since(now) > .seconds(290) && end.since(now) <= .seconds(300))
        #expect(try instance("raven", in: report).guards?.limiter.pausedUntil == nil)
        await crew.tools.shutdown()
    }

    @Test func saysWhyItGoesByAnOlderConfiguration() async throws {
        let home = try Home()
        let crew = try Crew(in: home)
        let before = try await home.look(crew) { !$0.isEmpty }.first
        #expect(before?.setback == nil)
        try crew.write("routes: { default: { first: [pigon] } }\n")
        let refused = try await home.look(crew) { $0.first?.setback != nil }.first
        #expect(refused?.setback?.kind == .refused)
        #expect(refused?.setback?.reason.contains("did you mean pigeon?") == true)
        #expect(refused?.version == before?.version)
        let decision = Switches.Decision(reason: "release", by: "ada", at: Timestamp(secondsSince1970: 1_795_000_000))
        let control = ControlFile(directory: home.url.path)
        _ = try await control.apply(.freeze, decision) { (_) throws(Failure) in }
        try crew.write("routes: { default: { first: [raven] } }\n")
        let frozen = try await home.look(crew) { $0.first?.setback?.kind == .frozen }.first
        #expect(frozen?.setback?.reason == "by ada: release")
        _ = try await control.apply(.thaw, decision) { (_) throws(Failure) in }
        let taken = try await home.look(crew) { $0.first?.setback == nil }.first
        #expect(taken?.version != before?.version)
        await crew.tools.shutdown()
    }

    @Test func whatWasHeldBackAndTakenBackIsNoSetback() async throws {
        let home = try Home()
        let text = "routes: { default: { first: [pigeon, raven] } }\n"
        let crew = try Crew(in: home, text)
        try crew.write("routes: { default: { first: [pigon] } }\n")
        _ = try await home.look(crew) { $0.first?.setback != nil }
        try crew.write(text)
        _ = try await home.look(crew) { !$0.isEmpty && $0.first?.setback == nil }
        await crew.tools.shutdown()
    }

    @Test func holdsNothingOfCustomersAndNoCredentials() async throws {
        let home = try Home()
        let crew = try Crew(in: home)
        _ = await crew.tools.perform(Relay("once", text: "secret words", person: .init(email: "ada@example.com")))
        _ = try await home.look(crew) { !$0.isEmpty }
        let bytes = String(decoding: try Data(contentsOf: home.url.appending(path: "running.sqlite")), as: UTF8.self)
        for text in [Station.pigeonToken, Station.ravenToken, "ada@", "secret words", "relay"] {
            #expect(!bytes.contains(text))
        }
        await crew.tools.shutdown()
    }

    @Test func aFolderThatCannotBeWrittenFailsNoCallAndIsToldOnce() async throws {
        let home = try Home()
        try FileManager.default.createDirectory(
            at: home.url.appending(path: "running.sqlite"),
            withIntermediateDirectories: true
        )
        let crew = try Crew(in: home)
        let told = { crew.log.lines.filter { $0.hasPrefix("warning operators cannot see the state") } }
        while told().isEmpty {
            await crew.tools.lookAround()
            await Task.yield()
        }
        await crew.tools.lookAround()
        #expect(await crew.tools.perform(Relay("once")).isSuccess)
        await crew.tools.shutdown()
        #expect(told().count == 1)
    }
}
