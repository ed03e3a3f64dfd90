import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct CampaignTests {
    @Test func writesToEachWhatIsSaidToThatOne() async throws {
        let recording = try RecordingTools()
        let letter = PersonalizedEmail.welcome.with(\.html, "<p>{{name}}</p>").with(\.trackOpens, true)
        let people: [CampaignRecipient] = [
            .ada, CampaignRecipient("bob@example.com", tokens: ["name": "B&B", "plan": "x"]),
        ]
        let result = await recording.tools.sendPersonalizedEmail(letter, to: .list(people))
        #expect(result.failure == nil)
        #expect(result.status == .sent)
        let mails = recording.performed(SendEmailBatch.self).flatMap(\.items)
        #expect(mails.map(\.subject) == ["Welcome, Ada", "Welcome, B&B"])
        #expect(mails.map(\.text) == ["You have the pro plan.", "You have the x plan."])
        #expect(mails.map(\.html) == ["<p>Ada</p>", "<p>B&amp;B</p>"])
        #expect(mails.map(\.to) == [[Address("ada@example.com", name: "Ada")], [Address("bob@example.com")]])
        #expect(
            mails.map(\.customArgs) == [
                ["campaign": "Spring welcome", "template_kind": "onboarding", "client": "c1"],
                ["campaign": "Spring welcome", "template_kind": "onboarding"],
            ]
        )
        #expect(mails.allSatisfy { $0.trackOpens == true && $0.sendAt == nil && $0.batchID == nil })
        #expect(Set(recording.audit.finished.map(\.correlationID)) == [result.campaign.correlationID])
    }

    @Test func tracksThoseThatWereSent() async throws {
        let recording = try RecordingTools()
        recording.answer(SendEmail.self) { mail in
            mail.to[0].email == "bob@example.com"
                ? .failure(Failure(.rejected, effect: .refused, "no")) : .success(SendEmail.Receipt(messageID: "m-1"))
        }
        let options = CallOptions(correlationID: "spring")
        let list = RecipientSource.list([.ada, .bob])
        let result = await recording.tools.sendPersonalizedEmail(.welcome, to: list, options: options)
        #expect(result.status == .partial)
        #expect((result.failure?.kind, result.failure?.effect) == (.partialFailure, Failure.Effect.none))
        #expect(result.results.map(\.fate) == [.sent, .failed])
        #expect(result.results.map(\.messageID) == ["m-1", nil])
        #expect(result.results.last?.failure?.message == "no")
        #expect((result.tracking.events.tracked, result.tracking.events.failed) == (1, 0))
        let events = recording.performed(TrackEventBatch.self).flatMap(\.events)
        #expect(events.map(\.name) == ["email_campaign_received"])
        #expect(events.map(\.person) == [Person(email: "ada@example.com", userID: "c1")])
        let event = try #require(events.first)
        #expect(event.properties["campaign"] == "Spring welcome")
        _ = await recording.tools.sendPersonalizedEmail(.welcome, to: list, options: options)
        let again = recording.performed(TrackEventBatch.self).flatMap(\.events)
        #expect(again.map(\.eventID) == [event.eventID, event.eventID], "a repetition is known for what it is")
        #expect(event.isEventIDGiven && (try? event.checkedForm()) != nil)
    }

    @Test func aMailThatIsSentStaysSentWhateverBecomesOfTheEvent() async throws {
        let recording = try RecordingTools()
        recording.answer(TrackEventBatch.self) { _ in .failure(Failure(.providerUnavailable, effect: .none, "down")) }
        let result = await recording.tools.sendPersonalizedEmail(.welcome, to: .list([.ada]))
        #expect(result.status == .sent && result.failure == nil)
        #expect((result.tracking.events.tracked, result.tracking.events.failed) == (0, 1))
        #expect(result.tracking.events.failure?.kind == .providerUnavailable)
    }

    @Test func aBadRowInTheMiddleIsReportedAndTheOthersAreSent() async throws {
        let recording = try RecordingTools()
        let csv = "email,name,plan\nada@example.com,Ada,pro\nnobody,X,y\nbob@example.com,Bob,free\n"
        let result = try await withFile(csv) { path in
            await recording.tools.sendPersonalizedEmail(.welcome, to: .csv(path: path))
        }
        #expect(
            recording.performed(SendEmailBatch.self).flatMap(\.items).map(\.subject) == [
                "Welcome, Ada", "Welcome, Bob",
            ]
        )
        #expect(result.targeting.rejected.first.map(\.place) == [.line(3)])
        #expect(result.results.map(\.place) == [.line(2), .line(4)])
        #expect(result.status == .partial && result.succeeded == 2)
        #expect(result.failure?.message == "1 of 3 recipients were not sent to, or not for certain")
    }

    @Test func asksADirectoryForWhomItKnows() async throws {
        let recording = try RecordingTools()
        let directory = Directory(people: ["c1": .ada, "c3": .bob])
        let result = await recording.tools.sendPersonalizedEmail(.welcome, to: .clients(["c1", "c2", "c3"], directory))
        let mails = recording.performed(SendEmailBatch.self).flatMap(\.items)
        #expect(mails.map { $0.to[0].email } == ["ada@example.com", "bob@example.com"])
        #expect(mails.map { $0.customArgs?["client"] } == ["c1", "c3"])
        #expect(result.targeting.rejected.first.map(\.place) == [.index(1)])
        #expect(
            result.targeting.rejected.first.first?.sentence == "client_id is an id that the directory does not know"
        )
        let down = Directory(people: [:], failure: Failure(.network, effect: .none, "the directory is away"))
        let refused = await recording.tools.sendPersonalizedEmail(.welcome, to: .clients(["c1"], down))
        #expect(refused.failure?.message == "the directory is away")
        #expect(recording.performed(SendEmailBatch.self).count == 1)
    }

    @Test func saysItInsideTheProductToo() async throws {
        let recording = try RecordingTools()
        recording.answer(SendEmail.self) { mail in
            mail.to[0].email == "ada@example.com"
                ? .success(SendEmail.Receipt(messageID: "m")) : .failure(Failure(.rejected, effect: .refused, "no"))
        }
        let letter = PersonalizedEmail.welcome.with(\.message, "Hello {{name}}")
        let result = await recording.tools.sendPersonalizedEmail(letter, to: .list([.ada, .bob]))
        #expect(recording.performed(SendMessage.self).map(\.body) == ["Hello Ada"])
        #expect(recording.performed(SendMessage.self).map(\.to) == [Person(email: "ada@example.com", userID: "c1")])
        #expect(result.results.map(\.message) == [.sent, nil])
        #expect(result.delivery.messages == [.sent: 1])
    }

    @Test func keepsTheResultsOfSoMany() async throws {
        let recording = try RecordingTools()
        recording.answer(SendEmail.self) { _ in .success(SendEmail.Receipt(messageID: "m")) }
        recording.answer(TrackEventBatch.self) { .success(TrackEventBatch.Receipt(count: $0.events.count)) }
        let count = CampaignResult.resultLimit + 1500
        let result = await recording.tools.sendPersonalizedEmail(.shared, to: .crowd(count))
        #expect(result.succeeded == count)
        #expect(result.results.count == CampaignResult.resultLimit)
        let sizes = recording.performed(SendEmailBatch.self).map(\.items.count)
        #expect(sizes.max() == 1000 && sizes.reduce(0, +) == count)
        #expect(try JSONValue(encoding: result)["results_left_out"] == 1500)
    }
}

/// A platform's customers.
struct Directory: CustomerDirectory {
    var people: [String: CampaignRecipient]
    var failure: Failure?

    func customers(_ ids: [String]) async throws(Failure) -> [String: CampaignRecipient] {
        if let failure { throw failure }
        return people.filter { ids.contains($0.key) }
    }
}
