import Foundation
import HTTPTypes
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

/// The handler of docs/webhooks.md, as a platform would run it.
struct WebhookExampleTests {
    private static let signature = HTTPField.Name("X-Hub-Signature")!
    private static let sound = WebhookRequest(
        headers: [signature: "sha1=5369887eba3ab9da162f253a15707394e6006f2b"],
        body: Array(
            """
            {"type":"notification_event","app_id":"a86dr8yl","id":"notif_78c122d0-23ba-11e4-9464-79b01267cc2e",\
            "topic":"conversation.user.created","data":{"type":"notification_event_data",\
            "item":{"type":"conversation","id":"1295"}},"delivery_attempts":1,"created_at":1734537424,\
            "first_sent_at":1734537424}
            """
            .utf8
        )
    )

    private func tools() throws -> CommunicationTools {
        try CommunicationTools(
            configuration: .parse(
                "",
                file: nil,
                environment: ["INTERCOM_CLIENT_SECRET": "f0a1b2c3-0000-4444-8888-abcdefabcdef"]
            ),
            transport: ScriptedTransport([]),
            audit: RecordingAuditLog(),
            time: ManualTime().source
        )
    }

    @Test func keepsAnEventOnceHoweverOftenItComes() async throws {
        let tools = try tools()
        let inbox = Inbox()
        #expect(await answer(Self.sound, from: "intercom", tools, inbox) == 200)
        #expect(await answer(Self.sound, from: "intercom", tools, inbox) == 200)
        #expect(await inbox.events.map(\.kind) == [.conversationStarted])
        #expect(await inbox.events.first?.reference == "1295")
    }

    @Test func answersWhatTheProviderShouldHear() async throws {
        let tools = try tools()
        let inbox = Inbox()
        var altered = Self.sound
        altered.body.append(10)
        #expect(await answer(altered, from: "intercom", tools, inbox) == 401)
        #expect(await answer(WebhookRequest(headers: [:], body: []), from: "intercom", tools, inbox) == 401)
        #expect(await answer(Self.sound, from: "nobody", tools, inbox) == 404)
        #expect(await answer(Self.sound, from: "zendesk", tools, inbox) == 503)
        let signedNonsense = WebhookRequest(
            headers: [Self.signature: "sha1=3d329f2e6a55978fa9e6a4d9441646b23d5004a0"],
            body: Array("nonsense".utf8)
        )
        #expect(await answer(signedNonsense, from: "intercom", tools, inbox) == 400)
        #expect(await inbox.events.isEmpty)
    }

    @Test func thePageShowsWhatIsBuilt() throws {
        let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let root = here.deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appendingPathComponent("docs/webhooks.md"), encoding: .utf8)
        let source = try String(contentsOf: here.appendingPathComponent("WebhookExample.swift"), encoding: .utf8)
        let block = try #require(page.firstMatch(of: #/```swift\n(?<code>(?s:.*?))```/#)).code
        #expect(block.count > 500)
        #expect(source.contains(block), "docs/webhooks.md and WebhookExample.swift have parted")
        for kind in WebhookEvent.Kind.allCases { #expect(page.contains("| `\(kind.rawValue)` |"), "\(kind)") }
        for reason in WebhookEvent.RejectReason.allCases { #expect(page.contains("`\(reason.rawValue)`"), "\(reason)") }
    }
}
