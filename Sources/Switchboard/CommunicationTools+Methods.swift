public import SwitchboardCore

/// The names that a customer success platform already uses. Each is one line over ``CommunicationTools/perform(_:_:)``.
extension CommunicationTools {
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
}
