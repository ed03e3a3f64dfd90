import Foundation
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Synchronization
import Testing

/// How a campaign's mails go out, chunk by chunk.
struct CampaignDeliveryTests {
    private static let mail = "POST /v3/mail/send"

    @Test func peopleWithOneTextShareRequests() async throws {
        let room = try Mailroom([.accepted, .accepted, .accepted])
        let result = await room.tools.sendPersonalizedEmail(.shared, to: .crowd(2500))
        #expect(result.status == .sent && result.succeeded == 2500)
        #expect(room.requests == [Self.mail, Self.mail, Self.mail])
        #expect(room.bodies.map { $0["personalizations"]?.array?.count } == [1000, 1000, 500])
        let first = room.bodies.first?["personalizations"]?.array?.first
        #expect(first?["dynamic_template_data"]?["name"] == "Person 0")
        #expect(first?["custom_args"]?["client"] == "c0")
        #expect(room.audit.intents.count == 3, "one intent and one outcome a chunk")
        #expect(room.audit.items.count == 2500)
        #expect(result.personalization?.sharesContent == true)
        #expect(result.tracking.events.failure?.message == "not tracked: no configured provider takes events")
    }

    @Test func textsThatDifferGoAlone() async throws {
        let room = try Mailroom(Array(repeating: .accepted, count: 2))
        let result = await room.tools.sendPersonalizedEmail(.welcome, to: .list([.ada, .bob]))
        #expect(result.succeeded == 2)
        #expect(room.requests == [Self.mail, Self.mail])
        #expect(room.audit.intents.map(\.action) == ["email.send_batch"])
        let rehearsal = await room.tools.rehearsePersonalizedEmail(.welcome, to: .list([.ada, .bob]))
        #expect(rehearsal.requests == 2)
        #expect(
            rehearsal.note == "the text is rendered here; where it differs for each recipient, each needs a request"
        )
    }

    @Test func aRehearsalShowsTheFirstMailAndSendsNothing() async throws {
        let room = try Mailroom([])
        let rehearsal = await room.tools.rehearsePersonalizedEmail(.shared, to: .crowd(1001))
        #expect(rehearsal.failure == nil)
        #expect(rehearsal.requests == 2)
        #expect(room.transport.sent.isEmpty && room.audit.entries.isEmpty)
        let request = try #require(rehearsal.firstMail?.requests.first)
        #expect(request.headers.fields.contains { $0.value == "Bearer [redacted]" })
        #expect(request.body?["personalizations"]?.array?.first?["to"]?.array?.first?["email"] == "person0@example.com")
        let json = try JSONValue(encoding: rehearsal)
        #expect(json["dry_run"] == true && json["success"] == true && json["requests"] == 2)
        #expect(json["first_mail"]?["route"]?["rule"] == "built-in")
    }

    @Test func aLostAnswerIsUnknownAndNeverSentAgain() async throws {
        let room = try Mailroom([.accepted, .loseAnswer, .accepted])
        let result = await room.tools.sendPersonalizedEmail(.shared, to: .crowd(2100))
        #expect(room.requests == [Self.mail, Self.mail, Self.mail])
        #expect(result.counts == [.sent: 1100, .unknown: 1000])
        #expect(result.results.first { $0.fate == .unknown }?.place == .index(1000))
        #expect((result.status, result.failure?.effect) == (.partial, .unknown))
        let addresses = room.bodies.flatMap { body in
            (body["personalizations"]?.array ?? []).compactMap { $0["to"]?.array?.first?["email"]?.string }
        }
        #expect(Set(addresses).count == 2100 && addresses.count == 2100)
    }

    @Test func whatStandsAgainstAllEndsIt() async throws {
        let room = try Mailroom([.accepted, .respond(401, body: #"{"errors":[{"message":"no"}]}"#), .accepted])
        let result = await room.tools.sendPersonalizedEmail(.shared, to: .crowd(3500))
        #expect(room.requests.count == 2)
        #expect(result.counts == [.sent: 1000, .failed: 1000, .notSent: 1500])
        #expect(result.status == .partial)
        #expect(result.failure?.message.contains("it ended early") == true)
    }

    @Test func aCancellationStopsBeforeTheNextChunk() async throws {
        let room = try Mailroom(Array(repeating: .accepted, count: 3))
        let seen = Told()
        let task = Task {
            await room.tools.sendPersonalizedEmail(.shared, to: .crowd(2500)) { progress in
                seen.add(progress)
                withUnsafeCurrentTask { $0?.cancel() }
            }
        }
        let result = await task.value
        #expect(seen.all.map { [$0.done, $0.failed, $0.total] } == [[1000, 0, 2500]])
        #expect(room.requests == [Self.mail])
        #expect((result.status, result.failure?.kind) == (.cancelled, .cancelled))
        #expect(result.counts == [.sent: 1000, .notSent: 1500])
        #expect(result.results.count { $0.fate == .notSent } == 1500)
        #expect(room.audit.outcomes.map(\.verdict) == [.success])
    }

    @Test func aCancellationBeforeTheFirstSendsNothing() async throws {
        let room = try Mailroom([.accepted])
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await room.tools.sendPersonalizedEmail(.shared, to: .crowd(1000))
        }
        let result = await task.value
        #expect(result.status == .cancelled)
        #expect(room.requests.isEmpty)
    }

    @Test func aFileThatChangesOnTheWayEndsIt() async throws {
        let room = try Mailroom(Array(repeating: .accepted, count: 3))
        let rows = (0..<2500).map { "person\($0)@example.com\n" }.joined()
        let result = try await withFile("email\n" + rows) { path in
            await room.tools.sendPersonalizedEmail(.shared, to: .csv(path: path)) { _ in
                guard let file = FileHandle(forWritingAtPath: path) else { return }
                try? file.seek(toOffset: 10)
                try? file.write(contentsOf: Data("X".utf8))
                try? file.close()
            }
        }
        #expect(room.requests == [Self.mail])
        #expect(result.counts == [.sent: 1000, .notSent: 1500])
        #expect((result.status, result.failure?.kind) == (.partial, .partialFailure))
        #expect(result.interruption?.kind == .conflict)
        #expect(result.failure?.message.contains("1500 of 2500") == true)
    }

    /// Sends to Ada by a file of which something becomes between the two passes: the id of the batch is asked for there.
    private func send(
        replacing path: String,
        _ replace: @escaping @Sendable () -> Void
    ) async throws -> (Mailroom, CampaignResult) {
        let batchID = ScriptedTransport.Step { (_: WireRequest) async throws(Failure) -> WireResponse in
            replace()
            return .respond(201, body: #"{"batch_id": "b-1"}"#)
        }
        let room = try Mailroom([batchID, .accepted])
        let letter = PersonalizedEmail.shared.with(\.sendAt, room.time.wallNow.advanced(by: .seconds(3600)))
        return (room, await room.tools.sendPersonalizedEmail(letter, to: .csv(path: path)))
    }

    @Test func aFilePutInItsPlaceBetweenTheTwoPassesChangesNothing() async throws {
        try await withFile("email\nada@example.com\n") { path in
            try await withFile("email\nmallory@example.com\neve@example.com\n") { other in
                let (room, result) = try await send(replacing: path) { _ = rename(other, path) }
                #expect(try String(contentsOfFile: path, encoding: .utf8).contains("mallory"), "it took the name")
                #expect(room.requests == ["POST /v3/mail/batch", Self.mail])
                let mail = try #require(room.transport.sent.last)
                let text = String(decoding: mail.body, as: UTF8.self)
                #expect(text.contains("ada@example.com") && !text.contains("mallory"))
                #expect(result.status == .scheduled && result.counts == [.scheduled: 1])
            }
        }
    }

    @Test func aFileThatIsChangedBetweenTheTwoPassesSendsNothing() async throws {
        try await withFile("email\nada@example.com\n") { path in
            let (room, result) = try await send(replacing: path) {
                let file = FileHandle(forWritingAtPath: path)
                _ = try? file?.seekToEnd()
                try? file?.write(contentsOf: Data("mallory@example.com\n".utf8))
                try? file?.close()
            }
            #expect(room.requests == ["POST /v3/mail/batch"])
            #expect(result.interruption?.kind == .conflict)
            #expect(result.count(.scheduled) == 0)
        }
    }

    @Test func schedulesWithABatchThatCanBeCancelled() async throws {
        let room = try Mailroom([.respond(201, body: #"{"batch_id": "b-1"}"#), .accepted, .accepted])
        let letter = PersonalizedEmail.welcome.with(\.sendAt, room.time.wallNow.advanced(by: .seconds(3600)))
        let result = await room.tools.sendPersonalizedEmail(letter, to: .list([.ada, .bob]))
        #expect(room.requests == ["POST /v3/mail/batch", Self.mail, Self.mail])
        #expect(room.bodies.dropFirst().allSatisfy { $0["batch_id"] == "b-1" && $0["send_at"] == 1_780_003_600 })
        #expect(result.status == .scheduled && result.count(.scheduled) == 2)
        #expect(result.delivery.batchID == "b-1")
        #expect(result.tracking.events.tracked == 0)
        #expect(result.tracking.events.failure?.message == "not tracked: nobody has a scheduled mail yet")
        #expect(Set(room.audit.finished.map(\.correlationID)) == [result.campaign.correlationID])
    }

    @Test func aBatchIDThatCannotBeMadeSendsNothing() async throws {
        let room = try Mailroom([.respond(403, body: #"{"errors":[{"message":"no"}]}"#)])
        let letter = PersonalizedEmail.welcome.with(\.sendAt, room.time.wallNow.advanced(by: .seconds(3600)))
        let result = await room.tools.sendPersonalizedEmail(letter, to: .list([.ada]))
        #expect(room.requests == ["POST /v3/mail/batch"])
        #expect((result.status, result.failure?.kind) == (.failed, .permissionDenied))
    }

    /// Intercom takes no batches, and neither names nor arguments.
    @Test func goesOneByOneWhereNobodyTakesBatches() async throws {
        let environment = ["INTERCOM_ACCESS_TOKEN": "token-0123456789", "INTERCOM_ADMIN_ID": "1"]
        let search = ScriptedTransport.Step { (request: WireRequest) async throws(Failure) -> WireResponse in
            request.url.hasSuffix("/messages")
                ? .respond(
                    200,
                    body: #"{"id": "m-1", "type": "admin_message", "created_at": 1, "message_type": "email"}"#
                )
                : .respond(200, body: #"{"data": [{"id": "c-1", "type": "contact"}], "total_count": 1}"#)
        }
        let room = try Mailroom(Array(repeating: search, count: 20), environment: environment)
        let result = await room.tools.sendPersonalizedEmail(.welcome, to: .list([.ada, .bob]))
        #expect(result.results.map { $0.failure?.message } == [nil, nil])
        #expect(result.delivery.providers == ["intercom": [.sent: 2]])
        #expect(room.audit.intents.map(\.action).filter { $0 == "email.send" }.count == 2)
        #expect(room.bodies.compactMap { $0["subject"]?.string }.sorted() == ["Welcome, Ada", "Welcome, Bob"])
        #expect(result.delivery.actions == 2)
    }
}

/// What a progress closure was told.
private final class Told: Sendable {
    private let told = Mutex<[CampaignProgress]>([])
    var all: [CampaignProgress] { told.withLock(\.self) }
    func add(_ progress: CampaignProgress) { told.withLock { $0.append(progress) } }
}
