import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct RouteLossTests {
    private func station(_ route: String, _ script: [ScriptedTransport.Step] = [.respond(200)]) throws -> Station {
        try Station(
            script,
            configuration: "routes: { default: \(route) }",
            environment: ["PIGEON_TOKEN": "p-token", "CROW_TOKEN": "c-token"],
            providers: Station.aviary
        )
    }

    @Test func passesOverAProviderThatCannotCarryAField() async throws {
        let station = try station("{ first: [crow, pigeon] }")
        #expect(await station.tools.perform(Relay("once", text: "hello")).provider == "pigeon")
        #expect(station.route?.verdicts == ["crow: cannot carry text", "pigeon: chosen"])
        #expect(station.hosts == ["pigeon"])
    }

    @Test func asksAProviderForAnActionThatLeavesTheFieldOut() async throws {
        let station = try station("{ first: [crow, pigeon] }")
        #expect(await station.tools.perform(Relay("once")).provider == "crow")
    }

    @Test func refusesWhatNobodyCanCarry() async throws {
        let station = try station("{ first: [crow] }")
        let failure = await station.tools.perform(Relay("once", text: "hello")).failure
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.field == "text")
        #expect(
            failure?.message == "text: is more than crow can do; leave it out, or let the route allow its loss"
        )
        #expect(station.urls.isEmpty)
        #expect(station.audit.intents.isEmpty)
        #expect(station.audit.outcomes.map(\.errorKind) == [.invalidInput])
    }

    @Test func leavesOutAndRecordsWhatTheRouteAllows() async throws {
        let station = try station("{ first: [crow], allowLoss: [text] }")
        #expect(await station.tools.perform(Relay("once", text: "hello")).isSuccess)
        #expect(station.transport.sent[0].json == ["text": ""])
        #expect(station.route?.candidates == [.init(provider: "crow", verdict: "chosen", lost: ["text"])])
    }

    @Test func losesNothingAtAProviderThatCanCarryIt() async throws {
        let station = try station(
            "{ first: [crow, pigeon], allowLoss: [text] }",
            [.refuseConnection, .refuseConnection, .respond(200)]
        )
        #expect(await station.tools.perform(Relay("once", text: "hello")).provider == "pigeon")
        #expect(station.transport.sent.map(\.json) == [["text": ""], ["text": ""], ["text": "hello"]])
        #expect(station.route?.candidates.map(\.lost) == [["text"], []])
    }

    @Test func letsABatchGoWithoutTheItemsThatNobodyCanCarry() async throws {
        let station = try station("{ first: [crow] }", [.respond(200), .respond(200)])
        let batch = RelayAll(items: [Relay("once"), Relay("once", text: "hello")])
        #expect(await station.tools.perform(batch).provider == "crow")
        #expect(station.route?.verdicts == ["crow: chosen"])
        #expect(station.hosts == ["crow", "crow"])
    }

    @Test func looksIntoEachItemOfABatch() async throws {
        let station = try station("{ first: [crow, pigeon] }", [.respond(200), .respond(200)])
        let batch = RelayAll(items: [Relay("once"), Relay("once", text: "hello")])
        #expect(await station.tools.perform(batch).provider == "pigeon")
        let lossy = try self.station("{ first: [crow], allowLoss: [text] }", [.respond(200), .respond(200)])
        #expect(await lossy.tools.perform(batch).isSuccess)
        #expect(lossy.transport.sent.map(\.json) == [["text": ""], ["text": ""]])
    }
}
