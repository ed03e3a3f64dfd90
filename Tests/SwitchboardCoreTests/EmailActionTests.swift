import FoundationEssentials
import SwitchboardCore
import SwitchboardTesting
import Testing

/// The actions around email, as the contract writes them.
struct EmailActionTests {
    static let samples: [ActionSample] = [
        ActionSample(
            type: SendEmail.self,
            full: [
                "to": [["email": "ada@example.com", "name": "secret name"]], "from": ["email": "care@acme.io"],
                "reply_to": ["email": "help@acme.io"], "cc": [["email": "bob@example.com"]],
                "bcc": [["email": "eve@example.com"]], "subject": "secret subject", "text": "secret text",
                "html": "secret html", "template_id": "d-1", "template_data": ["k": ["secret value"]],
                "attachments": [
                    ["filename": "secret.txt", "content": "aGk=", "type": "text/plain", "content_id": "logo"]
                ],
                "categories": ["welcome"], "custom_args": ["k": "secret value"], "headers": ["X-K": "secret value"],
                "send_at": "2026-11-23T10:00:00Z", "batch_id": "b1", "track_opens": true, "track_clicks": false,
                "unsubscribe_group_id": 7, "sandbox": true,
            ],
            least: ["to": [["email": "ada@example.com"]], "subject": "secret subject", "text": "secret text"]
        ),
        ActionSample(type: CreateEmailBatchID.self, full: [:], least: [:]),
        ActionSample(type: CancelScheduledEmails.self, full: ["batch_id": "b1"], least: ["batch_id": "b1"]),
        ActionSample(
            type: GetEmailStatistics.self,
            full: ["start_date": "2026-11-01", "end_date": "2026-11-01", "aggregated_by": "week"],
            least: ["start_date": "2026-11-01"]
        ),
        ActionSample(
            type: ListSuppressions.self,
            full: ["kind": "group", "group_id": 7, "email": "ada@example.com"],
            least: ["kind": "spam_reports"]
        ),
        ActionSample(
            type: AddSuppression.self,
            full: ["kind": "group", "group_id": 7, "email": "ada@example.com"],
            least: ["kind": "unsubscribes", "email": "ada@example.com"]
        ),
        ActionSample(
            type: RemoveSuppression.self,
            full: ["kind": "group", "group_id": 7, "email": "ada@example.com"],
            least: ["kind": "invalid_emails", "email": "ada@example.com"]
        ),
    ]

    @Test func writesByHandWhatAnEncoderWouldWrite() throws {
        let sample = Self.samples[0]
        for json in [sample.full, sample.least] {
            var members = try #require(json.object)
            members["attachments"] = nil
            let mail = try SendEmail.decode(json: Data(JSONValue.object(members).serialized()))
            #expect(try mail.checkedForm() == JSONValue(encoding: mail))
            #expect(try mail.checkedForm() == .object(members))
        }
    }

    @Test func anInfiniteNumberInATemplateIsRefused() {
        let mail = SendEmail(to: ["ada@example.com"], templateID: "d-1", templateData: ["k": .number(.infinity)])
        let failure = #expect(throws: Failure.self) { try mail.checkedForm() }
        #expect(failure?.kind == .invalidInput)
    }

    private func form<A: Action>(_ type: A.Type, _ json: JSONValue) throws(Failure) -> JSONValue {
        try type.decode(json: Data(json.serialized()), time: ManualTime().source).checkedForm()
    }

    private func failure<A: Action>(_ type: A.Type, _ json: JSONValue) -> Failure? {
        do throws(Failure) {
            _ = try form(type, json)
            return nil
        } catch {
            return error
        }
    }

    @Test func areNamedAsTheContractSays() {
        #expect(
            Self.samples.map { $0.type.name } == [
                "email.send", "email.create_batch_id", "email.cancel_scheduled", "email.stats", "suppression.list",
                "suppression.add", "suppression.remove",
            ]
        )
        #expect(Self.samples.filter { $0.type.isRead }.map { $0.type.name } == ["email.stats", "suppression.list"])
        #expect(SendEmailBatch.name == "email.send_batch")
        #expect(SendEmailBatch.fields.map(\.name) == ["messages"])
    }

    @Test(arguments: samples)
    func writesEveryDeclaredFieldAndNoOther(sample: ActionSample) throws {
        for json in [sample.full, sample.least] { #expect(try form(sample.type, json) == json) }
        #expect(Set(try #require(sample.full.object).keys) == Set(sample.type.fields.map(\.name)))
    }

    @Test(arguments: samples)
    func refusesUnknownFieldsAndMissingOnes(sample: ActionSample) throws {
        var members = try #require(sample.full.object)
        members["sbuject"] = 1
        #expect(failure(sample.type, .object(members))?.field == "sbuject")
        for field in sample.type.fields.filter(\.isRequired) {
            var members = try #require(sample.full.object)
            members[field.name] = nil
            #expect(failure(sample.type, .object(members))?.field == field.name)
        }
    }

    @Test(arguments: samples)
    func auditsNoTextNoValueAndNobody(sample: ActionSample) throws {
        let kept = sample.type.fields.audited(try form(sample.type, sample.full))
        let text = String(decoding: kept.serialized(), as: UTF8.self)
        for word in ["secret", "@example.com", "@acme.io", "aGk="] { #expect(!text.contains(word)) }
    }

    @Test func takesABareStringForAnAddress() throws {
        let form = try form(SendEmail.self, ["to": ["ada@example.com"], "from": "a@b.io", "template_id": "d-1"])
        #expect(form["to"] == [["email": "ada@example.com"]])
        #expect(form["from"] == ["email": "a@b.io"])
    }

    @Test(
        arguments: [
            (["to": "ada@example.com"], "to"), (["to": []], "to"), (["to": ["ada"]], "to[0].email"),
            (["to": [["mail": "a@b.io"]]], "to[0].mail"), (["custom_args": ["a": 1]], "custom_args.a"),
            (["headers": ["X-A": true]], "headers.X-A"), (["headers": ["X:A": "b"]], "headers.X:A"),
            (["headers": ["X-A": "b\u{0}"]], "headers.X-A"), (["custom_args": ["": "b"]], "custom_args."),
            (["custom_args": ["a\nb": "b"]], "custom_args.ab…"), (["categories": ["a", 1]], "categories[1]"),
            (["categories": ["a\r\nb"]], "categories[0]"), (["send_at": "tomorrow"], "send_at"),
            (["unsubscribe_group_id": -1], "unsubscribe_group_id"), (["template_data": ["a": 1]], "template_data"),
            (["subject": .null], "subject"), (["subject": "a\nb"], "subject"), (["text": .null], "text"),
            (["attachments": [["filename": "a"]]], "attachments[0].content"),
            (["attachments": [["filename": "a", "content": "?"]]], "attachments[0].content"),
        ] as [([String: JSONValue], String)]
    )
    func refusesMailsByTheFieldAtFault(members: [String: JSONValue], field: String) {
        let mail: [String: JSONValue] = ["to": ["ada@example.com"], "subject": "Hi", "text": "hi"]
        let failure = failure(SendEmail.self, .object(mail.merging(members) { $1 }))
        #expect(failure?.kind == .invalidInput)
        #expect(failure?.field == field)
    }

    @Test(
        arguments: [
            (["kind": "group", "email": "a@b.io"], "group_id"),
            (["kind": "bounces", "group_id": 1, "email": "a@b.io"], "group_id"),
            (["kind": "group", "group_id": 0, "email": "a@b.io"], "group_id"),
            (["kind": "bounce", "email": "a@b.io"], "kind"), (["kind": "blocks", "email": "a"], "email"),
        ] as [([String: JSONValue], String)]
    )
    func refusesSuppressionsByTheFieldAtFault(members: [String: JSONValue], field: String) {
        #expect(failure(AddSuppression.self, .object(members))?.field == field)
        #expect(failure(RemoveSuppression.self, .object(members))?.field == field)
        #expect(failure(ListSuppressions.self, .object(members))?.field == field)
    }

    @Test func refusesDaysInTheWrongOrder() {
        let json: JSONValue = ["start_date": "2026-11-02", "end_date": "2026-11-01"]
        #expect(failure(GetEmailStatistics.self, json)?.field == "end_date")
    }

    @Test func encodesAFilesBytes() {
        let attachment = Attachment(filename: "a", data: Data("hi?".utf8))
        #expect(attachment.content == "aGk/")
    }

    @Test func readsStatisticsBack() throws {
        let row: JSONValue = ["date": "2026-11-01", "delivered": 3, "opens": 0]
        let statistics = try JSONDocument(row.serialized(), isTolerant: false).decode(EmailStatistics.self)
        #expect(statistics["delivered"] == 3)
        #expect(statistics["clicks"] == nil)
        #expect(try JSONValue(encoding: statistics) == row)
    }

    @Test(arguments: ["", "QQ==", "QUI=", "QUJD", "+/+/"])
    func takesBase64(text: String) {
        #expect(Field.Constraint.base64.problem(.string(text)) == nil)
    }

    @Test(arguments: ["Q", "QQ", "QQ=", "QQ===", "====", "Q===", "QU=I", "QUJ-", "QUJD\n", "QUJDÄ===", " QUJ"])
    func takesNothingElseForBase64(text: String) {
        #expect(Field.Constraint.base64.problem(.string(text)) != nil)
    }
}
