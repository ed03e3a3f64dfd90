public import SwitchboardCore

/// The names for events and profiles that a customer success platform already uses. Each is one line over
/// ``CommunicationTools/perform(_:_:)``.
extension CommunicationTools {
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
}
