public import SwitchboardCore

/// What is done for one person, in order, now that a trigger has fired.
///
/// Nothing here waits for a trigger: the platform knows when one fires, and hands over what is to be done.
public struct Automation: Sendable {
    /// What becomes of the actions after one that failed.
    public enum FailurePolicy: String, Codable, Sendable, CaseIterable {
        /// They are skipped.
        case stop
        /// They are done all the same.
        case `continue`
    }

    /// The workflow's name.
    public var workflowName: String

    /// What it is for.
    public var description: String?

    /// What fired.
    public var trigger: AutomationTrigger

    /// Whom it is about; the events about it are tracked for this person.
    public var person: Person

    /// What is done, in this order.
    public var actions: [AutomationStep]

    /// What becomes of the actions after one that failed.
    public var onFailure: FailurePolicy

    /// Creates an automation.
    public init(
        workflowName: String,
        description: String? = nil,
        trigger: AutomationTrigger,
        person: Person,
        actions: [AutomationStep],
        onFailure: FailurePolicy = .stop
    ) {
        self.workflowName = workflowName
        self.description = description
        self.trigger = trigger
        self.person = person
        self.actions = actions
        self.onFailure = onFailure
    }

    /// Refuses what no automation can be, before anything is done.
    ///
    /// - Throws: ``Failure/Kind/invalidInput``, naming the field by its path.
    func check() throws(Failure) {
        let form: JSONValue = [
            "workflow_name": .string(workflowName), "person": (try? JSONValue(encoding: person)) ?? .null,
        ]
        try Self.fields.checkConstraints(of: form)
        try trigger.check()
        if actions.isEmpty { throw .invalidInput("actions", "is empty; give at least one") }
        for (index, step) in actions.enumerated() {
            do throws(Failure) {
                _ = try step.action.checkedForm()
            } catch {
                throw error.inside("actions[\(index)]")
            }
        }
    }
}
