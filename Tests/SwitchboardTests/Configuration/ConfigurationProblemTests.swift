import Foundation
import Switchboard
import SwitchboardCore
import Testing

struct ConfigurationProblemTests {
    @Test(
        arguments: [
            ("servce: {}", "test.yaml:1: servce: unknown key; did you mean service?"),
            ("service:\n  nme: x", "test.yaml:2: service.nme: unknown key; did you mean name?"),
            (
                "\nresilience:\n  breaker:\n    opnFor: 1s",
                "test.yaml:4: resilience.breaker.opnFor: unknown key; did you mean openFor?"
            ),
            (
                "providers:\n  pigeon:\n    sped: fast",
                "test.yaml:3: providers.pigeon.sped: unknown key; did you mean speed?"
            ),
            (
                "providers:\n  pigeon:\n    resilience:\n      retrys: 1",
                "test.yaml:4: providers.pigeon.resilience.retrys: unknown key; did you mean retries?"
            ),
            (
                "providers:\n  pigeon:\n    resilience:\n      breaker: { window: 1s, x: 1 }",
                "test.yaml:4: providers.pigeon.resilience.breaker.x: unknown key; known keys: failures, openFor, window"
            ),
            ("audit: { dirctory: x }", "test.yaml:1: audit.dirctory: unknown key; did you mean directory?"),
            ("transport: { htpp2: true }", "test.yaml:1: transport.htpp2: unknown key; did you mean http2?"),
            (
                "routes:\n  default:\n    first: [pigeon]\n    frist: [raven]",
                "test.yaml:4: routes.default.frist: unknown key; did you mean first?"
            ),
        ]
    )
    func refusesAnUnknownKeyWithItsLine(text: String, problem: String) {
        #expect(problems(text) == [problem])
    }

    @Test func keepsTheDeadlineAtTheTop() {
        let text = "providers: { pigeon: { resilience: { deadline: 1s } } }"
        #expect(
            problems(text).first?.hasPrefix("test.yaml:1: providers.pigeon.resilience.deadline: unknown key") == true
        )
    }

    @Test(
        arguments: [
            ("resilience:\n  retries: many", "test.yaml:2: resilience.retries: is not a whole number from 0 to 20"),
            ("resilience: { retries: -1 }", "test.yaml:1: resilience.retries: is not a whole number from 0 to 20"),
            ("resilience: { retries: 21 }", "test.yaml:1: resilience.retries: is not a whole number from 0 to 20"),
            ("resilience: { retries: 1.5 }", "test.yaml:1: resilience.retries: is not a whole number from 0 to 20"),
            ("resilience: { jitter: 1.1 }", "test.yaml:1: resilience.jitter: is not a number from 0 to 1"),
            ("resilience: { jitter: nan }", "test.yaml:1: resilience.jitter: is not a number from 0 to 1"),
            (
                "resilience: { breaker: { failures: 0 } }",
                "test.yaml:1: resilience.breaker.failures: is not a whole number from 1 to 1000"
            ),
            ("audit:\n\n  required: perhaps", "test.yaml:3: audit.required: is not true or false"),
            ("audit: { synchronous: off }", "test.yaml:1: audit.synchronous: is not full or normal"),
            ("service: { name: [a] }", "test.yaml:1: service.name: must be one value"),
            ("service: { name: '' }", "test.yaml:1: service.name: is empty; give a value or leave the key out"),
            ("audit: { directory: \"\" }", "test.yaml:1: audit.directory: is empty; give a value or leave the key out"),
            ("service: 5", "test.yaml:1: service: must be a mapping of keys to values"),
            ("service: [a]", "test.yaml:1: service: must be a mapping of keys to values"),
            ("5", "test.yaml:1: must be a mapping of keys to values"),
            (
                "providers: { pigeon: { speed: quick } }",
                "test.yaml:1: providers.pigeon.speed: is not one of slow, fast"
            ),
            (
                "providers: { pigeon: { rate: 600 } }",
                "test.yaml:1: providers.pigeon.rate: is not a rate such as 600/min, 100/s or 1000/10s"
            ),
            (
                "routes: { default: { first: pigeon } }",
                "test.yaml:1: routes.default.first: must be a list of names, such as [intercom]"
            ),
        ]
    )
    func refusesAWrongValueWithItsLine(text: String, problem: String) {
        #expect(problems(text) == [problem])
    }

    @Test(
        arguments: [
            ("service: { name: x", 1), ("service:\n  name: \"x", 2), ("a: b: c", 1), ("\n\tservice: x", 2),
            ("service: {}\nservice: {}", 1), ("a: *b", 1),
        ]
    )
    func refusesWhatIsNoYAML(text: String, line: Int) throws {
        let error = try #require(throws: ConfigurationError.self) { try parsed(text) }
        #expect(error.problems.count == 1)
        #expect(error.problems[0].file == "test.yaml")
        #expect(error.problems[0].line.map { $0 >= line } == true)
        #expect(error.problems[0].message.hasPrefix("is not valid YAML: "))
    }

    @Test(
        arguments: [
            ("service:\n    name: x\n  environment: y", 3, "the indentation does not fit the lines above"),
            ("service:\n\tname: x", 2, "a tab, @, ` or % stands"),
            ("a: b: c", 1, "a colon stands where none is expected"),
            ("routes: { default: { first: [pigeon }", 1, "a bracket or a comma is missing"),
            (
                "audit:\n  directory: x\nservice:\n  name: x\n  environment: y\n  name: z", 6,
                "the key name stands there twice"
            ),
            ("service:\r\n  name: x\r\n\r\n  name: z", 4, "the key name stands there twice"),
        ]
    )
    func saysWhatIsNoYAMLInPlainWords(text: String, line: Int, problem: String) throws {
        let error = try #require(throws: ConfigurationError.self) { try parsed(text) }
        #expect(error.problems.first?.line == line)
        #expect(error.problems.first?.message.hasPrefix("is not valid YAML: \(problem)") == true)
    }

    @Test func sortsProblemsByTheirLines() {
        let found = problems(
            "providers:\n  pigeon: { sped: x }\nroutes: { x: { first: [raven] } }\nservce: {}\nresilience: { retries: many }",
            environment: ["RAVEN_SPEED": "quick"]
        )
        #expect(
            found.map { $0.prefix(11) } == ["test.yaml:2", "test.yaml:3", "test.yaml:4", "test.yaml:5", "RAVEN_SPEED"]
        )
    }

    @Test func reportsEverythingAtOnce() {
        let text = """
            servce: {}
            resilience: { retries: many, jitter: 2 }
            providers:
              pigeon: { speed: quick }
              dove: {}
            routes:
              default: { first: [pigon] }
            """
        let found = problems(text, environment: ["RAVEN_SPEED": "quick"])
        #expect(found.count == 7)
        for part in ["servce", "resilience.retries", "resilience.jitter", "pigeon.speed", "dove", "RAVEN_SPEED"] {
            #expect(found.contains { $0.contains(part) })
        }
        #expect(found.contains { $0.hasPrefix("RAVEN_SPEED: is not one of slow, fast") })
        #expect(found.contains("test.yaml:7: routes.default.first: names no provider instance; did you mean pigeon?"))
    }

    @Test func refusesAFileThatCannotBeRead() throws {
        let error = try #require(throws: ConfigurationError.self) {
            try SwitchboardConfiguration.load(
                file: "/does/not/exist.yaml",
                environment: [:],
                providers: Station.providers
            )
        }
        #expect(error.description.hasPrefix("/does/not/exist.yaml: there is no such file"))
    }

    @Test func loadsAFile() throws {
        try withFile("service: { name: from-file }\n") { (path: String) throws in
            let configuration = try SwitchboardConfiguration.load(
                file: path,
                environment: [:],
                providers: Station.providers
            )
            #expect(configuration.service.name == "from-file")
        }
    }
}

/// Lends a file with that text, below the temporary folder.
func withFile(_ text: String, _ body: (String) throws -> Void) throws {
    var bits = SystemRandomNumberGenerator()
    let name = "switchboard-test-\(String(bits.next(), radix: 36))"
    let url = FileManager.default.temporaryDirectory.appending(path: name)
    try Data(text.utf8).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(url.path())
}
