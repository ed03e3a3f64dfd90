import SwitchboardCore
import Testing

@Suite struct MixpanelExportTests {
    private static let day = "/api/2.0/export?project_id=1&from_date=2023-11-14&to_date=2023-11-14"

    private func lines(_ answer: Answer) throws -> [JSONValue] {
        try answer.text.split(separator: "\n").map { try JSONValue(parsing: $0.utf8) }
    }

    @Test func givesBackWhatWasImported() async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let imported: JSONValue = [.event("a", "i-1", ["plan": ["name": "pro"]]), .event("b", "i-2")]
            for _ in 0..<2 { _ = try await client.importEvents(imported) }
            let answer = try await client.mixpanel("GET", Self.day)
            #expect(answer.status == 200)
            #expect(answer.headers["content-type"]?.hasPrefix("text/plain") == true)
            #expect(answer.headers["transfer-encoding"] == "chunked")
            #expect(answer.text.hasSuffix("\n"))
            let lines = try lines(answer)
            #expect(lines.map { $0["event"] } == ["a", "b"])
            let properties: [String: JSONValue] = [
                "time": 1_700_000_000, "distinct_id": "u-1", "$insert_id": "i-1", "plan": ["name": "pro"],
                "mp_processing_time_ms": 1_700_000_000_000,
            ]
            #expect(lines.first?["properties"]?.object == properties)
        }
    }

    @Test(
        arguments: [
            ("", ["1", "2", "3"]), ("&event=%5B%22b%22%5D", ["3"]), ("&event=%5B%5D", []), ("&limit=2", ["1", "2"]),
            ("&where=properties%5B%22plan%22%5D+%3D%3D+%22pro%22", ["1"]),
            ("&where=properties%5B%22plan%22%5D!%3D%22pro%22+and+properties%5B%22n%22%5D%3D%3D2", ["2"]),
            ("&where=properties%5B%22n%22%5D%3D%3D2+or+properties%5B%22plan%22%5D%3D%3D%22pro%22", ["1", "2"]),
            ("&where=properties%5B%22%24distinct_id%22%5D+%3D%3D+%22a%5C%22b%22", ["3"]),
        ] as [(String, [String])]
    )
    func narrowsDown(query: String, ids: [String]) async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let events: JSONValue = [
                .event("a", "1", ["plan": "pro"]), .event("a", "2", ["n": 2]),
                .event("b", "3", ["distinct_id": "a\"b"]),
                .event("a", "4", ["time": 1_699_919_999]), .event("a", "5", ["time": 1_700_006_400, "x": 1]),
            ]
            _ = try await client.importEvents(events)
            let answer = try await client.mixpanel("GET", Self.day + query)
            #expect(try lines(answer).map { $0["properties"]?["$insert_id"]?.string } == ids, "\(answer.text)")
        }
    }

    @Test func givesMillisecondsWhenAsked() async throws {
        try await withSandbox(time: StandingTime().source) { client in
            _ = try await client.importEvents([.event("a", "i-1", ["time": 1_700_000_000_123])])
            let seconds = try lines(try await client.mixpanel("GET", Self.day))
            #expect(seconds.first?["properties"]?["time"] == 1_700_000_000)
            let milliseconds = try lines(try await client.mixpanel("GET", "\(Self.day)&time_in_ms=true"))
            #expect(milliseconds.first?["properties"]?["time"] == 1_700_000_000_123)
        }
    }

    @Test func compressesALongExport() async throws {
        try await withSandbox(time: StandingTime().source) { client in
            let headers = SandboxClient.mixpanelAccount.merging(["Accept-Encoding": "gzip"]) { $1 }
            for (count, isCompressed) in [(1, false), (2000, true)] {
                _ = try await client.importEvents(.array((0..<count).map { .event("a", "i-\($0)") }))
                let answer = try await client.send("GET", "/mixpanel\(Self.day)", body: [], headers: headers)
                #expect((answer.headers["content-encoding"] == "gzip") == isCompressed)
                let plain = isCompressed ? Gzip.decompress(answer.body, limit: 1 << 24) : answer.body
                #expect(plain?.count { $0 == UInt8(ascii: "\n") } == count)
            }
        }
    }

    @Test func hasNothingForAnEmptyRange() async throws {
        try await withSandbox { client in
            let answer = try await client.mixpanel("GET", Self.day)
            #expect(answer.status == 200)
            #expect(answer.body.isEmpty)
        }
    }

    @Test(arguments: [
        "from_date=2023-11-14", "from_date=2023-11-14&to_date=2023-11-13", "from_date=x&to_date=2023-11-13",
        "from_date=2023-11-14&to_date=2023-11-14&limit=100001", "from_date=2023-11-14&to_date=2023-11-14&event=a",
        "from_date=2023-11-14&to_date=2023-11-14&where=plan", "from_date=2023-11-14&to_date=2023-11-14&x=1",
        "from_date=1990-11-14&to_date=2023-11-14",
    ])
    func refusesWrongQueries(query: String) async throws {
        try await withSandbox { client in
            let answer = try await client.mixpanel("GET", "/api/2.0/export?project_id=1&\(query)")
            #expect(answer.status == 400)
            #expect(answer.json?["request"] == "/api/2.0/export")
        }
    }
}
