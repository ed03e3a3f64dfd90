import Foundation
import SwitchboardCore
import Testing

@testable import Switchboard

/// Recipients out of files.
struct RecipientFileTests {
    private func rows(_ contents: String, named ending: String = "csv") async throws -> [RecipientRow] {
        try await withFile(contents, named: ending) { path in
            var rows = try await RecipientSource.file(path).rows()
            var all: [RecipientRow] = []
            while let row = try rows.next() { all.append(row) }
            try rows.rewind()
            var again = 0
            while try rows.next() != nil { again += 1 }
            #expect(again == all.count, "a second look finds the same")
            return all
        }
    }

    private func refusal(_ contents: String, named ending: String = "csv") async throws -> String? {
        do {
            _ = try await rows(contents, named: ending)
            return nil
        } catch let failure as Failure {
            return failure.message
        }
    }

    @Test func readsWhatTheStandardAllows() async throws {
        let text =
            "\u{FEFF}email,name,user_id,note\r\n"
            + "ada@example.com,\"Lovelace, Ada\",7,\"two\r\nlines and a \"\"quote\"\"\"\r\n"
            + "\r\n"
            + "bob@example.com,,,\n"
            + "eve@example.com,\"\",9,last without an end"
        let found = try await rows(text)
        #expect(found.map(\.place) == [.line(2), .line(5), .line(6)])
        let people = found.compactMap(\.recipient)
        #expect(people.map(\.email) == ["ada@example.com", "bob@example.com", "eve@example.com"])
        #expect(people.map(\.name) == ["Lovelace, Ada", nil, nil])
        #expect(people.map(\.clientID) == ["7", nil, "9"])
        let ada = try #require(people.first)
        #expect(ada.tokens["note"] == "two\r\nlines and a \"quote\"")
        #expect(ada.tokens["user_id"] == "7")
    }

    @Test func aBadRowStaysAlone() async throws {
        let text = """
            email,plan
            ada@example.com,pro
            nobody,pro
            bob@example.com
            "eve@example.com"x,pro
            e"ve@example.com,pro
            zoe@example.com,"pro
            and more"
            last@example.com,free
            """
        let found = try await rows(text)
        #expect(
            found.compactMap(\.recipient).map(\.email) == ["ada@example.com", "zoe@example.com", "last@example.com"]
        )
        #expect(
            found.compactMap(\.problem).map { "\($0.place): \($0.sentence)" } == [
                "line 3: email is not an email address; give an address such as ada@example.com",
                "line 4: has 1 columns, and the first line names 2",
                "line 5: has something behind a closing quotation mark",
                "line 6: has a quotation mark in a value that does not begin with one",
            ]
        )
        #expect(found.last?.place == .line(9))
    }

    @Test func bytesThatAreNoTextAreABadRow() async throws {
        let path = NSTemporaryDirectory() + "switchboard-\(TimeSource.system.makeActionID()).csv"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let bytes = Array("email,name\nada@example.com,A".utf8) + [0xFF, 0xFE] + Array("\nbob@example.com,B\n".utf8)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        var rows = try await RecipientSource.csv(path: path).rows()
        #expect(try rows.next()?.problem?.problem == "has bytes that are not UTF-8")
        #expect(try rows.next()?.recipient?.email == "bob@example.com")
    }

    @Test(arguments: [
        ("", "recipients: is empty; give a line with the columns' names, email among them"),
        ("name,plan\nx,y\n", "recipients: has no column email on line 1; its columns are: name, plan"),
        (
            "Email,plan\n",
            "recipients: has no column email on line 1; did you mean Email?; its columns are: Email, plan"
        ),
        ("email;plan\n", "recipients: has no column email on line 1; its columns are: email;plan"),
        ("email,plan,plan\n", "recipients: names two columns plan on line 1; rename one"),
        ("email,,plan\n", "recipients: has no name for column 2 on line 1"),
        (
            "email,client_id,user_id\n",
            "recipients: has both client_id and user_id on line 1, one id; leave one of them out"
        ),
        (
            "email,plan\na@b.io,x\nc@d.io,\"open\ne@f.io,y\n",
            "recipients: has a row on line 3 that does not end; is a quotation mark there never closed?"
        ),
    ])
    func refusesAFileThatNobodyCanRead(text: String, reason: String) async throws {
        #expect(try await refusal(text) == reason)
    }

    @Test func readsObjectsALine() async throws {
        let text = """
            {"email": "ada@example.com", "name": "Ada", "client_id": 7, "items": [{"title": "tea"}]}

            {"email": "bob@example.com"
            {"name": "nobody"}
            ["eve@example.com"]
            {"email": 5}
            {"email": "eve@example.com", "user_id": "9"}
            """
        let found = try await rows(text, named: "jsonl")
        let people = found.compactMap(\.recipient)
        #expect(people.map(\.email) == ["ada@example.com", "eve@example.com"])
        #expect(people.map(\.clientID) == ["7", "9"])
        #expect(people.first?.tokens["items"] == [["title": "tea"]])
        #expect(found.compactMap(\.problem).map(\.place) == [.line(3), .line(4), .line(5), .line(6)])
        #expect(found.compactMap(\.problem).first?.problem.hasPrefix("is not JSON; column 28: ") == true)
        #expect(found.compactMap(\.problem).dropFirst().first?.sentence == "email is missing; give an address")
    }

    @Test func aLineWithoutAnEndIsNotHeld() async throws {
        let text = "{\"email\": \"\(String(repeating: "x", count: 1 << 20))\"}\n{\"email\": \"ada@example.com\"}\n"
        let found = try await rows(text, named: "jsonl")
        #expect(found.first?.problem?.problem == "is longer than 1048576 bytes")
        #expect(found.last?.recipient?.email == "ada@example.com")
    }

    @Test(arguments: ["/nowhere/at-all.csv", "/dev/null.csv", "/tmp/x.txt"])
    func refusesAFileThatIsNotThere(path: String) async {
        await #expect(throws: Failure.self) { _ = try await RecipientSource.file(path).rows() }
    }

    @Test func refusesWhatCannotBeReadTwice() async throws {
        do {
            _ = try await RecipientSource.csv(path: "/dev/null").rows()
            Issue.record("a device is no file")
        } catch {
            #expect(error.message == "recipients: is no regular file, and must be read twice; write it to one")
        }
    }

    @Test func holdsABlockHoweverLongTheFile() async throws {
        let line = "person@example.com\n"
        try await withFile("email\n" + String(repeating: line, count: 100_000)) { path in
            var rows = try await RecipientSource.csv(path: path).rows()
            for count in 1...100_000 {
                #expect(try rows.next() != nil)
                guard count.isMultiple(of: 20_000) else { continue }
                // How far the file was read beyond what was asked for.
                #expect(try offset(of: path) - count * line.utf8.count <= 64 * 1024)
            }
        }
    }

    /// How far this process has read a file that it has open.
    private func offset(of path: String) throws -> Int {
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        let own = descriptors.first { name in
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(name)")) == path
        }
        let info = try String(contentsOfFile: "/proc/self/fdinfo/\(try #require(own))", encoding: .utf8)
        let position = info.split(separator: "\n").first { $0.hasPrefix("pos:") }
        return try #require(position.flatMap { Int($0.dropFirst(4).drop { $0.isWhitespace }) })
    }
}

extension RecipientRow {
    var recipient: CampaignRecipient? { if case .recipient(let recipient, _) = self { recipient } else { nil } }
    var problem: RecipientProblem? { if case .bad(let problem) = self { problem } else { nil } }
    var place: RecipientPlace {
        switch self {
        case .recipient(_, let place): place
        case .bad(let problem): problem.place
        }
    }
}
