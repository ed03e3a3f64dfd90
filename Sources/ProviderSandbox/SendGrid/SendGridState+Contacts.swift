import SwitchboardCore

extension SendGridState {
    private static let upsert = JSONShape.object(
        ["list_ids": .list(of: .string), "contacts": .list(of: SendGridContact.shape, 1...30_000)],
        required: ["contacts"]
    )

    /// Creates contacts, or updates those that have one of the identifiers; done as soon as it is answered.
    mutating func upsertContacts(_ call: SendGridCall) throws(SendGridError) -> JSONValue {
        let body = try call.checkedBody(Self.upsert)
        guard body.serialized().count <= 6 * 1024 * 1024 else { throw .tooLarge }
        let inputs = body["contacts"]?.array?.compactMap(\.object) ?? []
        let nameless = inputs.indices.filter { index in
            SendGridContact.identifiers.allSatisfy { SendGridContact.identifier($0, of: inputs[index]) == nil }
        }
        guard nameless.isEmpty else {
            let names = SendGridContact.identifiers.joined(separator: ", ")
            throw SendGridError(nameless.map { JSONProblem(.missing, "contacts.\($0)", "needs one of \(names)") })
        }
        let before = contacts.count
        for input in inputs { upsert(input, lists: body["list_ids"]?.array?.compactMap(\.string) ?? []) }
        let created = contacts.count - before
        return job("upsert", ["created_count": created, "updated_count": inputs.count - created], of: inputs.count)
    }

    private mutating func upsert(_ input: [String: JSONValue], lists: [String]) {
        let moment = Timestamp(secondsSince1970: now)
        var place = contacts.firstIndex { $0.matches(input) }
        if place == nil {
            place = contacts.count
            contacts.append(SendGridContact(id: time.makeActionID().description, at: moment))
        }
        contacts[place ?? 0].apply(input, lists: lists, at: moment)
    }

    /// Deletes the contacts whose ids the query names, or all.
    mutating func deleteContacts(_ call: SendGridCall) throws(SendGridError) -> JSONValue {
        let ids = call.query["ids"]?.string?.split(separator: ",").map(String.init) ?? []
        let isForAll = call.query["delete_all_contacts"] == "true"
        guard isForAll || !ids.isEmpty else {
            throw SendGridError(400, "either ids or delete_all_contacts is required")
        }
        let before = contacts.count
        contacts.removeAll { isForAll || ids.contains($0.id) }
        return job("delete", ["deleted_count": before - contacts.count], of: isForAll ? before : ids.count)
    }

    /// Shows what a job has done.
    func showContactJob(_ call: SendGridCall) throws(SendGridError) -> JSONValue {
        guard let job = jobs[call["id"]] else { throw .notFound }
        return job
    }

    private mutating func job(_ type: String, _ counts: [String: Int], of requested: Int) -> JSONValue {
        let id = time.makeActionID().description
        let moment = JSONValue.string(Timestamp(secondsSince1970: now).description)
        var results = ["created_count": 0, "updated_count": 0, "deleted_count": 0, "errored_count": 0]
        results.merge(counts.merging(["requested_count": requested]) { $1 }) { $1 }
        jobs[id] = [
            "id": .string(id),
            "status": "completed",
            "job_type": .string(type),
            "results": .object(results.mapValues { .integer(Int64($0)) }.merging(["errors_url": ""]) { $1 }),
            "started_at": moment,
            "finished_at": moment,
        ]
        return ["job_id": .string(id)]
    }
}
