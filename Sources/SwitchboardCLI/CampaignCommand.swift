import ArgumentParser

/// Writes to many people.
struct CampaignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "campaign",
        abstract: "Sends one letter to many people, each with what is said to that one alone.",
        discussion: """
            docs/campaigns.md tells what stands in the letter and in the list of recipients.

            Examples:
              switchboard campaign send welcome.json --recipients new.csv --dry-run
              switchboard campaign send welcome.json --recipients new.csv
            """,
        subcommands: [CampaignSendCommand.self]
    )
}
