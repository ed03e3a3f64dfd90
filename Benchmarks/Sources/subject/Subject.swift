import ArgumentParser

/// The same work as the reference programs, through Switchboard; each command prints one line of JSON.
@main
struct Subject: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "subject",
        subcommands: [
            TransportBenchmark.self, CallBenchmark.self, AuditBenchmark.self, BreakerBenchmark.self,
            LimiterBenchmark.self,
            PipelineBenchmark.self, RouteBenchmark.self, EncodeBenchmark.self, MailBenchmark.self, HubBenchmark.self,
            ImportBenchmark.self, ExportBenchmark.self, WebhookBenchmark.self, CampaignBenchmark.self,
            RenderBenchmark.self,
            AutomationBenchmark.self, LogBenchmark.self,
        ]
    )
}
