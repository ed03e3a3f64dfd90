import SwitchboardCore

/// Everything that the played workspace holds, as a plain value: each operation changes it and answers.
struct IntercomState: Sendable {
    /// The clock of the answers' times, and the source of ids.
    let time: TimeSource

    /// The contacts in the order in which they were created.
    var contacts: [IntercomContact] = []

    /// The tags in the order in which they were created.
    var tags: [IntercomTag] = []

    /// All notes, with their contacts inside, in Intercom's shape.
    var notes: [JSONValue] = []

    /// All messages in Intercom's shape, with a member `to` that holds the recipients' ids.
    var messages: [JSONValue] = []

    /// All events that were not dropped as duplicates.
    var events: [IntercomEvent] = []

    /// The conversations in the order in which they began.
    var conversations: [IntercomConversation] = []

    /// The attributes in Intercom's shape, those of every workspace first.
    var attributes = builtInAttributes

    /// The exports in the order in which they were started.
    var exports: [IntercomExport] = []

    /// Where the latest request reached the workspace, for the links in answers.
    var origin = ""

    private var lastID: Int64 = 1000

    /// Creates an empty workspace.
    init(time: TimeSource) {
        self.time = time
    }

    /// The present in Intercom's unit: seconds since 1970.
    var now: Int64 { time.wallClock().secondsSince1970 }

    /// Makes an id of the decimal kind that notes, tags and messages have.
    mutating func makeID() -> String {
        lastID += 1
        return String(lastID)
    }

    /// Everything, for `GET /_state`.
    var json: JSONValue {
        [
            "admins": .array(IntercomAdmin.all.map(\.json)),
            "contacts": .array(contacts.map { contact in contact.json(notes: notes(of: contact.id)) }),
            "tags": .array(tags.map(\.json)),
            "notes": .array(notes),
            "messages": .array(messages),
            "events": .array(events.map(\.json)),
            "conversations": .array(conversations.map { $0.json(isWhole: true) }),
            "data_attributes": .array(attributes.filter { $0["custom"] == true }),
            "exports": .array(exports.map { $0.json(at: origin) }),
        ]
    }
}

extension IntercomState {
    /// Performs an operation and answers it.
    mutating func perform(_ operation: IntercomOperation, _ call: IntercomCall) throws(IntercomError) -> SandboxResponse
    {
        switch operation {
        case .createEvent: return try createEvent(call)
        case .createMessage: return SandboxResponse(json: try createMessage(call))
        case .createNote: return SandboxResponse(json: try createNote(call))
        case .searchContacts: return SandboxResponse(json: try searchContacts(call))
        case .createContact: return SandboxResponse(json: try createContact(call))
        case .findContact: return SandboxResponse(json: try findContact(call))
        case .showContact: return SandboxResponse(json: try showContact(call))
        case .updateContact: return SandboxResponse(json: try updateContact(call))
        case .deleteContact: return SandboxResponse(json: try deleteContact(call))
        case .attachTag: return SandboxResponse(json: try attachTag(call))
        case .listContactTags: return SandboxResponse(json: try listContactTags(call))
        case .detachTag: return SandboxResponse(json: try detachTag(call))
        case .createTag: return SandboxResponse(json: try createTag(call))
        case .listTags: return SandboxResponse(json: listTags())
        case .createConversation: return SandboxResponse(json: try createConversation(call))
        case .searchConversations: return SandboxResponse(json: try searchConversations(call))
        case .showConversation: return SandboxResponse(json: try showConversation(call))
        case .replyToConversation: return SandboxResponse(json: try replyToConversation(call))
        case .changeConversation: return SandboxResponse(json: try changeConversation(call))
        case .listAttributes: return SandboxResponse(json: try listAttributes(call))
        case .createAttribute: return SandboxResponse(json: try createAttribute(call))
        case .createExport: return SandboxResponse(json: try createExport(call))
        case .showExport: return SandboxResponse(json: try showExport(call))
        case .cancelExport: return SandboxResponse(json: try cancelExport(call))
        case .downloadExport: return try downloadExport(call)
        case .showMe: return SandboxResponse(json: IntercomAdmin.ofToken.me)
        case .listAdmins: return SandboxResponse(json: IntercomAdmin.list)
        }
    }
}
