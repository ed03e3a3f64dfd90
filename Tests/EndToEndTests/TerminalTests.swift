import ProviderSandbox
import SwitchboardCore
import Testing

/// What the built tool shows to a person at a terminal, and to everything else.
struct TerminalTests {
    private static let escape = "\u{1B}["
    private static let note = #"{"person": {"contact_id": "none"}, "body": "x"}"#

    /// Leaves one failure in the tool's log, whose error is the provider's.
    private func fail(_ tool: Tool) async throws {
        _ = try await tool.perform("contact.note", Self.note)
    }

    @Test func outcomesAndHeadingsAreSetApart() async throws {
        try await ProviderSandbox.withServer { sandbox in
            let tool = try Tool(sandbox: sandbox)
            defer { tool.removeFolder() }
            try await fail(tool)
            let shown = try await tool.run(onTerminal: "audit", variables: ["TERM": "xterm", "COLUMNS": "300"])
            #expect(shown.contains("\(Self.escape)1mOUTCOME\(Self.escape)0m"))
            #expect(shown.contains("\(Self.escape)31mfailure\(Self.escape)0m"))
            let piped = try await tool.run("audit")
            #expect(!piped.output.contains(Self.escape))
            let plain = shown.replacing(#/\u{1B}\[\d+m/#, with: "")
            #expect(plain == piped.output)
        }
    }

    @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
    func colourIsLeftOutWhereNobodyWantsIt(variables: [String: String]) async throws {
        try await ProviderSandbox.withServer { sandbox in
            let tool = try Tool(sandbox: sandbox)
            defer { tool.removeFolder() }
            try await fail(tool)
            let shown = try await tool.run(onTerminal: "audit", variables: variables)
            #expect(shown.contains("failure"))
            #expect(!shown.contains(Self.escape))
        }
    }

    @Test(arguments: [60, 80, 100]) func aNarrowTerminalGetsWholeWordsAndIDs(width: Int) async throws {
        try await ProviderSandbox.withServer { sandbox in
            let tool = try Tool(sandbox: sandbox)
            defer { tool.removeFolder() }
            try await fail(tool)
            let id = try #require(
                try await tool.run("audit", "--format", "json").json["entries"]?.array?.first?["audit_id"]?.string
            )
            let variables = ["COLUMNS": "\(width)", "NO_COLOR": "1"]
            let lines = try await tool.run(onTerminal: "audit", variables: variables).split(separator: "\n")
            let about = lines.filter { $0.hasSuffix(id) }
            #expect(about.count == 2, "the intent and the outcome")
            #expect(about.allSatisfy { $0.contains("contact.note") && !$0.contains("…") })
            #expect(lines.allSatisfy { $0.count <= width })
        }
    }

    @Test func aNarrowTerminalGetsWholeVariablesAndKeys() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let variables = ["COLUMNS": "80", "NO_COLOR": "1"]
        let shown = try await tool.run(onTerminal: "providers", variables: variables)
        #expect(shown.contains(#/intercom +not configured +1666/10s +intercom +https:\/\/api.intercom.io\n/#))
        #expect(shown.contains("\nintercom: Set INTERCOM_ACCESS_TOKEN environment variable.\n"))
        #expect(shown.contains(#/adminID +- +set INTERCOM_ADMIN_ID\n/#))
        #expect(shown.contains("resilience.breaker.failures"))
        // Names of keys and variables are never shortened; only these two leave no room.
        let lines = shown.split(separator: "\n").filter { !$0.contains("MIXPANEL_SERVICE_ACCOUNT_") }
        #expect(lines.allSatisfy { $0.count <= 80 })
        #expect(shown.contains("set MIXPANEL_SERVICE_ACCOUNT_USERNAME"))
    }

    @Test func whatTheConfigurationSaysDoesNotSteerTheTerminal() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        try tool.configure("service: { name: \"a\u{202E}b\" }\n")
        let shown = try await tool.run(onTerminal: "config", "show", variables: [:])
        #expect(shown.contains(#"name: "a\u202Eb""#))
        #expect(!shown.unicodeScalars.contains("\u{202E}"))
    }

    @Test func whatAProviderSaysDoesNotSteerTheTerminal() async throws {
        let refusal: JSONValue = [
            "path": "/contacts/none/notes", "status": 422, "times": 0,
            "body": [
                "type": "error.list", "errors": [["code": "\u{1B}]0;x\u{7}", "message": "\u{1B}[2J\n\u{9B}1mhello"]],
            ],
        ]
        let faults = try SandboxFaults(parsing: refusal.serialized())
        try await ProviderSandbox.withServer(faults: faults) { sandbox in
            let tool = try Tool(sandbox: sandbox)
            defer { tool.removeFolder() }
            let id = try #require(try await tool.perform("contact.note", Self.note).json["audit_id"]?.string)
            for arguments in [
                ["perform", "contact.note", Self.note, "--log-level", "trace"],
                ["perform", "contact.note", Self.note, "--format", "text"],
                ["audit", "show", id], ["audit", "show", id, "--format", "json"],
            ] {
                let shown = try await tool.run(onTerminal: arguments, variables: ["NO_COLOR": "1"])
                #expect(shown.contains("contact.note") || shown.contains("hello"))
                let controls = shown.unicodeScalars.filter { $0.properties.generalCategory == .control && $0 != "\n" }
                #expect(controls.isEmpty)
            }
        }
    }

    @Test(arguments: [
        ("auto", true, false), ("text", true, false), ("json", true, true),
        ("auto", false, true), ("text", false, false), ("json", false, true),
    ])
    func logLinesTakeTheFormOfTheirReader(format: String, isTerminal: Bool, isJSON: Bool) async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let options = ["--log-format", format, "--log-level", "trace"]
        let input = #"{"person": {"email": "ada@example.com"}}"#
        let text =
            isTerminal
            ? try await tool.run(onTerminal: ["perform", "contact.get", input] + options, variables: ["NO_COLOR": "1"])
            : try await tool.run(["perform", "contact.get", input, "--audit", "audit"] + options).errors
        let lines = text.split(separator: "\n").filter { $0.contains("provider.name") && $0.contains("intercom") }
        #expect(!lines.isEmpty)
        for line in lines {
            let json = try? JSONValue(parsing: line.utf8)
            #expect((json?["level"]?.string != nil && json?["label"] == "switchboard") == isJSON)
            #expect((json?["time"]?.string).flatMap { Timestamp($0) } != nil || !isJSON)
            #expect(line.contains("provider.name=") != isJSON)
        }
    }
}
