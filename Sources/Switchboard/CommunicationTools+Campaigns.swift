/// One letter to many people.
extension CommunicationTools {
    /// Sends one email to many people, each with what is said to that one alone.
    ///
    /// Everything is checked before anything is sent: the templates, the time, and for every recipient that each name has
    /// a value. A row that is no recipient is reported and does not keep the others. Mails go out in chunks over the
    /// routes of `email.send_batch`, or one by one over those of `email.send` where nobody takes batches; for each that
    /// was sent, `email_campaign_received` is tracked. Every entry in the audit log carries the options' correlation id,
    /// which is made where it is missing.
    ///
    /// Cancelling the task lets the chunk under way end and stops before the next. Calling it again sends again: nothing
    /// remembers who was sent to but the audit log.
    ///
    /// - Parameters:
    ///   - email: The letter.
    ///   - recipients: Whom it is for.
    ///   - options: What the call asks for beside it; the timeout is that of each chunk.
    ///   - progress: Told after each chunk, from the task of the call.
    /// - Returns: What became of it. It never throws; ``CampaignResult/failure`` says what went wrong.
    public func sendPersonalizedEmail(
        _ email: PersonalizedEmail,
        to recipients: RecipientSource,
        options: CallOptions = CallOptions(),
        progress: (@Sendable (CampaignProgress) -> Void)? = nil
    ) async -> CampaignResult {
        var run = CampaignRun(email, to: recipients, options: options, tools: self, progress: progress)
        return await run.run()
    }

    /// Finds out what sending a letter would do: all that is checked before, the first mail, and how many requests.
    ///
    /// Nothing is sent, and the audit log does not hear of it.
    public func rehearsePersonalizedEmail(
        _ email: PersonalizedEmail,
        to recipients: RecipientSource,
        options: CallOptions = CallOptions()
    ) async -> CampaignRehearsal {
        var run = CampaignRun(email, to: recipients, options: options, tools: self)
        return await run.rehearse()
    }
}
