import SwitchboardCore
import Testing

@Suite struct RequestCheckTests {
    private static let contact = JSONValue.object(["email": "ada@example.com"]).serialized()

    @Test(
        arguments: [
            ("Authorization", nil, 401, "unauthorized"),
            ("Authorization", "Basic YTpi", 401, "unauthorized"),
            ("Authorization", "Bearer", 401, "unauthorized"),
            ("Authorization", "Bearer two words", 401, "unauthorized"),
            ("Authorization", "Bearer an-Invalid-token", 401, "unauthorized"),
            ("Accept", nil, 406, "media_type_not_acceptable"),
            ("Accept", "text/html", 406, "media_type_not_acceptable"),
            ("Content-Type", nil, 415, "media_type_not_acceptable"),
            ("Content-Type", "application/x-www-form-urlencoded", 415, "media_type_not_acceptable"),
            ("Intercom-Version", "1.0", 400, "intercom_version_invalid"),
        ] as [(String, String?, Int, String)]
    )
    func refusesAHeaderField(name: String, value: String?, status: Int, code: String) async throws {
        try await withSandbox { client in
            var headers = SandboxClient.headers
            headers[name] = value
            let answer = try await client.send("POST", "/intercom/contacts", body: Self.contact, headers: headers)
            #expect(answer.status == status)
            #expect(answer.errorCode == code)
            #expect(answer.json?["request_id"]?.string?.count == 36)
            #expect((answer.headers["x-ratelimit-limit"] == nil) == (status == 401))
            #expect(try await client.held("contacts").isEmpty)
        }
    }

    @Test(
        arguments: [
            ("Accept", "*/*"), ("Accept", "text/html, application/json;q=0.9"),
            ("Content-Type", "Application/JSON; charset=utf-8"), ("Intercom-Version", nil),
        ] as [(String, String?)]
    )
    func acceptsAHeaderField(name: String, value: String?) async throws {
        try await withSandbox { client in
            var headers = SandboxClient.headers
            headers[name] = value
            let answer = try await client.send("POST", "/intercom/contacts", body: Self.contact, headers: headers)
            #expect(answer.status == 200)
        }
    }

    @Test(arguments: ["", "{", "[1]", "\"text\""])
    func refusesABodyThatIsNoObject(body: String) async throws {
        try await withSandbox { client in
            let bytes = Array(body.utf8)
            let answer = try await client.send(
                "POST",
                "/intercom/contacts",
                body: bytes,
                headers: SandboxClient.headers
            )
            #expect(answer.status == 400)
            #expect(answer.errorCode == "parameter_invalid")
        }
    }

    @Test func refusesABodyThatIsTooLarge() async throws {
        try await withSandbox { client in
            let body = [UInt8](repeating: 32, count: 32 * 1024 * 1024 + 1)
            let answer = try await client.send("POST", "/intercom/tags", body: body, headers: SandboxClient.headers)
            #expect(answer.status == 413)
        }
    }

    @Test func refusesABodyWhereNoneBelongs() async throws {
        try await withSandbox { client in
            let answer = try await client.intercom("GET", "/tags", [:])
            #expect(answer.status == 400)
        }
    }

    @Test(arguments: [("GET", "/shoes"), ("PATCH", "/contacts"), ("GET", "/contacts/1/2/3"), ("GET", "")])
    func doesNotKnowOtherPaths(method: String, path: String) async throws {
        try await withSandbox { client in
            let answer = try await client.intercom(method, path)
            #expect(answer.status == 404)
            #expect(answer.errorCode == "not_found")
        }
    }

    @Test func countsTheRequestsOfAWindow() async throws {
        try await withSandbox(time: StandingTime().source) { client in
            for left in ["166", "165"] {
                let headers = try await client.intercom("GET", "/tags").headers
                #expect(headers["x-ratelimit-limit"] == "167")
                #expect(headers["x-ratelimit-remaining"] == left)
                #expect(headers["x-ratelimit-reset"] == "1700000010")
            }
        }
    }
}
