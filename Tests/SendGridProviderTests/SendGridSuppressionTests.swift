import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct SendGridSuppressionTests {
    private static let bounce =
        #"{"created":1443651125,"email":"a+b@example.com","reason":"550 5.1.1 unknown","status":"5.1.1"}"#

    @Test(arguments: [Suppression.Kind.bounces, .blocks, .spamReports, .invalidEmails, .unsubscribes])
    func listsEveryKind(kind: Suppression.Kind) async throws {
        let workspace = try Workspace([.ok("[\(Self.bounce)]")])
        let receipt = try await workspace.tools.perform(ListSuppressions(kind: kind)).get()
        #expect(
            receipt.suppressions == [
                Suppression(
                    email: "a+b@example.com",
                    createdAt: Timestamp(secondsSince1970: 1_443_651_125),
                    reason: "550 5.1.1 unknown",
                    status: "5.1.1"
                )
            ]
        )
        #expect(receipt.isTruncated == nil)
        #expect(workspace.sent == [Sent("GET", "/v3/suppression/\(kind.rawValue)?limit=500&offset=0")])
    }

    @Test func findsOneAddressAndNoOtherThatBeginsLikeIt() async throws {
        let workspace = try Workspace([.ok(#"[{"email":"A+b@example.com"},{"email":"a+b@example.com.mx"}]"#)])
        let action = ListSuppressions(kind: .blocks, email: "a+b@example.com")
        #expect(try await workspace.tools.perform(action).get().suppressions.map(\.email) == ["A+b@example.com"])
        #expect(
            workspace.sent.map(\.line) == [
                "GET \(Workspace.host)/v3/suppression/blocks?limit=500&offset=0&email=a%2Bb%40example.com"
            ]
        )
    }

    private func page(_ count: Int) -> ScriptedTransport.Step {
        .ok("[" + Array(repeating: Self.bounce, count: count).joined(separator: ",") + "]")
    }

    @Test func readsOnUntilAPageIsNotFull() async throws {
        let workspace = try Workspace([page(500), page(500), page(3)])
        let receipt = try await workspace.tools.perform(ListSuppressions(kind: .bounces)).get()
        #expect(receipt.suppressions.count == 1003)
        #expect(receipt.isTruncated == nil)
        #expect(workspace.sent.last?.line.hasSuffix("limit=500&offset=1000") == true)
    }

    @Test func saysThatThereAreMoreThanItLists() async throws {
        let workspace = try Workspace(Array(repeating: page(500), count: 30))
        let receipt = try await workspace.tools.perform(ListSuppressions(kind: .bounces)).get()
        #expect(receipt.suppressions.count == 10_000)
        #expect(receipt.isTruncated == true)
        #expect(workspace.transport.sent.count == 21)
    }

    @Test func saysNothingOfMoreWhereThereAreAsManyAsItLists() async throws {
        let workspace = try Workspace(Array(repeating: page(500), count: 20) + [page(0)])
        let receipt = try await workspace.tools.perform(ListSuppressions(kind: .bounces)).get()
        #expect(receipt.suppressions.count == 10_000)
        #expect(receipt.isTruncated == nil)
        #expect(workspace.sent.last?.line.hasSuffix("limit=1&offset=10000") == true)
    }

    @Test func listsAGroup() async throws {
        let workspace = try Workspace([.ok(#"["a@example.com","b@example.com"]"#)])
        let action = ListSuppressions(kind: .group, groupID: 103, email: "B@example.com")
        #expect(try await workspace.tools.perform(action).get().suppressions == [Suppression(email: "b@example.com")])
        #expect(workspace.sent == [Sent("GET", "/v3/asm/groups/103/suppressions")])
    }

    @Test func addsToTheGlobalList() async throws {
        let workspace = try Workspace([.respond(201, body: #"{"recipient_emails":["q@example.com"]}"#)])
        let action = AddSuppression(kind: .unsubscribes, email: "q@example.com")
        #expect(try await workspace.tools.perform(action).get().email == "q@example.com")
        #expect(
            workspace.sent == [
                Sent("POST", "/v3/asm/suppressions/global", ["recipient_emails": ["q@example.com"]])
            ]
        )
    }

    @Test func addsToAGroupThatThereIs() async throws {
        let workspace = try Workspace([.ok(#"{"id":103}"#), .respond(201, body: "{}")])
        let action = AddSuppression(kind: .group, groupID: 103, email: "q@example.com")
        #expect(try await workspace.tools.perform(action).get().email == "q@example.com")
        #expect(
            workspace.sent == [
                Sent("GET", "/v3/asm/groups/103"),
                Sent("POST", "/v3/asm/groups/103/suppressions", ["recipient_emails": ["q@example.com"]]),
            ]
        )
    }

    /// SendGrid would put the address on the global list, and report a success.
    @Test func addsToNoGroupThatThereIsNot() async throws {
        let workspace = try Workspace([.error(404, "group not found"), .respond(201, body: "{}")])
        let action = AddSuppression(kind: .group, groupID: 9, email: "q@example.com")
        #expect(await workspace.tools.perform(action).failure?.kind == .notFound)
        #expect(workspace.transport.sent.count == 1)
    }

    @Test(arguments: [Suppression.Kind.bounces, .blocks, .spamReports, .invalidEmails])
    func refusesToAddWhatOnlySendGridAdds(kind: Suppression.Kind) async throws {
        let workspace = try Workspace([])
        let failure = try #require(await workspace.refusal(of: AddSuppression(kind: kind, email: "q@example.com")))
        #expect(failure.kind == .invalidInput)
        #expect(failure.field == "kind")
    }

    @Test(
        arguments: [
            (Suppression.Kind.bounces, nil, "/v3/suppression/bounces/a%2Bb%40example.com"),
            (.blocks, nil, "/v3/suppression/blocks/a%2Bb%40example.com"),
            (.spamReports, nil, "/v3/suppression/spam_reports/a%2Bb%40example.com"),
            (.invalidEmails, nil, "/v3/suppression/invalid_emails/a%2Bb%40example.com"),
            (.unsubscribes, nil, "/v3/asm/suppressions/global/a%2Bb%40example.com"),
            (.group, 103, "/v3/asm/groups/103/suppressions/a%2Bb%40example.com"),
        ] as [(Suppression.Kind, Int64?, String)]
    )
    func removesEveryKind(kind: Suppression.Kind, group: Int64?, path: String) async throws {
        let workspace = try Workspace([.respond(204)])
        let action = RemoveSuppression(kind: kind, groupID: group, email: "a+b@example.com")
        #expect(await workspace.tools.perform(action).isSuccess)
        #expect(workspace.sent == [Sent("DELETE", path)])
    }

    @Test func removesWhatIsNotThereButNotFromAGroupThatIsNot() async throws {
        let missing = try Workspace([.error(404, "resource not found")])
        #expect(await missing.tools.perform(RemoveSuppression(kind: .bounces, email: "q@example.com")).isSuccess)
        let group = try Workspace([.error(404, "group not found")])
        let action = RemoveSuppression(kind: .group, groupID: 9, email: "q@example.com")
        #expect(await group.tools.perform(action).failure?.kind == .notFound)
    }

    @Test(arguments: [(Suppression.Kind.group, nil), (.bounces, 103)] as [(Suppression.Kind, Int64?)])
    func refusesAGroupWhereNoneBelongsAndNoneWhereOneDoes(kind: Suppression.Kind, group: Int64?) async throws {
        let workspace = try Workspace([])
        let failures = [
            await workspace.refusal(of: ListSuppressions(kind: kind, groupID: group)),
            await workspace.refusal(of: RemoveSuppression(kind: kind, groupID: group, email: "q@example.com")),
        ]
        #expect(failures.map { $0?.field } == ["group_id", "group_id"])
    }
}
