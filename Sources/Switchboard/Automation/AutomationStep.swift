public import SwitchboardCore

/// One thing that an automation does.
public enum AutomationStep: Sendable {
    /// Sends an email.
    case sendEmail(SendEmail)
    /// Sends a message inside the product.
    case sendInAppNotification(SendMessage)
    /// Leaves a task for colleagues, as a note on the contact; ``task(_:details:for:)`` words it.
    case createTask(NoteContact)
    /// Opens a support ticket.
    case createTicket(CreateTicket)
    /// Puts a tag on the contact.
    case addTag(TagContact)
    /// Takes a tag off the contact.
    case removeTag(UntagContact)
    /// Records that the person did something.
    case trackEvent(TrackEvent)
    /// Creates or updates the contact.
    case updateContact(UpsertContact)

    /// Leaves a task for colleagues, as a note that begins with "Automated Task:".
    ///
    /// - Parameters:
    ///   - title: What is to be done.
    ///   - details: More about it, in a paragraph of its own.
    ///   - person: On whose contact.
    /// - Returns: The step.
    public static func task(_ title: String, details: String? = nil, for person: Person) -> AutomationStep {
        .createTask(NoteContact(person: person, body: taskText(title, details)))
    }

    static func taskText(_ title: String, _ details: String?) -> String {
        "Automated Task: \(title)" + (details.map { "\n\n\($0)" } ?? "")
    }

    /// What is performed.
    var action: any Action {
        switch self {
        case .sendEmail(let action): action
        case .sendInAppNotification(let action): action
        case .createTask(let action): action
        case .createTicket(let action): action
        case .addTag(let action): action
        case .removeTag(let action): action
        case .trackEvent(let action): action
        case .updateContact(let action): action
        }
    }

    /// The kind of step, as its JSON form names it.
    var kind: Kind {
        switch self {
        case .sendEmail: .sendEmail
        case .sendInAppNotification: .sendInAppNotification
        case .createTask: .createTask
        case .createTicket: .createTicket
        case .addTag: .addTag
        case .removeTag: .removeTag
        case .trackEvent: .trackEvent
        case .updateContact: .updateContact
        }
    }

    /// The kinds of steps by their names in JSON.
    enum Kind: String, CaseIterable {
        case sendEmail = "send_email"
        case sendInAppNotification = "send_in_app_notification"
        case createTask = "create_task"
        case createTicket = "create_ticket"
        case addTag = "add_tag"
        case removeTag = "remove_tag"
        case trackEvent = "track_event"
        case updateContact = "update_contact"
    }

    /// Why no step is of a kind that platforms ask for; `nil` for a kind that nobody asks for.
    static func impossibility(of kind: String) -> String? {
        switch kind {
        case "send_sms": "no provider here sends text messages to phones"
        case "send_slack_message": "no provider here writes to Slack"
        case "schedule_meeting": "no provider here keeps calendars"
        case "trigger_webhook": "no provider here calls other systems; let the platform do it"
        case "update_health_score": "no provider here keeps health scores; update_contact sets an attribute"
        default: nil
        }
    }
}
