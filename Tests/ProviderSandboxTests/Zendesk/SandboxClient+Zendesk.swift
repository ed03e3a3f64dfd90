import SwitchboardCore
import Testing

extension SandboxClient {
    /// The agent agent@example.com with the token `sandbox-token`.
    static let zendeskHeaders = [
        "Authorization": "Basic YWdlbnRAZXhhbXBsZS5jb20vdG9rZW46c2FuZGJveC10b2tlbg==", "Accept": "application/json",
        "Content-Type": "application/json",
    ]

    /// Sends a request to the played Zendesk.
    func zendesk(
        _ method: String,
        _ path: String,
        _ body: JSONValue? = nil,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        let bytes = body.map { $0.serialized() } ?? []
        let fields = Self.zendeskHeaders.merging(headers) { $1 }
        return try await send(method, "/zendesk/api/v2\(path)", body: bytes, headers: fields)
    }

    /// Opens a ticket and returns its id.
    func openTicket(_ others: [String: JSONValue] = [:]) async throws -> Int64 {
        let answer = try await zendesk("POST", "/tickets", ["ticket": .ticket(others)])
        return try #require(answer.json?["ticket"]?["id"]?.integer, "\(answer.text)")
    }

    /// Opens a hundred tickets at once, numbered by their external ids.
    func openTickets(hundred number: Int) async throws {
        let tickets = (0..<100).map { JSONValue.ticket(["external_id": .string("\(number * 100 + $0)")]) }
        #expect(try await zendesk("POST", "/tickets/create_many", ["tickets": .array(tickets)]).status == 200)
    }

    /// Changes a ticket.
    func change(_ ticket: Int64, _ members: JSONValue) async throws -> Answer {
        try await zendesk("PUT", "/tickets/\(ticket)", ["ticket": members])
    }

    /// Makes a user and returns the id.
    func makePerson(_ members: [String: JSONValue]) async throws -> Int64 {
        let answer = try await zendesk("POST", "/users/create_or_update", ["user": .object(members)])
        return try #require(answer.json?["user"]?["id"]?.integer, "\(answer.text)")
    }
}

extension Answer {
    /// The first sentence of each field that Zendesk refuses.
    var fieldProblems: [String: String] {
        (json?["details"]?.object ?? [:])
            .compactMapValues { $0.array?.first?["description"]?.string }
    }

    /// The ids of the records in a list.
    func ids(_ name: String) -> [Int64] { (json?[name]?.array ?? []).compactMap { $0["id"]?.integer } }
}

extension JSONValue {
    /// A small ticket, with other members or members in place of its own; one that is null is left out.
    static func ticket(_ others: [String: JSONValue] = [:]) -> JSONValue {
        let members: [String: JSONValue] = ["subject": "Help", "comment": ["body": "The printer is on fire"]]
        return .object(members.merging(others) { _, other in other }.filter { $0.value != .null })
    }
}
