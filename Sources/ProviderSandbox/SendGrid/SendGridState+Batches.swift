import SwitchboardCore

extension SendGridState {
    private static let statuses = JSONShape.word(["cancel", "pause"])

    /// Makes an id under which several mails can be cancelled or paused.
    mutating func createBatch() -> JSONValue {
        let id = time.token(length: 62)
        batches.insert(id)
        return ["batch_id": .string(id)]
    }

    /// Tells that an id is one.
    func showBatch(_ call: SendGridCall) throws(SendGridError) -> JSONValue {
        guard batches.contains(call["batch_id"]) else { throw SendGridError(400, "invalid batch id") }
        return ["batch_id": .string(call["batch_id"])]
    }

    /// Cancels or pauses a batch, for which nothing may be ordered yet.
    mutating func createScheduledSend(_ call: SendGridCall) throws(SendGridError) -> JSONValue {
        let shape = JSONShape.object(["batch_id": .string, "status": Self.statuses], required: ["batch_id", "status"])
        let body = try call.checkedBody(shape)
        guard let id = body["batch_id"]?.string, let status = body["status"]?.string, batches.contains(id) else {
            throw SendGridError(400, "invalid batch id", field: "batch_id")
        }
        guard self.status(of: id) == nil else {
            throw SendGridError(400, "a status is set for this batch already", field: "batch_id")
        }
        scheduledSends.append((id, status))
        return Self.json(id, status)
    }

    /// Lists the batches for which something is ordered.
    func listScheduledSends() -> JSONValue {
        .array(scheduledSends.map(Self.json))
    }

    /// Shows what is ordered for a batch, as a list of one, or of none.
    func showScheduledSend(_ call: SendGridCall) -> JSONValue {
        .array(scheduledSends.filter { $0.batchID == call["batch_id"] }.map(Self.json))
    }

    /// Orders the other thing for a batch.
    mutating func updateScheduledSend(_ call: SendGridCall) throws(SendGridError) -> SandboxResponse {
        let body = try call.checkedBody(.object(["status": Self.statuses], required: ["status"]))
        scheduledSends[try place(of: call)].status = body["status"]?.string ?? ""
        return SandboxResponse(status: 204)
    }

    /// Takes back what is ordered for a batch.
    mutating func deleteScheduledSend(_ call: SendGridCall) throws(SendGridError) -> SandboxResponse {
        scheduledSends.remove(at: try place(of: call))
        return SandboxResponse(status: 204)
    }

    /// What is ordered for a batch: `cancel`, `pause` or nothing.
    func status(of batchID: String) -> String? {
        scheduledSends.first { $0.batchID == batchID }?.status
    }

    private func place(of call: SendGridCall) throws(SendGridError) -> Int {
        guard let place = scheduledSends.firstIndex(where: { $0.batchID == call["batch_id"] }) else {
            throw .notFound
        }
        return place
    }

    private static func json(_ batchID: String, _ status: String) -> JSONValue {
        ["batch_id": .string(batchID), "status": .string(status)]
    }
}
