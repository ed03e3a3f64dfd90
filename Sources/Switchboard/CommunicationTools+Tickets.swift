public import SwitchboardCore

/// Tickets, by the names that a customer success platform already uses. Each is one line over
/// ``CommunicationTools/perform(_:_:)``.
extension CommunicationTools {
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
