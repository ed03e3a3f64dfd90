import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct IntercomConversationTests {
    private static let conversation = #"""
        {"type":"conversation","id":"1295","created_at":1734537424,"updated_at":1734537500,"open":true,"state":"snoozed",
         "title":null,"admin_assignee_id":0,"team_assignee_id":"77","source":{"type":"conversation","id":"900",
         "body":"<p>help</p>","author":{"type":"user","id":"65f0ada","name":"Ada","email":"ada@example.com"}},
         "contacts":{"type":"contact.list","contacts":[{"type":"contact","id":"65f0ada","external_id":"u-1"}]},
         "tags":{"type":"tag.list","tags":[{"id":"1","name":"vip"}]},"teammates":null,
         "conversation_parts":{"type":"conversation_part.list","total_count":2,"conversation_parts":[
           {"id":901,"part_type":"comment","body":"<p>on it</p>","created_at":1734537450,
            "author":{"type":"admin","id":991}},
           {"id":"902","part_type":"assignment","body":null,"created_at":1734537460,"author":{"type":"admin","id":"991"}}]}}
        """#

    @Test func startsWithThePersonsOwnMessage() async throws {
        let workspace = try Workspace([
            .ok(#"{"type":"user_message","id":403,"conversation_id":"1295","message_type":"inapp"}"#)
        ])
        let receipt = try await workspace.tools.perform(StartConversation(person: .ada, body: "help")).get()
        #expect((receipt.conversationID, receipt.messageID) == ("1295", "403"))
        #expect(
            workspace.sent == [
                .post("/conversations", ["from": ["type": "user", "id": "65f0ada"], "body": "help"])
            ]
        )
        #expect(workspace.audit.outcomes[0].people == [.ada])
    }

    @Test func readsAConversation() async throws {
        let workspace = try Workspace([.ok(Self.conversation)])
        let receipt = try await workspace.tools.perform(GetConversation(conversationID: "1295")).get()
        let conversation = receipt.conversation
        #expect((conversation.id, conversation.state) == ("1295", .snoozed))
        #expect((conversation.assigneeID, conversation.tags) == ("77", ["vip"]))
        #expect(conversation.contactIDs == ["65f0ada"])
        #expect(conversation.parts.map(\.id) == ["900", "901", "902"])
        #expect(conversation.parts.map(\.authorID) == ["65f0ada", "991", "991"])
        #expect(conversation.createdAt == Timestamp(secondsSince1970: 1_734_537_424))
        #expect(workspace.sent == [.get("/conversations/1295")])
    }

    @Test func readsAConversationOfNullsOnly() async throws {
        let nulls =
            #"{"id":1,"state":null,"open":false,"contacts":null,"tags":null,"conversation_parts":null,"source":null}"#
        let workspace = try Workspace([.ok(nulls)])
        let conversation = try await workspace.tools.perform(GetConversation(conversationID: "1")).get().conversation
        #expect(conversation == Conversation(id: "1", state: .closed))
    }

    @Test func replies() async throws {
        let workspace = try Workspace([.ok(Self.conversation)])
        let action = ReplyToConversation(conversationID: "1295", body: "on it", adminID: "12")
        let receipt = try await workspace.tools.perform(action).get()
        #expect((receipt.conversationID, receipt.partID) == ("1295", "901"))
        #expect(
            workspace.sent == [
                .post(
                    "/conversations/1295/reply",
                    ["message_type": "comment", "type": "admin", "admin_id": "12", "body": "on it"]
                )
            ]
        )
    }

    @Test func writesNotesAsTheConfiguredAdmin() async throws {
        let workspace = try Workspace([.ok(Self.conversation)])
        let action = ReplyToConversation(conversationID: "1295", body: "vip", messageType: .note)
        let receipt = try await workspace.tools.perform(action).get()
        #expect(receipt.partID == nil)
        #expect(workspace.sent.first?.body?["message_type"] == "note")
        #expect(workspace.sent.first?.body?["admin_id"] == "991")
    }

    @Test(arguments: [
        (#"{}"#, "close", nil), (#"{"body": "bye"}"#, "close", "bye"),
    ])
    func closes(extra: String, kind: String, body: String?) async throws {
        let workspace = try Workspace([.ok(Self.conversation)])
        let action = CloseConversation(conversationID: "1295", body: body)
        _ = try await workspace.tools.perform(action).get()
        var expected: [String: JSONValue] = ["message_type": .string(kind), "type": "admin", "admin_id": "991"]
        if let body { expected["body"] = .string(body) }
        #expect(workspace.sent == [.post("/conversations/1295/parts", .object(expected))])
    }

    @Test func reopensAndTellsTheStateThatTheAnswerTells() async throws {
        let workspace = try Workspace([.ok(#"{"id":"1295","state":"open"}"#)])
        let receipt = try await workspace.tools.perform(ReopenConversation(conversationID: "1295")).get()
        #expect(receipt.state == .open)
        #expect(
            workspace.sent == [
                .post("/conversations/1295/parts", ["message_type": "open", "type": "admin", "admin_id": "991"])
            ]
        )
    }

    @Test func snoozesInSeconds() async throws {
        let workspace = try Workspace([.ok(Self.conversation)])
        let until = workspace.time.source.wallClock().advanced(by: .seconds(3600))
        _ = try await workspace.tools.perform(SnoozeConversation(conversationID: "1295", until: until)).get()
        #expect(workspace.sent.first?.body?["snoozed_until"] == .integer(until.secondsSince1970))
        let past = SnoozeConversation(conversationID: "1295", until: Timestamp(secondsSince1970: 1))
        #expect(await workspace.tools.perform(past).failure?.field == "until")
        #expect(workspace.sent.count == 1)
    }

    @Test(arguments: [("12", "admin", "12"), ("team:77", "team", "77"), ("0", "admin", "0")])
    func assigns(to assignee: String, type: String, id: String) async throws {
        let workspace = try Workspace([.ok(Self.conversation)])
        let action = AssignConversation(conversationID: "1295", assigneeID: assignee)
        _ = try await workspace.tools.perform(action).get()
        #expect(workspace.sent.first?.body?["type"] == .string(type))
        #expect(workspace.sent.first?.body?["assignee_id"] == .string(id))
    }

    @Test(arguments: ["ada", "team:", "team:x", "-1"])
    func refusesAssigneesThatAreNoIDs(assignee: String) async throws {
        let workspace = try Workspace([])
        let action = AssignConversation(conversationID: "1295", assigneeID: assignee)
        #expect(await workspace.tools.perform(action).failure?.field == "assignee_id")
        #expect(workspace.sent == [])
    }

    @Test func refusesWhatIntercomCannotSay() async throws {
        let workspace = try Workspace([])
        let reopen = ReopenConversation(conversationID: "1295", body: "again")
        #expect(await workspace.tools.perform(reopen).failure?.field == "body")
        let later = workspace.time.source.wallClock().advanced(by: .seconds(60))
        let snooze = SnoozeConversation(conversationID: "1295", until: later, body: "later")
        #expect(await workspace.tools.perform(snooze).failure?.field == "body")
        #expect(workspace.sent == [])
    }

    @Test func needsAnAdmin() async throws {
        let workspace = try Workspace([], environment: [:])
        let failure = await workspace.tools.perform(CloseConversation(conversationID: "1295")).failure
        #expect(failure?.field == "admin_id")
        #expect(failure?.message.contains("INTERCOM_ADMIN_ID") == true)
    }

    @Test func saysNothingTwice() async throws {
        let workspace = try Workspace([.loseAnswer])
        let action = ReplyToConversation(conversationID: "1295", body: "on it")
        #expect(await workspace.tools.perform(action).failure?.effect == .unknown)
        #expect(workspace.sent.count == 1)
    }
}

struct IntercomConversationListTests {
    private static let page = #"""
        {"type":"conversation.list","conversations":[{"id":"1","state":"open"}],"total_count":2,
         "pages":{"type":"pages","next":{"page":2,"starting_after":"abc"},"page":1}}
        """#

    @Test func asksForAPersonsInAState() async throws {
        let workspace = try Workspace([.ok(Self.page)])
        let action = ListConversations(person: .ada, state: .open, limit: 5, cursor: "x")
        let receipt = try await workspace.tools.perform(action).get()
        #expect(receipt.conversations.map(\.id) == ["1"])
        #expect(receipt.nextCursor == "abc")
        #expect(
            workspace.sent == [
                .post(
                    "/conversations/search",
                    [
                        "query": [
                            "operator": "AND",
                            "value": [
                                ["field": "contact_ids", "operator": "=", "value": "65f0ada"],
                                ["field": "state", "operator": "=", "value": "open"],
                            ],
                        ],
                        "pagination": ["per_page": 5, "starting_after": "x"],
                    ]
                )
            ]
        )
    }

    @Test(arguments: [#""pages":{"next":null}"#, #""pages":null"#, #""total_count":0"#])
    func endsWhereThereIsNoNextPage(rest: String) async throws {
        let workspace = try Workspace([.ok(#"{"conversations":[],\#(rest)}"#)])
        #expect(try await workspace.tools.perform(ListConversations()).get().nextCursor == nil)
        #expect(workspace.sent.first?.body?["query"] == ["field": "created_at", "operator": ">", "value": 0])
        #expect(workspace.sent.first?.body?["pagination"] == ["per_page": 20])
    }

    @Test(arguments: [0, 151])
    func refusesALimitThatIntercomDoesNotHave(limit: Int) async throws {
        let workspace = try Workspace([])
        #expect(await workspace.tools.perform(ListConversations(limit: limit)).failure?.field == "limit")
    }
}
