import SwitchboardCore
import Testing

@Suite struct SendGridRequestCheckTests {
    private static let body = JSONValue.mail(to: "a@b.io").serialized()

    @Test(
        arguments: [
            ("Authorization", nil, 401), ("Authorization", "Basic YTpi", 401), ("Authorization", "Bearer plain", 401),
            ("Authorization", "Bearer SG.invalid", 401), ("Accept", "text/html", 406), ("Content-Type", nil, 415),
            ("Content-Type", "text/plain", 415), ("Content-Encoding", "gzip", 415),
        ] as [(String, String?, Int)]
    )
    func refusesAHeaderField(name: String, value: String?, status: Int) async throws {
        try await withSandbox { client in
            var headers = SandboxClient.sendgridHeaders
            headers[name] = value
            let answer = try await client.send("POST", "/sendgrid/v3/mail/send", body: Self.body, headers: headers)
            #expect(answer.status == status)
            #expect(answer.json?["errors"]?.array?.count == 1)
            #expect((answer.headers["x-ratelimit-limit"] == nil) == (status == 401))
            #expect(try await client.held("mails", by: "sendgrid").isEmpty)
        }
    }

    @Test(arguments: [
        ("GET", "/mail/send", 405), ("GET", "/shoes", 404), ("POST", "/mail/send?x=1", 400), ("POST", "", 404),
    ])
    func refusesWhatItDoesNotKnow(method: String, path: String, status: Int) async throws {
        try await withSandbox { client in
            let body: JSONValue? = method == "POST" ? .mail(to: "a@b.io") : nil
            let answer = try await client.sendgrid(method, path, body)
            #expect(answer.status == status)
        }
    }

    @Test(arguments: ["", "[]", "{", "1"])
    func refusesABodyThatIsNoObject(text: String) async throws {
        try await withSandbox { client in
            let headers = SandboxClient.sendgridHeaders
            let answer = try await client.send(
                "POST",
                "/sendgrid/v3/mail/send",
                body: Array(text.utf8),
                headers: headers
            )
            #expect(answer.status == 400)
            #expect(try await client.sendgrid("POST", "/mail/batch", [:]).status == 400)
        }
    }

    @Test func countsEachOperationByItself() async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let paths = [("GET", "/scopes", "599"), ("GET", "/scopes", "598"), ("POST", "/mail/batch", "599")]
            for (method, path, left) in paths {
                let headers = try await client.sendgrid(method, path).headers
                #expect(headers["x-ratelimit-limit"] == "600")
                #expect(headers["x-ratelimit-remaining"] == left)
                #expect(headers["x-ratelimit-reset"] == "1700000040")
            }
        }
    }

    @Test func takesTenThousandMailsASecond() async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let headers = try await client.sendgrid("POST", "/mail/send").headers
            #expect(headers["x-ratelimit-limit"] == "10000")
            #expect(headers["x-ratelimit-remaining"] == "9999")
            #expect(headers["x-ratelimit-reset"] == "1700000001")
        }
    }

    @Test func tellsWhatTheKeyMayDo() async throws {
        try await withSandbox { client in
            let scopes = try await client.sendgrid("GET", "/scopes").json?["scopes"]?.array
            #expect(scopes?.contains("mail.send") == true)
        }
    }

    @Test(arguments: [
        (401, "authorization required"), (403, "access forbidden"), (429, "too many requests"),
        (500, "internal server error"),
    ])
    func putsFaultsIntoItsOwnWords(status: Int, message: String) async throws {
        try await withSandbox(time: StandingTime().source) { client in
            try await client.order(["provider": "sendgrid", "status": .integer(Int64(status))])
            let answer = try await client.sendgrid("GET", "/scopes")
            #expect(answer.status == status)
            #expect(answer.json == ["errors": [["message": .string(message), "field": .null, "help": .null]]])
            if status == 429 {
                #expect(answer.headers["x-ratelimit-remaining"] == "0")
                #expect(answer.headers["x-ratelimit-reset"] == "1700000001")
            }
        }
    }

    @Test func forgetsEverything() async throws {
        try await withSandbox { client in
            _ = try await client.sendMail(to: "bounce@b.io")
            _ = try await client.makeBatch()
            #expect(try await client.control("POST", "/_reset").status == 200)
            for name in ["mails", "bounces", "batches"] {
                #expect(try await client.held(name, by: "sendgrid").isEmpty)
            }
        }
    }
}
