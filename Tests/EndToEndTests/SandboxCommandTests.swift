import Foundation
import ProviderSandbox
import SwitchboardCore
import Testing

/// `switchboard sandbox --faults FILE`.
struct SandboxCommandTests {
    @Test func startsWithTheFaultsOfAFile() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        try Data(#"[{"path": "/messages", "not_json": true}]"#.utf8)
            .write(to: URL(fileURLWithPath: "\(tool.folder)/faults.json"))
        let run = try await tool.bash(
            """
            exec 3< <(exec "$SWITCHBOARD" sandbox --port 0 --faults faults.json)
            trap "kill $!" EXIT
            read -r ready <&3
            exec 4<>"/dev/tcp/127.0.0.1/${ready##*:}"
            printf 'GET /_faults HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n' >&4
            cat <&4
            """,
            []
        )
        #expect(
            run.output.contains(#"{"faults":[{"not_json":true,"path":"/messages","provider":"intercom","times":1}]}"#)
        )
    }

    @Test(arguments: [
        (#"[{"status": 500}, {"sttaus": 500}]"#, "faults.json: [1].sttaus: is not known here; did you mean status?"),
        (#"{"drop": "gently"}"#, "faults.json: drop: must be true or \"rst\""),
        ("[{}\n,]", "faults.json: the input is not JSON; line 2, column 2: expected a value"),
    ])
    func refusesAWrongFileByPath(json: String, message: String) async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        try Data(json.utf8).write(to: URL(fileURLWithPath: "\(tool.folder)/faults.json"))
        let run = try await tool.run("sandbox", "--port", "0", "--faults", "faults.json")
        #expect(run.status == 2)
        #expect(run.errors == "\(message)\n")
        #expect(run.output.isEmpty)
    }

    @Test func namesAPortThatIsTaken() async throws {
        try await ProviderSandbox.withServer { sandbox in
            let tool = try Tool(sandbox: nil)
            defer { tool.removeFolder() }
            let port = try #require(sandbox.url.split(separator: ":").last.map(String.init))
            let run = try await tool.run("sandbox", "--port", port)
            #expect(run.status == 1)
            #expect(run.errors == "port \(port) is taken; choose another with --port, or 0\n")
        }
    }

    @Test func refusesAFileThatIsNotThere() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let run = try await tool.run("sandbox", "--faults", "nowhere.json")
        #expect(run.status == 2)
        #expect(run.errors.contains("nowhere.json"))
    }
}
