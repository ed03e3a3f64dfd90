public import SwitchboardCore

/// Email by the names that a customer success platform already uses. Each is one line over
/// ``CommunicationTools/perform(_:_:)``.
extension CommunicationTools {
    /// Sends an email with a text, HTML or both.
    public func sendEmail(
        to recipients: [Address],
        subject: String,
        text: String? = nil,
        html: String? = nil,
        from sender: Address? = nil,
        options: CallOptions = CallOptions()
    ) async -> Outcome<SendEmail.Receipt> {
        await perform(SendEmail(to: recipients, subject: subject, text: text, html: html, from: sender), options)
    }

    /// Sends an email that a template of the provider's makes.
    public func sendTemplateEmail(
        to recipients: [Address],
        templateID: String,
        data: [String: JSONValue]? = nil,
        from sender: Address? = nil,
        options: CallOptions = CallOptions()
    ) async -> Outcome<SendEmail.Receipt> {
        await perform(SendEmail(to: recipients, templateID: templateID, templateData: data, from: sender), options)
    }

    /// Sends many emails, each of which stands or falls alone.
    public func sendBulkEmails(
        _ messages: [SendEmail],
        options: CallOptions = CallOptions()
    ) async -> Outcome<SendEmailBatch.Receipt> {
        await perform(SendEmailBatch(items: messages), options)
    }

    /// Counts what became of the emails of some days.
    public func stats(
        from startDate: CalendarDate,
        to endDate: CalendarDate? = nil,
        aggregatedBy span: GetEmailStatistics.Span? = nil,
        options: CallOptions = CallOptions()
    ) async -> Outcome<GetEmailStatistics.Receipt> {
        await perform(GetEmailStatistics(from: startDate, to: endDate, aggregatedBy: span), options)
    }
}
