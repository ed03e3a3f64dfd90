import SwitchboardCore
import Testing

@Suite struct MixpanelProfileRuleTests {
    private static let good = JSONValue.update("u-1", "$set", ["a": 1])

    /// What each rule refuses, and the field that it names.
    private static let refused: [(update: JSONValue, field: String)] = [
        ("text", ""), (["$distinct_id": "u", "$set": [:]], "$token"), (["$token": "t", "$set": [:]], "$distinct_id"),
        (.update("", "$set", [:]), "$distinct_id"), (.update("u", "$ip", "0"), ""),
        (["$token": "t", "$distinct_id": "u", "$set": [:], "$unset": ["a"]], "$unset"),
        (.update("u", "$put", [:]), "$put"), (.update("u", "$set", []), "$set"),
        (.update("u", "$add", ["a": "1"]), "$add"), (.update("u", "$add", ["a": true]), "$add"),
        (.update("u", "$union", ["a": "x"]), "$union"), (.update("u", "$append", ["x"]), "$append"),
        (.update("u", "$remove", "x"), "$remove"), (.update("u", "$unset", ["a": 1]), "$unset"),
        (.update("u", "$unset", [1]), "$unset"),
        (["$token": "t", "$distinct_id": "u", "$set": [:], "$ignore_time": "yes"], "$ignore_time"),
    ]

    @Test(arguments: refused.indices)
    func refuses(index: Int) async throws {
        let (update, field) = Self.refused[index]
        try await withSandbox { client in
            let strict = try await client.engage([Self.good, update])
            #expect(strict.status == 400)
            #expect(strict.json?["num_records_imported"] == 1)
            #expect(strict.json?["failed_records"]?.array?.map { $0["index"] } == [1])
            #expect(strict.json?["failed_records"]?.array?.first?["field"] == .string(field))
            #expect(try await client.held("profiles", by: "mixpanel").count == 1)
        }
    }

    @Test func callsARefusalASuccess() async throws {
        try await withSandbox { client in
            let updates: JSONValue = [Self.good, .update("u-2", "$set", 1)]
            let short = try await client.mixpanel("POST", "/engage?ip=0", updates)
            #expect(short.status == 200)
            #expect(short.text == "0")
            let verbose = try await client.mixpanel("POST", "/engage?ip=0&verbose=1", updates)
            #expect(verbose.status == 200)
            #expect(verbose.json?["status"] == 0)
            #expect(verbose.json?["error"]?.string?.hasPrefix("[1] $set") == true)
            #expect(try await client.held("profiles", by: "mixpanel").isEmpty)
            let taken = try await client.mixpanel("POST", "/engage?ip=0&verbose=1", [Self.good])
            #expect(taken.json == ["status": 1, "error": .null])
        }
    }

    @Test func tellsOfAWrongTokenWhenItIsStrict() async throws {
        try await withSandbox { client in
            let updates: JSONValue = [["$token": "invalid", "$distinct_id": "u-1", "$set": [:]]]
            let answer = try await client.engage(updates)
            #expect(answer.status == 401)
            #expect(try await client.mixpanel("POST", "/engage", updates).text == "1")
            #expect(try await client.held("profiles", by: "mixpanel").isEmpty)
        }
    }

    @Test func takesNoCompressedBodies() async throws {
        try await withSandbox { client in
            let headers = ["Content-Type": "application/json", "Content-Encoding": "gzip"]
            let body = Gzip.compress(JSONValue.array([Self.good]).serialized())
            let answer = try await client.send("POST", "/mixpanel/engage", body: body, headers: headers)
            #expect(answer.status == 200)
            #expect(answer.text == "0")
        }
    }
}
