import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct AutomationTests {
    private static let ada = Person(email: "ada@example.com", userID: "u-1")

    private static func alarm(
        _ trigger: AutomationTrigger = AutomationTrigger(.custom),
        onFailure: Automation.FailurePolicy = .stop,
        actions: [AutomationStep]? = nil
    ) -> Automation {
        Automation(
            workflowName: "Alarm",
            trigger: trigger,
            person: ada,
            actions: actions ?? [
                .task("Call Ada", for: ada), .addTag(TagContact(person: ada, tag: "at risk")),
                .removeTag(UntagContact(person: ada, tag: "happy")),
            ],
            onFailure: onFailure
        )
    }

    private static let refusal = Failure(.rejected, effect: .refused, "no such tag")

    @Test func doesEachActionInOrderAndTracksIt() async throws {
        let recording = try RecordingTools()
        let options = CallOptions(correlationID: "alarm-1")
        let result = await recording.tools.automateCommunications(Self.alarm(), options: options)
        #expect(result.status == .completed && result.failure == nil)
        #expect(result.steps.map(\.fate) == [.done, .done, .done])
        #expect(result.steps.allSatisfy { $0.outcome?.provider != nil })
        #expect(
            recording.audit.finished.map(\.action) == [
                "contact.note", "contact.tag", "contact.untag", "event.track_batch",
            ]
        )
        #expect(Set(recording.audit.finished.map(\.correlationID)) == ["alarm-1"])
        let events = recording.performed(TrackEventBatch.self).flatMap(\.events)
        #expect(events.map(\.name) == Array(repeating: "automation_triggered", count: 3))
        #expect(events.map { $0.properties["action_type"] } == ["create_task", "add_tag", "remove_tag"])
        #expect(Set(events.map(\.eventID)).count == 3)
        #expect(events.allSatisfy { $0.person == Self.ada && (try? $0.checkedForm()) != nil })
        #expect(result.tracking.tracked == 3)
    }

    @Test func stopsAfterAFailureOrGoesOn() async throws {
        for (policy, fates, status) in [
            (Automation.FailurePolicy.stop, [AutomationResult.Fate.done, .failed, .skipped], "contact.tag"),
            (.continue, [.done, .failed, .done], "contact.untag"),
        ] {
            let recording = try RecordingTools()
            recording.answer(TagContact.self) { _ in .failure(Self.refusal) }
            let result = await recording.tools.automateCommunications(Self.alarm(onFailure: policy))
            #expect(result.steps.map(\.fate) == fates)
            #expect(result.status == .partial)
            #expect(result.failure?.kind == .partialFailure)
            #expect(result.failure?.message.contains("actions[1]: no such tag") == true)
            #expect(recording.audit.finished.map(\.action).dropLast().last == status)
            #expect(result.tracking.tracked == fates.count { $0 == .done })
        }
    }

    @Test func saysWhereNobodyKnows() async throws {
        let recording = try RecordingTools()
        recording.answer(NoteContact.self) { _ in .failure(Failure(.timeout, effect: .unknown, "no answer")) }
        let result = await recording.tools.automateCommunications(Self.alarm())
        #expect(result.steps.map(\.fate) == [.unknown, .skipped, .skipped])
        #expect(result.status == .partial)
        #expect(result.failure?.effect == .unknown)
        #expect(recording.performed(TrackEventBatch.self).isEmpty)
    }

    @Test func isFailedWhereNothingWasDone() async throws {
        let recording = try RecordingTools()
        recording.answer(NoteContact.self) { _ in .failure(Self.refusal) }
        let result = await recording.tools.automateCommunications(Self.alarm())
        #expect(result.status == .failed)
        #expect(result.failure?.kind == .rejected && result.failure?.effect == .refused)
    }

    @Test func whatIsDoneStaysDoneWhereItCannotBeTracked() async throws {
        let recording = try RecordingTools()
        recording.answer(TrackEventBatch.self) { _ in .failure(Failure(.providerUnavailable, effect: .none, "down")) }
        let result = await recording.tools.automateCommunications(Self.alarm())
        #expect(result.status == .completed && result.failure == nil)
        #expect((result.tracking.tracked, result.tracking.failed) == (0, 3))
        #expect(result.tracking.failure?.kind == .providerUnavailable)
    }

    @Test(
        arguments: [
            (AutomationTrigger(.timeBased), "schedule"), (AutomationTrigger(.eventBased), "event"),
            (AutomationTrigger(.behaviorBased), "behavior"), (AutomationTrigger(.healthScore), "threshold"),
            (AutomationTrigger(.healthScore, conditions: ["threshold": 40]), "direction"),
            (AutomationTrigger(.healthScore, conditions: ["threshold": "low", "direction": "below"]), "threshold"),
            (AutomationTrigger(.milestone, conditions: ["milestone_name": ""]), "milestone_name"),
            (AutomationTrigger(.contractEvent, conditions: ["event_type": 3]), "event_type"),
            (AutomationTrigger(.usagePattern, conditions: ["metric": "logins"]), "threshold"),
            (AutomationTrigger(.usagePattern, conditions: ["metric": [:], "threshold": 1]), "metric"),
        ]
    )
    func refusesATriggerWithoutItsConditions(trigger: AutomationTrigger, condition: String) async throws {
        let recording = try RecordingTools()
        let result = await recording.tools.automateCommunications(Self.alarm(trigger))
        #expect(result.status == .refused)
        #expect(result.failure?.kind == .invalidInput)
        #expect(result.failure?.field == "trigger.conditions.\(condition)")
        #expect(recording.audit.finished.isEmpty)
    }

    @Test func takesATriggerWithItsConditions() async throws {
        let recording = try RecordingTools()
        let trigger = AutomationTrigger(
            .healthScore,
            conditions: ["threshold": 40.5, "direction": "below", "window": "7d"]
        )
        #expect(await recording.tools.automateCommunications(Self.alarm(trigger)).status == .completed)
    }

    @Test func doesNothingWhereAValueIsWrong() async throws {
        let recording = try RecordingTools()
        let actions: [AutomationStep] = [
            .task("Call Ada", for: Self.ada), .addTag(TagContact(person: Person(), tag: "x")),
        ]
        let result = await recording.tools.automateCommunications(Self.alarm(actions: actions))
        #expect(result.status == .refused)
        #expect(result.failure?.field == "actions[1].person")
        #expect(recording.audit.finished.isEmpty)
    }

    @Test func doesNothingWhereThereIsNothingToDo() async throws {
        let recording = try RecordingTools()
        let result = await recording.tools.automateCommunications(Self.alarm(actions: []))
        #expect(result.status == .refused)
        #expect(result.failure?.field == "actions")
    }

    @Test func doesNothingWhereNobodyCanDoAnAction() async throws {
        let audit = RecordingAuditLog()
        let tools = try CommunicationTools(
            configuration: .parse(
                "",
                file: nil,
                environment: ["SENDGRID_API_KEY": "SG.x", "SENDGRID_FROM_EMAIL": "a@b.co"]
            ),
            transport: ScriptedTransport([]),
            audit: audit,
            time: ManualTime().source
        )
        let mail = SendEmail(to: [Address("ada@example.com")], subject: "x", text: "y")
        let result = await tools.automateCommunications(
            Self.alarm(actions: [.sendEmail(mail), .addTag(TagContact(person: Self.ada, tag: "x"))])
        )
        #expect(result.status == .refused)
        #expect(result.failure?.kind == .noRoute)
        #expect(result.failure?.field == "actions[1].type")
        #expect(result.failure?.message.contains("add_tag (contact.tag)") == true)
        #expect(audit.outcomes.isEmpty)
    }

    @Test func skipsTheRestWhereItIsCancelled() async throws {
        let recording = try RecordingTools()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await recording.tools.automateCommunications(Self.alarm())
        }
        let result = await task.value
        #expect(result.status == .cancelled)
        #expect(result.failure?.kind == .cancelled)
        #expect(result.steps.map(\.fate) == [.skipped, .skipped, .skipped])
    }

    @Test(arguments: [Automation.FailurePolicy.stop, .continue], [nil, refusal])
    func leavesTheRestUndoneWhereItIsCancelledInTheMiddle(
        policy: Automation.FailurePolicy,
        failure: Failure?
    ) async throws {
        let recording = try RecordingTools()
        recording.answer(TagContact.self) { tag in
            withUnsafeCurrentTask { $0?.cancel() }
            if let failure { return .failure(failure) }
            return .success(TagReceipt(tagName: tag.tag, contactID: "c-1"))
        }
        let result = await Task { await recording.tools.automateCommunications(Self.alarm(onFailure: policy)) }.value
        #expect(result.steps.map(\.fate) == [.done, failure == nil ? .done : .failed, .skipped])
        #expect(result.status == .cancelled)
        #expect((result.failure?.kind, result.failure?.effect) == (.cancelled, Failure.Effect.none))
        // What was done is tracked and in the log all the same.
        #expect(result.tracking.tracked == result.count(.done))
        #expect(recording.performedNames == ["contact.note", "contact.tag", "event.track_batch"])
        #expect(recording.audit.intents.count == recording.audit.outcomes.count)
    }

    @Test func tellsAllOfItAsJSON() async throws {
        let recording = try RecordingTools()
        recording.answer(TagContact.self) { _ in .failure(Self.refusal) }
        let options = CallOptions(correlationID: "alarm-1")
        let result = await recording.tools.automateCommunications(Self.alarm(), options: options)
        let json = try JSONValue(encoding: result)
        #expect(json["success"] == false)
        #expect(json["status"] == "partial")
        #expect(json["error_kind"] == "partial_failure")
        #expect(json["workflow"] == ["name": "Alarm"])
        #expect(json["trigger"]?["type"] == "custom")
        #expect(json["correlation_id"] == "alarm-1")
        #expect(json["counts"] == ["done": 1, "failed": 1, "unknown": 0, "skipped": 1])
        #expect(json["actions"]?.array?.map { $0["status"] } == ["done", "failed", "skipped"])
        #expect(json["actions"]?.array?[1]["error_kind"] == "rejected")
        #expect(json["actions"]?.array?[0]["audit_id"] != nil)
        #expect(json["tracking"]?["event"] == "automation_triggered")
    }
}
