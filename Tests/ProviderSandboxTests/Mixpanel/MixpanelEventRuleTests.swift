import SwitchboardCore
import Testing

@Suite struct MixpanelEventRuleTests {
    private static func many(_ count: Int) -> [String: JSONValue] {
        Dictionary(uniqueKeysWithValues: (0..<count).map { ("p\($0)", 1) })
    }

    /// What each rule refuses, and the field that it names.
    private static let refused: [(event: JSONValue, field: String)] = [
        ("text", ""), ([:], "event"), (.event("", "i"), "event"), (["event": "a"], "properties"),
        (["event": "a", "properties": 1], "properties"), (["event": "a", "properties": [:], "user": 1], "user"),
        (.event("a", "i", ["time": .null]), "properties.time"),
        (.event("a", "i", ["time": "2023-11-14"]), "properties.time"),
        (.event("a", "i", ["time": 1.5]), "properties.time"),
        (.event("a", "i", ["time": 31_535_999]), "properties.time"),
        (.event("a", "i", ["time": 1_700_003_601]), "properties.time"),
        (.event("a", "i", ["time": 1_700_003_600_001]), "properties.time"),
        (.event("a", "i", ["distinct_id": .null]), "properties.distinct_id"),
        (.event("a", "i", ["distinct_id": 7]), "properties.distinct_id"),
        (.event("a", "i", ["distinct_id": "Anonymous"]), "properties.distinct_id"),
        (.event("a", "i", ["$insert_id": .null]), "properties.$insert_id"),
        (.event("a", ""), "properties.$insert_id"), (.event("a", "a_b"), "properties.$insert_id"),
        (.event("a", String(repeating: "x", count: 37)), "properties.$insert_id"),
        (.event("a", "undefined"), "properties.$insert_id"),
        (.event("a", "00000000-0000-0000-0000-000000000000"), "properties.$insert_id"),
        (.event("a", "i", many(252)), "properties"),
        (.event("a", "i", ["deep": [["a": ["b": [1]]]]]), "properties.deep"),
        (.event("a", "i", ["list": .array(Array(repeating: 1, count: 255))]), "properties.list"),
        (.event("a", "i", ["long": .string(String(repeating: "x", count: 1_048_576))]), ""),
    ]

    @Test(arguments: refused.indices)
    func refuses(index: Int) async throws {
        let (event, field) = Self.refused[index]
        try await withSandbox(time: StandingTime().source) { client in
            let answer = try await client.importEvents([event])
            #expect(answer.status == 400)
            #expect(answer.json?["failed_records"]?.array?.map { $0["field"] } == [.string(field)])
            #expect(try await client.held("events", by: "mixpanel").isEmpty)
        }
    }

    @Test(
        arguments: [
            .event("a", String(repeating: "x", count: 36)), .event("a", "i", ["distinct_id": ""]),
            .event("a", "i", ["time": 31_536_000]), .event("a", "i", ["time": 1_700_003_600]),
            .event("a", "i", ["deep": [["a": [1]]]]), .event("a", "i", many(251)), .event("$merge-like", "i"),
        ] as [JSONValue]
    )
    func takes(event: JSONValue) async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let answer = try await client.importEvents([event])
            #expect(answer.status == 200)
        }
    }
}
