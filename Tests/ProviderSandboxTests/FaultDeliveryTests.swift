import ProviderSandbox
import SwitchboardCore
import Testing

/// Faults that change how an answer reaches the wire.
@Suite struct FaultDeliveryTests {
    @Test(
        arguments: [
            (["truncate": true, "body": "0123456789"], "01234", 10),
            (["truncate": 3, "body": "0123456789"], "012", 10),
            (["truncate": 0, "body": "0123456789"], "", 10),
            (["truncate": 99, "body": "0123456789"], "0123456789", 11),
            (["truncate": 0], "", 25),
            (["truncate": 5, "drip_ms": 1, "status": 503, "body": "0123456789"], "01234", 10),
        ] as [(JSONValue, String, Int)]
    )
    func endsTheBodyEarlyAndCloses(fault: JSONValue, text: String, promised: Int) async throws {
        try await withSandbox(time: StandingTime().source) { client in
            try await client.order(fault)
            let answer = try await client.keptAlive("GET", "/tags")
            #expect(answer.text == text)
            #expect(answer.headers["content-length"] == "\(promised)")
            #expect(answer.status == (fault["status"] == nil ? 200 : 503))
            #expect(try await client.intercom("GET", "/tags").status == 200)
        }
    }

    @Test func promisesABodyWhereTheProviderSendsNone() async throws {
        try await withSandbox { client in
            _ = try await client.makeUser(externalID: "u1")
            try await client.order(["truncate": true])
            let event: JSONValue = ["event_name": "x", "created_at": 1_780_000_000, "user_id": "u1"]
            let answer = try await client.keptAlive("POST", "/events", event)
            #expect(answer.status == 202)
            #expect(answer.headers["content-length"] == "1")
            #expect(try await client.held("events").count == 1)
        }
    }

    @Test func sendsTheBodyByteByByte() async throws {
        let time = StandingTime()
        try await withSandbox(time: time.source) { client in
            try await client.order(["drip_ms": 250, "body": "slow"])
            let answer = try await client.intercom("GET", "/tags")
            #expect(answer.text == "slow")
            #expect(answer.headers["content-length"] == "4")
            #expect(time.sleeps == Array(repeating: .milliseconds(250), count: 4))
        }
    }

    @Test func dripsTheProvidersOwnAnswer() async throws {
        let time = StandingTime()
        try await withSandbox(time: time.source) { client in
            try await client.order(["drip_ms": 1])
            let answer = try await client.intercom("POST", "/tags", ["name": "x"])
            #expect(answer.json?["name"] == "x")
            #expect(time.sleeps.count == answer.text.utf8.count)
        }
    }

    @Test func speaksAnotherProtocol() async throws {
        try await withSandbox { client in
            try await client.order(["not_http": true])
            let outcome = try await client.deliver("GET", "/intercom/tags", body: [], headers: SandboxClient.headers)
            #expect(outcome == .noHTTP("220 mail.example.com ESMTP ready\r\n"))
            #expect(try await client.log().map { $0["status"] } == [.null])
            #expect(try await client.intercom("GET", "/tags").status == 200)
        }
    }

    @Test func answersWithWhatIsNoJSON() async throws {
        try await withSandbox { client in
            try await client.order([["not_json": true], ["not_json": true, "status": 201, "headers": ["A": "b"]]])
            let plain = try await client.intercom("GET", "/tags")
            #expect(plain.status == 200)
            #expect(plain.headers["content-type"] == "application/json; charset=utf-8")
            #expect(plain.headers["x-ratelimit-limit"] == "167")
            #expect(!plain.text.isEmpty && plain.json == nil)
            let other = try await client.intercom("GET", "/tags")
            #expect(other.status == 201)
            #expect(other.headers["a"] == "b")
            #expect(other.json == nil)
        }
    }

    @Test(
        arguments: [
            (["truncate": true], 1), (["drip_ms": 1], 1), (["not_http": true], 0), (["not_json": true], 0),
            (["not_http": true, "commit": true], 1), (["not_json": true, "commit": true], 1),
            (["truncate": true, "commit": true], 1), (["truncate": true, "status": 500], 0),
        ] as [([String: JSONValue], Int)]
    )
    func takesEffectOnlyWhereTheProviderAnswersOrCommits(fault: [String: JSONValue], notes: Int) async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let contact = try await client.makeUser()
            try await client.order(.object(fault.merging(["times": 1]) { $1 }))
            let body = JSONValue.object(["body": "Hello"]).serialized()
            let path = "/intercom/contacts/\(contact)/notes"
            _ = try await client.deliver("POST", path, body: body, headers: SandboxClient.headers)
            #expect(try await client.held("notes").count == notes)
        }
    }

    @Test func startsWithFaultsAndGoesBackToThem() async throws {
        let faults = try SandboxFaults(parsing: #"[{"status": 500}, {"status": 503}]"#.utf8)
        try await withSandbox(faults: faults) { client in
            let first = try await client.intercom("GET", "/tags").status
            #expect(first == 500)
            let reset = try await client.control("POST", "/_reset").status
            #expect(reset == 200)
            var statuses: [Int] = []
            for _ in 1...3 { statuses.append(try await client.intercom("GET", "/tags").status) }
            #expect(statuses == [500, 503, 200])
        }
    }

    @Test(arguments: [
        ("[{\"status\": 500}, {\"sttaus\": 500}]", "[1].sttaus: is not known here; did you mean status?"),
        ("{\"times\": \"2\", \"status\": 500}", "times: must be an integer, not a string"),
        ("7", "the input must be an object, not a number"),
        (
            "[{}\n,]",
            "the input is not JSON; line 2, column 2: expected a value"
        ),
        ("", "the input is not JSON; line 1, column 1: the text ends where it needs a value"),
    ])
    func refusesWrongFaultsByPath(json: String, message: String) {
        let failure = #expect(throws: Failure.self) { _ = try SandboxFaults(parsing: json.utf8) }
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.message == message)
    }
}
