import SwitchboardCore
import Testing

@Suite struct MixpanelCountTests {
    private static let days = "project_id=1&from_date=2023-11-13&to_date=2023-11-14"

    private func fill(_ client: SandboxClient) async throws {
        let events: JSONValue = [
            .event("a", "1"), .event("a", "2"), .event("a", "3", ["distinct_id": "u-2"]),
            .event("a", "4", ["time": 1_699_900_000]), .event("b", "5"),
        ]
        #expect(try await client.importEvents(events).status == 200)
    }

    @Test func countsSeveralEventsByDays() async throws {
        try await withSandbox(time: StandingTime().source) { client in
            try await fill(client)
            let path = "/api/query/events?\(Self.days)&event=%5B%22a%22%2C%22c%22%5D&unit=day&type="
            let expected: JSONValue = [
                "data": [
                    "series": ["2023-11-13", "2023-11-14"],
                    "values": [
                        "a": ["2023-11-13": 1, "2023-11-14": 3], "c": ["2023-11-13": 0, "2023-11-14": 0],
                    ],
                ],
                "legend_size": 2,
            ]
            #expect(try await client.mixpanel("GET", "\(path)general").json == expected)
            let people = try await client.mixpanel("GET", "\(path)unique").json
            #expect(people?["data"]?["values"]?["a"] == ["2023-11-13": 1, "2023-11-14": 2])
        }
    }

    @Test func countsOneEventOfOnePerson() async throws {
        try await withSandbox(time: StandingTime().source) { client in
            try await fill(client)
            let filter = "&where=properties%5B%22%24distinct_id%22%5D%3D%3D%22u-1%22"
            let answer = try await client.mixpanel("GET", "/api/query/segmentation?\(Self.days)&event=a\(filter)")
            #expect(answer.json?["data"]?["values"] == ["a": ["2023-11-13": 1, "2023-11-14": 2]])
            #expect(answer.json?["legend_size"] == 1)
        }
    }

    @Test(arguments: [
        "events?\(days)&event=a&type=general&unit=day", "events?\(days)&type=general&unit=day",
        "events?\(days)&event=%5B%22a%22%5D&unit=day", "events?\(days)&event=%5B%22a%22%5D&type=general",
        "segmentation?\(days)", "segmentation?\(days)&event=a&unit=hour", "segmentation?\(days)&event=a&type=average",
        "segmentation?\(days)&event=a&on=x", "segmentation?project_id=1&event=a",
    ])
    func refusesWrongQueries(path: String) async throws {
        try await withSandbox { client in
            let answer = try await client.mixpanel("GET", "/api/query/\(path)")
            #expect(answer.status == 400)
            #expect(answer.json?["error"]?.string != nil)
        }
    }
}
