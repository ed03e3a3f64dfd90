import SwitchboardCore
import Testing

@Suite struct FaultOrderTests {
    @Test func showsWhatIsLeftOfTheOrders() async throws {
        try await withSandbox { client in
            try await client.order(["status": 500, "times": 3])
            _ = try await client.intercom("GET", "/tags")
            let left: JSONValue = ["faults": [["provider": "intercom", "status": 500, "times": 2]]]
            #expect(try await client.control("GET", "/_faults").json == left)
        }
    }

    @Test(
        arguments: [
            (["status": 500, "tiems": 2], "tiems: is not known here; did you mean times?"),
            ([["status": 500], ["sttaus": 500]], "[1].sttaus: is not known here; did you mean status?"),
            (["status": 100], "status: must lie in 200...599"),
            (["status": "500"], "status: must be an integer, not a string"),
            (["status": 500, "times": -1], "times: must lie in 0...1000000"),
            (
                ["status": 500, "provider": "telegram"],
                "provider: must be one of intercom, mixpanel, sendgrid, zendesk"
            ),
            (["status": 500, "path": "tags"], "path: must start with a slash; it starts below the provider's prefix"),
            (
                ["status": 500, "path": "/contacts/*/notes"],
                "path: may have a * at its end only; give the beginning and a *"
            ),
            (["headers": ["a b": "c"]], "headers.a b: must be a header field with a string value"),
            (["headers": ["a": "b\r\nc: d"]], "headers.a: must be a header field with a string value"),
            (["status": 304, "body": "x"], "body: cannot be sent with status 304"),
            (["drop": "gently"], "drop: must be true or \"rst\""),
            (["drop": true, "status": 500], "drop: leaves no room for another answer"),
            (["drop": true, "not_json": true], "drop: leaves no room for another answer"),
            (["drop": "rst", "truncate": 3], "drop: leaves no room for another answer"),
            (["truncate": -1], "truncate: must be true or a number of bytes in 0...16777216"),
            (["truncate": "half"], "truncate: must be true or a number of bytes in 0...16777216"),
            (["truncate": 1, "status": 204], "truncate: cannot be sent with status 204"),
            (["drip_ms": 600_001], "drip_ms: must lie in 0...600000"),
            (["not_http": "yes"], "not_http: must be a boolean, not a string"),
            (["not_http": true, "drip_ms": 1], "not_http: leaves no room for another answer"),
            (["not_http": true, "not_json": true], "not_http: leaves no room for not_json"),
            (["not_json": true, "body": "x"], "not_json: leaves no room for body"),
            (["not_json": true, "status": 304], "not_json: cannot be sent with status 304"),
            (["delay_ms": -5], "delay_ms: must lie in 0...600000"),
            ("status", "must be an object, not a string"),
        ] as [(JSONValue, String)]
    )
    func refusesWrongOrders(order: JSONValue, message: String) async throws {
        try await withSandbox { client in
            let answer = try await client.control("POST", "/_faults", order)
            #expect(answer.status == 400)
            #expect(answer.json?["error"]?.string == message)
            #expect(try await client.control("GET", "/_faults").json == ["faults": []])
        }
    }

    @Test(arguments: [["path": "/tags"], ["not_http": false], ["drop": false, "commit": true]] as [JSONValue])
    func refusesAnOrderOfNothing(order: JSONValue) async throws {
        try await withSandbox { client in
            let answer = try await client.control("POST", "/_faults", order)
            #expect(answer.status == 400)
            let message = """
                status: or headers, body, delay_ms, drop, truncate, drip_ms, not_http or not_json is required: \
                what is to happen?
                """
            #expect(answer.json?["error"]?.string == message)
        }
    }

    @Test func refusesAnOrderThatIsNoJSON() async throws {
        try await withSandbox { client in
            let answer = try await client.send("POST", "/_faults", body: [123], headers: [:])
            #expect(answer.status == 400)
        }
    }
}
