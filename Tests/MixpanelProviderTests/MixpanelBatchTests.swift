import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Synchronization
import Testing

struct MixpanelBatchTests {
    private func receipt(_ project: Project, _ batch: TrackEventBatch) async throws -> TrackEventBatch.Receipt {
        try await project.tools.perform(batch).get()
    }

    private func kinds(_ receipt: TrackEventBatch.Receipt) -> [Failure.Kind?] {
        receipt.results.map { if case .failure(let failure) = $0 { failure.kind } else { nil } }
    }

    @Test(arguments: [(1, [1]), (2000, [2000]), (2001, [2000, 1]), (5000, [2000, 2000, 1000])])
    func splitsByCount(count: Int, sizes: [Int]) async throws {
        let project = try Project(Array(repeating: .imported, count: sizes.count))
        let receipt = try await receipt(project, .sample(count))
        #expect(receipt.succeeded == count && receipt.failed == 0)
        #expect(project.sent.map(\.count).sorted(by: >) == sizes)
        #expect(project.transport.sent.allSatisfy { $0.repeatability == .keyed })
        let ids = project.sent.flatMap { $0.json?.array ?? [] }.compactMap { $0["properties"]?["$insert_id"]?.string }
        #expect(Set(ids).count == count)
    }

    @Test func splitsByBytesBeforeCompression() async throws {
        let project = try Project(Array(repeating: .imported, count: 9))
        let receipt = try await receipt(project, .sample(11, .lists(6)))
        #expect(receipt.succeeded == 11)
        #expect(project.sent.map(\.count).sorted(by: >) == [5, 5, 1])
        #expect(project.sent.allSatisfy { $0.size <= 2_000_000 && $0.encoding == "gzip" })
    }

    @Test func tellsEventsApartByTheirIndex() async throws {
        let project = try Project([
            .refused(
                #"{"index":1,"insert_id":"e-1","field":"properties.time","message":"bad \#(Project.secret)"}"#,
                #"{"index":3,"$insert_id":"e-3","field":"properties.x"}"#,
                imported: 3
            )
        ])
        let outcome = await project.tools.perform(TrackEventBatch.sample(5))
        let receipt = try outcome.get()
        #expect(kinds(receipt) == [nil, .rejected, nil, .rejected, nil])
        #expect(receipt.failures[1]?.field == "at")
        #expect(receipt.failures[1]?.effect == .refused)
        #expect(receipt.failures[1]?.providerMessage == "bad [redacted]")
        #expect(receipt.failures[3]?.field == "properties.x")
        #expect(outcome.failure?.kind == .partialFailure)
        #expect(project.sent.count == 1, "a batch is never sent again as a whole")
        #expect(project.audit.items.map(\.index) == [1, 3])
        #expect(project.audit.items.map(\.people) == [[Person(userID: "cust-1")], [Person(userID: "cust-3")]])
    }

    @Test(arguments: [#""insert_id":"e-2""#, #""$insert_id":"e-2""#, #""index":99,"insert_id":"e-2""#])
    func findsARecordByItsID(key: String) async throws {
        let project = try Project([.refused("{\(key)}", imported: 2)])
        #expect(kinds(try await receipt(project, .sample(3))) == [nil, nil, .rejected])
    }

    @Test(
        arguments: [
            #"{"index":"1","insert_id":7,"field":3,"message":{"a":1}}"#, #"{"index":null,"$insert_id":"e-1"}"#,
            #"{"index":1.5,"insert_id":null,"$insert_id":"e-1","message":["x"]}"#,
        ]
    )
    func readsARecordOfAnOddForm(record: String) async throws {
        let project = try Project([.refused(record, imported: 2)])
        #expect(kinds(try await receipt(project, .sample(3))) == [nil, .rejected, nil])
    }

    @Test(arguments: ["7", "null", #""e-1""#, "[]", #"{"index":-1}"#])
    func oneOddRecordDoesNotRefuseTheRest(odd: String) async throws {
        let project = try Project([.refused(#"{"index":2}"#, odd, imported: 1)])
        let receipt = try await receipt(project, .sample(3))
        #expect(kinds(receipt) == [.malformedResponse, .malformedResponse, .rejected])
        #expect(receipt.failures[0]?.effect == .unknown)
    }

    @Test(
        arguments: [
            (
                400, #""num_records_imported":1,"failed_records":[{"index":0}]"#,
                [Failure.Kind.rejected, .malformedResponse]
            ),
            (200, #""num_records_imported":1,"failed_records":[{"index":0}]"#, [.rejected, .malformedResponse]),
            (200, #""num_records_imported":0"#, [.malformedResponse, .malformedResponse]),
            (200, #""num_records_imported":2"#, [.malformedResponse, .malformedResponse]),
            (400, #""num_records_imported":1"#, [.malformedResponse, .malformedResponse]),
            (400, #""num_records_imported":0"#, [.rejected, .rejected]),
            (200, #""num_records_imported":3"#, [nil, nil]), (200, #""status":"OK""#, [nil, nil]),
            (200, #""num_records_imported":"2","failed_records":[{"index":0}]"#, [.rejected, nil]),
        ] as [(Int, String, [Failure.Kind?])]
    )
    func believesTheNumberOfRecords(status: Int, members: String, expected: [Failure.Kind?]) async throws {
        let project = try Project([.respond(status, body: #"{"code":\#(status),\#(members)}"#)])
        let outcome = await project.tools.perform(TrackEventBatch.sample(3))
        let receipt = try outcome.get()
        #expect(Array(kinds(receipt).prefix(2)) == expected)
        #expect(kinds(receipt)[2] == expected[1])
        #expect(project.sent.count == 1)
    }

    @Test func endsWhereA429OutlastsTheRetries() async throws {
        let project = try Project(Array(repeating: .respond(429), count: 100))
        let outcome = await project.tools.perform(TrackEventBatch.sample(40_000))
        #expect(outcome.failure?.effect == Failure.Effect.none)
        #expect(try outcome.get().failures.values.allSatisfy { $0.kind == .rateLimited })
        #expect(project.sent.count < 30)
    }

    @Test func claimsNothingOfEventsThatAnUnnamedRecordMayBe() async throws {
        let project = try Project([.refused(#"{"index":0}"#, #"{"message":"which?"}"#, imported: 1)])
        let receipt = try await receipt(project, .sample(3))
        #expect(kinds(receipt) == [.rejected, .malformedResponse, .malformedResponse])
        #expect(receipt.failures[1]?.effect == .unknown)
    }

    @Test func mapsIndicesPastEventsThatWereNotSent() async throws {
        var batch = TrackEventBatch.sample(4)
        batch.events[0].name = ""
        batch.events[1].person = Person(userID: "null")
        let project = try Project([.refused(#"{"index":1}"#, imported: 1)])
        let receipt = try await receipt(project, batch)
        #expect(project.sent[0].count == 2)
        #expect(kinds(receipt) == [.invalidInput, .invalidInput, nil, .rejected])
        #expect(receipt.failures[0]?.field == "events[0].name")
        #expect(receipt.failures[1]?.field == "events[1].person.user_id")
    }

    @Test func sendsNothingWhereNoEventIsSound() async throws {
        var batch = TrackEventBatch.sample(2)
        batch.events[0].person = Person(email: "ada@example.com")
        batch.events[1].at = Timestamp(secondsSince1970: 0)
        let project = try Project()
        #expect(kinds(try await receipt(project, batch)) == [.invalidInput, .invalidInput])
        #expect(project.sent.isEmpty)
    }

    @Test func halvesWhatIsTooLarge() async throws {
        let project = try Project([.tooLarge, .imported, .tooLarge, .imported, .tooLarge, .imported, .tooLarge])
        let receipt = try await receipt(project, .sample(5))
        #expect(project.sent.map(\.count) == [5, 2, 3, 1, 2, 1, 1])
        #expect(kinds(receipt) == [nil, nil, nil, nil, .rejected])
        #expect(receipt.failures[4]?.status == 413)
        let ids = project.sent.map { $0.json?.array?.compactMap { $0["properties"]?["$insert_id"]?.string } ?? [] }
        #expect(ids[1] + ids[3] + ids[5] + ids[6] == ids[0])
    }

    @Test func refusesASingleEventThatIsTooLarge() async throws {
        let project = try Project([.tooLarge])
        let receipt = try await receipt(project, .sample(1))
        #expect(receipt.failures[0]?.kind == .rejected)
        #expect(receipt.failures[0]?.status == 413)
        #expect(project.sent.count == 1)
    }

    @Test func leavesOtherRequestsAloneWhereOneFails() async throws {
        let project = try Project([
            ScriptedTransport.Step { (request: WireRequest) async throws(Failure) -> WireResponse in
                WireResponse(status: 422, body: Array(#"{"error":"no"}"#.utf8))
            }, .imported, .imported,
        ])
        let receipt = try await receipt(project, .sample(4500))
        #expect(receipt.failed == 2000 || receipt.failed == 500)
        #expect(project.sent.count == 3)
    }

    @Test(arguments: [(401, Failure.Kind.authenticationFailed), (403, .permissionDenied)])
    func endsEarlyWhereCredentialsAreRefused(status: Int, kind: Failure.Kind) async throws {
        let refusal = ScriptedTransport.Step.respond(status, body: #"{"error":"Invalid credentials"}"#)
        let project = try Project(Array(repeating: refusal, count: 50))
        let receipt = try await receipt(project, .sample(14_000))
        #expect(receipt.failed == 14_000)
        #expect(project.sent.count < 7)
        #expect(Set(receipt.failures.values.map(\.kind)) == [kind])
        #expect(receipt.failures[13_999]?.effect == Failure.Effect.none)
        #expect(receipt.failures[0]?.effect == .refused)
    }

    @Test func sendsNothingWhileTheCircuitIsOpen() async throws {
        let project = try Project(Array(repeating: .respond(500), count: 20))
        for _ in 0..<3 { _ = await project.tools.perform(TrackEvent.sample(1)) }
        let sent = project.sent.count
        let outcome = await project.tools.perform(TrackEventBatch.sample(5000))
        #expect(outcome.failure?.kind == .partialFailure)
        #expect(try outcome.get().failures.values.allSatisfy { $0.kind == .circuitOpen })
        #expect(outcome.failure?.effect == Failure.Effect.none)
        #expect(project.sent.count == sent)
    }

    @Test func leavesTheFateOfALostRequestOpen() async throws {
        let project = try Project(Array(repeating: .loseAnswer, count: 4))
        let receipt = try await receipt(project, .sample(3))
        #expect(project.sent.count == 4)
        #expect(Set(project.transport.sent.map(\.body)).count == 1)
        #expect(receipt.failures.values.allSatisfy { $0.effect == .unknown && $0.kind == .network })
    }

    @Test func namesNobodyInTheBatchsOwnEntry() async throws {
        let project = try Project([.imported])
        _ = try await receipt(project, .sample(3))
        #expect(project.audit.intents.map(\.people) == [[]])
        #expect(project.audit.items.isEmpty)
    }
}
