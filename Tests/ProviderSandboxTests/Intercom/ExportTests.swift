import ProviderSandbox
import SwitchboardCore
import Testing

@Suite struct ExportTests {
    private static let span: JSONValue = ["created_at_after": 1_600_000_000, "created_at_before": 1_800_000_000]

    private func start(_ client: SandboxClient) async throws -> String {
        let answer = try await client.intercom("POST", "/export/content/data", Self.span).json
        #expect(answer?["status"] == "pending")
        return try #require(answer?["job_identifier"]?.string)
    }

    private func download(_ client: SandboxClient, _ id: String) async throws -> Answer {
        let headers = SandboxClient.headers.merging(["Accept": "application/octet-stream"]) { $1 }
        return try await client.send("GET", "/intercom/download/content/data/\(id)", body: [], headers: headers)
    }

    @Test func handsOutWhatWasSent() async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let contact = try await client.makeUser(externalID: "u\"1")
            let message: JSONValue = [
                "message_type": "in_app", "body": "Hi", "from": ["type": "admin", "id": 991_267_583],
                "to": ["type": "user", "id": .string(contact)],
            ]
            _ = try await client.intercom("POST", "/messages", message)
            let id = try await start(client)
            #expect(try await download(client, id).status == 404)
            let path = "/export/content/data/\(id)"
            #expect(try await client.intercom("GET", path).json?["status"] == "in_progress")
            let done = try await client.intercom("GET", path).json
            #expect(done?["status"] == "completed")
            #expect(done?["download_url"]?.string == "\(client.address.intercom)/download/content/data/\(id)")
            #expect(done?["download_expires_at"] == "1700172800")
            let file = try await download(client, id)
            #expect(file.headers["content-type"] == "application/octet-stream")
            let text = String(decoding: try #require(Gzip.decompress(file.body, limit: 10_000)), as: UTF8.self)
            let lines = text.split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines[0] == "message_id,user_id,user_external_id,email,message_type,created_at")
            #expect(lines[1].hasSuffix(#"","\#(contact)","u""1","ada@example.com","inapp","1700000000""#))
            #expect(try await client.intercom("GET", "/download/content/data/\(id)").status == 406)
        }
    }

    @Test func makesOneAtATime() async throws {
        try await withSandbox { client in
            let id = try await start(client)
            let second = try await client.intercom("POST", "/export/content/data", Self.span)
            #expect(second.status == 429)
            #expect(second.errorCode == "rate_limit_exceeded")
            #expect(try await client.intercom("POST", "/export/cancel/\(id)").json?["status"] == "canceled")
            #expect(try await client.intercom("GET", "/export/content/data/\(id)").json?["status"] == "canceled")
            _ = try await start(client)
        }
    }

    @Test func saysThatNothingWasSent() async throws {
        try await withSandbox { client in
            let id = try await start(client)
            _ = try await client.intercom("GET", "/export/content/data/\(id)")
            let done = try await client.intercom("GET", "/export/content/data/\(id)").json
            #expect(done?["status"] == "no_data")
            #expect(done?["download_url"] == "")
        }
    }

    @Test func losesADownloadAfterTwoDays() async throws {
        let time = StandingTime()
        try await withSandbox(time: time.source) { client in
            _ = try await client.makeUser()
            let contact = try #require(try await client.held("contacts").first?["id"])
            let message: JSONValue = [
                "message_type": "in_app", "body": "Hi", "from": ["type": "admin", "id": 991_267_583],
                "to": ["type": "user", "id": contact],
            ]
            _ = try await client.intercom("POST", "/messages", message)
            let id = try await start(client)
            for _ in 1...2 { _ = try await client.intercom("GET", "/export/content/data/\(id)") }
            time.advance(bySeconds: 2 * 24 * 3600 - 1)
            #expect(try await download(client, id).status == 200)
            time.advance(bySeconds: 1)
            #expect(try await download(client, id).status == 404)
        }
    }

    @Test(
        arguments: [
            ("POST", "/export/content/data", ["created_at_after": 1], 400),
            ("POST", "/export/content/data", ["created_at_after": 2, "created_at_before": 1], 400),
            ("POST", "/export/content/data", ["created_at_after": 1, "created_at_before": 1_700_000_000_000], 400),
            ("GET", "/export/content/data/none", nil, 404), ("POST", "/export/cancel/none", nil, 404),
        ] as [(String, String, JSONValue?, Int)]
    )
    func refusesWrongExports(method: String, path: String, body: JSONValue?, status: Int) async throws {
        try await withSandbox { client in
            let answer = try await client.intercom(method, path, body)
            #expect(answer.status == status)
        }
    }
}
