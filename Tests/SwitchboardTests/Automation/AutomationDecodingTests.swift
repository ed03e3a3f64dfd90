import Foundation
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct AutomationDecodingTests {
    private static func text(
        trigger: String = #"{"type": "custom"}"#,
        person: String = #"{"user_id": "u-1", "email": "ada@example.com"}"#,
        actions: String,
        more: String = ""
    ) -> Data {
        Data(
            #"{"workflow_name": "Alarm", "trigger": \#(trigger), "person": \#(person), "actions": [\#(actions)]\#(more)}"#
                .utf8
        )
    }

    @Test func readsEveryKindOfAction() throws {
        let automation = try Automation.decode(
            json: Self.text(
                actions: """
                    {"type": "send_email", "subject": "Hello", "text": "Monday?"},
                    {"type": "send_in_app_notification", "body": "Monday?"},
                    {"type": "create_task", "title": "Call Ada", "details": "Her score fell"},
                    {"type": "create_ticket", "subject": "Score", "description": "It fell"},
                    {"type": "add_tag", "tag": "at risk", "delay": 0},
                    {"type": "remove_tag", "tag": "happy"},
                    {"type": "track_event", "name": "alarm", "properties": {"score": 12}},
                    {"type": "update_contact", "attributes": {"score": 12}}
                    """,
                more: #", "on_failure": "continue", "description": "when the score falls""#
            )
        )
        let ada = Person(email: "ada@example.com", userID: "u-1")
        #expect(automation.onFailure == .continue)
        #expect(automation.description == "when the score falls")
        guard automation.actions.count == 8,
            case .sendEmail(let mail) = automation.actions[0],
            case .sendInAppNotification(let message) = automation.actions[1],
            case .createTask(let note) = automation.actions[2],
            case .createTicket(let ticket) = automation.actions[3],
            case .addTag(let tag) = automation.actions[4],
            case .removeTag(let untag) = automation.actions[5],
            case .trackEvent(let event) = automation.actions[6],
            case .updateContact(let contact) = automation.actions[7]
        else {
            Issue.record("\(automation.actions)")
            return
        }
        #expect(mail.to == [Address("ada@example.com")] && mail.subject == "Hello")
        #expect(message.to == ada && message.messageType != .email)
        #expect(note.body == "Automated Task: Call Ada\n\nHer score fell" && note.person == ada)
        #expect(ticket.requester.person == ada)
        #expect(tag.person == ada && untag.person == ada && event.person == ada && contact.person == ada)
    }

    @Test func letsAnActionNameSomebodyElse() throws {
        let automation = try Automation.decode(
            json: Self.text(actions: #"{"type": "create_task", "title": "Call", "person": {"user_id": "u-2"}}"#)
        )
        guard case .createTask(let note) = automation.actions[0] else {
            Issue.record("no task")
            return
        }
        #expect(note.person == Person(userID: "u-2"))
        #expect(note.body == "Automated Task: Call")
    }

    @Test(
        arguments: [
            (#"{"type": "send_sms", "text": "x"}"#, "actions[0].type", "no provider here sends text messages"),
            (#"{"type": "send_slack_message"}"#, "actions[0].type", "writes to Slack"),
            (#"{"type": "schedule_meeting"}"#, "actions[0].type", "keeps calendars"),
            (#"{"type": "trigger_webhook"}"#, "actions[0].type", "calls other systems"),
            (#"{"type": "update_health_score"}"#, "actions[0].type", "keeps health scores"),
            (#"{"type": "add_tags", "tag": "x"}"#, "actions[0].type", "did you mean add_tag?"),
            (#"{"tag": "x"}"#, "actions[0].type", "is missing"),
            (#""add_tag""#, "actions[0]", "give an object"),
            (#"{"type": "add_tag", "tag": "x"}, {"type": "add_tag", "tga": "x"}"#, "actions[1].tga", "tag?"),
            (#"{"type": "add_tag"}"#, "actions[0].tag", "is missing"),
            (#"{"type": "add_tag", "tag": "x", "delay": 60}"#, "actions[0].delay", "nothing waits here"),
            (#"{"type": "add_tag", "tag": "x", "delay_minutes": 5}"#, "actions[0].delay_minutes", "nothing waits"),
            (#"{"type": "add_tag", "tag": "x", "delay": "1h"}"#, "actions[0].delay", "nothing waits here"),
            (#"{"type": "create_task"}"#, "actions[0].title", "say what is to be done"),
            (#"{"type": "create_task", "title": "x", "body": "y"}"#, "actions[0].body", "give title and details"),
            (#"{"type": "create_task", "title": 7}"#, "actions[0].title", "give a string"),
            (
                #"{"type": "send_in_app_notification", "body": "x", "message_type": "email"}"#,
                "actions[0].message_type", "take send_email"
            ),
        ]
    )
    func refusesAction(action: String, field: String, problem: String) throws {
        let failure = try #require(throws: Failure.self) {
            let automation = try Automation.decode(json: Self.text(actions: action))
            throw Failure(.notFound, effect: .none, "was read: \(automation)")
        }
        #expect(failure.kind == .invalidInput)
        #expect(failure.field == field, "\(failure)")
        #expect(failure.message.contains(problem), "\(failure.message)")
    }

    @Test func wantsAnAddressForAMail() throws {
        let failure = try #require(throws: Failure.self) {
            try Automation.decode(
                json: Self.text(
                    person: #"{"user_id": "u-1"}"#,
                    actions: #"{"type": "send_email", "subject": "x", "text": "y"}"#
                )
            )
        }
        #expect(failure.field == "actions[0].to")
    }
}
