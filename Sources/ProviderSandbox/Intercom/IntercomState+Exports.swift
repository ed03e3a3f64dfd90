import HTTPTypes
import SwitchboardCore

/// An export of what messages were delivered.
struct IntercomExport: Sendable {
    /// Sixteen characters.
    let id: String

    /// The times of the messages in it, in seconds since 1970.
    let span: ClosedRange<Int64>

    /// Seconds since 1970, since when it can be downloaded.
    var completedAt: Int64?

    /// `pending`, `in_progress`, `completed`, `no_data` or `canceled`.
    var status = "pending"

    /// Whether another one has to wait for it.
    var isActive: Bool { status == "pending" || status == "in_progress" }

    /// How many seconds a download is there.
    static let lifetime: Int64 = 2 * 24 * 3600

    /// Intercom's shape.
    ///
    /// - Parameter origin: Where the workspace is reached.
    /// - Returns: The export.
    func json(at origin: String) -> JSONValue {
        let expiry = completedAt.map { String($0 + Self.lifetime) } ?? ""
        return [
            "job_identifier": .string(id),
            "status": .string(status),
            "download_url": .string(status == "completed" ? "\(origin)/download/content/data/\(id)" : ""),
            "download_expires_at": .string(expiry),
        ]
    }
}

/// The body of `POST /export/content/data`.
private struct ExportInput {
    var span: ClosedRange<Int64>

    init(_ value: JSONValue) throws(JSONProblem) {
        let reader = try JSONReader(value, knowing: ["created_at_after", "created_at_before"])
        let start = try reader.required("created_at_after", reader.seconds("created_at_after"))
        let end = try reader.required("created_at_before", reader.seconds("created_at_before"))
        guard start < end else {
            throw reader.problem(.invalid, "created_at_before", "must lie behind created_at_after")
        }
        span = start...end
    }
}

extension IntercomState {
    /// Starts an export, unless one is on its way.
    mutating func createExport(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        let input = try call.read(ExportInput.init)
        guard !exports.contains(where: \.isActive) else {
            throw IntercomError(
                429,
                "rate_limit_exceeded",
                "Exceeded rate limit of 1 pending message data export jobs"
            )
        }
        let export = IntercomExport(id: time.token(length: 16).lowercased(), span: input.span)
        exports.append(export)
        return export.json(at: origin)
    }

    /// Shows an export, which goes on whenever it is asked for: it is ready by the second question.
    mutating func showExport(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        let index = try index(ofExport: call["id"])
        switch exports[index].status {
        case "pending": exports[index].status = "in_progress"
        case "in_progress":
            let isEmpty = !messages.contains { exports[index].span.contains($0["created_at"]?.integer ?? 0) }
            exports[index].status = isEmpty ? "no_data" : "completed"
            if !isEmpty { exports[index].completedAt = now }
        default: break
        }
        return exports[index].json(at: origin)
    }

    /// Ends an export that is on its way.
    mutating func cancelExport(_ call: IntercomCall) throws(IntercomError) -> JSONValue {
        let index = try index(ofExport: call["id"])
        if exports[index].isActive { exports[index].status = "canceled" }
        return exports[index].json(at: origin)
    }

    /// Hands out a finished export as a compressed table, a line for each message and recipient.
    func downloadExport(_ call: IntercomCall) throws(IntercomError) -> SandboxResponse {
        let export = exports[try index(ofExport: call["id"])]
        guard let completedAt = export.completedAt, now < completedAt + IntercomExport.lifetime else {
            throw .noJob
        }
        var lines = ["message_id,user_id,user_external_id,email,message_type,created_at"]
        for message in messages where export.span.contains(message["created_at"]?.integer ?? 0) {
            for recipient in message["to"]?.array ?? [] { lines.append(line(message, recipient.string ?? "")) }
        }
        var response = SandboxResponse(status: 200, headers: [.contentType: "application/octet-stream"])
        response.body = Gzip.compress(Array((lines.joined(separator: "\n") + "\n").utf8))
        return response
    }

    private func line(_ message: JSONValue, _ recipient: String) -> String {
        let contact = contacts.first { $0.id == recipient }
        let cells = [
            message["id"]?.string, recipient, contact?.externalID, contact?.email, message["message_type"]?.string,
            message["created_at"]?.identifier,
        ]
        return cells.map { "\"\(($0 ?? "").replacing("\"", with: "\"\""))\"" }.joined(separator: ",")
    }

    private func index(ofExport id: String) throws(IntercomError) -> Int {
        guard let index = exports.firstIndex(where: { $0.id == id }) else { throw .noJob }
        return index
    }
}
