import SwitchboardCore
import Testing

@Suite struct FaultTests {
    @Test(arguments: [
        (401, "unauthorized"), (403, "api_plan_restricted"), (404, "not_found"), (409, "conflict"),
        (422, "parameter_invalid"), (500, "server_error"), (503, "service_unavailable"), (418, "client_error"),
    ])
    func answersAStatusInIntercomsWords(status: Int, code: String) async throws {
        try await withSandbox { client in
            try await client.order(["status": .integer(Int64(status))])
            let answer = try await client.intercom("POST", "/tags", ["name": "x"])
            #expect(answer.status == status)
            #expect(answer.errorCode == code)
            #expect(try await client.held("tags").isEmpty)
        }
    }

    @Test func limitsForASecond() async throws {
        try await withSandbox(time: StandingTime().source) { client in
            try await client.order(["status": 429])
            let answer = try await client.intercom("GET", "/tags")
            #expect(answer.headers["x-ratelimit-remaining"] == "0")
            #expect(answer.headers["x-ratelimit-reset"] == "1700000001")
        }
    }

    @Test func sendsTheGivenHeadersAlone() async throws {
        try await withSandbox { client in
            try await client.order(["status": 429, "headers": ["Retry-After": "7"]])
            let answer = try await client.intercom("GET", "/tags")
            #expect(answer.headers["retry-after"] == "7")
            #expect(answer.headers["x-ratelimit-reset"] == nil)
            #expect(answer.errorCode == "rate_limit_exceeded")
        }
    }

    @Test func addsHeadersToTheProvidersOwnAnswer() async throws {
        try await withSandbox { client in
            try await client.order(["headers": ["X-RateLimit-Remaining": "0"]])
            let answer = try await client.intercom("GET", "/tags")
            #expect(answer.status == 200)
            #expect(answer.headers["x-ratelimit-remaining"] == "0")
            #expect(answer.json?["type"] == "list")
        }
    }

    @Test(
        arguments: [
            (["a": [1]], "{\"a\":[1]}"), ("<html>oops", "<html>oops"), (.null, "null"),
        ] as [(JSONValue, String)]
    )
    func sendsTheGivenBody(body: JSONValue, text: String) async throws {
        try await withSandbox { client in
            try await client.order(["body": body])
            let answer = try await client.intercom("GET", "/tags")
            #expect(answer.status == 200)
            #expect(answer.text == text)
        }
    }

    @Test func waitsBeforeTheProvidersOwnAnswer() async throws {
        let time = StandingTime()
        try await withSandbox(time: time.source) { client in
            try await client.order(["delay_ms": 1500])
            #expect(try await client.intercom("POST", "/tags", ["name": "x"]).status == 200)
            #expect(time.sleeps == [.milliseconds(1500)])
            #expect(try await client.held("tags").count == 1)
        }
    }

    @Test func stopsDuringADelay() async throws {
        let (events, continuation) = AsyncStream.makeStream(of: String.self)
        var time = TimeSource.system
        time.sleep = { until in
            continuation.yield("asleep")
            defer { continuation.yield("cancelled") }
            try await TimeSource.system.sleep(until)
        }
        let request = try await withSandbox(time: time) { client in
            try await client.order(["delay_ms": 600_000])
            let request = Task { try await client.intercom("POST", "/tags", ["name": "x"]) }
            var iterator = events.makeAsyncIterator()
            let event = await iterator.next()
            #expect(event == "asleep")
            return request
        }
        var iterator = events.makeAsyncIterator()
        let event = await iterator.next()
        #expect(event == "cancelled")
        _ = await request.result
    }

    @Test func dropsOrResetsTheConnection() async throws {
        try await withSandbox { client in
            for (drop, delivery) in [(true, .closed), ("rst", .reset)] as [(JSONValue, Delivery)] {
                try await client.order(["drop": drop])
                let body = JSONValue.object(["name": "x"]).serialized()
                let outcome = try await client.deliver(
                    "POST",
                    "/intercom/tags",
                    body: body,
                    headers: SandboxClient.headers
                )
                #expect(outcome == delivery)
            }
            #expect(try await client.held("tags").isEmpty)
            #expect(try await client.intercom("GET", "/tags").status == 200)
        }
    }

    @Test(
        arguments: [
            ["status": 503], ["body": "oops"], ["drop": true], ["drop": "rst"], ["delay_ms": 1],
            ["headers": ["A": "b"]],
        ] as [[String: JSONValue]]
    )
    func takesEffectOnceBeforehandOnCommit(fault: [String: JSONValue]) async throws {
        try await withSandbox { client in
            let contact = try await client.makeUser()
            try await client.order(.object(fault.merging(["commit": true]) { $1 }))
            let body = JSONValue.object(["body": "Hello"]).serialized()
            let path = "/intercom/contacts/\(contact)/notes"
            _ = try await client.deliver("POST", path, body: body, headers: SandboxClient.headers)
            #expect(try await client.held("notes").count == 1)
        }
    }

    @Test func meetsAsManyRequestsAsOrdered() async throws {
        try await withSandbox { client in
            try await client.order([["status": 500, "times": 2], ["status": 503]])
            var statuses: [Int] = []
            for _ in 1...4 { statuses.append(try await client.intercom("GET", "/tags").status) }
            #expect(statuses == [500, 500, 503, 200])
            try await client.order(["status": 500, "times": 0])
            for _ in 1...3 { #expect(try await client.intercom("GET", "/tags").status == 500) }
            #expect(try await client.control("DELETE", "/_faults").json == ["faults": []])
            #expect(try await client.intercom("GET", "/tags").status == 200)
        }
    }

    @Test(
        arguments: [
            (["method": "post"], [200, 500, 200]),
            (["path": "/tags"], [500, 500, 200]),
            (["path": "/contacts/*"], [200, 200, 500]),
            (["method": "GET", "path": "/tags"], [500, 200, 200]),
            (["path": "/tag"], [200, 200, 200]),
            (["path": "*", "provider": "intercom"], [500, 500, 500]),
        ] as [([String: JSONValue], [Int])]
    )
    func meetsTheOrderedRequestsOnly(fault: [String: JSONValue], statuses: [Int]) async throws {
        try await withSandbox { client in
            let contact = try await client.makeUser()
            try await client.order(.object(fault.merging(["status": 500, "times": 0]) { $1 }))
            #expect(try await client.intercom("GET", "/tags").status == statuses[0])
            #expect(try await client.intercom("POST", "/tags", ["name": "x"]).status == statuses[1])
            #expect(try await client.intercom("GET", "/contacts/\(contact)").status == statuses[2])
        }
    }
}
