import SwitchboardCore

/// What a platform wants done when something happens.
extension CommunicationTools {
    /// Does what an automation says, step by step, now.
    ///
    /// Everything is checked before anything is done: values, conditions of the trigger, and that for every step some
    /// configured provider on its route can do it. For each step that was done, `automation_triggered` is tracked, all in
    /// one call at the end. Every entry in the audit log carries the options' correlation id, which is made where it is
    /// missing.
    ///
    /// Cancelling the task ends the step under way as ``perform(_:_:)`` does, and skips the others.
    ///
    /// - Parameters:
    ///   - automation: What is to be done.
    ///   - options: What the call asks for beside it; the timeout is that of each step.
    /// - Returns: What became of each step. It never throws; ``AutomationResult/failure`` says what went wrong.
    public func automateCommunications(
        _ automation: Automation,
        options: CallOptions = CallOptions()
    ) async -> AutomationResult {
        var run = AutomationRun(automation, options: options, tools: self)
        return await run.run()
    }

    /// Finds out what an automation would do: who would be asked for each step, and with which first request.
    ///
    /// Nothing is sent, and the audit log does not hear of it.
    public func rehearseAutomation(
        _ automation: Automation,
        options: CallOptions = CallOptions()
    ) async -> AutomationRehearsal {
        await AutomationRun(automation, options: options, tools: self).rehearse()
    }
}
