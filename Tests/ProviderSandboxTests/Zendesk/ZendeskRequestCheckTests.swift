import SwitchboardCore
import Testing

@Suite struct ZendeskRequestCheckTests {
    private static let body = JSONValue.object(["ticket": .ticket()]).serialized()

    @Test(
        arguments: [
            ("Authorization", nil, 401), ("Authorization", "Bearer invalid", 401),
            // agent@example.com:token, without the /token behind the address
            ("Authorization", "Basic YWdlbnRAZXhhbXBsZS5jb206dG9rZW4=", 401),
            // agent/token:token
            ("Authorization", "Basic YWdlbnQvdG9rZW46dG9rZW4=", 401),
            // agent@example.com/token:invalid
            ("Authorization", "Basic YWdlbnRAZXhhbXBsZS5jb20vdG9rZW46aW52YWxpZA==", 401),
            ("Accept", "text/html", 406), ("Content-Type", "text/plain", 415),
        ] as [(String, String?, Int)]
    )
    func refusesAHeaderField(name: String, value: String?, status: Int) async throws {
        try await withSandbox { client in
            var headers = SandboxClient.zendeskHeaders
            headers[name] = value
            let answer = try await client.send("POST", "/zendesk/api/v2/tickets", body: Self.body, headers: headers)
            #expect(answer.status == status)
            #expect((answer.json == ["error": "Couldn't authenticate you"]) == (status == 401))
            #expect((answer.headers["x-rate-limit"] == nil) == (status == 401))
            #expect(try await client.held("tickets", by: "zendesk").isEmpty)
        }
    }

    @Test func takesABearerTokenAndPathsThatEndInJSON() async throws {
        try await withSandbox { client in
            let headers = ["Authorization": "Bearer token", "Accept": "application/json"]
            let answer = try await client.send("GET", "/zendesk/api/v2/users/me.json", body: [], headers: headers)
            #expect(answer.json?["user"]?["email"] == "agent@example.com")
        }
    }

    @Test(arguments: [
        ("GET", "/shoes", 404), ("PATCH", "/tickets/1", 404), ("GET", "/tickets?x=1", 400),
        ("GET", "/tickets/one", 400), ("GET", "/tickets/1", 404), ("GET", "/tickets?per_page=101", 400),
        ("GET", "/tickets?page%5Bafter%5D=here", 400), ("GET", "/tickets?page=101", 400),
        ("GET", "/users/show_many", 400), ("GET", "/users/show_many?ids=a", 400), ("GET", "/slas/policies/7", 404),
        ("GET", "/job_statuses/none", 404), ("GET", "/users/9223372036854775807", 404),
        ("GET", "/tickets/-9223372036854775808", 404), ("GET", "/users/-9223372036854775808", 404),
    ])
    func refusesWhatItDoesNotKnow(method: String, path: String, status: Int) async throws {
        try await withSandbox { client in
            let answer = try await client.zendesk(method, path)
            #expect(answer.status == status)
            #expect(answer.json?["error"] != nil)
        }
    }

    @Test(arguments: ["", "{", "[]", "{\"tickets\": {}}", "{\"ticket\": null}", "{\"ticket\": []}"])
    func refusesABodyWithoutATicket(text: String) async throws {
        try await withSandbox { client in
            let headers = SandboxClient.zendeskHeaders
            let answer = try await client.send(
                "POST",
                "/zendesk/api/v2/tickets",
                body: Array(text.utf8),
                headers: headers
            )
            #expect(answer.status == 400)
            #expect(answer.json?["error"]?["message"]?.string != nil)
        }
    }

    @Test func countsTheRequestsOfAMinute() async throws {
        try await withSandbox(time: StandingTime().source) { client in
            for left in ["699", "698"] {
                let headers = try await client.zendesk("GET", "/users/me").headers
                #expect(headers["x-rate-limit"] == "700")
                #expect(headers["x-rate-limit-remaining"] == left)
                #expect(headers["ratelimit-limit"] == "700")
                #expect(headers["ratelimit-remaining"] == left)
                #expect(headers["ratelimit-reset"] == "40")
            }
            let headers = try await client.zendesk("GET", "/tickets").headers
            #expect(headers["zendesk-ratelimit-tickets-index"] == "total=100; remaining=99; resets=40")
        }
    }

    @Test(arguments: [
        (401, "Couldn't authenticate you"), (404, "RecordNotFound"), (409, "UpdateConflict"), (422, "RecordInvalid"),
        (429, "APIRateLimitExceeded"),
    ])
    func putsFaultsIntoItsOwnWords(status: Int, code: String) async throws {
        try await withSandbox { client in
            try await client.order(["provider": "zendesk", "status": .integer(Int64(status))])
            let answer = try await client.zendesk("GET", "/users/me")
            #expect(answer.status == status)
            #expect(answer.json?["error"]?.string == code)
            #expect(answer.headers["retry-after"] == (status == 429 ? "1" : nil))
        }
    }

    @Test func forgetsEverything() async throws {
        try await withSandbox { client in
            _ = try await client.openTicket(["requester": ["name": "Ada", "email": "ada@example.com"]])
            #expect(try await client.held("users", by: "zendesk").count == 3)
            #expect(try await client.control("POST", "/_reset").status == 200)
            #expect(try await client.held("tickets", by: "zendesk").isEmpty)
            #expect(try await client.held("users", by: "zendesk").count == 2)
        }
    }
}
