/// Something that reads what others wrote, and what must hold whatever they wrote.
protocol FuzzTarget: Sendable {
    /// Feeds it one input; ends the process where something that must hold does not.
    ///
    /// - Returns: Whether the input has the target's own frame, so that it is worth keeping.
    func run(_ bytes: [UInt8]) -> Bool
}

/// Every target by its name; `Corpus/<name>` holds its seeds.
let targets: [String: @Sendable () -> any FuzzTarget] = [
    "json": { JSONTarget() },
    "wire": { WireTarget() },
    "actions": { ActionsTarget() },
    "configuration": { ConfigurationTarget() },
    "webhooks": { WebhooksTarget() },
    "intercom": { AnswersTarget("intercom") },
    "sendgrid": { AnswersTarget("sendgrid") },
    "mixpanel": { AnswersTarget("mixpanel") },
    "zendesk": { AnswersTarget("zendesk") },
]

/// Ends the process, which libFuzzer reports with the input, where something that must hold does not.
func require(_ holds: Bool, _ what: @autoclosure () -> String) {
    guard !holds else { return }
    fatalError(what())
}
