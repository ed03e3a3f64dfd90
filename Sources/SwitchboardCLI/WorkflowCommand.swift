import ArgumentParser

/// What a platform wants done when something happens.
struct WorkflowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workflow",
        abstract: "Does what an automation says, step by step.",
        discussion: """
            Examples:
              switchboard workflow run alarm.json --dry-run
              switchboard workflow run alarm.json
            """,
        subcommands: [WorkflowRunCommand.self]
    )
}
