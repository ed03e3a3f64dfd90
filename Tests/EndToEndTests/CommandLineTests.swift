import Foundation
import ProviderSandbox
import SwitchboardCore
import Testing

/// The built tool, run as an operator runs it.
struct CommandLineTests {
    @Test func aNoteIsWrittenBrokenAndFoundInTheLog() async throws {
        try await ProviderSandbox.withServer { sandbox in
            let tool = try Tool(sandbox: sandbox)
            defer { tool.removeFolder() }
            let created = try await tool.perform("contact.upsert", #"{"person": {"email": "ada@example.com"}}"#)
            #expect(created.status == 0)
            let id = try #require(created.json["user_id"]?.string)
            let note = try await tool.perform("contact.note", #"{"person": {"contact_id": "\#(id)"}, "body": "hush"}"#)
            #expect(note.status == 0)
            #expect(note.json["note_id"]?.string != nil)
            let broken = try await tool.perform("contact.note", #"{"person": {"contact_id": "none"}, "body": "hush"}"#)
            #expect(broken.status == 1)
            #expect(broken.json["error_kind"] == "not_found")

            let log = try await tool.run("audit", "--action", "contact.note", "--format", "json")
            let outcomes = (log.json["entries"]?.array ?? []).compactMap { $0["outcome"]?.string }
            #expect(outcomes == ["failure", "success"])
            let shown = try await tool.run("audit", "show", try #require(note.json["audit_id"]?.string))
            #expect(shown.output.contains("POST /contacts/{id}/notes"))
            let files = try tool.everyFile()
            #expect(!files.contains(Array("hush".utf8)), "the log holds no text of a note")
            #expect(!files.contains(Array("ada@example.com".utf8)), "the log holds no address")
        }
    }

    @Test(arguments: [
        ("message.sent", "{}", "message.send"),
        ("contact.note", #"{"person": {"email": "a@b.io"}, "bdy": "x"}"#, "did you mean body?"),
        ("contact.note", #"{"person": {"emial": "a@b.io"}, "body": "x"}"#, "person.emial"),
        ("contact.note", #"{"person": {"email": "a@b.io"}}"#, "body: is missing"),
        ("contact.note", #"{"person": {"email": "a@b.io"}, "body": 7}"#, "body: is a number"),
        ("contact.note", #"{"person": {"email": "a@b.io"}, "body": ""}"#, "body: is empty"),
        ("contact.note", #"{"person": {"email": "nobody"}, "body": "x"}"#, "person.email"),
        ("contact.note", #"{"person": {}, "body": "x"}"#, "person: names nobody"),
        ("contact.note", "not json", "the input is not JSON; line 1, column 1: expected a value"),
        ("contact.note", "{\"body\": \"x\",\n }", "the input is not JSON; line 2, column 2: expected a member's name"),
        (
            "contact.note", #"{"body": "x", "body": "y"}"#,
            "the input is not JSON; line 1, column 15: the object already has a member of this name"
        ),
        (
            "event.track",
            #"{"person": {"email": "a@b.io"}, "name": "x", "properties": {"a": [{"id": 12345678901234567890}]}}"#,
            "properties.a[0].id: is a number too large"
        ),
        ("contact.note", "[]", "the input is an array"),
    ])
    func badInputIsRefusedByName(_ action: String, _ input: String, _ hint: String) async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let run = try await tool.perform(action, input)
        #expect(run.status == 2)
        #expect(run.json["success"] == false)
        #expect(run.json["error_kind"] == "invalid_input")
        #expect(run.json["error"]?.string?.contains(hint) == true)
    }

    @Test func hostileInputIsRefused() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
        #expect(try await tool.perform("contact.note", "-", input: Data(deep.utf8)).status == 2)
        let huge = Data(repeating: UInt8(ascii: " "), count: 65 * 1024 * 1024)
        let run = try await tool.perform("contact.note", "-", input: huge)
        #expect(run.status == 2)
        #expect(run.json["error"]?.string?.contains("64 MB") == true)
    }

    @Test func withoutATokenNothingIsSent() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let run = try await tool.perform("contact.get", #"{"person": {"email": "ada@example.com"}}"#)
        #expect(run.status == 1)
        let sentence = "Intercom not configured. Set INTERCOM_ACCESS_TOKEN environment variable."
        #expect(run.json["error"]?.string == sentence)
        #expect(run.json["error_kind"] == "not_configured")
    }

    @Test func badUsageAndBadConfigurationHaveTheirOwnStatus() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let usage = try await tool.perform("contact.get", "{}", "--nonsense")
        #expect(usage.status == 2)
        #expect(usage.json["success"] == false)
        let region = try await tool.perform("contact.get", "{}", variables: ["INTERCOM_REGION": "mars"])
        #expect(region.status == 3)
        #expect(region.json["error"]?.string?.contains("INTERCOM_REGION") == true)
        #expect(try await tool.run("perform", "contact.get", "{}", "--config", "/does/not/exist").status == 3)
        #expect(try await tool.run("frobnicate").status == 2)
        #expect(try await tool.run("--help").status == 0)
    }

    @Test func aReaderThatGoesAwayChangesNothing() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let run = try await tool.run(intoClosedPipe: "actions", "--format", "json")
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
    }

    @Test(arguments: [
        ["actions"], ["actions", "--format", "json"], ["config", "check"], ["config", "show"], ["providers"],
        ["--help"], ["--version"],
    ])
    func outputThatIsLostIsNoSuccess(arguments: [String]) async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let run = try await tool.run(ontoFullDisk: arguments)
        #expect(run.status == 1)
        #expect(run.errors.contains("standard output cannot be written: No space left on device"))
    }

    @Test func anOutcomeThatIsLostIsSaidElsewhere() async throws {
        try await ProviderSandbox.withServer { sandbox in
            let tool = try Tool(sandbox: sandbox)
            defer { tool.removeFolder() }
            let input = #"{"person": {"email": "ada@example.com"}}"#
            let run = try await tool.run(ontoFullDisk: ["perform", "contact.upsert", input])
            #expect(run.status == 1)
            let entries = try await tool.run("audit", "--format", "json").json["entries"]?.array
            let id = try #require(entries?.first?["audit_id"]?.string)
            #expect(run.errors.contains("audit_id: \(id)"))
            #expect(run.errors.contains("success: true"))
            #expect(!run.errors.contains("ada@example.com"))
            #expect(try await tool.run(ontoFullDisk: ["audit"]).status == 1)
        }
    }

    @Test(arguments: [
        (["actons"], "did you mean 'actions'?"),
        (["actions", "--config", "missing.yaml"], "Unknown option '--config'"),
    ])
    func whatIsMistypedIsRefused(arguments: [String], complaint: String) async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let run = try await tool.run(arguments)
        #expect(run.status == 2)
        #expect(run.errors.contains(complaint))
    }

    @Test func aLogThatCannotBeMadeNamesTheReasonAndTheRemedy() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let input = #"{"person": {"email": "ada@example.com"}}"#
        let run = try await tool.run(["perform", "contact.get", input, "--audit", "/dev/null/audit"])
        #expect(run.status == 1)
        let error = run.json["error"]?.string ?? ""
        #expect(error.contains("/dev/null/audit cannot be made: Not a directory; set audit.directory, or --audit"))
    }

    @Test func theTokenShowsNowhere() async throws {
        try await ProviderSandbox.withServer { sandbox in
            let tool = try Tool(sandbox: sandbox)
            defer { tool.removeFolder() }
            let input = #"{"person": {"email": "ada@example.com"}, "body": "hush"}"#
            let run = try await tool.perform("contact.note", input, "--log-level", "trace")
            #expect(run.errors.contains("attempt ended"))
            #expect(!(run.output + run.errors).contains(Tool.token))
            #expect(!run.errors.contains("hush"))
            #expect(!run.errors.contains("ada@example.com"))
        }
    }

    @Test func actionsAreListedForMachines() async throws {
        let tool = try Tool(sandbox: nil)
        defer { tool.removeFolder() }
        let actions = try #require(try await tool.run("actions", "--format", "json").json["actions"]?.array)
        let note = try #require(actions.first { $0["name"] == "contact.note" })
        #expect(note["providers"] == ["intercom"])
        #expect(note["fields"]?.array?.map { $0["name"]?.string } == ["person", "body", "admin_id"])
        #expect(note["fields"]?.array?.map { $0["required"] } == [true, true, false])
    }
}
