import Foundation
import SwitchboardCore
import Testing

@testable import AuditStore

struct MasterKeyTests {
    private func withFile(_ body: (String) throws -> Void) throws {
        let id = TimeSource.system.makeActionID().description
        let path = NSTemporaryDirectory() + "switchboard-key-" + id
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    private func load(_ file: String, _ value: Secret? = nil, _ random: UInt64 = 7) throws(Failure) -> MasterKey {
        try MasterKey.load(environment: value, file: file, random: { random })
    }

    @Test func theFirstStartMakesAFileThatOthersUse() throws {
        try withFile { path in
            let first = try load(path)
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            #expect(try load(path, nil, 8).check == first.check)
        }
    }

    @Test func theEnvironmentGoesFirst() throws {
        try withFile { path in
            let text = Secret(Data(repeating: 1, count: 32).base64EncodedString() + "\n")
            #expect(try load(path, text).check == MasterKey.test(1).check)
            #expect(!FileManager.default.fileExists(atPath: path))
            _ = try load(path, Secret(""))
            #expect(FileManager.default.fileExists(atPath: path))
        }
    }

    @Test(arguments: [0o640, 0o604, 0o620])
    func aFileThatOthersMayReadIsRefused(_ mode: Int) throws {
        try withFile { path in
            _ = try load(path)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
            let failure = #expect(throws: Failure.self) { try load(path) }
            #expect(failure?.kind == .notConfigured)
            #expect(failure?.message.contains("chmod 600 on it") == true)
        }
    }

    @Test(arguments: ["", "abc", "AAAA", String(repeating: "A", count: 88)])
    func whatIsNoKeyIsRefusedWithoutShowingIt(_ text: String) {
        let failure = #expect(throws: Failure.self) { try MasterKey(base64: Secret(text)) }
        #expect(failure?.kind == .notConfigured)
        #expect(text.isEmpty || failure?.message.contains(text) == false)
    }

    @Test func printsAsRedacted() throws {
        let key = try MasterKey.test(1)
        #expect("\(key)" == "[redacted]")
        var dumped = ""
        dump(key, to: &dumped)
        #expect(dumped.contains("redacted") && !dumped.contains("hashing"))
    }
}
