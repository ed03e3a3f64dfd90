import SwitchboardCore
import Testing

@Suite struct MixpanelProfileTests {
    private func properties(_ client: SandboxClient, of id: String) async throws -> [String: JSONValue]? {
        let results = try await client.profiles("distinct_id=\(id)").json?["results"]?.array
        var properties = results?.first?["$properties"]?.object
        properties?["$last_seen"] = nil
        return properties
    }

    @Test(
        arguments: [
            (["$set", ["a": 2, "b": 1]], ["a": 2, "b": 1, "list": [1, 2], "text": "x"]),
            (["$set_once", ["a": 2, "b": 1]], ["a": 1, "b": 1, "list": [1, 2], "text": "x"]),
            (["$add", ["a": -3, "b": 1.5, "text": 1]], ["a": -2, "b": 1.5, "list": [1, 2], "text": "x"]),
            (["$union", ["list": [2, 3], "new": ["x"]]], ["a": 1, "list": [1, 2, 3], "new": ["x"], "text": "x"]),
            (["$append", ["list": 2, "new": "x"]], ["a": 1, "list": [1, 2, 2], "new": ["x"], "text": "x"]),
            (["$remove", ["list": 1, "a": 1]], ["a": 1, "list": [2], "text": "x"]),
            (["$unset", ["a", "list", "other"]], ["text": "x"]), (["$delete", "null"], nil),
        ] as [([JSONValue], [String: JSONValue]?)]
    )
    func changesAProfile(change: [JSONValue], expected: [String: JSONValue]?) async throws {
        try await withSandbox { client in
            let start: JSONValue = ["a": 1, "list": [1, 2], "text": "x"]
            let update = JSONValue.update("u-1", change[0].string ?? "", change[1])
            let answer = try await client.engage([.update("u-1", "$set", start), update])
            #expect(answer.json == ["code": 200, "num_records_imported": 2, "status": "OK"])
            #expect(try await properties(client, of: "u-1") == expected)
        }
    }

    @Test(arguments: [("$remove", ["a": 1]), ("$unset", ["a"]), ("$delete", "null")] as [(String, JSONValue)])
    func makesNoProfileToTakeSomethingAway(operation: String, value: JSONValue) async throws {
        try await withSandbox { client in
            let answer = try await client.engage([.update("u-1", operation, value)])
            #expect(answer.status == 200)
            #expect(try await client.held("profiles", by: "mixpanel").isEmpty)
        }
    }

    @Test func tellsWhenAPersonWasSeen() async throws {
        try await withSandbox(time: StandingTime().source) { client in
            var hidden = JSONValue.update("u-2", "$set", [:]).object ?? [:]
            hidden["$ignore_time"] = true
            _ = try await client.engage([.update("u-1", "$set", [:]), .object(hidden)])
            let profiles = try await client.held("profiles", by: "mixpanel")
            #expect(profiles.map { $0["$properties"]?["$last_seen"] } == ["2023-11-14T22:13:20", nil])
        }
    }

    @Test func findsProfiles() async throws {
        try await withSandbox { client in
            for id in ["u-1", "u-2", "u-3"] {
                _ = try await client.engage([.update(id, "$set", ["$email": .string("\(id)@b.io"), "plan": "pro"])])
            }
            let forms = [
                ("", ["u-1", "u-2", "u-3"]), ("distinct_id=u-2", ["u-2"]), ("distinct_id=u-9", []),
                ("distinct_ids=%5B%22u-1%22%2C%22u-3%22%5D", ["u-1", "u-3"]),
                (#"where=properties["$email"]+%3D%3D+"u-3%40b.io""#, ["u-3"]),
                ("page=1&session_id=1234567890-SANDBX", []),
            ]
            for (form, ids) in forms {
                let answer = try await client.profiles(form)
                #expect(answer.json?["status"] == "ok")
                #expect(answer.json?["results"]?.array?.map { $0["$distinct_id"]?.string } == ids, "\(form)")
            }
            let some = try await client.profiles("distinct_id=u-1&output_properties=%5B%22plan%22%5D").json
            #expect(some?["results"] == [["$distinct_id": "u-1", "$properties": ["plan": "pro"]]])
            #expect(some?["total"] == 1)
        }
    }

    @Test(arguments: ["distinct_ids=u-1", "page=1", "page=1&session_id=x", "where=plan", "name=Ada"])
    func refusesWrongQueries(form: String) async throws {
        try await withSandbox { client in
            let answer = try await client.profiles(form)
            #expect(answer.status == 400)
            #expect(answer.json?["request"] == "/api/query/engage")
            #expect(answer.json?["error"]?.string != nil)
        }
    }
}
