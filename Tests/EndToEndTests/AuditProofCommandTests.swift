import Foundation
import GRDB
import ProviderSandbox
import SwitchboardCore
import Testing

/// The audit log's proof, questions and privacy at the command line, and the script that checks the chain without us.
struct AuditProofCommandTests {
    /// A tool that has tagged two people.
    private func run(_ body: (Tool) async throws -> Void) async throws {
        try await ProviderSandbox.withServer { sandbox in
            let tool = try Tool(sandbox: sandbox)
            defer { tool.removeFolder() }
            for name in ["ada", "bob"] {
                let made = try await tool.perform("contact.upsert", #"{"person": {"email": "\#(name)@example.com"}}"#)
                #expect(made.status == 0, "\(made.output)")
            }
            try await body(tool)
        }
    }

    private static let script = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("docs/verify_audit.py").path

    /// The month's file of a tool's log.
    private func file(_ tool: Tool) throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(tool.folder)/audit")
        let name = try #require(names.first { $0.hasSuffix(".sqlite") && $0.hasPrefix("2") })
        return "\(tool.folder)/audit/\(name)"
    }

    @Test func aStrangersScriptComesToTheSameChain() async throws {
        try await run { tool in
            let ours = try await tool.run("audit", "verify", "--format", "json")
            #expect(ours.status == 0, "\(ours.output)\(ours.errors)")
            let theirs = try await tool.bash("python3 '\(Self.script)' audit", [])
            let last = ours.json["last_seq"]?.integer ?? 0
            #expect(
                theirs.output == "sound up to entry \(last), \(ours.json["last_hash"]?.string ?? "")\n",
                "\(theirs.errors)"
            )

            let database = try DatabaseQueue(path: file(tool))
            try await database.writeWithoutTransaction { db in
                try db.execute(
                    sql: "DROP TRIGGER entries_are_not_updated; UPDATE entries SET tenant = 'x' WHERE seq = 2"
                )
            }
            try database.close()
            let found = try await tool.run("audit", "verify")
            #expect(found.status == 1)
            #expect(found.output.contains("entry 2: its hash is not that of its values"))
            let script = try await tool.bash("python3 '\(Self.script)' audit", [])
            #expect(script.status == 1 && script.errors.contains("entry 2 is not what was written"))
        }
    }

    @Test func aLogThatCannotBeReadIsNotCalledUnsound() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        #expect(try await tool.run("audit", "verify").status == 2)
    }

    @Test func countsAndCopies() async throws {
        try await run { tool in
            let stats = try await tool.run("audit", "stats", "--by", "action", "--format", "json")
            let upserts = stats.json["stats"]?.array?.first { $0["action"] == "contact.upsert" }
            #expect(upserts?["count"] == 2, "\(stats.output)\(stats.errors)")

            let first = try await tool.run("audit", "export", "--output", "\(tool.folder)/out.jsonl")
            #expect(first.status == 0, "\(first.errors)")
            // A copy that was cut short is gone on with behind its last whole line.
            let path = URL(fileURLWithPath: "\(tool.folder)/out.jsonl")
            try Data(try Data(contentsOf: path).dropLast(20)).write(to: path)
            #expect(try await tool.run("audit", "export", "--output", path.path).status == 0)
            let lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
            let numbers = try lines.map { try JSONValue(parsing: $0.utf8)["seq"]?.integer }
            #expect(numbers == (1...Int64(numbers.count)).map { $0 })
            let csv = try await tool.run("audit", "export", "--format", "csv").output
            #expect(csv.hasPrefix("seq,at,audit_id,kind,action,"))
            let log = try await tool.run("audit", "list", "--kind", "operator", "--format", "csv").output
            #expect(log.contains("audit.export"))
        }
    }

    @Test func erasesAndRotates() async throws {
        try await run { tool in
            #expect(try await tool.run("audit", "erase", "--person", "ada@example.com").output.contains("--yes erases"))
            let erased = try await tool.run("audit", "erase", "--person", "ada@example.com", "--yes")
            #expect(erased.output.hasPrefix("erased 1: "), "\(erased.output)\(erased.errors)")
            #expect(try await tool.run("audit", "--person", "ada@example.com").output.hasPrefix("no entries"))

            let rotated = try await tool.run("audit", "rotate-key", "--new-key-file", "\(tool.folder)/new.key")
            #expect(rotated.status == 0, "\(rotated.errors)")
            try tool.configure("audit: { masterKeyFile: \(tool.folder)/new.key }")
            #expect(
                try await tool.run("audit", "--person", "bob@example.com", "--format", "json").json["entries"]?.array?
                    .isEmpty == false
            )
            #expect(try await tool.run("audit", "verify").status == 0)
        }
    }

    @Test func tellsTheLastEntries() async throws {
        try await run { tool in
            let tail = try await tool.run("audit", "tail", "-n", "2", "--format", "json").output.split(separator: "\n")
            let numbers = try tail.map { try JSONValue(parsing: $0.utf8)["seq"]?.integer ?? 0 }
            #expect(numbers.count == 2 && numbers[0] < numbers[1])
        }
    }
}
