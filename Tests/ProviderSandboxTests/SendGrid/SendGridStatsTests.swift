import SwitchboardCore
import Testing

@Suite struct SendGridStatsTests {
    /// The dates of an answer, each with the number of requests.
    private func requests(_ answer: Answer) -> [String: JSONValue?] {
        let pairs = (answer.json?.array ?? [])
            .map { element in
                (element["date"]?.string ?? "", element["stats"]?.array?.first?["metrics"]?["requests"])
            }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    @Test(
        arguments: [
            ("day&end_date=2023-11-16", ["2023-11-14": 2, "2023-11-15": 0, "2023-11-16": 1]),
            ("day&end_date=2023-11-16&offset=1&limit=1", ["2023-11-15": 0]),
            ("week", ["2023-11-13": 3, "2023-11-20": 0, "2023-11-27": 1]),
            ("month", ["2023-11-01": 3, "2023-12-01": 1]),
        ] as [(String, [String: JSONValue?])]
    )
    func countsByDaysWeeksAndMonths(query: String, expected: [String: JSONValue?]) async throws {
        let time = StandingTime()
        try await withSandbox(time: time.source) { client in
            for days: Int64 in [0, 0, 2, 15] {
                time.advance(bySeconds: days * 86_400)
                _ = try await client.sendMail(to: "ada@example.com")
            }
            let path = "/stats?start_date=2023-11-14&aggregated_by=\(query)"
            #expect(requests(try await client.sendgrid("GET", path)) == expected)
        }
    }

    @Test func hasEveryMetric() async throws {
        try await withSandbox { client in
            let answer = try await client.sendgrid("GET", "/stats?start_date=2023-11-14&end_date=2023-11-14")
            let metrics = answer.json?.array?.first?["stats"]?.array?.first?["metrics"]?.object
            #expect(metrics?.count == 16)
            #expect(metrics?.values.allSatisfy { $0 == 0 } == true)
        }
    }

    @Test(arguments: [
        ("", "start_date"), ("?start_date=yesterday", "start_date"), ("?start_date=2023-02-30", "start_date"),
        ("?start_date=2023-11-14&end_date=2023-11-13", "end_date"),
        ("?start_date=1990-01-01&end_date=2023-11-13", "start_date"),
        ("?start_date=2023-11-14&aggregated_by=year", "aggregated_by"), ("?start_date=2023-11-14&x=1", "x"),
    ])
    func refusesWrongRanges(query: String, field: String) async throws {
        try await withSandbox { client in
            let answer = try await client.sendgrid("GET", "/stats\(query)")
            #expect(answer.status == 400)
            #expect(answer.errorFields == [field])
        }
    }
}
