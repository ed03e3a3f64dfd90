import SwitchboardCore
import Testing

@Suite struct MixpanelRequestCheckTests {
    private static let body = JSONValue.array([.event("a", "i-1")]).serialized()

    private func send(_ client: SandboxClient, _ query: String, _ credentials: String?) async throws -> Answer {
        var headers = ["Content-Type": "application/json"]
        headers["Authorization"] = credentials
        return try await client.send("POST", "/mixpanel/import?\(query)", body: Self.body, headers: headers)
    }

    @Test(
        arguments: [
            // service:secret, token: and invalid:secret
            ("strict=1&project_id=1", "Basic c2VydmljZTpzZWNyZXQ=", 200), ("strict=1", "Basic dG9rZW46", 200),
            ("strict=1", "Basic c2VydmljZTpzZWNyZXQ=", 400),
            ("strict=1&project_id=x", "Basic c2VydmljZTpzZWNyZXQ=", 400),
            ("strict=2&project_id=1", "Basic c2VydmljZTpzZWNyZXQ=", 400),
            ("strikt=1&project_id=1", "Basic c2VydmljZTpzZWNyZXQ=", 400),
            ("strict=1&project_id=1", "Basic aW52YWxpZDpzZWNyZXQ=", 401), ("strict=1&project_id=1", nil, 401),
            ("strict=1&project_id=1", "Basic !!!", 401), ("strict=1&project_id=1", "Bearer c2VydmljZTpzZWNyZXQ=", 401),
        ] as [(String, String?, Int)]
    )
    func asksForCredentials(query: String, credentials: String?, status: Int) async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let answer = try await send(client, query, credentials)
            #expect(answer.status == status, "\(answer.text)")
            #expect(answer.json?["code"]?.integer == Int64(status))
            #expect(try await client.held("events", by: "mixpanel").count == (status == 200 ? 1 : 0))
        }
    }

    @Test func hasAShapeOfErrorForEachAPI() async throws {
        try await withSandbox { client in
            let shapes: [(path: String, members: Set<String>)] = [
                ("/api/app/me", ["status", "error"]), ("/api/query/events", ["request", "error"]),
                ("/api/2.0/export", ["request", "error"]),
            ]
            for (path, members) in shapes {
                let answer = try await client.send("GET", "/mixpanel\(path)", body: [], headers: [:])
                #expect(answer.status == 401)
                #expect(Set(answer.json?.object?.keys ?? [:].keys) == members)
                try await client.order(["provider": "mixpanel", "status": 429])
                let limited = try await client.mixpanel("GET", path)
                #expect(limited.status == 429)
                #expect(Set(limited.json?.object?.keys ?? [:].keys) == members)
                #expect(limited.headers["retry-after"] == nil)
            }
            try await client.order(["provider": "mixpanel", "status": 503])
            let answer = try await client.importEvents([.event("a", "i")])
            #expect(answer.json == ["code": 503, "status": "Internal Server Error", "error": "Internal server error"])
        }
    }

    @Test func tellsWhoAsks() async throws {
        try await withSandbox { client in
            let answer = try await client.mixpanel("GET", "/api/app/me")
            #expect(answer.json?["status"] == "ok")
        }
    }

    @Test(arguments: [("GET", "/import"), ("POST", "/groups"), ("GET", ""), ("POST", "/api/query/jql")])
    func doesNotKnowOtherPaths(method: String, path: String) async throws {
        try await withSandbox { client in
            let answer = try await client.mixpanel(method, path)
            #expect(answer.status == 404)
        }
    }

    @Test(arguments: [("text/plain", 415), ("", 415), ("Application/JSON; charset=utf-8", 200)])
    func asksForAContentType(type: String, status: Int) async throws {
        try await withSandbox { client in
            let headers = SandboxClient.mixpanelAccount.merging(["Content-Type": type]) { $1 }
            let path = "/mixpanel/import?strict=1&project_id=1"
            let answer = try await client.send("POST", path, body: Self.body, headers: headers)
            #expect(answer.status == status)
        }
    }

    @Test func forgetsEverything() async throws {
        try await withSandbox { client in
            for _ in 0..<2 { _ = try await client.importEvents([.event("a", "i-1")]) }
            _ = try await client.engage([.update("u-1", "$set", [:])])
            #expect(try await client.control("POST", "/_reset").status == 200)
            let empty: JSONValue = ["events": [], "profiles": [], "duplicates": 0]
            #expect(try await client.control("GET", "/_state").json?["mixpanel"] == empty)
        }
    }
}
