import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct SendGridBatchTests {
    private func addresses(_ body: JSONValue) -> [String] {
        (body["personalizations"]?.array ?? []).flatMap { $0["to"]?.array ?? [] }.compactMap { $0["email"]?.string }
    }

    @Test func putsMessagesThatShareTheirContentIntoOneRequest() async throws {
        let workspace = try Workspace([.accepted("m-1")])
        var second = SendEmail.hello(to: "bob@example.com").with(\.customArgs, ["plan": "pro"])
        second.cc = ["eve@example.com"]
        let outcome = await workspace.tools.perform(SendEmailBatch(items: [.hello, second]))
        #expect(outcome.isSuccess)
        #expect(try outcome.get().results.map { try $0.get().messageID } == ["m-1", "m-1"])
        #expect(
            workspace.sent == [
                Sent(
                    "POST",
                    "/v3/mail/send",
                    [
                        "personalizations": [
                            [
                                "to": [["email": "ada@example.com"]],
                                "custom_args": ["switchboard_action_id": workspace.actionID, "switchboard_item": "0"],
                            ],
                            [
                                "to": [["email": "bob@example.com"]], "cc": [["email": "eve@example.com"]],
                                "custom_args": [
                                    "plan": "pro", "switchboard_action_id": workspace.actionID, "switchboard_item": "1",
                                ],
                            ],
                        ],
                        "from": ["email": "care@acme.io", "name": "Acme"],
                        "subject": "Hi",
                        "content": [["type": "text/plain", "value": "hello"]],
                    ]
                )
            ]
        )
    }

    @Test func letsEachMessageHaveItsOwnSubjectTimeAndData() async throws {
        let workspace = try Workspace([.accepted])
        let template = SendEmail(to: ["ada@example.com"], templateID: "d-1", templateData: ["n": 1])
        var second = template.with(\.to, ["bob@example.com"]).with(\.templateData, ["n": 2])
        second.subject = "Two"
        second.sendAt = Timestamp(secondsSince1970: 1_780_000_060)
        _ = try await workspace.tools.perform(SendEmailBatch(items: [template, second])).get()
        let body = try #require(workspace.bodies.first)
        let parts = try #require(body["personalizations"]?.array)
        #expect(parts.map { $0["dynamic_template_data"] } == [["n": 1], ["n": 2]])
        #expect(parts.map { $0["subject"] } == [nil, "Two"])
        #expect(parts.map { $0["send_at"] } == [nil, 1_780_000_060])
        #expect(body["subject"] == nil)
        #expect(body["send_at"] == nil)
    }

    @Test func keepsDifferentMessagesApart() async throws {
        let workspace = try Workspace([.accepted("a"), .accepted("b"), .accepted("c")])
        let items: [SendEmail] = [
            .hello, .hello(to: "bob@example.com").with(\.text, "bye"), .hello(to: "eve@example.com"),
            .hello(to: "joe@example.com").with(\.from, "joe@acme.io"),
        ]
        let receipt = try await workspace.tools.perform(SendEmailBatch(items: items)).get()
        #expect(try receipt.results.map { try $0.get().messageID }.sorted { $0! < $1! } == ["a", "a", "b", "c"])
        #expect(try receipt[0].get().messageID == receipt[2].get().messageID)
        #expect(addresses(workspace.bodies[0]) == ["ada@example.com", "eve@example.com"])
    }

    @Test func takesTenRequestsForTenThousandMessages() async throws {
        let workspace = try Workspace(Array(repeating: .accepted, count: 10))
        let items = (0..<10_000)
            .map { number in
                SendEmail(
                    to: [Address("u\(number)@example.com")],
                    templateID: "d-1",
                    templateData: ["n": .integer(number)]
                )
            }
        let receipt = try await workspace.tools.perform(SendEmailBatch(items: items)).get()
        #expect(receipt.succeeded == 10_000)
        #expect(workspace.transport.sent.count == 10)
        #expect(Set(workspace.bodies.flatMap(addresses)).count == 10_000)
    }

    @Test func countsCopiesAmongTheRecipientsOfARequest() async throws {
        let workspace = try Workspace(Array(repeating: .accepted, count: 4))
        let copies = (0..<399).map { Address("c\($0)@example.com") }
        let items = (0..<4).map { SendEmail.hello(to: "u\($0)@example.com").with(\.bcc, copies) }
        #expect(try await workspace.tools.perform(SendEmailBatch(items: items)).get().succeeded == 4)
        #expect(workspace.bodies.map { addresses($0).count } == [2, 2])
    }

    @Test func fillsEveryRequestUpTo30Megabytes() async throws {
        let workspace = try Workspace(Array(repeating: .accepted, count: 4))
        let data = String(repeating: "x", count: 7_000_000)
        let items = (0..<5)
            .map { number in
                SendEmail(
                    to: [Address("u\(number)@example.com")],
                    templateID: "d-1",
                    templateData: ["a": .string(data)]
                )
            }
        #expect(try await workspace.tools.perform(SendEmailBatch(items: items)).get().succeeded == 5)
        // Not parsed: that takes seconds in a debug build.
        let sizes = workspace.transport.sent.map(\.body.count)
        #expect(sizes.map { $0 / data.utf8.count } == [4, 1])
        #expect(sizes.allSatisfy { $0 <= 30_000_000 })
    }

    /// The two look the same, and Swift takes them for equal.
    @Test func letsTextsWithOtherBytesShareNothing() async throws {
        let workspace = try Workspace([.accepted, .accepted])
        let texts = ["caf\u{E9}", "cafe\u{301}"]
        let items = texts.map { SendEmail.hello.with(\.text, $0).with(\.subject, $0) }
        #expect(try await workspace.tools.perform(SendEmailBatch(items: items)).get().succeeded == 2)
        let sent = workspace.bodies.compactMap { $0["content"]?.array?.first?["value"]?.string }
        #expect(sent.map { Array($0.utf8) } == texts.map { Array($0.utf8) })
    }

    @Test func keepsSubjectsWithOtherBytesApart() async throws {
        let workspace = try Workspace([.accepted])
        let subjects = ["caf\u{E9}", "cafe\u{301}"]
        let items = subjects.map { SendEmail.hello.with(\.subject, $0) }
        #expect(try await workspace.tools.perform(SendEmailBatch(items: items)).get().succeeded == 2)
        let parts = try #require(workspace.bodies.first?["personalizations"]?.array)
        #expect(parts.map { Array(($0["subject"]?.string ?? "").utf8) } == subjects.map { Array($0.utf8) })
    }

    @Test func hasNoMessageIDsInSandboxMode() async throws {
        let workspace = try Workspace([.respond(200)])
        let items = [SendEmail.hello, .hello(to: "b@example.com")].map { $0.with(\.sandbox, true) }
        let receipt = try await workspace.tools.perform(SendEmailBatch(items: items)).get()
        #expect(try receipt.results.map { try $0.get().messageID } == [nil, nil])
    }
}
