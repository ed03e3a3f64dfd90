import FoundationEssentials
import SwitchboardCore

extension AutomationStep {
    /// Reads a step: `type`, and the fields of the action that it is, of which the person may be left out.
    ///
    /// - Parameters:
    ///   - form: The step's JSON form.
    ///   - person: Whom the automation is about.
    ///   - time: Where times and ids come from that the form leaves out.
    /// - Throws: ``Failure/Kind/invalidInput``, naming the field from the step on.
    init(_ form: JSONValue, for person: Person, time: TimeSource) throws(Failure) {
        guard var members = form.object else {
            throw .invalidInput("", "is \(form.kindName); give an object with a type")
        }
        let kind = try Kind(taking: &members)
        try Self.refuseDelay(in: &members)
        let reading = StepReading(members: members, person: person, time: time)
        self =
            switch kind {
            case .sendEmail: .sendEmail(try reading.email())
            case .sendInAppNotification: .sendInAppNotification(try reading.notification())
            case .createTask: .createTask(try reading.task())
            case .createTicket: .createTicket(try reading.action(personIn: "requester"))
            case .addTag: .addTag(try reading.action(personIn: "person"))
            case .removeTag: .removeTag(try reading.action(personIn: "person"))
            case .trackEvent: .trackEvent(try reading.action(personIn: "person"))
            case .updateContact: .updateContact(try reading.action(personIn: "person"))
            }
    }

    /// Nothing waits here: what is to be done later, the platform asks for later.
    private static func refuseDelay(in members: inout [String: JSONValue]) throws(Failure) {
        for name in ["delay", "delay_seconds", "delay_minutes", "delay_hours", "delay_days"] {
            switch members.removeValue(forKey: name) {
            case nil, .null?, .integer(0)?, .number(0)?: continue
            default:
                throw .invalidInput(name, "is not 0, and nothing waits here; run it when it is due, and leave it out")
            }
        }
    }
}

extension AutomationStep.Kind {
    fileprivate init(taking members: inout [String: JSONValue]) throws(Failure) {
        let names = Self.allCases.map(\.rawValue)
        guard let name = members.removeValue(forKey: "type")?.string else {
            throw .invalidInput("type", "is missing; give one of \(names.joined(separator: ", "))")
        }
        if let kind = Self(rawValue: name) {
            self = kind
            return
        }
        let problem =
            AutomationStep.impossibility(of: name) ?? "is none of \(names.joined(separator: ", "))"
            + (name.nearest(among: names).map { "; did you mean \($0)?" } ?? "")
        throw .invalidInput("type", problem)
    }
}

/// A step on the way from its JSON form to its action.
private struct StepReading {
    var members: [String: JSONValue]
    let person: Person
    let time: TimeSource

    /// An action whose person, or one that is asked for under another name, is the automation's unless given.
    func action<A: Action>(personIn field: String) throws(Failure) -> A {
        var members = members
        if members[field] == nil { members[field] = try? JSONValue(encoding: person) }
        return try A.decode(json: Data(JSONValue.object(members).serialized()), time: time)
    }

    func email() throws(Failure) -> SendEmail {
        var reading = self
        if members["to"] == nil {
            guard let email = person.email else {
                throw .invalidInput("to", "is missing, and the person has no email; give one of them")
            }
            reading.members["to"] = [.string(email)]
        }
        return try reading.action(personIn: "to")
    }

    func notification() throws(Failure) -> SendMessage {
        guard members["message_type"] == nil else {
            throw .invalidInput("message_type", "is always inapp here; leave it out, or take send_email")
        }
        return try action(personIn: "to")
    }

    func task() throws(Failure) -> NoteContact {
        var reading = self
        let title = try reading.take("title")
        guard let title, !title.isEmpty else { throw .invalidInput("title", "is missing; say what is to be done") }
        let details = try reading.take("details")
        guard members["body"] == nil else { throw .invalidInput("body", "is not known; give title and details") }
        reading.members["body"] = .string(AutomationStep.taskText(title, details))
        return try reading.action(personIn: "person")
    }

    private mutating func take(_ name: String) throws(Failure) -> String? {
        switch members.removeValue(forKey: name) {
        case nil, .null?: return nil
        case .string(let text)?: return text
        case let other?: throw .invalidInput(name, "is \(other.kindName); give a string")
        }
    }
}
