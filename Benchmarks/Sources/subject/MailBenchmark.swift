import ArgumentParser
import Foundation
@_spi(Measuring) import SendGridProvider
import SwitchboardCore

/// The body of an email as JSON: as the SendGrid adapter writes it, or by Foundation's encoder.
struct MailBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "mail")

    enum Encoder: String, ExpressibleByArgument {
        case foundation
        case switchboard
    }

    @Option var operations = 100_000
    @Option var bytes = 1024
    @Option var encoder = Encoder.switchboard

    func run() async throws {
        let letters = (0..<bytes).map { $0 % 64 == 63 ? "\n" : Character(UnicodeScalar(97 + UInt8($0 % 26))) }
        let sender = Address("care@acme.io", name: "Acme")
        var mail = SendEmail(to: [Address("ada@example.com", name: "Ada")], subject: "Hello", text: String(letters))
        mail.categories = ["welcome"]
        mail.customArgs = ["campaign": "c-1"]
        let wire = WireMail(mail, from: sender)
        let foundation = JSONEncoder()
        let isSame =
            try JSONDecoder().decode(JSONValue.self, from: foundation.encode(wire))
            == JSONDecoder().decode(JSONValue.self, from: Data(mail.sendGridBody(from: sender)))
        if !isSame { fail("the two bodies are not the same value") }
        var count = 0
        let measurement = Measurement()
        switch encoder {
        case .foundation: for _ in 0..<operations { count += try foundation.encode(wire).count }
        case .switchboard: for _ in 0..<operations { count += mail.sendGridBody(from: sender).count }
        }
        measurement.report(operations)
        if count < bytes * operations { fail("the body is too short") }
    }
}

/// The same body as a tree of values, as one writes it for an encoder.
private struct WireMail: Encodable {
    struct Mailbox: Encodable {
        var email: String
        var name: String?
    }

    struct Personalization: Encodable {
        var to: [Mailbox]
    }

    struct Content: Encodable {
        var type: String
        var value: String
    }

    var personalizations: [Personalization]
    var from: Mailbox
    var subject: String?
    var content: [Content]
    var categories: [String]?
    var arguments: [String: String]?

    init(_ mail: SendEmail, from sender: Address) {
        personalizations = [Personalization(to: mail.to.map { Mailbox(email: $0.email, name: $0.name) })]
        from = Mailbox(email: sender.email, name: sender.name)
        subject = mail.subject
        content = [Content(type: "text/plain", value: mail.text ?? "")]
        categories = mail.categories
        arguments = mail.customArgs
    }

    private enum CodingKeys: String, CodingKey {
        case personalizations, from, subject, content, categories
        case arguments = "custom_args"
    }
}
