import Switchboard
import SwitchboardCore
import Testing

struct ConfigurationSecretTests {
    private func token(_ text: String, _ environment: [String: String] = [:]) throws -> Secret? {
        try parsed(text, environment: environment).instances.first?.settings.secret("token")
    }

    @Test func takesASecretFromTheEnvironment() throws {
        #expect(try token("", ["PIGEON_TOKEN": "abcd"]) == Secret("abcd"))
        let second = try parsed("", environment: ["PIGEON_SECOND_TOKEN": "efgh"]).instances[0].settings
        #expect(second.secret("secondToken") == Secret("efgh"))
        #expect(second.secret("token") == nil)
    }

    @Test func refusesASecretInTheFileWithoutShowingIt() {
        let found = problems("providers:\n  pigeon:\n    token: hunter2", environment: ["PIGEON_TOKEN": "abcd"])
        #expect(
            found == [
                "test.yaml:3: providers.pigeon.token: is a secret and must not stand in this file; set PIGEON_TOKEN or tokenFile"
            ]
        )
    }

    @Test(arguments: ["abcd", "abcd\n", "abcd\r\n", "abcd\n\n"])
    func takesASecretFromAFile(text: String) throws {
        try withFile(text) { (path: String) throws in
            #expect(try token("providers: { pigeon: { tokenFile: '\(path)' } }") == Secret("abcd"))
            #expect(try token("", ["PIGEON_TOKEN_FILE": path]) == Secret("abcd"))
        }
    }

    @Test func prefersTheEnvironmentToFiles() throws {
        try withFile("from-file") { (path: String) throws in
            let text = "providers: { pigeon: { tokenFile: '\(path)' } }"
            #expect(try token(text, ["PIGEON_TOKEN": "from-variable"]) == Secret("from-variable"))
            #expect(try token(text, ["PIGEON_TOKEN": ""]) == Secret("from-file"))
            #expect(try token(text, ["PIGEON_TOKEN_FILE": ""]) == Secret("from-file"))
            try withFile("from-other-file") { (other: String) throws in
                #expect(try token(text, ["PIGEON_TOKEN_FILE": other]) == Secret("from-other-file"))
            }
        }
    }

    @Test func refusesAFileThatCannotBeRead() {
        #expect(
            problems("providers:\n  pigeon: { tokenFile: /does/not/exist }")
                == ["test.yaml:2: providers.pigeon.tokenFile: names a file that cannot be read"]
        )
        #expect(
            problems("", environment: ["PIGEON_TOKEN_FILE": "/does/not/exist"])
                == ["PIGEON_TOKEN_FILE: names a file that cannot be read"]
        )
    }

    @Test(arguments: ["abcd\nX-Evil: 1", "abcd\r", "ab\u{0}cd", "ab\u{7F}cd", "\tabcd"])
    func refusesAControlCharacterWithoutShowingTheSecret(secret: String) throws {
        let found = problems("", environment: ["PIGEON_TOKEN": secret])
        #expect(found == ["PIGEON_TOKEN: contains a line break or another control character; remove it"])
        try withFile("\(secret)x") { (path: String) throws in
            let inFile = problems("providers: { pigeon: { tokenFile: '\(path)' } }")
            #expect(inFile.count == 1)
            #expect(inFile.first?.contains("providers.pigeon.tokenFile: contains a line break") == true)
            #expect(inFile.first?.contains("abcd") == false)
        }
    }

    @Test func takesAnEmptySecretForNone() throws {
        try withFile("\n") { (path: String) throws in
            let configuration = try parsed("", environment: ["PIGEON_TOKEN_FILE": path])
            let failure = #expect(throws: Failure.self) {
                try configuration.instances[0].settings.requiredSecret("token")
            }
            #expect(failure?.kind == .notConfigured)
        }
    }

    @Test func showsNoSecretInDescriptions() throws {
        let configuration = try parsed(
            "",
            environment: ["PIGEON_TOKEN": "hunter22", "SWITCHBOARD_MASTER_KEY": "hunter33"]
        )
        var text = String(describing: configuration) + String(reflecting: configuration)
        dump(configuration, to: &text)
        #expect(!text.contains("hunter"))
    }
}
