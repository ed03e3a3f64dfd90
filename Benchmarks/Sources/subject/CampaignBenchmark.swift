import ArgumentParser
import CurlTransport
import Foundation
import Switchboard
import SwitchboardCore

/// Campaigns: one letter to everybody in a CSV file, through the hub, the audit log and loopback; each recipient counts
/// as an operation.
struct CampaignBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "campaign")

    /// How the recipients get their mails.
    enum Way: String, ExpressibleByArgument {
        /// As a campaign, read from the file, checked, written, sent and reported on.
        case campaign
        /// As batches of a thousand ready mails, which is what a campaign comes to.
        case batches
    }

    @Option var url: String
    @Option var folder: String
    @Option var operations = 10_000
    @Option var way = Way.campaign

    func run() async throws {
        var configuration = SwitchboardConfiguration()
        configuration.audit.directory = "\(folder)/audit"
        configuration.instances = [.sendGrid(at: url)]
        let tools = try CommunicationTools(configuration: configuration)
        let path = try Recipients.write(operations, to: folder)
        let measurement = Measurement()
        switch way {
        case .campaign: await sendCampaign(path, tools)
        case .batches: await sendBatches(tools)
        }
        measurement.report(operations)
        await tools.shutdown()
    }

    private func sendCampaign(_ path: String, _ tools: CommunicationTools) async {
        let email = PersonalizedEmail(campaign: "spring", .newsletter, templateID: "d-1")
        let result = await tools.sendPersonalizedEmail(email, to: .csv(path: path))
        guard result.counts[.sent] == operations else { fail("\(result.counts) \(String(describing: result.failure))") }
    }

    private func sendBatches(_ tools: CommunicationTools) async {
        for first in stride(from: 0, to: operations, by: 1000) {
            let mails = (first..<min(operations, first + 1000)).map(Recipients.mail)
            let outcome = await tools.perform(SendEmailBatch(items: mails))
            if let failure = outcome.failure { fail("\(failure)") }
        }
    }
}

/// Rendering: what each recipient of a rehearsed campaign takes, whose text of 1 KB asks for ten names; read from a CSV
/// file, checked and written, not sent.
struct RenderBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "render")

    @Option var folder: String
    @Option var operations = 50_000
    @Flag(help: "A text without names: what reading and checking a recipient takes.") var constant = false

    func run() async throws {
        var configuration = SwitchboardConfiguration()
        configuration.instances = [.sendGrid(at: "http://127.0.0.1:9")]
        let tools = try CommunicationTools(
            configuration: configuration,
            transport: InstantTransport(),
            audit: ForgetfulLog()
        )
        let path = try Recipients.write(operations, to: folder)
        let text = constant ? String(repeating: "word ", count: 205) : Recipients.letter
        let email = PersonalizedEmail(campaign: "spring", subject: "Hello", text: text)
        let measurement = Measurement()
        let rehearsal = await tools.rehearsePersonalizedEmail(email, to: .csv(path: path))
        measurement.report(operations)
        if let failure = rehearsal.failure { fail("\(failure)") }
        await tools.shutdown()
    }
}

/// People in a file, with ten values each.
private enum Recipients {
    private static let columns = ["email", "name"] + (1...8).map { "value_\($0)" }

    /// 1 KB that asks for all ten.
    static let letter = columns.map { "Dear {{\($0)}}, \(String(repeating: "word ", count: 18))\n" }.joined()

    static func write(_ count: Int, to folder: String) throws -> String {
        let rows = (0..<count).map { number in row(number).joined(separator: ",") }
        let path = "\(folder)/recipients.csv"
        let text = ([columns.joined(separator: ",")] + rows).joined(separator: "\n") + "\n"
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    static func mail(_ number: Int) -> SendEmail {
        let values = zip(columns, row(number)).map { ($0, JSONValue.string($1)) }
        let address = Address("person\(number)@example.com", name: "Person \(number)")
        return SendEmail(to: [address], templateID: "d-1", templateData: Dictionary(uniqueKeysWithValues: values))
    }

    private static func row(_ number: Int) -> [String] {
        ["person\(number)@example.com", "Person \(number)"] + (1...8).map { "value \($0) of \(number)" }
    }
}

extension InstanceConfiguration {
    /// SendGrid at an address, with a rate limit that never makes anyone wait.
    fileprivate static func sendGrid(at url: String) -> InstanceConfiguration {
        InstanceConfiguration(
            typeName: "sendgrid",
            settings: ProviderSettings(
                instance: "sendgrid",
                displayName: "SendGrid",
                values: ["baseURL": url, "fromEmail": "care@example.com"],
                secrets: ["apiKey": Secret("SG.0123456789012345678901234567890123456789")]
            ),
            rate: RateLimit(1_000_000, per: .milliseconds(1), burst: 1_000_000)
        )
    }
}
