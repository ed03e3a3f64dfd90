import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct MixpanelImportTests {
    private func track(_ event: TrackEvent) async throws -> (Failure?, Project) {
        let project = try Project([.imported])
        return (await project.tools.perform(event).failure, project)
    }

    @Test func writesAnEventByteForByte() async throws {
        let project = try Project([.imported])
        let receipt = try await project.tools
            .perform(TrackEvent.sample(1, ["plan": "pro", "deep": ["b": [1], "a": .null]]))
            .get()
        #expect(receipt.eventName == "Signed up")
        #expect(receipt.user == "cust-1")
        let sent = try #require(project.sent.first)
        #expect(sent.line == "POST https://api.mixpanel.com/import?strict=1&project_id=1234")
        #expect(sent.authorization == Project.account)
        #expect(sent.contentType == "application/json")
        #expect(sent.encoding == nil)
        #expect(
            sent.text == #"[{"event":"Signed up","properties":{"time":1779999000,"distinct_id":"cust-1","#
                + #""$insert_id":"e-1","deep":{"a":null,"b":[1]},"plan":"pro"}}]"#
        )
    }

    @Test(
        arguments: [
            (1_779_999_000_250_000, 1_779_999_000_250), (1_779_999_000_000_999, 1_779_999_000),
            (31_536_000_000_000, 31_536_000), (31_536_000_500_000, 31_536_000), (100_000_000_500_000, 100_000_000_500),
        ] as [(Int64, Int64)]
    )
    func writesMillisecondsOnlyWhereTheyAreTakenForSome(microseconds: Int64, time: Int64) async throws {
        var event = TrackEvent.sample(1)
        event.at = Timestamp(microsecondsSince1970: microseconds)
        let (failure, project) = try await track(event)
        #expect(failure == nil)
        #expect(project.sent[0].json?.array?[0]["properties"]?["time"] == .integer(time))
    }

    @Test func compressesWhatIsLong() async throws {
        let (_, project) = try await track(.sample(1, .lists(1)))
        #expect(project.sent[0].encoding == "gzip")
        #expect(project.sent[0].count == 1)
        #expect(project.transport.sent[0].body.count < 1000)
    }

    @Test func sendsTheSameBytesAgainAfterALostAnswer() async throws {
        let project = try Project([.loseAnswer, .respond(503), .ok("<html>"), .imported])
        let event = TrackEvent(person: .ada, name: "Signed up", time: project.time.source)
        #expect(await project.tools.perform(event).isSuccess)
        #expect(project.transport.sent.map(\.repeatability) == [.keyed, .keyed, .keyed, .keyed])
        #expect(Set(project.transport.sent.map(\.body)).count == 1)
    }

    @Test(
        arguments: [
            ("properties.time", "at"), ("properties.plan", "properties.plan"), ("event", "name"),
            ("properties.$insert_id", "event_id"), ("properties.distinct_id", "person"), ("else", nil),
        ]
    )
    func rejectsAnEventThatMixpanelRefuses(field: String, expected: String?) async throws {
        let record = #"{"index":0,"$insert_id":"e-1","field":"\#(field)","message":"is wrong"}"#
        let project = try Project([.refused(record)])
        let failure = await project.tools.perform(TrackEvent.sample(1)).failure
        #expect(failure?.kind == .rejected)
        #expect(failure?.effect == .refused)
        #expect(failure?.status == 400)
        #expect(failure?.field == expected)
        #expect(failure?.providerMessage == "is wrong")
        #expect(project.sent.count == 1)
    }

    @Test func isNoSuccessWhereNothingWasTaken() async throws {
        let nothing = ScriptedTransport.Step.ok(#"{"code":200,"num_records_imported":0,"status":"OK"}"#)
        let project = try Project(Array(repeating: nothing, count: 9))
        let failure = await project.tools.perform(TrackEvent.sample(1)).failure
        #expect(failure?.kind == .malformedResponse)
        #expect(failure?.effect == .unknown)
    }

    @Test(
        arguments: [
            (400, Failure.Kind.rejected), (401, .authenticationFailed), (402, .rejected), (403, .permissionDenied),
            (413, .rejected),
        ]
    )
    func takesARefusalForItsWord(status: Int, kind: Failure.Kind) async throws {
        let project = try Project([.respond(status, body: #"{"code":1,"error":"words \#(Project.secret)"}"#)])
        let failure = await project.tools.perform(TrackEvent.sample(1)).failure
        #expect(failure?.kind == kind)
        #expect(failure?.effect == .refused)
        #expect(failure?.providerMessage == "words [redacted]")
        #expect(project.sent.count == 1)
    }

    @Test func backsOffWhereThereAreTooManyRequests() async throws {
        let project = try Project([.respond(429, body: #"{"code":429,"error":"slow"}"#), .imported])
        #expect(await project.tools.perform(TrackEvent.sample(1)).isSuccess)
        #expect(project.time.elapsed > .milliseconds(700))
    }
}
