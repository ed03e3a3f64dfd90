import Foundation
import Switchboard
import SwitchboardCore
import SwitchboardTesting
import Testing

struct ZendeskErrorTests {
    private func failure(_ status: Int, _ body: String, headers: [String: String] = [:]) async throws -> Failure? {
        let account = try Account([.respond(status, headers: headers, body: body)])
        return await account.tools.getTicket("1").failure
    }

    /// The forms of an error that Zendesk is known to use.
    static let forms: [(status: Int, body: String, code: String?, message: String?)] = [
        (404, #"{"error":"RecordNotFound","description":"Not found"}"#, "RecordNotFound", "Not found"),
        (401, #"{"error":"Couldn't authenticate you"}"#, nil, "Couldn't authenticate you"),
        (403, #"{"error":{"title":"Forbidden","message":"You do not …"}}"#, "Forbidden", "You do not …"),
        (400, #"{"error":{"title":"Invalid attribute"}}"#, nil, "Invalid attribute"),
        (
            422,
            """
            {"error":"RecordInvalid","description":"Record validation errors","details":{"base":[{"description":
            "Order number: cannot be blank","error":"BlankValue","ticket_field_id":360000000001}],
            "status":[{"description":"Status: closed prevents ticket update"}]}}
            """,
            "RecordInvalid",
            "Order number: cannot be blank (BlankValue); Status: closed prevents ticket update"
        ),
        (404, #"{"errors":[{"code":"WebhookNotFound","title":"T","detail":"D"}]}"#, "WebhookNotFound", "D"),
        (400, "You sent\n  nonsense.", nil, "You sent nonsense."), (502, "<html><b>Bad</b></html>", nil, nil),
        (404, "", nil, nil), (422, "null", nil, nil), (422, #"{"error":null,"details":[]}"#, nil, nil),
        (422, #"{"error":"RecordInvalid","details":{"a":null,"b":[7],"c":"d"}}"#, "RecordInvalid", "RecordInvalid"),
    ]

    @Test(arguments: forms.indices)
    func readsEveryFormOfAnError(index: Int) async throws {
        let form = Self.forms[index]
        let failure = try await failure(form.status, form.body)
        #expect(failure?.status == form.status || form.status == 502, "what may be repeated ends elsewhere")
        #expect(failure?.providerCode == form.code)
        #expect(failure?.providerMessage == form.message)
    }

    @Test func showsNoTokenThatAnAnswerQuotesAsItWasSent() async throws {
        let sent = Data("agent@example.com/token:\(Account.token)".utf8).base64EncodedString()
        let failure = try await failure(401, #"{"error":"no access with Basic \#(sent)!"}"#)
        #expect(failure?.providerMessage == "no access with Basic [redacted]!")
    }

    @Test(arguments: [
        (400, Failure.Kind.rejected), (401, .authenticationFailed), (403, .permissionDenied), (404, .notFound),
        (409, .conflict), (413, .rejected), (422, .rejected),
    ])
    func takesARefusalForItsWord(status: Int, kind: Failure.Kind) async throws {
        let account = try Account([.respond(status, headers: ["Retry-After": "1"])])
        let failure = await account.tools.perform(CommentTicket(ticketID: "1", body: "x")).failure
        #expect((failure?.kind, failure?.effect) == (kind, .refused))
        #expect(account.lines.count == 1)
        #expect(account.time.elapsed == .zero)
    }

    @Test(arguments: [
        (["Retry-After": "7"], 7), (["ratelimit-reset": "5", "ratelimit-remaining": "0"], 5),
        (["Retry-After": "3", "ratelimit-reset": "50"], 3),
    ])
    func waitsAsLongAsItIsTold(headers: [String: String], seconds: Int) async throws {
        let text = "You have exceeded the rate limit for updating a single unique user. Please try again later."
        let account = try Account([.respond(429, headers: headers, body: text), .ticket()])
        #expect(await account.tools.addComment("x", to: "1", isPublic: false).isSuccess)
        #expect(account.bodies.last == ["ticket": ["comment": ["body": "x", "public": false]]])
        #expect(account.time.elapsed >= .seconds(seconds))
        #expect(account.time.elapsed < .seconds(seconds + 3))
    }

    @Test func logsWhatZendeskIgnoredByNameOnly() async throws {
        let warning =
            #"{:controller=>"s3cret", :unpermitted_keys=>["ticket.id", "ticket.nope", "<odd value>"], :x=>"v"}"#
        let log = RecordingLog()
        let answer = ScriptedTransport.Step.respond(
            200,
            headers: ["X-Zendesk-API-Warn": warning],
            body: #"{"ticket":{"id":1}}"#
        )
        let account = try Account([answer], logger: log.logger)
        #expect(await account.tools.updateTicket("1", details: TicketDetails(status: .open)).isSuccess)
        let lines = log.lines.filter { $0.hasPrefix("warning provider warned") }
        #expect(lines.count == 1)
        #expect(lines.first?.contains("exchange.name=PUT /api/v2/tickets/{id}") == true)
        #expect(lines.first?.contains("ignored what it does not know: ticket.id, ticket.nope") == true)
        #expect(!log.lines.contains { $0.contains("s3cret") || $0.contains("odd value") })
    }

    @Test func logsAWarningThatItCannotReadWithoutQuotingIt() async throws {
        let log = RecordingLog()
        let account = try Account(
            [.respond(200, headers: ["X-Zendesk-API-Warn": "s3cret"], body: #"{"ticket":{"id":1}}"#)],
            logger: log.logger
        )
        #expect(await account.tools.getTicket("1").isSuccess)
        #expect(log.lines.contains { $0.contains("Zendesk warned of the request") })
        #expect(!log.lines.contains { $0.contains("s3cret") })
    }
}
