import Switchboard
import SwitchboardCore

// The example of docs/webhooks.md, built so that it cannot rot; WebhookExampleTests compares and runs it.

/// Answers a request to `/webhooks/{instance}` with an HTTP status.
func answer(_ request: WebhookRequest, from instance: String, _ tools: CommunicationTools, _ inbox: Inbox) async -> Int
{
    do throws(Failure) {
        let events = try tools.events(in: request, from: instance)
        await inbox.add(events, from: instance)
        return 200
    } catch {
        switch error.kind {
        case .authenticationFailed: return 401
        case .invalidInput: return error.field == "instance" ? 404 : 400
        default: return 503
        }
    }
}

/// Keeps each event once; a real one keeps them durably before the provider is told 200.
actor Inbox {
    private var seen: Set<String> = []
    private(set) var events: [WebhookEvent] = []

    func add(_ new: [WebhookEvent], from instance: String) {
        for event in new {
            if let id = event.id, !seen.insert("\(instance) \(id)").inserted { continue }
            events.append(event)
        }
    }
}
