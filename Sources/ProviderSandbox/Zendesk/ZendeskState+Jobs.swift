import SwitchboardCore

extension ZendeskState {
    /// Opens up to a hundred tickets, each of which may fail alone.
    mutating func createTickets(_ call: ZendeskCall) throws(ZendeskError) -> SandboxResponse {
        let list = try Self.list(call)
        var dropped: Set<String> = []
        var results: [JSONValue] = []
        for (index, value) in list.enumerated() {
            do throws(ZendeskError) {
                let input = try ZendeskTicketInput(value, named: "tickets", isInJob: true)
                dropped.formUnion(input.record.dropped)
                let ticket = tickets[try addTicket(input).index]
                results.append([
                    "index": .integer(Int64(index)), "id": .integer(ticket.id), "account_id": 18_525_119,
                ])
            } catch {
                results.append(error.result("create", ["index": .integer(Int64(index))]))
            }
        }
        return start("Bulk Create Ticket", results, dropped)
    }

    /// Changes up to a hundred tickets, all in the same way with `ids`, else each in its own.
    mutating func updateTickets(_ call: ZendeskCall) throws(ZendeskError) -> SandboxResponse {
        var dropped: Set<String> = []
        var results: [JSONValue] = []
        for (id, value) in try Self.changes(call) {
            do throws(ZendeskError) {
                let input = try ZendeskTicketInput(value, named: "tickets", isInJob: true)
                dropped.formUnion(input.record.dropped)
                guard let index = try? index(ofTicket: id) else {
                    throw ZendeskError(404, "TicketNotFound", "Ticket \(id) not found")
                }
                _ = try change(index, by: input)
                results.append(["action": "update", "id": .integer(id), "status": "Updated", "success": true])
            } catch {
                results.append(error.result("update", ["id": .integer(id), "status": "Failed"]))
            }
        }
        return start("Bulk Update Ticket", results, dropped)
    }

    /// Shows a job, which goes on whenever it is asked for.
    mutating func showJob(_ call: ZendeskCall) throws(ZendeskError) -> JSONValue {
        guard var job = jobs[call["id"]] else { throw .notFound }
        job.polls += 1
        jobs[job.id] = job
        return ["job_status": job.json(at: origin)]
    }

    private mutating func start(_ kind: String, _ results: [JSONValue], _ dropped: Set<String>) -> SandboxResponse {
        let digits = (0..<2).map { _ in String(time.random(), radix: 16) }
            .map { String(repeating: "0", count: 16 - $0.count) + $0 }
        let job = ZendeskJob(id: "V3-\(digits.joined())", kind: kind, results: results, createdAt: now)
        jobs[job.id] = job
        var response = SandboxResponse(json: ["job_status": job.json(at: origin)])
        response.warn(of: dropped)
        return response
    }

    private static func list(_ call: ZendeskCall) throws(ZendeskError) -> [JSONValue] {
        guard let list = try call.member("tickets").array, !list.isEmpty else {
            throw .invalidAttribute("tickets", "must be a list of at least one")
        }
        guard list.count <= 100 else { throw .tooManyValues }
        return list
    }

    private static func changes(_ call: ZendeskCall) throws(ZendeskError) -> [(Int64, JSONValue)] {
        if let ids = try call.ids("ids") {
            let change = try call.member("ticket")
            return ids.map { ($0, change) }
        }
        var changes: [(Int64, JSONValue)] = []
        for value in try list(call) {
            guard let id = value["id"]?.integer else { throw .invalidAttribute("tickets", "must each have an id") }
            changes.append((id, value))
        }
        return changes
    }
}

extension ZendeskError {
    /// The result of an item of a job that failed for it.
    fileprivate func result(_ action: String, _ members: [String: JSONValue]) -> JSONValue {
        let own: [String: JSONValue] = [
            "action": .string(action), "error": .string(code), "details": .string(details), "success": false,
        ]
        return .object(own.merging(members) { $1 })
    }
}
