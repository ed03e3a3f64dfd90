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
        #expect(problems.first?.contains("caBundle") == false)
    }

    @Test(arguments: ["http://", "ftp://proxy.example.com", "http://proxy:99999", "http://proxy/path", "::"])
    func refusesAProxyThatCannotBeUsed(proxy: String) throws {
        let problems = try report("transport:\n  proxy: '\(proxy)'").problems
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("file:2: transport.proxy: is no address of a proxy") == true)
    }

    @Test(arguments: [
        "http://proxy.example.com:3128", "proxy:3128", "socks5h://user:word@10.0.0.1:1080", "http://[::1]:1/",
    ])
    func takesAProxy(proxy: String) throws {
        #expect(try report("transport:\n  proxy: '\(proxy)'").problems.isEmpty)
    }

    @Test func looksAtTheMasterKey() throws {
        let environment = ["PIGEON_TOKEN": "abcd", "RAVEN_TOKEN": "abcd", "SWITCHBOARD_MASTER_KEY": "short"]
        let problems = try report("", environment: environment).problems
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("SWITCHBOARD_MASTER_KEY: the audit master key must be 32 bytes") == true)
    }

    @Test func warnsOfAnAttemptThatOutlastsTheDeadline() throws {
        let found = try report(
            "resilience:\n  deadline: 5s\n  attemptTimeout: 20s\nproviders: { raven: { resilience: { attemptTimeout: 6s } } }"
        )
        #expect(found.problems.isEmpty)
        let message = "is longer than the deadline of 5s, which ends the attempt first"
        #expect(
            found.warnings == [
                "file:3: resilience.attemptTimeout: \(message)",
                "file:4: providers.raven.resilience.attemptTimeout: \(message)",
            ]
        )
        #expect(try report("resilience: { deadline: 5s }").warnings.isEmpty, "nobody asked for longer attempts")
    }

    @Test func tellsOfAFileThatIsNoYAMLOrNoFile() throws {
        #expect(try report("a: b: c").problems.first?.contains("is not valid YAML") == true)
        let missing = ConfigurationReport(file: "/does/not/exist.yaml", environment: [:], providers: Station.providers)
        #expect(missing.problems.map(\.message).first?.hasPrefix("there is no such file") == true)
    }
}
