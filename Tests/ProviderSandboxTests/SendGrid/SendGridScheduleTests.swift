import SwitchboardCore
import Testing

@Suite struct SendGridScheduleTests {
    /// The status of the first envelope of the first mail.
    private func status(_ client: SandboxClient) async throws -> String? {
        try await client.held("mails", by: "sendgrid").first?["envelopes"]?.array?.first?["status"]?.string
    }

    @Test func tellsItsBatchesFromOthers() async throws {
        try await withSandbox { client in
            let made = try await client.sendgrid("POST", "/mail/batch")
            #expect(made.status == 201)
            let id = try #require(made.json?["batch_id"]?.string)
            let shown = try await client.sendgrid("GET", "/mail/batch/\(id)")
            #expect(shown.status == 200)
            #expect(shown.json == ["batch_id": .string(id)])
            #expect(try await client.sendgrid("GET", "/mail/batch/other").status == 400)
        }
    }

    @Test func cancelsABatchOnce() async throws {
        let time = StandingTime()
        try await withSandbox(time: time.source) { client in
            let batch = try await client.makeBatch()
            _ = try await client.sendMail(to: "a@b.io", ["batch_id": .string(batch), "send_at": 1_700_003_600])
            #expect(try await status(client) == "waiting")
            let order: JSONValue = ["batch_id": .string(batch), "status": "cancel"]
            let first = try await client.sendgrid("POST", "/user/scheduled_sends", order)
            #expect(first.status == 201)
            #expect(first.json == order)
            let second = try await client.sendgrid("POST", "/user/scheduled_sends", order)
            #expect(second.status == 400)
            #expect(second.errorFields == ["batch_id"])
            #expect(try await client.sendgrid("GET", "/user/scheduled_sends/\(batch)").json == [order])
            time.advance(bySeconds: 3600)
            #expect(try await status(client) == "cancelled")
            #expect(try await client.events(ofMail: 0).isEmpty)
        }
    }

    @Test func resumesWhatWasPaused() async throws {
        let time = StandingTime()
        try await withSandbox(time: time.source) { client in
            let batch = try await client.makeBatch()
            _ = try await client.sendMail(to: "a@b.io", ["batch_id": .string(batch), "send_at": 1_700_003_600])
            let order: JSONValue = ["batch_id": .string(batch), "status": "cancel"]
            _ = try await client.sendgrid("POST", "/user/scheduled_sends", order)
            let path = "/user/scheduled_sends/\(batch)"
            #expect(try await client.sendgrid("PATCH", path, ["status": "pause"]).status == 204)
            time.advance(bySeconds: 3600)
            #expect(try await status(client) == "waiting (pause)")
            #expect(try await client.sendgrid("DELETE", path).status == 204)
            #expect(try await status(client) == "sent")
            #expect(try await client.sendgrid("GET", "/user/scheduled_sends").json == [])
            #expect(try await client.sendgrid("GET", path).json == [])
        }
    }

    @Test func sendsWhatIsDue() async throws {
        let time = StandingTime()
        try await withSandbox(time: time.source) { client in
            let personalizations: JSONValue = [
                ["to": [["email": "a@b.io"]], "send_at": 1_700_000_060], ["to": [["email": "c@b.io"]]],
            ]
            let members: [String: JSONValue] = ["personalizations": personalizations, "send_at": 1_700_000_120]
            _ = try await client.sendMail(to: "", members)
            var counts = [try await client.events(ofMail: 0).count]
            for _ in 0..<2 {
                time.advance(bySeconds: 60)
                counts.append(try await client.events(ofMail: 0).count)
            }
            #expect(counts == [0, 1, 2])
        }
    }

    @Test(
        arguments: [
            ("POST", "", ["batch_id": "unknown", "status": "cancel"], 400),
            ("POST", "", ["status": "cancel"], 400), ("POST", "", ["batch_id": "x", "status": "stop"], 400),
            ("PATCH", "/unknown", ["status": "pause"], 404), ("DELETE", "/unknown", nil, 404),
        ] as [(String, String, JSONValue?, Int)]
    )
    func refusesWrongOrders(method: String, path: String, body: JSONValue?, status: Int) async throws {
        try await withSandbox { client in
            let answer = try await client.sendgrid(method, "/user/scheduled_sends\(path)", body)
            #expect(answer.status == status)
            #expect(try await client.held("scheduled_sends", by: "sendgrid").isEmpty)
        }
    }
}
