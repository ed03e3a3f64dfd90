import SendGridProvider
import SwitchboardCore
import SwitchboardTesting
import Testing

struct SendGridContractTests {
    private static let ada = Person(email: "ada@example.com", userID: "customer-42")
    private static let mail = SendEmail(
        to: [Address("ada@example.com", name: "Ada Lovelace")],
        subject: "Your invoice of May",
        text: "It is attached to this mail."
    )

    static let contract = ProviderContract<SendGridProvider>(
        settings: [
            "apiKey": "SG.0123456789abcdefghijkl.0123456789abcdefghijklmnopqrstuvwxyz0123456",
            "fromEmail": "care@acme.io",
        ],
        samples: [
            ContractSample(mail, answers: .respond(202, headers: ["X-Message-Id": "m-1"])),
            ContractSample(SendEmailBatch(items: [mail]), answers: .respond(202, headers: ["X-Message-Id": "m-1"])),
            ContractSample(
                CreateEmailBatchID(),
                answers: .respond(201, body: #"{"batch_id":"123abc"}"#),
                requires: ["batch_id"]
            ),
            ContractSample(
                CancelScheduledEmails(batchID: "batch-123abc"),
                answers: .respond(201, body: #"{"batch_id":"batch-123abc","status":"cancel"}"#)
            ),
            ContractSample(
                GetEmailStatistics(from: CalendarDate("2026-11-01").unsafelyUnwrapped),
                answers: .respond(
                    200,
                    body: #"[{"date":"2026-11-01","stats":[{"metrics":{"requests":3,"unique_opens":1}}]}]"#
                ),
                requires: ["[0].date", "[0].stats"]
            ),
            ContractSample(
                ListSuppressions(kind: .bounces),
                "bounces",
                answers: .respond(
                    200,
                    body: #"[{"created":1443651125,"email":"ada@example.com","reason":"550 5.1.1","status":"5.1.1"}]"#
                ),
                requires: ["[0].email"]
            ),
            ContractSample(
                ListSuppressions(kind: .group, groupID: 103),
                "of a group",
                answers: .respond(200, body: #"["ada@example.com"]"#)
            ),
            ContractSample(
                AddSuppression(kind: .unsubscribes, email: "ada@example.com"),
                answers: .respond(201, body: #"{"recipient_emails":["ada@example.com"]}"#)
            ),
            ContractSample(
                AddSuppression(kind: .group, groupID: 103, email: "ada@example.com"),
                "to a group",
                answers: .respond(200, body: #"{"id":103}"#),
                .respond(201, body: "{}")
            ),
            ContractSample(RemoveSuppression(kind: .bounces, email: "ada@example.com"), answers: .respond(204)),
            ContractSample(
                UpsertContact(person: ada, name: "Ada Lovelace"),
                answers: .respond(202, body: #"{"job_id":"j-1"}"#),
                requires: ["job_id"]
            ),
            ContractSample(
                DeleteContact(person: Person(email: "ada@example.com")),
                answers: .respond(200, body: #"{"result":{"ada@example.com":{"contact":{"id":"c-1"}}}}"#),
                .respond(202, body: #"{"job_id":"j-1"}"#)
            ),
        ],
        healthAnswer: .respond(200, body: #"{"scopes":["mail.send"]}"#),
        exceptions: [
            ContractException(
                .statuses,
                of: "email.cancel_scheduled",
                at: "POST /v3/user/scheduled_sends 400",
                because: "SendGrid says so where there is a status already, which is then changed"
            ),
            ContractException(
                .statuses,
                of: "suppression.remove",
                at: "DELETE /v3/suppression/bounces/{email} 404",
                because: "an address that is not on the list need not be removed"
            ),
            ContractException(
                .statuses,
                of: "suppression.remove",
                at: "DELETE /v3/suppression/bounces/{email} 410",
                because: "an address that is not on the list need not be removed"
            ),
        ]
    )

    @Test(.serialized, arguments: ProviderContract<SendGridProvider>.Rule.allCases)
    func keeps(_ rule: ContractRule) async throws {
        try await Self.contract.check(rule)
    }
}
