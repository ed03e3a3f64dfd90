import Switchboard
import SwitchboardCore
import Testing

struct ConfigurationReportTests {
    private func report(
        _ text: String,
        environment: [String: String] = ["PIGEON_TOKEN": "abcd", "RAVEN_TOKEN": "abcd"]
    ) throws -> (problems: [String], warnings: [String]) {
        var report: ConfigurationReport?
        try withFile(text) { (path: String) throws in
            report = ConfigurationReport(file: path, environment: environment, providers: Station.providers)
        }
        let name = report?.file ?? ""
        let lines = { (problems: [ConfigurationError.Problem]?) in
            (problems ?? []).map { $0.description.replacing(name, with: "file") }
        }
        return (lines(report?.problems), lines(report?.warnings))
    }

    @Test func findsNothingWrong() throws {
        let found = try report("providers: { pigeon: { speed: fast } }")
        #expect(found.problems.isEmpty)
        #expect(found.warnings.isEmpty)
    }

    @Test func addsWhatOnlyTheProviderUnderstands() throws {
        let text = "providers:\n  pigeon:\n    sped: fast\n    baseURL: http://example.com\n"
        let environment = ["PIGEON_TOKEN": "abcd", "RAVEN_TOKEN": "abcd", "RAVEN_BASE_URL": "ftp://example.com"]
        let problem = "is not usable; give an https address, or an http one on a loopback host"
        #expect(
            try report(text, environment: environment).problems == [
                "file:3: providers.pigeon.sped: unknown key; did you mean speed?",
                "file:4: providers.pigeon.baseURL: \(problem)", "RAVEN_BASE_URL: \(problem)",
            ]
        )
    }

    @Test func warnsOfMissingCredentialsOnly() throws {
        let found = try report("providers: { raven: { enabled: false } }", environment: [:])
        #expect(found.problems.isEmpty)
        #expect(
            found.warnings
                == ["providers.pigeon: Pigeon Post not configured. Set PIGEON_TOKEN environment variable."]
        )
    }

    @Test func looksAtTheFileOfAuthorities() throws {
        let problems = try report("transport:\n  caFile: /does/not/exist").problems
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("file:2: transport.caFile: ") == true)
    }

    @Test func tellsOfAFileThatIsNoYAMLOrNoFile() throws {
        #expect(try report("a: b: c").problems.first?.contains("is not valid YAML") == true)
        let missing = ConfigurationReport(file: "/does/not/exist.yaml", environment: [:], providers: Station.providers)
        #expect(missing.problems.map(\.message).first?.hasPrefix("cannot be read") == true)
    }
}
