/// The package's tests.
extension ProviderSkeleton {
    var bench: String {
        #"""
        import \#(module)
        import Switchboard
        import SwitchboardCore
        import SwitchboardTesting

        /// A hub whose only provider is \#(displayName): its answers are scripted, its time is virtual, its log is in memory.
        struct \#(type)Bench {
            static let token = "\#(name)-token-0123456789"

            let transport: ScriptedTransport
            let audit = RecordingAuditLog()
            let tools: CommunicationTools

            init(_ script: ScriptedTransport.Step...) throws {
                transport = ScriptedTransport(script)
                tools = try CommunicationTools(
                    configuration: .parse(
                        "",
                        file: nil,
                        environment: ["\#(tokenVariable)": Self.token],
                        providers: [\#(module).self]
                    ),
                    providers: [\#(module).self],
                    transport: transport,
                    audit: audit,
                    time: ManualTime().source
                )
            }

            /// Each request, as its method and address.
            var sent: [String] { transport.sent.map { "\($0.method.rawValue) \($0.url)" } }
        }

        """#
    }

    var contract: String {
        #"""
        import \#(module)
        import SwitchboardCore
        import SwitchboardTesting
        import Testing

        /// What every provider promises, checked against \#(displayName).
        struct \#(type)ContractTests {
            static let contract = ProviderContract<\#(module)>(
                settings: ["apiToken": \#(type)Bench.token],
                samples: [
                    ContractSample(
                        NoteContact(person: Person(email: "ada@example.com"), body: "wants a demo"),
                        answers: .respond(201, body: #"{"id": "note-7", "person_id": "person-42"}"#),
                        requires: ["id", "person_id"]
                    )
                ],
                healthAnswer: .respond(200, body: #"{"account": "sample"}"#)
            )

            @Test(arguments: ProviderContract<\#(module)>.Rule.allCases)
            func keeps(_ rule: ContractRule) async throws {
                try await Self.contract.check(rule)
            }
        }

        """#
    }

    var tests: String {
        #"""
        import SwitchboardCore
        import Testing

        struct \#(type)NoteTests {
            private let note = NoteContact(person: Person(userID: "u-1"), body: "wants a demo")

            @Test func writesTheNoteAndReadsItsIDs() async throws {
                let bench = try \#(type)Bench(.respond(201, body: #"{"id": "note-7", "person_id": "person-42"}"#))
                let receipt = try await bench.tools.perform(note).get()
                #expect(receipt.noteID == "note-7")
                #expect(receipt.contactID == "person-42")
                #expect(bench.sent == ["POST https://api.\#(dashed).example/v1/notes"])
                #expect(bench.transport.sent[0].json == ["person": ["external_id": "u-1"], "text": "wants a demo"])
            }

            @Test func neverWritesItTwice() async throws {
                let bench = try \#(type)Bench(.loseAnswer)
                let failure = try #require(await bench.tools.perform(note).failure)
                #expect(failure.effect == .unknown)
                #expect(bench.sent.count == 1)
            }

            @Test func tellsWhyItWasRefused() async throws {
                let refusal = #"{"error": {"code": "text_too_long", "message": "the text is too long"}}"#
                let bench = try \#(type)Bench(.respond(422, body: refusal))
                let failure = try #require(await bench.tools.perform(note).failure)
                #expect(failure.kind == .rejected)
                #expect(failure.providerCode == "text_too_long")
                #expect(failure.providerMessage == "the text is too long")
            }

            @Test func refusesAnAdminItCannotName() async throws {
                let bench = try \#(type)Bench()
                var note = note
                note.adminID = "7"
                let failure = try #require(await bench.tools.perform(note).failure)
                #expect(failure.kind == .invalidInput)
                #expect(failure.field == "admin_id")
                #expect(bench.sent.isEmpty)
            }
        }

        """#
    }
}
