public import SwitchboardCore

/// The names that a customer success platform already uses: all of them, each one line over
/// ``CommunicationTools/perform(_:_:)``.
extension CommunicationTools {
    // MARK: People and messages

    /// Sends a message to one person, inside the product or by email.
    public func sendMessage(
        to person: Person,
        body: String,
        type: SendMessage.Kind = .inapp,
        subject: String? = nil,
        options: CallOptions = CallOptions()
    ) async -> Outcome<SendMessage.Receipt> {
        await perform(SendMessage(to: person, body: body, messageType: type, subject: subject), options)
    }

    /// Writes a note on a contact, for colleagues' eyes only.
    public func createNote(
        on person: Person,
        body: String,
        adminID: String? = nil,
        options: CallOptions = CallOptions()
    ) async -> Outcome<NoteContact.Receipt> {
        await perform(NoteContact(person: person, body: body, adminID: adminID), options)
    }

    /// Records that a person did something, now.
    public func trackEvent(
        _ name: String,
        by person: Person,
        properties: [String: JSONValue] = [:],
        options: CallOptions = CallOptions()
    ) async -> Outcome<TrackEvent.Receipt> {
        await perform(TrackEvent(person: person, name: name, properties: properties, time: time), options)
    }

    /// Looks a person up.
    public func getUser(
        _ person: Person,
        options: CallOptions = CallOptions()
    ) async -> Outcome<GetContact.Receipt> {
        await perform(GetContact(person: person), options)
    }

    /// Creates a contact, or updates the one that exists.
    public func createUser(
        _ person: Person,
        name: String? = nil,
        phone: String? = nil,
        attributes: [String: JSONValue]? = nil,
        options: CallOptions = CallOptions()
    ) async -> Outcome<UpsertContact.Receipt> {
        await perform(UpsertContact(person: person, name: name, phone: phone, attributes: attributes), options)
    }

    /// Puts a tag on a contact; the tag is made where it does not exist.
    public func addTag(
        _ tag: String,
        to person: Person,
        options: CallOptions = CallOptions()
    ) async -> Outcome<TagReceipt> {
        await perform(TagContact(person: person, tag: tag), options)
    }

    /// Takes a tag off a contact.
    public func removeTag(
        _ tag: String,
        from person: Person,
        options: CallOptions = CallOptions()
    ) async -> Outcome<TagReceipt> {
        await perform(UntagContact(person: person, tag: tag), options)
    }

    // MARK: Email

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

    // MARK: Events and profiles

    /// Records many events; each stands or falls alone.
    public func trackEvents(
        _ events: [TrackEvent],
        options: CallOptions = CallOptions()
    ) async -> Outcome<TrackEventBatch.Receipt> {
        await perform(TrackEventBatch(events: events), options)
    }

    /// Sets properties of a person's profile; one that is null is taken away.
    public func setProfile(
        of person: Person,
        _ properties: [String: JSONValue],
        options: CallOptions = CallOptions()
    ) async -> Outcome<UpsertContact.Receipt> {
        await perform(UpsertContact(person: person, attributes: properties), options)
    }

    /// Adds to numbers in a person's profile.
    public func increment(
        _ amounts: [String: Double],
        of person: Person,
        options: CallOptions = CallOptions()
    ) async -> Outcome<IncrementContact.Receipt> {
        await perform(IncrementContact(person: person, amounts: amounts), options)
    }

    /// Reads recorded events back, at most ``ExportEvents/inMemoryLimit`` of them.
    public func getEvents(
        from first: CalendarDate,
        to last: CalendarDate,
        named names: [String]? = nil,
        limit: Int? = nil,
        options: CallOptions = CallOptions()
    ) async -> Outcome<ExportEvents.Receipt> {
        await perform(ExportEvents(fromDate: first, toDate: last, names: names, limit: limit), options)
    }

    /// Counts recorded events by name and day, of everybody or of one person.
    public func trackUsageEngagement(
        of person: Person? = nil,
        from first: CalendarDate,
        to last: CalendarDate,
        named names: [String]? = nil,
        options: CallOptions = CallOptions()
    ) async -> Outcome<ReportEngagement.Receipt> {
        await perform(ReportEngagement(person: person, fromDate: first, toDate: last, names: names), options)
    }

    // MARK: Tickets

    /// Opens a support ticket for a person.
    public func createTicket(
        for requester: Requester,
        subject: String,
        description: String,
        details: TicketDetails = TicketDetails(),
        options: CallOptions = CallOptions()
    ) async -> Outcome<CreateTicket.Receipt> {
        let ticket = CreateTicket(requester: requester, subject: subject, description: description, details: details)
        return await perform(ticket, options)
    }

    /// Looks a ticket up.
    public func getTicket(
        _ ticketID: String,
        options: CallOptions = CallOptions()
    ) async -> Outcome<GetTicket.Receipt> {
        await perform(GetTicket(ticketID: ticketID), options)
    }

    /// Changes what is given of a ticket.
    public func updateTicket(
        _ ticketID: String,
        details: TicketDetails,
        comment: String? = nil,
        isPublic: Bool? = nil,
        updatedStamp: Timestamp? = nil,
        options: CallOptions = CallOptions()
    ) async -> Outcome<TicketReceipt> {
        let update = UpdateTicket(
            ticketID: ticketID,
            details: details,
            comment: comment,
            isPublic: isPublic,
            updatedStamp: updatedStamp
        )
        return await perform(update, options)
    }

    /// Adds a reply to a ticket, or a note for colleagues where it is not public.
    public func addComment(
        _ body: String,
        to ticketID: String,
        isPublic: Bool = true,
        options: CallOptions = CallOptions()
    ) async -> Outcome<CommentTicket.Receipt> {
        await perform(CommentTicket(ticketID: ticketID, body: body, isPublic: isPublic), options)
    }

    /// Finds tickets; everything that is given must fit.
    public func searchTickets(
        _ text: String? = nil,
        status: TicketDetails.Status? = nil,
        priority: TicketDetails.Priority? = nil,
        requesterEmail: String? = nil,
        tags: [String]? = nil,
        limit: Int? = nil,
        cursor: String? = nil,
        options: CallOptions = CallOptions()
    ) async -> Outcome<SearchTickets.Receipt> {
        let search = SearchTickets(
            text: text,
            status: status,
            priority: priority,
            requesterEmail: requesterEmail,
            tags: tags,
            limit: limit,
            cursor: cursor
        )
        return await perform(search, options)
    }

    /// Opens many tickets; each stands or falls alone.
    public func bulkCreateTickets(
        _ tickets: [CreateTicket],
        options: CallOptions = CallOptions()
    ) async -> Outcome<CreateTickets.Receipt> {
        await perform(CreateTickets(items: tickets), options)
    }

    /// Changes many tickets; each stands or falls alone.
    public func bulkUpdateTickets(
        _ updates: [UpdateTicket],
        options: CallOptions = CallOptions()
    ) async -> Outcome<UpdateTickets.Receipt> {
        await perform(UpdateTickets(items: updates), options)
    }

    /// Counts the tickets opened on some days, and says how fast they were answered and solved.
    public func ticketMetrics(
        from startDate: CalendarDate,
        to endDate: CalendarDate,
        options: CallOptions = CallOptions()
    ) async -> Outcome<MeasureTickets.Receipt> {
        await perform(MeasureTickets(startDate: startDate, endDate: endDate), options)
    }

    /// Says how fast the account promises to answer; one policy only where it is named.
    public func slaPolicy(
        _ policyID: String? = nil,
        options: CallOptions = CallOptions()
    ) async -> Outcome<GetSLAPolicies.Receipt> {
        await perform(GetSLAPolicies(policyID: policyID), options)
    }
}
